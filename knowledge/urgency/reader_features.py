"""What the second reader sees of a text: its windows, and the hashed features of each.

Buckets are CRC32 values, the same in every Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from zlib import crc32

from knowledge.urgency.errors import RulesError
from knowledge.urgency.rules import FOLDER

CLASSES_FILE = FOLDER / "word_classes.txt"
BUCKETS = 1 << 17
LONGEST_WINDOW = 60  # words; run-on text is read in pieces of this size, half overlapping
LONG_SENTENCE, PIECE = 24, 16  # a longer sentence is read in pieces too: people forget the full stop
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_WORD_OR_NUMBER = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,]\d+)?")
_USUAL = frozenset(("36", "37", "95", "96", "97", "98", "99"))
_GREETING = re.compile(
    r"\W*(?:(?:hi|hello|hey|hiya|dear|good (?:morning|evening|afternoon|day|night)|quick question|please|excuse me|"
    r"sorry)\b[^,:.!?\n]{0,30}[,:.!?\n]+\s*){1,3}"
)
_DENIED = re.compile(r"(?:\b(?:no|not|never|without|nor|neither|denies|none of)|n't)\b(?P<after>[^.,;:?!\n]{1,60})")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[^.!?…。！？।؟\n]+(?:\.(?=\d)[^.!?…\n]+)*[.!?…。！？।؟]*")


@lru_cache(maxsize=512)  # every head reads the same window
def features(text: str) -> tuple[int, ...]:
    """Return the sorted buckets of lower-case text: n-grams of its words, of their letters and of their classes."""
    words = _units(text)
    found: set[int] = set().union(*map(_letter_grams, words_of(text)))
    found.update(_bucket(f"n{word}") for word in _denied_words(text))
    classes = word_classes()
    levels = [("w", words)]
    for level in range(2):
        levels.append((f"{level}k", [classes.get(word, (word, word))[level] for word in words]))
    for mark, units in levels:
        for size in (1, 2, 3):
            found.update(_bucket(mark + " ".join(units[at : at + size])) for at in range(len(units) - size + 1))
    if text.rstrip().endswith(("?", "？", "؟")):
        found.add(_bucket("q?"))
    return tuple(sorted(found))


def words_of(text: str) -> list[str]:
    """Return the words of lower-case text, without numbers and marks."""
    return [word[:24] for word in WORD.findall(text)]


def _units(text: str) -> list[str]:
    """Return the words, and among them the numbers of usual readings; all other numbers are the rules' to read."""
    found = [match.group().split(".")[0].split(",")[0][:24] for match in _WORD_OR_NUMBER.finditer(text)]
    return [unit for unit in found if not unit[0].isdigit() or unit in _USUAL]


def _denied_words(text: str) -> Iterator[str]:
    """Yield the words that follow a denial in its clause, four at most."""
    for match in _DENIED.finditer(text):
        yield from WORD.findall(match.group("after"))[:4]


@lru_cache(maxsize=20_000)
def _letter_grams(word: str) -> frozenset[int]:
    """Three to five letters of a spaced word; one to four of a run in a script without spaces."""
    if _UNSPACED.search(word):
        return frozenset(
            _bucket("u" + word[at : at + size]) for size in (1, 2, 3, 4) for at in range(len(word) - size + 1)
        )
    edged = f" {word} "
    return frozenset(_bucket("c" + edged[at : at + size]) for size in (3, 4, 5) for at in range(len(edged) - size + 1))


def _bucket(gram: str) -> int:
    return crc32(gram.encode("utf-8", "replace")) % BUCKETS


@cache
def word_classes() -> Mapping[str, tuple[str, str]]:
    """Return the coarse and the fine class of each known English word: words that stand in like places.

    Raises:
        RulesError: a line of the file is not "coarse fine: word word …".
    """
    found: dict[str, tuple[str, str]] = {}
    for number, line in enumerate(CLASSES_FILE.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            continue
        head, colon, members = line.partition(":")
        numbers = head.split()
        if not colon or len(numbers) != 2:
            raise RulesError(f"{CLASSES_FILE.name}: line {number}: two class numbers and a colon are expected")
        found.update(dict.fromkeys(members.split(), (numbers[0], numbers[1])))
    return found


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of each sentence, of each pair of neighbours and of the pieces of a long one.

    A single word is left out, also as a neighbour, and a greeting is no part of the sentence behind it.
    """
    begin = greeted.end() if (greeted := _GREETING.match(text)) else 0
    found = [place for match in _SENTENCE.finditer(text, begin) for place in _pieces(text, *match.span())]
    for number, (start, end) in enumerate(found):
        following = found[number + 1 : number + 2]
        ends = [end, *(later for begun, later in following if begun >= end and size(text[begun:later]) > 1)]
        yield from ((start, each) for each in ends if size(text[start:each]) > 1)
        yield from _parts(text, start, end)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = [match.span() for match in WORD.finditer(text, start, end)]
    if len(words) > LONG_SENTENCE:
        for at in range(0, len(words) - PIECE // 2, PIECE // 2):
            piece = words[at : at + PIECE]
            yield piece[0][0], piece[-1][1]


def size(text: str) -> int:
    """Return how many words a text has; three characters of a script without spaces count as two."""
    return max(len(WORD.findall(text)), len(_UNSPACED.findall(text)) * 2 // 3)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = [match.span() for match in WORD.finditer(text, start, end)]
    if not words:
        return
    if len(words) <= LONGEST_WINDOW:
        yield words[0][0], end
        return
    for at in range(0, len(words), LONGEST_WINDOW // 2):
        piece = words[at : at + LONGEST_WINDOW]
        yield piece[0][0], piece[-1][1]
        if at + LONGEST_WINDOW >= len(words):
            return
