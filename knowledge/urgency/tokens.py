"""Turn a message into plain tokens that remember where in the text they stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from knowledge.urgency.verdict import Span

LONGEST_TEXT = 20_000
LONGEST_SENTENCE = 60  # tokens; run-on text is read in overlapping windows of this size
WINDOW_OVERLAP = 20
WRAPPED_LINE = 60  # a line at least this long ends because the page was full, not the thought

_GARBLED_DEGREE = re.compile("ยฐ|Â°|â°|[º˚]|\u00b0")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'"})
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,·]\d+)?|[.,;:?!()\n…]|[^\s\w]")
_ENDS = frozenset(".?!…")
_BREAKS = {"\n": ";", "(": ",", ")": ",", "…": ".", "—": ";", "–": ";", "/": "/", "-": "-"}


@dataclass(frozen=True)
class Plain:
    """The text in lower case with plain digits and apostrophes; `at[i]` is where character i came from."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the place in the original text of [start, end) here."""
        return (self.at[start], self.at[end - 1] + 1) if end > start else (self.at[start], self.at[start])


def plain(text: str) -> Plain:
    """Fold width, case, curly quotes and garbled degree signs, keeping count of every character."""
    text = text[:LONGEST_TEXT]
    degree = {m.start(): m.end() for m in _GARBLED_DEGREE.finditer(text)}
    letters: list[str] = []
    places: list[int] = []
    skip_to = 0
    for place, letter in enumerate(text):
        if place < skip_to:
            continue
        if place in degree:
            skip_to = degree[place]
            folded = "°"
        elif letter == "\u00ad" or letter in "\u200b\u200c\u200d\ufeff":
            continue
        else:
            folded = unicodedata.normalize("NFKC", letter).translate(_APOSTROPHES).lower()
        letters.append(folded)
        places.extend([place] * len(folded))
    return Plain("".join(letters), (*places, len(text)))


@dataclass(frozen=True)
class Token:
    """One word, number or mark as rules see it; `span` is its place in the original text."""

    word: str
    span: Span


@dataclass(frozen=True)
class Sentence:
    """A run of tokens up to a full stop, joined by single spaces for the rules to search."""

    tokens: tuple[Token, ...]
    is_question: bool = False  # ends in a question mark

    @cached_property
    def joined(self) -> str:
        """The tokens with one space between and around them."""
        return " " + "".join(token.word + " " for token in self.tokens)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each token starts in `joined`."""
        starts, place = [], 1
        for token in self.tokens:
            starts.append(place)
            place += len(token.word) + 1
        return tuple(starts)

    def span(self, first: int, last: int) -> Span:
        """Return the place in the original text of tokens first to last, both included."""
        return (self.tokens[first].span[0], max(self.tokens[last].span[1], self.tokens[first].span[1]))


Respell = Callable[[str], tuple[str, ...]]


def sentences(folded: Plain, respell: Respell) -> tuple[Sentence, ...]:
    """Cut the text into sentences of tokens; `respell` turns a raw word into the words it stands for."""
    found: list[Sentence] = []
    for raw in _raw_sentences(folded):
        tokens: list[Token] = []
        for word, span in raw:
            words = respell(word) if word[0].isalpha() else (_BREAKS.get(word, word),)
            tokens.extend(Token(part, span) for part in words)
        is_question = bool(tokens) and tokens[-1].word == "?"
        found.extend(_windows(tokens, is_question))
    return tuple(found)


def _raw_sentences(folded: Plain) -> Iterator[list[tuple[str, Span]]]:
    current: list[tuple[str, Span]] = []
    line_start = 0
    for match in _TOKEN.finditer(folded.text):
        word = match.group()
        if word == "\n":
            wrapped = match.start() - line_start >= WRAPPED_LINE
            blank = folded.text[match.end() : match.end() + 1] == "\n"
            line_start = match.end()
            if wrapped and not blank:
                continue
        if word == "-" and _inside_word(folded.text, match.start()):
            continue
        current.append((word, folded.span(match.start(), match.end())))
        if word in _ENDS:
            yield current
            current = []
    if current:
        yield current


def _inside_word(text: str, place: int) -> bool:
    """Whether a hyphen joins two words, as in "non-stop", which rules know as two."""
    return 0 < place < len(text) - 1 and text[place - 1].isalpha() and text[place + 1].isalpha()


def _windows(tokens: list[Token], is_question: bool) -> Iterator[Sentence]:
    if not any(token.word[0].isalnum() for token in tokens):
        return
    step = LONGEST_SENTENCE - WINDOW_OVERLAP
    start = 0
    while True:
        yield Sentence(tuple(tokens[start : start + LONGEST_SENTENCE]), is_question)
        if start + LONGEST_SENTENCE >= len(tokens):
            return
        start += step
