"""Whether somebody's writing falls apart against their own earlier messages, or the same question comes again.

Trouble with writing and attention are signs of ICANS (ASTCT 2019: the ICE score), and the chat sees them first.
The limits are ours and provisional.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zlib import crc32

from knowledge.urgency.reader_features import word_classes, words_of
from knowledge.urgency.rules import cues
from knowledge.urgency.spelling import known_words
from knowledge.urgency.tokens import plain
from knowledge.urgency.verdict import Reason, Tier

WRITING_SIGN = "writing-falls-apart"


@dataclass(frozen=True)
class Typed:
    """What is remembered of one message: a digest of its words, when, how many, and the share that are real words."""

    digest: int
    at: datetime
    words: int
    real: float

    def as_list(self) -> list[Any]:
        """Return plain values for JSON; `from_list` reads them back."""
        return [self.digest, self.at.isoformat(), self.words, self.real]

    @classmethod
    def from_list(cls, values: list[Any]) -> Typed:
        """Rebuild what `as_list` gave; raise ValueError or TypeError on anything else."""
        digest, at, words, real = values
        return cls(int(digest), datetime.fromisoformat(at), int(words), float(real))


def typed(text: str, now: datetime) -> Typed:
    """Return what is to be remembered of a message; its words cannot be read back from it."""
    words = words_of(plain(text).text)
    real = sum(word in word_classes() or word in known_words() for word in words)
    return Typed(_digest(words), now, len(words), round(real / len(words), 2) if words else 1.0)


def _digest(words: list[str]) -> int:
    return crc32(" ".join(words).encode())


@cache
def _buttons() -> frozenset[int]:
    return frozenset(_digest(words_of(plain(text).text)) for text in cues().buttons)


def trouble(latest: Typed, earlier: Iterable[Typed]) -> Reason | None:
    """Return why the writing itself is a sign, or None."""
    limits, before = cues().writing, list(earlier)
    if _falls_apart(latest, before, limits):
        return Reason("writing-falls-apart", WRITING_SIGN, tier=Tier.A)
    if latest.digest in _buttons():
        return None
    since = latest.at - timedelta(minutes=limits["within_minutes"])
    same = 1 + sum(each.digest == latest.digest and each.at >= since for each in before)
    if latest.words >= limits["fewest_words"] and same >= limits["same_question"]:
        return Reason("asked-again", WRITING_SIGN, tier=Tier.A)
    return None


def _falls_apart(latest: Typed, earlier: list[Typed], limits: Mapping[str, float]) -> bool:
    steady = [each.real for each in earlier if each.words >= limits["fewest_words"]]
    if latest.words < limits["fewest_words"] or len(steady) < limits["earlier_messages"]:
        return False
    return latest.real <= limits["broken"] and sum(steady) / len(steady) >= limits["steady"]
