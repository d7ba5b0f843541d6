"""Cut a question that asks two things into its two parts."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

_FILE = Path(__file__).resolve().parent / "question_parts.yml"


@dataclass(frozen=True, slots=True)
class _Joints:
    joint: re.Pattern[str]
    fewest_words: int


def parts_of(text: str) -> tuple[str, ...]:
    """The two parts of a question that asks two things; otherwise the text alone."""
    joints = _joints()
    pieces = [piece.strip(" ,.;") for piece in joints.joint.split(text)]
    parts = tuple(piece for piece in pieces if len(piece.split()) >= joints.fewest_words)
    return parts if len(parts) == 2 else (text,)


@functools.cache
def _joints() -> _Joints:
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    joints = "|".join(sorted(content["joints"], key=len, reverse=True))
    asking = "|".join(content["asking"])
    return _Joints(re.compile(rf"\?\s+|,?\s+(?:{joints})\s+(?=(?:{asking})\b)", re.IGNORECASE), content["fewest_words"])
