"""A small guide on disk and a readable embedder, shared by the tests of `knowledge`."""

import re
import zlib
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedder import Vectors

SECTION = """---
section: timing
title: When CRS comes
order: 1
review: {status: submitted, reviewer: null, reviewed_on: null, next_review: null}
passages:
  crs-start:
    setting: any
    therapy: any
    never_with_urgent: false
    sources: ["leaflet: timing"]
  crs-length:
    setting: any
    therapy: any
    never_with_urgent: true
    sources: ["leaflet: timing"]
  crs-on-ward:
    setting: ward
    therapy: any
    never_with_urgent: false
    sources: ["leaflet: ward"]
---

## When does CRS begin? {#crs-start}

CRS often begins in the first week. It can begin later.

## How long does CRS last? {#crs-length}

Most CRS lasts one or two weeks.

## Who checks on the ward? {#crs-on-ward}

Nurses check on the ward.
"""
ASKS = {
    "crs-start": [f"begin question {n}" for n in range(8)],
    "crs-length": [f"last question {n}" for n in range(8)],
    "crs-on-ward": [f"ward question {n}" for n in range(8)],
}


class WordEmbedder:
    """Gives each known word an axis of its own, so that a test decides what is near to what."""

    name = "words:1"
    _OTHERS = 64  # axes that the other words share

    def __init__(self, words: str) -> None:
        self._axes = {word: axis for axis, word in enumerate(words.split())}

    def encode(self, texts: list[str]) -> Vectors:
        vectors = np.zeros((len(texts), len(self._axes) + self._OTHERS), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()):
                row[self._axes.get(word, len(self._axes) + zlib.crc32(word.encode()) % self._OTHERS)] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder("begin last week weeks ward nurses check weather dose how long")


@pytest.fixture
def guide_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "guide"
    (folder / "asks").mkdir(parents=True)
    (folder / "timing.md").write_text(SECTION, encoding="utf-8")
    write_asks(folder, ASKS)
    (folder / "provenance.yml").write_text("leaflet: {title: A leaflet}\n", encoding="utf-8")
    return folder


def write_asks(folder: Path, asks: dict[str, list[str]]) -> None:
    lines = [line for key, texts in asks.items() for line in [f"{key}:", *(f'  - "{text}"' for text in texts)]]
    (folder / "asks" / "timing.yml").write_text("\n".join(lines), encoding="utf-8")
