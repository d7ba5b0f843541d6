"""The second reader: trained weights over hashed n-grams, asked where the rules stay quiet; it only raises a level.

Its arithmetic is exact: buckets are CRC32 values, weights whole numbers, and each window's sum is an integer, so that
every Python and numpy gives the same score. It reads the folded text, not the rules' respelling, so that editing a
rule moves no score.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile
from zlib import crc32

import numpy as np

from knowledge.urgency.errors import RulesError
from knowledge.urgency.rules import FOLDER, read_yaml
from knowledge.urgency.tokens import Plain
from knowledge.urgency.verdict import Span

SETTINGS_FILE = FOLDER / "second_reader.yml"
WEIGHTS_FILE = FOLDER / "second_reader.npz"
RULE = "second-reader"
BUCKETS = 1 << 16
LONGEST_WINDOW = 60  # words; run-on text is read in pieces of this size, half overlapping
FEWEST_WORDS = 5  # less is no scene; numbers are not read here at all, the vital-sign rules read them
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?…\n]+(?:\.(?=\d)[^.!?…\n]+)*[.!?…]*")
_KEYS = {"sign", "urgent_above", "advise_above", "against_rules_above", "weights_sha256", "measured"}
_THRESHOLDS = ("urgent_above", "advise_above", "against_rules_above")


@dataclass(frozen=True)
class Weights:
    """The trained line: whole-number weights by bucket, what one unit is worth, and the bias, in log-odds."""

    by_bucket: np.ndarray[Any, np.dtype[np.int16]]
    unit: float
    bias: float


@dataclass(frozen=True)
class Settings:
    """The sign the reader stands for and the scores, in log-odds, above which it speaks."""

    sign: str
    urgent_above: float
    advise_above: float
    against_rules_above: float
    weights_sha256: str


@dataclass(frozen=True)
class Window:
    """A sentence or a pair of neighbouring sentences: its log-odds of being a report, and its place in the text."""

    score: float
    span: Span


def read(folded: Plain) -> tuple[Window, ...]:
    """Return every sentence and every pair of neighbouring sentences with its score, in the order of the text."""
    line, text = weights(), folded.text
    return tuple(Window(score(text[start:end], line), folded.span(start, end)) for start, end in windows(text))


def score(text: str, line: Weights) -> float:
    """Return the log-odds that lower-case text reports a danger sign; the same number on every platform."""
    buckets = features(text)
    if not buckets:
        return line.bias
    total = int(line.by_bucket[np.array(buckets, dtype=np.int64)].sum(dtype=np.int64))
    return line.bias + line.unit * total / math.sqrt(len(buckets))


def features(text: str) -> list[int]:
    """Return the sorted buckets of the word 1- to 3-grams and the character 3- to 5-grams of lower-case text."""
    words = [word[:24] for word in _WORD.findall(text)]
    found: set[int] = set().union(*map(_letter_grams, words))
    for size in (1, 2, 3):
        found.update(_bucket("w" + " ".join(words[at : at + size])) for at in range(len(words) - size + 1))
    if text.rstrip().endswith("?"):
        found.add(_bucket("q?"))
    return sorted(found)


@lru_cache(maxsize=20_000)
def _letter_grams(word: str) -> frozenset[int]:
    edged = f" {word} "
    return frozenset(_bucket("c" + edged[at : at + size]) for size in (3, 4, 5) for at in range(len(edged) - size + 1))


def _bucket(gram: str) -> int:
    return crc32(gram.encode("utf-8", "replace")) % BUCKETS


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of each sentence and each pair of neighbours of at least FEWEST_WORDS words."""
    found = [place for match in _SENTENCE.finditer(text) for place in _pieces(text, *match.span())]
    for number, (start, end) in enumerate(found):
        ends = [end, *(later for begun, later in found[number + 1 : number + 2] if begun >= end)]
        yield from ((start, each) for each in ends if len(_WORD.findall(text, start, each)) >= FEWEST_WORDS)


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
            line = Weights(stored["weights"], float(stored["unit"]), float(stored["bias"]))
    except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise RulesError(f"{file.name}: unreadable: {type(error).__name__}") from error
    if line.by_bucket.shape != (BUCKETS,) or line.by_bucket.dtype != np.int16:
        raise RulesError(f"{file.name}: weights: {BUCKETS} whole numbers of 16 bits are expected")
    return line


@cache
def settings() -> Settings:
    """Return the reader's settings, read once; raise RulesError naming file and key when malformed."""
    return parse_settings(read_yaml(SETTINGS_FILE))


def parse_settings(content: Any) -> Settings:
    """Check the settings; raise RulesError naming file and key."""
    if not isinstance(content, dict) or set(content) != _KEYS:
        raise RulesError(f"second_reader.yml: exactly the keys {', '.join(sorted(_KEYS))} are expected")
    for key in _THRESHOLDS:
        if isinstance(content[key], bool) or not isinstance(content[key], (int, float)):
            raise RulesError(f"second_reader.yml: {key}: a number is expected")
    if not content["advise_above"] <= content["urgent_above"] <= content["against_rules_above"]:
        raise RulesError("second_reader.yml: advise_above, urgent_above, against_rules_above must not fall")
    for key in ("sign", "weights_sha256"):
        if not isinstance(content[key], str) or not content[key]:
            raise RulesError(f"second_reader.yml: {key}: a text is expected")
    urgent, advise, against = (float(content[key]) for key in _THRESHOLDS)
    return Settings(content["sign"], urgent, advise, against, content["weights_sha256"])
