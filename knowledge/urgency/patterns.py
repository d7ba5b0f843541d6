"""The small language in which signs and cues are written, and its index.

A pattern is words with single spaces between them, matched token by token inside one sentence:

    wake|rouse      any of these words          wak*        any word starting so
    wake_up         two words, one alternative  <not>       any word of the set named "not"
    the?            may be missing              ~3          up to three words between, in the same clause
    blue &4 lips    either order, up to four words apart (one & in a pattern)
    ^ and $         the sentence's beginning and end
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.urgency.errors import RulesError

NEGATORS = frozenset((
    "not", "no", "never", "hardly", "barely", "scarcely", "unable", "cannot", "stopped",
    "stops", "quit", "ceased", "nothing", "without", "impossible",
))  # fmt: skip
_GAP_STOPS = "and|but|because|when|if|unless|until|so|then|while|although|though|however|before|or"
_GAP = r"(?:(?!(?:" + _GAP_STOPS + r") )[^\s.,;:?!()]+ ){0,%d}?"
_EDGES = {"^": r"(?<=\A )", "$": r"\Z"}
_WORD_TAIL = r"[^\s.,;:?!()]*"


@dataclass(frozen=True)
class Pattern:
    """One compiled pattern: `anchors` are the words (or stems ending in *) of which one must be there."""

    owner: str  # the id of the sign or cue it belongs to
    source: str
    regex: re.Pattern[str]
    anchors: frozenset[str]
    negative: tuple[str, ...] = ()  # its alternatives that hold a "not", longest first
    is_loose: bool = False  # its words have other uses, so it counts only with a second opinion


def compile_pattern(
    owner: str, source: str, words: Mapping[str, str], common: frozenset[str], *, is_loose: bool = False
) -> Pattern:
    """Compile `source`; raise RulesError naming the owner when it is not in the language."""
    elements = source.split(" ")
    if not source or "" in elements:
        raise RulesError(f"{owner}: pattern {source!r}: one space between elements")
    flips = [i for i, element in enumerate(elements) if element.startswith("&")]
    if len(flips) > 1:
        raise RulesError(f"{owner}: pattern {source!r}: at most one &")
    try:
        if flips:
            left, right = elements[: flips[0]], elements[flips[0] + 1 :]
            gap = _GAP % int(elements[flips[0]][1:])
            one, other = _sequence(left, words), _sequence(right, words)
            body = f"(?:{one}{gap}{other}|{other}{gap}{one})"
        else:
            body = _sequence(elements, words)
    except (KeyError, ValueError) as error:
        raise RulesError(f"{owner}: pattern {source!r}: {error}") from error
    anchors = _anchors(owner, elements, words, common)
    return Pattern(owner, source, re.compile("(?<= )" + body), anchors, _negative(elements, words), is_loose)


def _negative(elements: list[str], words: Mapping[str, str]) -> tuple[str, ...]:
    phrases = {
        alternative
        for element in elements
        if element[0] not in "~&^$"
        for alternative in expand(element, words)
        if not NEGATORS.isdisjoint(alternative.split(" "))
    }
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def expand(element: str, words: Mapping[str, str]) -> list[str]:
    """Return the alternatives of one element, named sets unfolded, `_` turned into spaces."""
    found: list[str] = []
    for part in element.removesuffix("?").split("|"):
        if part.startswith("<") and part.endswith(">"):
            if part[1:-1] not in words:
                raise ValueError(f"no word set {part}")
            found.extend(expand(words[part[1:-1]], words))
        elif part:
            found.append(part.replace("_", " ").replace("-", " "))
        else:
            raise ValueError("an empty alternative")
    return found


def _sequence(elements: list[str], words: Mapping[str, str]) -> str:
    if not elements:
        raise ValueError("nothing on one side of &")
    return "".join(_element(element, words) for element in elements)


def _element(element: str, words: Mapping[str, str]) -> str:
    if element in _EDGES:
        return _EDGES[element]
    if element.startswith("~"):
        return _GAP % int(element[1:])
    alternatives = sorted(expand(element, words), key=len, reverse=True)
    parts = (re.escape(a[:-1]) + _WORD_TAIL if a.endswith("*") and len(a) > 1 else re.escape(a) for a in alternatives)
    return f"(?:(?:{'|'.join(parts)}) )" + ("?" if element.endswith("?") else "")


def _anchors(owner: str, elements: list[str], words: Mapping[str, str], common: frozenset[str]) -> frozenset[str]:
    """Choose the element whose words are rarest; every match holds one of them."""
    best: tuple[float, frozenset[str]] | None = None
    for element in elements:
        if element[0] in "~&^$" or element.endswith("?"):
            continue
        heads = frozenset(_head(alternative, common) for alternative in expand(element, words))
        cost = sum(50.0 if head in common else 1.0 for head in heads)
        if best is None or cost < best[0]:
            best = (cost, heads)
    if best is None:
        raise RulesError(f"{owner}: pattern {' '.join(elements)!r}: every element may be missing")
    return best[1]


def _head(alternative: str, common: frozenset[str]) -> str:
    parts = alternative.split(" ")
    return max(parts, key=lambda part: (part not in common, len(part)))


class PatternIndex:
    """Patterns by anchor, so that a sentence is only searched for what its words make possible."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        """Index `patterns`; their order is the order in which matches come out."""
        self.patterns = tuple(patterns)
        self._exact: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            for anchor in pattern.anchors:
                place = self._stems if anchor.endswith("*") else self._exact
                place.setdefault(anchor.rstrip("*"), []).append(number)
        self._stem_lengths = sorted({len(stem) for stem in self._stems})

    def candidates(self, tokens: Iterable[str]) -> list[Pattern]:
        """Return the patterns that may match a sentence of these words."""
        numbers: set[int] = set()
        for word in tokens:
            numbers.update(self._exact.get(word, ()))
            for length in self._stem_lengths:
                if length > len(word):
                    break
                numbers.update(self._stems.get(word[:length], ()))
        return [self.patterns[number] for number in sorted(numbers)]
