"""The second reader: trained weights over hashed n-grams, asked where the rules are not sure; it only raises a level.

Its arithmetic is exact: buckets are CRC32 values, weights whole numbers, and each window's sum is an integer, so that
every Python and numpy gives the same score. It reads the folded text, not the rules' respelling, so that editing a
rule moves no score.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from knowledge.urgency.errors import RulesError
from knowledge.urgency.reader_features import BUCKETS, WORD, features, size, windows
from knowledge.urgency.repair import repaired
from knowledge.urgency.rules import FOLDER, read_yaml, signs
from knowledge.urgency.tokens import Plain
from knowledge.urgency.verdict import Span

SETTINGS_FILE = FOLDER / "second_reader.yml"
WEIGHTS_FILE = FOLDER / "second_reader.npz"
RULE = "second-reader"
# A line each, in the order of the stored rows: whether a window reports a sign, whether that threatens life, whether
# it at least names one, and three kinds of crisis.
HEADS = ("report", "emergency", "named", "self_harm", "overdose", "violence")
BRIEF = 12  # words; so few look like a scene by chance sooner than many do
FEWEST_WORDS = 5  # less is no scene; a number alone is none: the vital-sign rules read it


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
    meant = WORD.sub(lambda match: repaired(match.group()), text)
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
