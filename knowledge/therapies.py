"""Which therapies a question names."""

import functools
import re
from pathlib import Path

import yaml

_FILE = Path(__file__).resolve().parent / "therapies.yml"


def named_therapies(text: str) -> frozenset[str]:
    """The therapies that a text names, of car_t, bispecific and allogeneic; a donor's CAR-T is allogeneic alone."""
    named = frozenset(therapy for therapy, pattern in _patterns().items() if pattern.search(text))
    return named - {"car_t"} if "allogeneic" in named else named


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        therapy: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
        for therapy, words in content.items()
    }
