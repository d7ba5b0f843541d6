"""Train the second reader on the training part, show its curve on the tuning part, and store its weights.

    python -m knowledge.second_reader_training [--write]

The same corpus and seed give the same file. The thresholds in second_reader.yml are a choice made from the curve.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from knowledge.urgency import Level, assess
from knowledge.urgency.assessment import assess_by_rules
from knowledge.urgency.second_reader import (
    BUCKETS,
    SETTINGS_FILE,
    WEIGHTS_FILE,
    Weights,
    features,
    score,
    settings,
    windows,
)
from knowledge.urgency.tokens import plain
from knowledge.urgency_corpus import Message, messages

SEED = 20_240_229
VARIANTS = 5  # changed copies of each message
PENALTY = 10.0  # C of the logistic regression
SMALLEST_UNIT = 1 << 14  # the largest weight is stored as this whole number
FRAMES = Path(__file__).parent / "second_reader_frames.yml"
CASES = Path(__file__).parents[1] / "tests" / "knowledge" / "urgency" / "cases"
SCORES = CASES / "second_reader_scores.yml"
SCORES_HEAD = "# The highest score of each text, the same in both environments; written by the training command."
SMALL_TALK = Path(__file__).parents[1] / "bot" / "data" / "nlu"
QUESTIONS = Path(__file__).parent / "questions" / "tuning"
CURVE = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
_SPEAKERS = (
    ("he", "she"), ("him", "her"), ("his", "her"), ("dad", "mum"), ("husband", "wife"), ("father", "mother"),
    ("son", "daughter"), ("brother", "sister"), ("grandad", "nan"), ("himself", "herself"), ("mom", "dad"),
)  # fmt: skip
_SWAP = {**dict(_SPEAKERS), **{second: first for first, second in reversed(_SPEAKERS)}}

Labelled = tuple[str, bool]


def main() -> None:
    """Train, print the curve, and with --write store the weights and their digest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights and note their digest")
    options = parser.parse_args()
    line = trained(labelled())
    content = stored(line)
    if options.write:
        _write(line, content)
    for row in curve(line, messages("tuning")):
        sys.stdout.write(f"{row}\n")
    digest = hashlib.sha256(content).hexdigest()
    sys.stdout.write(f"weights: {len(content)} bytes, sha256 {digest}; in force: {settings().weights_sha256}\n")


def _write(line: Weights, content: bytes) -> None:
    """Store the weights, their digest, and the scores that the tests expect of them."""
    WEIGHTS_FILE.write_bytes(content)
    noted = f"weights_sha256: {hashlib.sha256(content).hexdigest()}"
    before = SETTINGS_FILE.read_text(encoding="utf-8")
    SETTINGS_FILE.write_text(re.sub(r"(?m)^weights_sha256:.*$", noted, before), encoding="utf-8")
    rows = [
        f"{json.dumps(text, ensure_ascii=False)}: {highest(line, text)!r}"
        for text in yaml.safe_load(SCORES.read_bytes())
    ]
    SCORES.write_text("\n".join([SCORES_HEAD, *rows, ""]), encoding="utf-8")


def labelled() -> list[Labelled]:
    """Return the texts to learn from, each with whether it reports a sign."""
    known = [(message.text, message.is_report) for message in messages("training")]
    asked = [
        entry["text"]
        for file in sorted(QUESTIONS.glob("*.yml"))
        for entry in yaml.safe_load(file.read_bytes())
        if entry["outcome"] != "care_team"  # such a question may tell of a sign
    ]
    asked += [text for file in sorted(SMALL_TALK.glob("*.yml")) for text in _examples(file)]
    calm = [(text, False) for text in asked]
    return list(dict.fromkeys([*known, *calm, *_cases(), *framed(yaml.safe_load(FRAMES.read_bytes()))]))


def _examples(file: Path) -> Iterator[str]:
    for intent in yaml.safe_load(file.read_bytes())["nlu"]:
        yield from (line.removeprefix("- ").strip() for line in intent.get("examples", "").splitlines())


def _cases() -> Iterator[Labelled]:
    """Yield the rules' own cases: of each sign the firing ones are reports, the four other states are not."""
    for states in yaml.safe_load((CASES / "signs.yml").read_bytes()).values():
        for state, texts in states.items():
            yield from ((text, state == "firing") for text in texts)
    for table, label in (("reports.yml", True), ("others.yml", False)):
        for texts in yaml.safe_load((CASES / table).read_bytes()).values():
            yield from ((text, label) for text in texts)


def framed(frames: dict[str, list[str]]) -> Iterator[Labelled]:
    """Yield messages that report nothing, made of each frame and each symptom."""
    dice = random.Random(SEED)  # noqa: S311 - variety for training, no secret
    for state in ("denial", "past", "question", "other"):
        for frame in frames[state]:
            for symptom in frames["symptoms"]:
                yield frame.format(symptom=symptom, calm=dice.choice(frames["calm"])), False


def trained(texts: Iterable[Labelled]) -> Weights:
    """Fit the line twice: the second time on the sentence of each long report that the first fit found telling."""
    dice = random.Random(SEED)  # noqa: S311 - variety for training, no secret
    pool = [(plain(each).text, label) for text, label in texts for each in (text, *varied(text, dice))]
    first = fitted([part for text, label in pool for part in _parts(text, label, None)])
    return fitted([part for text, label in pool for part in _parts(text, label, first)])


def _parts(text: str, label: bool, line: Weights | None) -> Iterator[Labelled]:
    pieces = [text[start:end] for start, end in windows(text)]
    if not label:
        yield from ((piece, False) for piece in pieces)
    elif len(pieces) <= 1 or line is None:
        yield text, True
    else:
        yield max(pieces, key=lambda piece: score(piece, line)), True


def fitted(texts: list[Labelled]) -> Weights:
    """Fit a logistic regression and round its weights to whole numbers."""
    rows = [features(text) for text, _ in texts]
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(max(1, len(row)))) for row in rows])
    places = np.concatenate([np.array(row, dtype=np.int64) for row in rows])
    edges = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    table = csr_matrix((values, places, edges), shape=(len(rows), BUCKETS))
    model = LogisticRegression(C=PENALTY, solver="liblinear", class_weight="balanced", random_state=SEED, max_iter=300)
    model.fit(table, np.array([label for _, label in texts]))
    unit = float(np.abs(model.coef_).max()) / SMALLEST_UNIT
    return Weights(np.rint(model.coef_[0] / unit).astype(np.int16), unit, float(model.intercept_[0]))


def stored(line: Weights) -> bytes:
    """Return the weights as an .npz without pickle, the same bytes each time."""
    content = io.BytesIO()
    arrays = {"weights": line.by_bucket, "unit": np.float64(line.unit), "bias": np.float64(line.bias)}
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, np.asarray(array), version=(1, 0), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), entry.getvalue())
    return content.getvalue()


def varied(text: str, dice: random.Random) -> Iterator[str]:
    """Yield copies as other people would type them: another person, a slip of a key, no capitals, no marks."""
    for number in range(VARIANTS):
        copy = other_person(text) if number % 2 == 0 else text
        if number in (1, 2):
            copy = slipped(copy, dice)
        if number in (2, 3):
            copy = re.sub(r"[,;:'’!]", "", copy.lower())
        if number == 4:
            words = copy.split()
            copy = " ".join(word for word in words if len(words) < 6 or dice.random() > 0.12)
        if copy.strip():
            yield copy


def other_person(text: str) -> str:
    """Swap the sexes and the relatives, so that neither counts as a sign."""
    return re.sub(r"[a-z]+", lambda match: _SWAP.get(match.group(), match.group()), text.lower())


def slipped(text: str, dice: random.Random) -> str:
    """Turn round, drop or double a letter in about one word in eight."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) > 3 and word.isalpha() and dice.random() < 0.125:
            at = dice.randrange(1, len(word) - 1)
            middle = dice.choice([word[at + 1] + word[at], word[at + 1], word[at] * 2 + word[at + 1]])
            words[place] = word[:at] + middle + word[at + 2 :]
    return " ".join(words)


def curve(line: Weights, texts: tuple[Message, ...]) -> Iterator[str]:
    """Yield, by style, how often rules alone, rules with the reader, and the reader at each threshold speak."""
    yield f"{'style':<28}{'n':>4} {'none':>5} {'rules':>6} {'both':>6}  reader alone above {CURVE}"
    for key in sorted({(message.is_report, message.style) for message in texts}, reverse=True):
        group = [message.text for message in texts if (message.is_report, message.style) == key]
        by_rules = sum(assess_by_rules(text).is_urgent for text in group) / len(group)
        both = [assess(text) for text in group]
        best = [highest(line, text) for text in group]
        rates = " ".join(f"{sum(points > above for points in best) / len(best):5.2f}" for above in CURVE)
        quiet, urgent = (sum(v.level is level for v in both) / len(group) for level in (Level.NONE, Level.URGENT))
        name = f"{'report' if key[0] else 'other'}: {key[1]}"
        yield f"{name:<28}{len(group):>4} {quiet:5.2f} {by_rules:6.2f} {urgent:6.2f}  {rates}"


def highest(line: Weights, text: str) -> float:
    """Return the highest score of a message's windows."""
    folded = plain(text).text
    return max((score(folded[start:end], line) for start, end in windows(folded)), default=0.0)


if __name__ == "__main__":
    main()
