"""Tens of thousands of messages that report nothing, made of frames that no training has seen."""

import random
import string
from collections.abc import Iterator
from pathlib import Path

import yaml

FRAMES = Path(__file__).with_name("calm_frames.yml")
COUNTS = {"information": 40_000, "requests": 20_000}


def made(group: str, count: int, seed: int = 7) -> Iterator[str]:
    """Yield `count` messages of a group, each frame in turn, its slots filled at random."""
    content = yaml.safe_load(FRAMES.read_bytes())
    frames, slots = content["frames"][group], content["slots"]
    dice = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    for number in range(count):
        frame = frames[number % len(frames)]
        names = {name for _, name, _, _ in string.Formatter().parse(frame) if name}
        yield frame.format(**{name: str(dice.choice(slots[name])) for name in sorted(names)})
