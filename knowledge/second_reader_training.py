"""Train the second reader on the training part, show its curve on the tuning part, and store its weights.

    python -m knowledge.second_reader_training [--write] [--classes]

The same corpus and seed give the same weights. The thresholds in second_reader.yml are a choice made from the curve.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.resources
import io
import json
import random
import re
import string
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from knowledge.message_variants import varied
from knowledge.second_reader_curve import curve, highest
from knowledge.urgency.assessment import assess_by_rules
from knowledge.urgency.reader_features import BUCKETS, features, windows
from knowledge.urgency.rules import signs
from knowledge.urgency.second_reader import (
    HEADS,
    SETTINGS_FILE,
    WEIGHTS_FILE,
    Weights,
    score,
    settings,
)
from knowledge.urgency.tokens import plain
from knowledge.urgency.verdict import Tier
from knowledge.urgency_corpus import Message, messages
from knowledge.word_classes import write_classes, write_known_words

SEED = 20_240_229
PENALTY = 10.0  # C of the logistic regression
SMALLEST_UNIT = 1 << 14  # the largest weight of a head is stored as this whole number
FRAMES = Path(__file__).parent / "second_reader_frames.yml"
BACKGROUND = Path(__file__).parent / "second_reader_background.yml"
SMALL_TALK_LANGUAGES = (
    "bengali", "chinese", "english", "french", "german", "hindi", "indonesian", "italian", "portuguese", "russian",
    "spanish", "traditionalchinese", "turkish", "urdu",
)  # fmt: skip
MOST_SMALL_TALK, LONGEST_SMALL_TALK = 400, 160  # lines a language, characters a line
FILLS = 6  # times each background frame is used
QUESTIONS = Path(__file__).parent / "questions" / "tuning"
QUESTION_FILES = ("around-the-guide", "outside-again", "phone-at-night", "ward-and-home")
SCORES = Path(__file__).parents[1] / "tests" / "knowledge" / "urgency" / "cases" / "second_reader_scores.yml"
SCORES_HEAD = "# The highest score of each text, the same in both environments; written by the training command."
MADE = "made"  # the style of messages made of frames
_WOMEN = frozenset(("she", "mum", "my wife", "my daughter", "grandma", "the wife"))
_KIND_SIGNS = {"self_harm": "self-harm", "overdose": "overdose", "violence": "violence"}


def main() -> None:
    """Train, print the curve, and with --write store the weights and their digest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights and note their digest")
    parser.add_argument("--classes", action="store_true", help="group the words of the corpus anew first")
    options = parser.parse_args()
    known = learned_from()
    if options.classes:
        english = [message.text for message in known if message.language == "en"]
        write_known_words(english)
        write_classes(english)
    lines = trained(known)
    content = stored(lines)
    if options.write:
        _write(lines, content)
    for row in curve(lines, messages("tuning")):
        sys.stdout.write(f"{row}\n")
    digest = hashlib.sha256(content).hexdigest()
    sys.stdout.write(f"weights: {len(content)} bytes, sha256 {digest}; in force: {settings().weights_sha256}\n")


def _write(lines: Weights, content: bytes) -> None:
    """Store the weights, their digest, and the scores that the tests expect of them."""
    WEIGHTS_FILE.write_bytes(content)
    noted = f"weights_sha256: {hashlib.sha256(content).hexdigest()}"
    before = SETTINGS_FILE.read_text(encoding="utf-8")
    SETTINGS_FILE.write_text(re.sub(r"(?m)^weights_sha256:.*$", noted, before), encoding="utf-8")
    rows = [
        f"{json.dumps(text, ensure_ascii=False)}: {highest(lines, text)!r}"
        for text in yaml.safe_load(SCORES.read_bytes())
    ]
    SCORES.write_text("\n".join([SCORES_HEAD, *rows, ""]), encoding="utf-8")


def learned_from() -> list[Message]:
    """Return the messages to learn from: the training part, framed ones, and the guide's tuning questions."""
    asked = [
        entry["text"]
        for name in QUESTION_FILES
        for entry in yaml.safe_load((QUESTIONS / f"{name}.yml").read_bytes())
        if entry["outcome"] != "care_team"  # such a question may tell of a sign
    ]
    frames = yaml.safe_load(FRAMES.read_bytes())
    calm = [*asked, *calm_frames(frames), *background(yaml.safe_load(BACKGROUND.read_bytes())), *small_talk()]
    known = messages("training")
    made = (Message(f"calm-{number}", text, "none", MADE) for number, text in enumerate(calm))
    return [*known, *plain_reports(frames), *made]


def plain_reports(frames: dict[str, Any]) -> Iterator[Message]:
    """Yield the plainest reports of every sign, each phrase of a few people and times."""
    dice = random.Random(SEED)  # noqa: S311 - variety for training, no secret
    for sign, phrases in frames["reports"].items():
        for text in _said_of_people(phrases, frames, dice):
            yield Message(f"plain-{sign}", text, "urgent", MADE, (sign,), signs().by_id[sign].tier)


def _said_of_people(phrases: list[str], frames: dict[str, Any], dice: random.Random) -> Iterator[str]:
    for phrase in phrases:
        for who in dice.sample(frames["who"], 3 if "{who}" in phrase else 1):
            self = "herself" if who in _WOMEN else "himself"
            yield phrase.format(who=who, self=self) + dice.choice(frames["times"])


def calm_frames(frames: dict[str, Any]) -> Iterator[str]:
    """Yield messages that report nothing, made of each frame with each symptom or number."""
    dice = random.Random(SEED)  # noqa: S311 - variety for training, no secret
    for state in ("denial", "past", "question", "other"):
        for frame in frames[state]:
            for symptom in frames["symptoms"]:
                yield frame.format(symptom=symptom, calm=dice.choice(frames["calm"]))
    yield from _said_of_people(frames["harmless"], frames, dice)
    for frame in frames["decoys"]:
        yield from (frame.format(n=number) for number in range(36, 43))
    for frame in frames["usual"]:
        yield from (frame.format(d=digit, e=5 + digit % 5) for digit in range(10))


def background(content: dict[str, Any]) -> Iterator[str]:
    """Yield each background frame a few times, its slots filled at random."""
    dice = random.Random(SEED)  # noqa: S311 - variety for training, no secret
    for group in content["frames"].values():
        for frame in group:
            names = [name for _, name, _, _ in string.Formatter().parse(frame) if name]
            made = [frame.format(**{name: dice.choice(content["slots"][name]) for name in names}) for _ in range(FILLS)]
            yield from dict.fromkeys(made)


def small_talk() -> Iterator[str]:
    """Yield talk with no danger in it, in many languages, from the package chatterbot-corpus (not kept here)."""
    dice = random.Random(SEED)  # noqa: S311 - variety for training, no secret
    data = importlib.resources.files("chatterbot_corpus") / "data"
    for language in SMALL_TALK_LANGUAGES:
        folder = Path(str(data / language))
        lines = sorted({line for file in sorted(folder.glob("*.yml")) for line in _conversation_lines(file)})
        calm = [line for line in lines if not assess_by_rules(line).is_urgent]
        yield from dice.sample(calm, min(len(calm), MOST_SMALL_TALK))


def _conversation_lines(file: Path) -> Iterator[str]:
    content = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    for conversation in content.get("conversations", ()):
        yield from (str(line) for line in conversation if 8 <= len(str(line)) <= LONGEST_SMALL_TALK)


def trained(known: list[Message]) -> Weights:
    """Fit every head; `report` twice, the second time on the sentence of each report the first fit found telling."""
    dice = random.Random(SEED)  # noqa: S311 - variety for training, no secret
    pool = [
        (plain(each).text, m) for m in known for each in (m.text, *(varied(m.text, dice) if m.style != MADE else ()))
    ]
    first = _joined([_fitted([part for text, m in pool for part in _report_parts(text, m, None)])])
    telling = [(text, m, tuple(_report_parts(text, m, first))) for text, m in pool]
    heads = [_fitted([part for _, _, parts in telling for part in parts])]
    reports = [(parts[0][0], m) for _, m, parts in telling if m.expect == "urgent"]
    heads.append(_fitted([(text, m.tier is Tier.E) for text, m in reports]))
    heads.append(_fitted([(part[0], m.expect != "none") for _, m, parts in telling for part in parts if _is_clear(m)]))
    for head in HEADS[3:]:
        heads.append(
            _fitted(
                [(part[0], m.is_report and _KIND_SIGNS[head] in m.signs) for _, m, parts in telling for part in parts]
            )
        )
    return _joined(heads)


def _is_clear(message: Message) -> bool:
    """Whether a message's label says if it names a sign: one made of a frame is labelled by its frame alone."""
    return message.style != MADE or message.is_report


Labelled = tuple[str, bool]  # a window's text, and whether it is one
Line = tuple["np.ndarray[tuple[int], np.dtype[np.int16]]", float, float]


def _report_parts(text: str, message: Message, lines: Weights | None) -> Iterator[Labelled]:
    pieces = [text[start:end] for start, end in windows(text)]
    if message.expect != "urgent":  # an amber sign alone brings the banner: for this head it is no report
        yield from ((piece, False) for piece in pieces)
    elif len(pieces) <= 1 or lines is None:
        yield text, True
    else:
        yield max(pieces, key=lambda piece: score(piece, "report", lines)), True


def _fitted(texts: list[Labelled]) -> Line:
    """Fit a logistic regression and round its weights to whole numbers."""
    rows = [features(text) for text, _ in texts]
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(max(1, len(row)))) for row in rows])
    places = np.concatenate([np.array(row, dtype=np.int64) for row in rows])
    edges = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    table = csr_matrix((values, places, edges), shape=(len(rows), BUCKETS))
    model = LogisticRegression(C=PENALTY, solver="liblinear", class_weight="balanced", random_state=SEED, max_iter=300)
    model.fit(table, np.array([label for _, label in texts]))
    unit = float(np.abs(model.coef_).max()) / SMALLEST_UNIT
    return np.rint(model.coef_[0] / unit).astype(np.int16), unit, float(model.intercept_[0])


def _joined(heads: list[Line]) -> Weights:
    """Put the heads' lines one above another; heads not fitted yet stay empty."""
    table = np.zeros((len(HEADS), BUCKETS), dtype=np.int16)
    for row, (by_bucket, _, _) in enumerate(heads):
        table[row] = by_bucket
    missing = (0.0,) * (len(HEADS) - len(heads))
    return Weights(table, (*(unit for _, unit, _ in heads), *missing), (*(bias for _, _, bias in heads), *missing))


def stored(lines: Weights) -> bytes:
    """Return the weights as an .npz without pickle, the same bytes each time."""
    content = io.BytesIO()
    arrays = {"weights": lines.by_bucket, "units": np.array(lines.units), "biases": np.array(lines.biases)}
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, np.asarray(array), version=(1, 0), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), entry.getvalue())
    return content.getvalue()


if __name__ == "__main__":
    main()
