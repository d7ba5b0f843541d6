"""Rank passages and boundaries for a question: vector similarity and BM25, fused."""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import yaml

from knowledge.boundaries import Boundary
from knowledge.embedder import Embedder
from knowledge.entries import Entry
from knowledge.errors import GuideError
from knowledge.index import VectorIndex
from knowledge.lexical import LexicalIndex
from knowledge.passages import Passage

_TUNING = Path(__file__).resolve().parent / "retrieval.yml"


@dataclass(frozen=True, slots=True)
class Tuning:
    """The numbers of `retrieval.yml`; all scores lie between 0 and 1."""

    cosine_weight: float
    bm25_half: float
    answer_threshold: float
    clarify_margin: float
    sure: float


def load_tuning(file: Path = _TUNING) -> Tuning:
    """Read the tuning.

    Raises:
        GuideError: a number is missing, unknown or not a number.
    """
    numbers = yaml.safe_load(file.read_text(encoding="utf-8"))
    names = {field.name for field in fields(Tuning)}
    if not isinstance(numbers, dict) or set(numbers) != names:
        raise GuideError(f"{file.name}: expected exactly {', '.join(sorted(names))}.")
    for name, number in numbers.items():
        if not isinstance(number, int | float) or number < 0:
            raise GuideError(f"{file.name}: {name}: {number!r} is not a number from 0 up.")
    return Tuning(**numbers)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry with its scores for one question."""

    target: Passage | Boundary
    score: float  # fused, 0 to 1; what the thresholds compare
    cosine: float
    bm25: float


class Retriever:
    """Ranks every entry for a question."""

    def __init__(self, entries: tuple[Entry, ...], vectors: VectorIndex, embedder: Embedder, tuning: Tuning) -> None:
        """Take an index built from these entries with this embedder."""
        self._entries = entries
        self._vectors = vectors
        self._embedder = embedder
        self._lexical = LexicalIndex([" ".join(entry.texts) for entry in entries])
        self.tuning = tuning

    def rank(self, text: str) -> tuple[Hit, ...]:
        """All entries, best first; entries of equal score keep the guide's order."""
        cosine = self._vectors.best_by_entry(self._embedder.encode([text]))
        bm25 = self._lexical.scores(text)
        share = self.tuning.cosine_weight
        fused = share * np.clip(cosine, 0, 1) + (1 - share) * bm25 / (bm25 + self.tuning.bm25_half)
        order = np.argsort(-fused, kind="stable")
        return tuple(
            Hit(self._entries[at].target, float(fused[at]), float(cosine[at]), float(bm25[at])) for at in order
        )
