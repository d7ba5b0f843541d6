"""Rank passages and boundaries for a question: vector similarity and BM25, fused."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
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
class Belief:
    """A logistic curve over the best passage's and the best boundary's fused score."""

    passage: float
    boundary: float
    constant: float

    def __call__(self, passage: float, boundary: float) -> float:
        """How likely it is that the guide answers the question, from 0 to 1."""
        return float(1 / (1 + np.exp(-(self.passage * passage + self.boundary * boundary + self.constant))))


@dataclass(frozen=True, slots=True)
class Tuning:
    """The numbers of `retrieval.yml`; scores and thresholds lie between 0 and 1."""

    cosine_weight: float
    bm25_half: float
    completed_weight: float
    belief: Belief
    least_score: float
    answer_threshold: float
    clarify_margin: float
    sure: float


def load_tuning(file: Path = _TUNING) -> Tuning:
    """Read the tuning.

    Raises:
        GuideError: a number is missing, unknown or not a number.
    """
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    numbers = _numbers(file, Tuning, content)
    return Tuning(**{**numbers, "belief": Belief(**_numbers(file, Belief, content["belief"]))})


def _numbers(file: Path, kind: type, content: object) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    if not isinstance(content, dict) or set(content) != names:
        raise GuideError(f"{file.name}: {kind.__name__.lower()}: expected exactly {', '.join(sorted(names))}.")
    for name, number in content.items():
        if name != "belief" and not isinstance(number, int | float):
            raise GuideError(f"{file.name}: {name}: {number!r} is not a number.")
    return content


Scores = npt.NDArray[np.float32]
Target = TypeVar("Target", Passage, Boundary)


@dataclass(frozen=True, slots=True)
class Hit(Generic[Target]):
    """A passage or a boundary with its scores for one question."""

    target: Target
    score: float  # fused, 0 to 1
    cosine: float
    bm25: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every passage and every boundary for one question, best first; equal scores keep the guide's order."""

    passages: tuple[Hit[Passage], ...]
    boundaries: tuple[Hit[Boundary], ...]

    @property
    def together(self) -> tuple[Hit[Passage] | Hit[Boundary], ...]:
        """Both kinds in one order, best first."""
        return tuple(sorted((*self.passages, *self.boundaries), key=lambda hit: -hit.score))

    def only(self, allows: Callable[[Passage], bool]) -> "Ranking":
        """The ranking without the passages that may not be shown."""
        return replace(self, passages=tuple(hit for hit in self.passages if allows(hit.target)))


class Retriever:
    """Ranks every passage and boundary for a question."""

    def __init__(self, entries: tuple[Entry, ...], vectors: VectorIndex, embedder: Embedder, tuning: Tuning) -> None:
        """Take an index built from these entries with this embedder."""
        self._entries = entries
        self._vectors = vectors
        self._embedder = embedder
        self._lexical = LexicalIndex([" ".join(entry.texts) for entry in entries])
        self.tuning = tuning

    def rank(self, text: str) -> Ranking:
        """Score everything for a text of any length; the embedding model reads about its first 200 words."""
        (scores,) = self._scores([text])
        return self._ranking(*scores)

    def rank_follow_up(self, text: str, completed: str) -> Ranking:
        """Score everything for a text that leans on an earlier one: by itself, and completed by it, blended."""
        share = self.tuning.completed_weight
        alone, together = self._scores([text, completed])
        return self._ranking(
            *((1 - share) * ours + share * theirs for ours, theirs in zip(alone, together, strict=True))
        )

    def _scores(self, texts: list[str]) -> list[tuple[Scores, Scores, Scores]]:
        """For each text the fused score, cosine and BM25 of every entry: three arrays of shape (entries,)."""
        share, half = self.tuning.cosine_weight, self.tuning.bm25_half
        scores = []
        for text, vector in zip(texts, self._embedder.encode(texts), strict=True):
            cosine = self._vectors.nearness(vector[np.newaxis])
            bm25 = self._lexical.scores(text)
            scores.append((share * np.clip(cosine, 0, 1) + (1 - share) * bm25 / (bm25 + half), cosine, bm25))
        return scores

    def _ranking(self, fused: Scores, cosine: Scores, bm25: Scores) -> Ranking:
        passages: list[Hit[Passage]] = []
        boundaries: list[Hit[Boundary]] = []
        for at in np.argsort(-fused, kind="stable"):
            scores = float(fused[at]), float(cosine[at]), float(bm25[at])
            target = self._entries[at].target
            if isinstance(target, Passage):
                passages.append(Hit(target, *scores))
            else:
                boundaries.append(Hit(target, *scores))
        return Ranking(tuple(passages), tuple(boundaries))

    def belief(self, ranking: Ranking) -> float:
        """How likely it is that the best passage answers, from 0 to 1; 0 where none is near at all."""
        if not ranking.passages or ranking.passages[0].score < self.tuning.least_score:
            return 0.0
        boundary = ranking.boundaries[0].score if ranking.boundaries else 0.0
        return self.tuning.belief(ranking.passages[0].score, boundary)
