"""Cut a message into pieces, so that what the danger check counted, and what it set aside, can be marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `counted` wins where a stretch was both counted and set aside."""

    text: str
    counted: bool
    set_aside: bool


def pieces(text: str, assessment: Mapping[str, Any]) -> tuple[Piece, ...]:
    """The text in order, whole, cut at the spans of an `Assessment.as_dict()`; spans outside the text are ignored."""
    counted = _spans(assessment.get("reasons", ()), len(text))
    set_aside = _spans(assessment.get("set_aside", ()), len(text))
    edges = sorted({0, len(text), *(edge for span in (*counted, *set_aside) for edge in span)})
    return tuple(
        Piece(text[start:end], _covers(counted, start), _covers(set_aside, start)) for start, end in pairwise(edges)
    )


def _spans(findings: Iterable[Mapping[str, Any]], length: int) -> tuple[tuple[int, int], ...]:
    spans = (finding["span"] for finding in findings if finding["span"])
    return tuple((start, end) for start, end in spans if 0 <= start < end <= length)


def _covers(spans: Iterable[tuple[int, int]], position: int) -> bool:
    return any(start <= position < end for start, end in spans)
