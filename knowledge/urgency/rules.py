"""Load signs and cues once, and refuse them when malformed, naming file, id and key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.urgency.errors import RulesError
from knowledge.urgency.patterns import Pattern, PatternIndex, compile_pattern, expand
from knowledge.urgency.verdict import Kind, Tier

FOLDER = Path(__file__).parent
_SIGN_KEYS = {"id", "name", "tier", "kind", "card", "source", "patterns", "loose", "look_alikes", "topics"}
_CUE_SECTIONS = {
    "words", "common", "spelling", "clause_breaks", "denial", "past", "recent", "conditional", "general",
    "question", "other_person", "staff_present", "staff_absent", "second_route",
    "child_writes", "writing", "buttons", "settings", "now", "acts", "spelled",
    "real_words",
}  # fmt: skip


@dataclass(frozen=True)
class Sign:
    """One danger sign: its tier (provisional until a clinician decides), plain name and source."""

    id: str
    name: str
    tier: Tier
    kind: Kind
    card: bool
    source: str


@dataclass(frozen=True)
class Signs:
    """All signs by id, with the index of their phrasings, of what merely looks like them and of their topics.

    A topic names a sign without reporting it: it shows only that a question or a condition is about the sign.
    """

    by_id: Mapping[str, Sign]
    phrasings: PatternIndex
    look_alikes: PatternIndex
    topics: PatternIndex
    vocabulary: frozenset[str]
    stems: frozenset[str]


@dataclass(frozen=True)
class Cues:
    """Everything that changes how a sign is read; `groups` are the pattern cues by section."""

    groups: Mapping[str, PatternIndex]
    lists: Mapping[str, frozenset[str]]
    spelling: Mapping[str, tuple[str, ...]]
    common: frozenset[str]
    spelled: tuple[str, ...]
    real_words: frozenset[str]
    vocabulary: frozenset[str]
    denial_reach: int
    writing: Mapping[str, float]
    buttons: frozenset[str]


@cache
def signs() -> Signs:
    """Return the signs; raise RulesError when the file is malformed."""
    return parse_signs(read_yaml(FOLDER / "signs.yml"), cues().common)


@cache
def cues() -> Cues:
    """Return the cues; raise RulesError when the file is malformed."""
    return parse_cues(read_yaml(FOLDER / "cues.yml"))


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping in a YAML file; raise RulesError naming the file otherwise."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise RulesError(f"{path.name}: cannot be read: {type(error).__name__}") from error
    if not isinstance(content, dict):
        raise RulesError(f"{path.name}: a mapping is expected at the top")
    return content


def parse_signs(content: Mapping[str, Any], common: frozenset[str]) -> Signs:
    """Check and compile the content of signs.yml."""
    unknown = set(content) - {"status", "words", "signs"}
    if unknown:
        raise RulesError(f"signs.yml: unknown key {sorted(unknown)[0]!r}")
    words = word_sets("signs.yml", content.get("words"))
    entries = content.get("signs")
    if not isinstance(entries, list) or not entries:
        raise RulesError("signs.yml: signs: a list of at least one sign is expected")
    by_id: dict[str, Sign] = {}
    phrasings: list[Pattern] = []
    look_alikes: list[Pattern] = []
    topics: list[Pattern] = []
    for entry in entries:
        sign = _sign(entry)
        if sign.id in by_id:
            raise RulesError(f"signs.yml: {sign.id}: id: used twice")
        by_id[sign.id] = sign
        where = f"signs.yml: {sign.id}"
        phrasings += _compile(where, sign.id, "patterns", entry["patterns"], words, common)
        phrasings += _compile(where, sign.id, "loose", entry.get("loose", []), words, common, is_loose=True)
        look_alikes += _compile(where, sign.id, "look_alikes", entry.get("look_alikes", []), words, common)
        topics += _compile(where, sign.id, "topics", entry.get("topics", []), words, common)
    spoken = frozenset(_words_of(phrasings, words))
    stems = frozenset(word[:-1] for word in spoken if word.endswith("*"))
    return Signs(by_id, PatternIndex(phrasings), PatternIndex(look_alikes), PatternIndex(topics), spoken | stems, stems)


def _sign(entry: Any) -> Sign:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise RulesError("signs.yml: id: every sign needs one")
    where = f"signs.yml: {entry['id']}"
    unknown = set(entry) - _SIGN_KEYS
    if unknown:
        raise RulesError(f"{where}: unknown key {sorted(unknown)[0]!r}")
    for key in ("name", "tier", "source", "patterns"):
        if key not in entry:
            raise RulesError(f"{where}: {key}: missing")
    try:
        tier, kind = Tier(entry["tier"]), Kind(entry.get("kind", "medical"))
    except ValueError as error:
        raise RulesError(f"{where}: tier or kind: {error}") from error
    name, source = entry["name"], entry["source"]
    if not (isinstance(name, str) and name.strip() and isinstance(source, str) and source.strip()):
        raise RulesError(f"{where}: name or source: a text is expected")
    return Sign(entry["id"], name, tier, kind, bool(entry.get("card", False)), source)


def parse_cues(content: Mapping[str, Any]) -> Cues:
    """Check and compile the content of cues.yml."""
    for key in sorted(set(content) ^ _CUE_SECTIONS):
        raise RulesError(f"cues.yml: {key}: {'unknown key' if key in content else 'missing'}")
    words = word_sets("cues.yml", content["words"])
    common = frozenset(str(content["common"]).split())
    spelling = content["spelling"]
    if not isinstance(spelling, dict):
        raise RulesError("cues.yml: spelling: a mapping is expected")
    groups = {
        name: PatternIndex(_cue_patterns(name, entries, words, common))
        for name, entries in _pattern_groups(content).items()
    }
    lists = {name: _word_list(name, value, words) for name, value in _word_lists(content).items()}
    reach = content["denial"].get("reach")
    if not isinstance(reach, int) or not 1 <= reach <= 8:
        raise RulesError("cues.yml: denial: reach: a whole number from 1 to 8")
    return Cues(
        groups,
        lists,
        {str(typed): tuple(str(meant).split()) for typed, meant in spelling.items()},
        common,
        tuple(str(content["spelled"]).split()),
        frozenset(str(content["real_words"]).split()),
        frozenset(_words_of((pattern for index in groups.values() for pattern in index.patterns), words)),
        reach,
        _writing_limits(content["writing"]),
        _buttons(content["buttons"]),
    )


def _buttons(texts: Any) -> frozenset[str]:
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise RulesError("cues.yml: buttons: a list of texts is expected")
    return frozenset(texts)


def _writing_limits(limits: Any) -> dict[str, float]:
    names = {"fewest_words", "earlier_messages", "steady", "broken", "same_question", "within_minutes"}
    if not isinstance(limits, dict) or set(limits) != names:
        raise RulesError(f"cues.yml: writing: exactly {', '.join(sorted(names))} are expected")
    for name, value in limits.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
            raise RulesError(f"cues.yml: writing: {name}: a number above 0 is expected")
    return {name: float(value) for name, value in limits.items()}


def _pattern_groups(content: Mapping[str, Any]) -> dict[str, Any]:
    past, acts = content["past"], content["acts"]
    return {
        "denial": content["denial"]["cues"],
        "denial_after": content["denial"]["after"],
        "past": past["cues"],
        "still": past["still"],
        "settled": past["settled"],
        "days_ago": content["recent"]["days_ago"],
        "resolved": content["recent"]["cues"],
        "assessed": content["recent"]["assessed"],
        "not_assessed": content["recent"]["not_assessed"],
        "conditional": content["conditional"]["cues"],
        "general": content["general"]["cues"],
        "report_of": content["general"]["report_of"],
        "other_person": content["other_person"],
        "staff_present": content["staff_present"],
        "staff_absent": content["staff_absent"],
        "second_route": content["second_route"],
        "child_writes": content["child_writes"],
        "ward": content["settings"]["ward"],
        "home": content["settings"]["home"],
        **{name: content["settings"][name] for name in ("told_ward", "told_home", "not_told")},
        "now": content["now"],
        **{f"act_{name}": entries for name, entries in acts.items()},
    }


def _word_lists(content: Mapping[str, Any]) -> dict[str, Any]:
    denial, conditional, question = content["denial"], content["conditional"], content["question"]
    return {
        "clause_breaks": content["clause_breaks"],
        "spoilt_by": denial["spoilt_by"],
        "fillers": denial["fillers"],
        "unsure": denial["unsure"],
        "listed": denial["listed"],
        "reported_by": conditional["reported_by"],
        "complements": conditional["complements"],
        "heads": question["heads"],
        "openers": question["openers"],
        "threshold": question["threshold"],
        "future_reading": question["future_reading"],
        "inverted": question["inverted"],
        "speaker_asks": question["speaker_asks"],
        "possible_verbs": question["possible_verbs"],
        "rel": ["<rel>"],
        "subject": ["<subject>"],
        "third": ["<third>"],
    }


def _word_list(name: str, value: Any, words: Mapping[str, str]) -> frozenset[str]:
    items = value.split() if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise RulesError(f"cues.yml: {name}: a list of words is expected")
    return frozenset(word for item in items for word in expand(item, words))


def _cue_patterns(name: str, entries: Any, words: Mapping[str, str], common: frozenset[str]) -> Iterable[Pattern]:
    if not isinstance(entries, list):
        raise RulesError(f"cues.yml: {name}: a list is expected")
    for entry in entries:
        if isinstance(entry, str):
            entry = {"id": name, "patterns": [entry]}
        if not isinstance(entry, dict) or set(entry) != {"id", "patterns"}:
            raise RulesError(f"cues.yml: {name}: an entry holds id and patterns, nothing else")
        yield from _compile(f"cues.yml: {entry['id']}", entry["id"], "patterns", entry["patterns"], words, common)


def _compile(
    where: str,
    owner: str,
    key: str,
    sources: Any,
    words: Mapping[str, str],
    common: frozenset[str],
    *,
    is_loose: bool = False,
) -> list[Pattern]:
    if not isinstance(sources, list) or not all(isinstance(source, str) for source in sources):
        raise RulesError(f"{where}: {key}: a list of texts is expected")
    try:
        return [compile_pattern(owner, source, words, common, is_loose=is_loose) for source in sources]
    except RulesError as error:
        raise RulesError(f"{where}: {key}: {error}") from error


def word_sets(file: str, sets: Any) -> dict[str, str]:
    """Check the named word sets of a file."""
    if not isinstance(sets, dict) or not all(isinstance(value, str) for value in sets.values()):
        raise RulesError(f"{file}: words: a mapping of texts is expected")
    return sets


def _words_of(patterns: Iterable[Pattern], words: Mapping[str, str]) -> Iterable[str]:
    for pattern in patterns:
        for element in pattern.source.split(" "):
            if element[0] not in "~&^$":
                for alternative in expand(element, words):
                    yield from alternative.split(" ")
