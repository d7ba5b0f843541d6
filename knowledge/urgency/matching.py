"""Find the phrasings of signs in a sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from knowledge.urgency.patterns import NEGATORS, Pattern, PatternIndex
from knowledge.urgency.rules import signs
from knowledge.urgency.tokens import Sentence

# After a "not" these make a sign, they do not deny one: "the shaking will not stop".
_FUNCTIONS = frozenset((
    "stop", "stopping", "stopped", "go", "going", "gone", "work", "working", "move", "moving", "help",
    "react", "respond", "responding", "open", "wake", "normal", "right", "well", "ok", "okay", "better",
    "settle", "down", "heal", "clot",
))  # fmt: skip


@dataclass(frozen=True)
class Match:
    """Where a pattern matched: tokens first to last, both included."""

    pattern: Pattern
    first: int
    last: int


@dataclass(frozen=True)
class Hit:
    """A sign named in a sentence: tokens first to last. A reading is a measured value."""

    sign: str
    rule: str
    first: int
    last: int
    is_reading: bool = False
    is_inability: bool = False  # the sign itself is a "not": "cannot wake", "no urine"
    denied_at: int = -1  # the token of a denial inside it: "her lips are not blue"
    is_topic: bool = False  # named, not reported: it counts only where something is asked or supposed
    is_loose: bool = False  # named in words that have other uses too
    number: str = ""  # the digits of a reading, to tell a rule's threshold from a patient's value


def matches(index: PatternIndex, sentence: Sentence) -> list[Match]:
    """Return every match of the index's patterns in a sentence."""
    found: list[Match] = []
    starts = sentence.starts
    for pattern in index.candidates(token.word for token in sentence.tokens):
        for match in pattern.regex.finditer(sentence.joined):
            if match.end() == match.start():
                continue
            first = bisect_left(starts, match.start())
            last = bisect_right(starts, match.end() - 2) - 1
            found.append(Match(pattern, first, max(first, last)))
    return found


def phrasings(sentence: Sentence) -> tuple[list[Hit], list[tuple[Hit, str]]]:
    """Return the signs named in words, and apart from them those that only look like one (with the rule)."""
    rules = signs()
    named = [_hit(match, sentence) for match in matches(rules.phrasings, sentence)]
    topics = [
        Hit(match.pattern.owner, match.pattern.owner, match.first, match.last, is_topic=True)
        for match in matches(rules.topics, sentence)
    ]
    if not named:
        return topics, []
    disguises = matches(rules.look_alikes, sentence)
    hits: list[Hit] = []
    aside: list[tuple[Hit, str]] = []
    for hit in dict.fromkeys(named):
        disguise = next((d for d in disguises if d.pattern.owner == hit.sign and _overlap(hit, d)), None)
        if disguise is None:
            hits.append(hit)
        else:
            aside.append((hit, f"{disguise.pattern.owner}:look-alike"))
    return [*hits, *topics], aside


def _overlap(hit: Hit, disguise: Match) -> bool:
    return hit.first <= disguise.last and disguise.first <= hit.last


def _hit(match: Match, sentence: Sentence) -> Hit:
    words = [token.word for token in sentence.tokens[match.first : match.last + 1]]
    owner, loose = match.pattern.owner, match.pattern.is_loose
    text, own = f" {' '.join(words)} ", False
    for phrase in match.pattern.negative:
        if f" {phrase} " in text:
            text, own = text.replace(f" {phrase} ", " # "), True
    if own:
        return Hit(owner, owner, match.first, match.last, is_inability=True, is_loose=loose)
    for place in range(len(words) - 1):
        negates = words[place] in {"not", "no", "never"} and place + 2 >= len(words) - 1
        if negates and words[-1] not in _FUNCTIONS:
            return Hit(owner, owner, match.first, match.last, denied_at=match.first + place, is_loose=loose)
    inability = not NEGATORS.isdisjoint(words)
    return Hit(owner, owner, match.first, match.last, is_inability=inability, is_loose=loose)
