"""Tell whether a message leans on the question before it, and complete it if so."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

_FILE = Path(__file__).resolve().parent / "follow_up.yml"
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class _Cues:
    openings: tuple[str, ...]
    pointers: frozenset[str]
    most_words: int


def leans_on_previous(text: str) -> bool:
    """Whether the message is short and opens or points as one does who goes on about the same thing."""
    cues = _cues()
    words = _WORD.findall(text.casefold().replace("’", "'"))
    if not words or len(words) > cues.most_words:
        return False
    phrase = " ".join(words) + " "
    return any(phrase.startswith(f"{opening} ") for opening in cues.openings) or not cues.pointers.isdisjoint(words)


def completed(text: str, previous: str) -> str:
    """The message read together with the question before it."""
    return f"{previous.rstrip(' ?.!')}: {text}"


@functools.cache
def _cues() -> _Cues:
    cues = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return _Cues(tuple(cues["openings"]), frozenset(cues["pointers"]), int(cues["most_words"]))
