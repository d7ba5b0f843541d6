"""The tables of cases beside the tests."""

from pathlib import Path

import yaml

CASES = Path(__file__).parent / "cases"


def load(name):
    """Return the content of a table of cases."""
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


def each(name):
    """Yield (block, kind, text) for every text of a table of blocks."""
    for block, kinds in load(name).items():
        for kind, texts in kinds.items():
            for text in texts:
                yield block, kind, text
