"""Tell whether a message leans on the question before it, and complete it if so."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

_FILE = Path(__file__).resolve().parent / "follow_up.yml"
_WORD = re.compile(r"[\w']+")
_HIGHEST = 4


@dataclass(frozen=True, slots=True)
class _Cues:
    openings: tuple[str, ...]
    pointers: frozenset[str]
    most_words: int
    most_words_unclear: int
    grade: re.Pattern[str]
    grades: dict[str, int]
    steps: dict[str, frozenset[str]]
    ordinals: dict[str, int]
    beside_an_ordinal: frozenset[str]


def leans_on_previous(text: str) -> bool:
    """Whether the message is short and opens or points as one does who goes on about the same thing."""
    cues, words = _cues(), _words(text)
    if not words or len(words) > cues.most_words:
        return False
    phrase = " ".join(words) + " "
    return any(phrase.startswith(f"{opening} ") for opening in cues.openings) or not cues.pointers.isdisjoint(words)


def may_lean(text: str) -> bool:
    """Whether the message is short enough to be a follow-up if it says nothing clear by itself."""
    return 0 < len(_words(text)) <= _cues().most_words_unclear


def completed(text: str, previous: str) -> str:
    """The message read together with the question before it; a step from a grade names the grade it leads to."""
    grade = _stepped(text, previous)
    whole = f"{previous.rstrip(' ?.!')}: {text}"
    return f"what is grade {grade} CRS" if grade else whole


def chosen(text: str, offered: tuple[str, ...]) -> str:
    """The offered text that "the second one" means, or the text itself."""
    words = [word for word in _words(text) if word not in _cues().beside_an_ordinal]
    place = _cues().ordinals.get(words[0]) if len(words) == 1 else None
    return offered[place - 1] if place is not None and place <= len(offered) else text


def _stepped(text: str, previous: str) -> int | None:
    cues, words = _cues(), set(_words(text))
    named = cues.grade.search(previous.casefold())
    if named is None or cues.grade.search(text.casefold()):
        return None
    grade = cues.grades[named[1]]
    for step, by in (("up", 1), ("down", -1)):
        if not cues.steps[step].isdisjoint(words) and 1 <= grade + by <= _HIGHEST:
            return grade + by
    return None if cues.steps["top"].isdisjoint(words) else _HIGHEST


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))


@functools.cache
def _cues() -> _Cues:
    cues = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    names = "|".join(sorted(cues["grades"], key=len, reverse=True))
    return _Cues(
        openings=tuple(cues["openings"]),
        pointers=frozenset(cues["pointers"]),
        most_words=int(cues["most_words"]),
        most_words_unclear=int(cues["most_words_unclear"]),
        grade=re.compile(rf"\bgrade ({names})\b"),
        grades={str(name): int(number) for name, number in cues["grades"].items()},
        steps={step: frozenset(words) for step, words in cues["steps"].items()},
        ordinals={str(name): int(number) for name, number in cues["ordinals"].items()},
        beside_an_ordinal=frozenset(cues["beside_an_ordinal"]),
    )
