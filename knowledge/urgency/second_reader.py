"""The second reader: trained weights over hashed n-grams, asked where the rules are not sure; it only raises a level.

Its arithmetic is exact: buckets are CRC32 values, weights whole numbers, and each window's sum is an integer, so that
every Python and numpy gives the same score. It reads the folded text, not the rules' respelling, so that editing a
rule moves no score.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile
from zlib import crc32

import numpy as np

from knowledge.urgency.errors import RulesError
from knowledge.urgency.repair import repaired
from knowledge.urgency.rules import FOLDER, read_yaml, signs
from knowledge.urgency.tokens import Plain
from knowledge.urgency.verdict import Span

SETTINGS_FILE = FOLDER / "second_reader.yml"
WEIGHTS_FILE = FOLDER / "second_reader.npz"
CLASSES_FILE = FOLDER / "word_classes.txt"
RULE = "second-reader"
BUCKETS = 1 << 17
# A line each, in the order of the stored rows: whether a window reports a sign, whether that threatens life, whether
# it at least names one, and three kinds of crisis.
HEADS = ("report", "emergency", "named", "self_harm", "overdose", "violence")
LONGEST_WINDOW = 60  # words; run-on text is read in pieces of this size, half overlapping
LONG_SENTENCE, PIECE = 24, 16  # a longer sentence is read in pieces too: people forget the full stop
BRIEF = 12  # words; so few look like a scene by chance sooner than many do
FEWEST_WORDS = 5  # less is no scene; a number alone is none: the vital-sign rules read it
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_WORD_OR_NUMBER = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,]\d+)?")
_USUAL = frozenset(("36", "37", "95", "96", "97", "98", "99"))
_GREETING = re.compile(
    r"\W*(?:(?:hi|hello|hey|hiya|dear|good (?:morning|evening|afternoon|day|night)|quick question|please|excuse me|"
    r"sorry)\b[^,:.!?\n]{0,30}[,:.!?\n]+\s*){1,3}"
)
_DENIED = re.compile(r"(?:\b(?:no|not|never|without|nor|neither|denies|none of)|n't)\b(?P<after>[^.,;:?!\n]{1,60})")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[^.!?…。！？।؟\n]+(?:\.(?=\d)[^.!?…\n]+)*[.!?…。！？।؟]*")


@dataclass(frozen=True)
class Weights:
    """The trained lines: whole-number weights (head, bucket), what one unit is worth and the bias, in log-odds."""

    by_bucket: np.ndarray[Any, np.dtype[np.int16]]
    units: tuple[float, ...]
    biases: tuple[float, ...]


@dataclass(frozen=True)
class Thresholds:
    """Scores, in log-odds, above which the reader speaks, by what the rules made of the window.

    `urgent`: they found nothing there; `brief`: nor in a window of few words. `supported`: they saw a sign in loose
    words; `personal`: said of somebody in particular. `against`: they saw a sign and set it aside; `doubted`: for a
    weak reason. `advise`: the banner to call for advice, where nothing was found. `named`: the banner "if this is
    happening now", by the head of that name.
    """

    urgent: float
    brief: float
    supported: float
    personal: float
    doubted: float
    against: float
    advise: float
    named: float


@dataclass(frozen=True)
class Settings:
    """The signs the reader stands for, by kind, and its thresholds in English and in other languages."""

    sign: str
    emergency_sign: str
    kind_signs: Mapping[str, str]
    emergency_above: float
    emergency_words_above: float
    kind_above: float
    english: Thresholds
    other: Thresholds
    weights_sha256: str


@dataclass(frozen=True)
class Window:
    """A sentence, two or a piece of one: its log-odds of being a report, its place, and its text as it was read."""

    score: float
    span: Span
    text: str
    tells: bool = True  # False: too short to be a scene; it only supports or doubts what the rules saw


def read(folded: Plain) -> tuple[Window, ...]:
    """Return every sentence and every pair of neighbouring sentences with its score, in the order of the text."""
    text = folded.text
    return tuple(_window(text[start:end], folded.span(start, end)) for start, end in windows(text))


def _window(text: str, span: Span) -> Window:
    """A window with typing errors is read as typed and as meant; the graver reading counts."""
    meant = _WORD.sub(lambda match: repaired(match.group()), text)
    read_as = max(dict.fromkeys((text, meant)), key=score)
    return Window(score(read_as), span, read_as, size(text) >= FEWEST_WORDS)


def score(text: str, head: str = "report", lines: Weights | None = None) -> float:
    """Return the log-odds that lower-case text reports a danger sign, or of another head; the same everywhere."""
    line = lines or weights()
    row = HEADS.index(head)
    buckets = features(text)
    if not buckets:
        return line.biases[row]
    total = int(line.by_bucket[row, np.array(buckets, dtype=np.int64)].sum(dtype=np.int64))
    return line.biases[row] + line.units[row] * total / math.sqrt(len(buckets))


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
    return [word[:24] for word in _WORD.findall(text)]


def _units(text: str) -> list[str]:
    """Return the words, and among them the numbers of usual readings; all other numbers are the rules' to read."""
    found = [match.group().split(".")[0].split(",")[0][:24] for match in _WORD_OR_NUMBER.finditer(text)]
    return [unit for unit in found if not unit[0].isdigit() or unit in _USUAL]


def _denied_words(text: str) -> Iterator[str]:
    """Yield the words that follow a denial in its clause, four at most."""
    for match in _DENIED.finditer(text):
        yield from _WORD.findall(match.group("after"))[:4]


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
    words = [match.span() for match in _WORD.finditer(text, start, end)]
    if len(words) > LONG_SENTENCE:
        for at in range(0, len(words) - PIECE // 2, PIECE // 2):
            piece = words[at : at + PIECE]
            yield piece[0][0], piece[-1][1]


def size(text: str) -> int:
    """Return how many words a text has; three characters of a script without spaces count as two."""
    return max(len(_WORD.findall(text)), len(_UNSPACED.findall(text)) * 2 // 3)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = [match.span() for match in _WORD.finditer(text, start, end)]
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


@cache
def weights() -> Weights:
    """Return the trained weights, read once; raise RulesError when the file is damaged."""
    return read_weights(WEIGHTS_FILE)


def read_weights(file: Path) -> Weights:
    """Read weights without pickle; raise RulesError, naming the file, on any other shape."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            line = Weights(stored["weights"], tuple(stored["units"].tolist()), tuple(stored["biases"].tolist()))
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise RulesError(f"{file.name}: unreadable: {type(error).__name__}") from error
    if line.by_bucket.shape != (len(HEADS), BUCKETS) or line.by_bucket.dtype != np.int16:
        raise RulesError(f"{file.name}: weights: {len(HEADS)} rows of {BUCKETS} whole numbers of 16 bits are expected")
    if not len(line.units) == len(line.biases) == len(HEADS):
        raise RulesError(f"{file.name}: units and biases: {len(HEADS)} numbers are expected")
    return line


@cache
def settings() -> Settings:
    """Return the reader's settings, read once; raise RulesError naming file and key when malformed."""
    return parse_settings(read_yaml(SETTINGS_FILE))


_TEXTS = ("sign", "emergency_sign", "weights_sha256")
_NUMBERS = ("emergency_above", "emergency_words_above", "kind_above")
_GROUPS = ("english", "other")
_KEYS = {*_TEXTS, *_NUMBERS, *_GROUPS, "kind_signs", "measured"}


def parse_settings(content: Any) -> Settings:
    """Check the settings; raise RulesError naming file and key."""
    if not isinstance(content, dict) or set(content) != _KEYS:
        raise RulesError(f"second_reader.yml: exactly the keys {', '.join(sorted(_KEYS))} are expected")
    for key in _TEXTS:
        if not isinstance(content[key], str) or not content[key]:
            raise RulesError(f"second_reader.yml: {key}: a text is expected")
    named = content["kind_signs"]
    if not isinstance(named, dict) or set(named) != set(HEADS[3:]):
        raise RulesError(f"second_reader.yml: kind_signs: exactly {', '.join(HEADS[3:])} are expected")
    for key, sign in [("sign", content["sign"]), ("emergency_sign", content["emergency_sign"]), *named.items()]:
        if sign not in signs().by_id:
            raise RulesError(f"second_reader.yml: {key}: {sign!r} is no sign of signs.yml")
    return Settings(
        sign=content["sign"],
        emergency_sign=content["emergency_sign"],
        kind_signs=dict(named),
        emergency_above=_number(content, "emergency_above"),
        emergency_words_above=_number(content, "emergency_words_above"),
        kind_above=_number(content, "kind_above"),
        english=_thresholds(content, "english"),
        other=_thresholds(content, "other"),
        weights_sha256=content["weights_sha256"],
    )


def _number(content: Mapping[str, Any], key: str, where: str = "") -> float:
    value = content.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise RulesError(f"second_reader.yml: {where}{key}: a number is expected")
    return float(value)


def _thresholds(content: Mapping[str, Any], group: str) -> Thresholds:
    names = tuple(Thresholds.__dataclass_fields__)
    given = content[group]
    if not isinstance(given, dict) or set(given) != set(names):
        raise RulesError(f"second_reader.yml: {group}: exactly {', '.join(names)} are expected")
    found = Thresholds(*(_number(given, name, f"{group}: ") for name in names))
    if not (
        found.personal <= found.supported <= found.urgent <= found.brief <= found.doubted <= found.against
        and found.advise <= found.urgent
    ):
        raise RulesError(
            f"second_reader.yml: {group}: personal, supported, urgent, brief, doubted, against must not fall"
        )
    return found
