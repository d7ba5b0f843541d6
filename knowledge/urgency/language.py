"""Which language a message is in, and the few danger words known in languages other than English."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from knowledge.urgency.errors import RulesError
from knowledge.urgency.rules import FOLDER, read_yaml, signs
from knowledge.urgency.spelling import known_words
from knowledge.urgency.tokens import Plain
from knowledge.urgency.verdict import Reason, SetAside

_SCRIPTS = (
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
)
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")
_URDU = re.compile("[ٹڈڑںےھگچپک]")
_KEYS = {"present", "asked"}


@cache
def foreign() -> dict[str, dict[str, re.Pattern[str]]]:
    """Return by language the danger words by sign, and under "asked" the words of questions and denials."""
    content = read_yaml(FOLDER / "languages.yml")
    return {language: _compiled(language, entry) for language, entry in content.items()}


def _compiled(language: str, entry: Any) -> dict[str, re.Pattern[str]]:
    if not isinstance(entry, dict) or set(entry) != _KEYS:
        raise RulesError(f"languages.yml: {language}: present and asked are expected")
    found: dict[str, re.Pattern[str]] = {}
    for sign, words in {**entry["present"], "asked": entry["asked"]}.items():
        if sign != "asked" and sign not in signs().by_id:
            raise RulesError(f"languages.yml: {language}: {sign}: no such sign")
        if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
            raise RulesError(f"languages.yml: {language}: {sign}: a list of texts is expected")
        found[sign] = re.compile("|".join(_edged(word) for word in sorted(words, key=len, reverse=True)))
    return found


def _edged(word: str) -> str:
    """A word begins at a word's start; scripts without spaces match anywhere."""
    return ("" if _UNSPACED.match(word) else r"\b") + re.escape(word)


def language_of(text: str, words: list[str]) -> str:
    """Return the ISO 639-1 code; very short or plainly English text counts as English."""
    letters = sum(letter.isalpha() for letter in text) or 1
    for language, script in _SCRIPTS:
        if len(script.findall(text)) * 3 > letters:
            return "ur" if language == "ar" and _URDU.search(text) else language
    spelled = [word for word in words if word[0].isalpha()]
    if not spelled:
        return "en"
    english = sum(word in known_words() for word in spelled)
    if english * 2 >= len(spelled):
        return "en"
    marked = _marked(text)
    if len(spelled) < 4 and not marked:
        return "en"
    return marked or _identified(text)


def _marked(text: str) -> str | None:
    """The listed Latin-script language whose danger or question words the text holds most, if any."""
    best, most = None, 0
    for language, patterns in foreign().items():
        count = sum(len(set(pattern.findall(text))) for pattern in patterns.values())
        if count > most:
            best, most = language, count
    return best


def _identified(text: str) -> str:
    from py3langid.langid import classify  # its model takes half a second to load, most messages need none

    return str(classify(text[:600])[0])


def foreign_signs(folded: Plain, language: str) -> tuple[list[Reason], list[SetAside]]:
    """Return the danger words of a listed language, which the second reader has to support; in a question set aside."""
    patterns = foreign().get(language)
    if patterns is None:
        return [], []
    reasons: list[Reason] = []
    aside: list[SetAside] = []
    for piece in re.finditer(r"[^.!?。！？؟।\n,，،;]+[.!?。！？؟।,，،;]?", folded.text):
        asked = patterns["asked"].search(piece.group())
        for sign, pattern in patterns.items():
            match = pattern.search(piece.group()) if sign != "asked" else None
            if match is None:
                continue
            span = folded.span(piece.start() + match.start(), piece.start() + match.end())
            overlaps = asked and asked.start() < match.end() and match.start() < asked.end()
            if asked and not overlaps:
                cue = folded.span(piece.start() + asked.start(), piece.start() + asked.end())
                aside.append(SetAside(sign, span, "question", f"{language}:asked", cue))
            else:
                reasons.append(Reason(f"{sign}:{language}", sign, span, signs().by_id[sign].tier))
    return reasons, aside
