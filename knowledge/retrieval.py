"""Rank passages and boundaries for a question: vector similarity, BM25 and the sorter's opinion, fused."""

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
from knowledge.index import Index, normaliser_of
from knowledge.lexical import LexicalIndex, content_words
from knowledge.outcomes import Outcome
from knowledge.passages import Passage

_BARE = 1  # content words: a follow-up of so few says nothing by itself
_SHARED_WORDS = 0.3  # how much the share of shared words counts beside the cosine; chosen on the tuning questions
_TUNING = Path(__file__).resolve().parent / "retrieval.yml"


@dataclass(frozen=True, slots=True)
class Belief:
    """A logistic curve over the fused scores of the best passage and of the two best boundaries."""

    passage: float
    boundary: float
    second_boundary: float
    constant: float

    def __call__(self, passage: float, boundary: float, second_boundary: float) -> float:
        """How likely it is that the guide answers the question, from 0 to 1."""
        sum_ = self.passage * passage + self.boundary * boundary + self.second_boundary * second_boundary
        return float(1 / (1 + np.exp(-(sum_ + self.constant))))


@dataclass(frozen=True, slots=True)
class Tuning:
    """The numbers of `retrieval.yml`; scores and thresholds lie between 0 and 1."""

    cosine_weight: float
    bm25_weight: float
    sorter_weight: float
    bm25_half: float
    completed_weight: float
    completed_weight_bare: float
    same_section: float
    same_passage: float
    follow_up_boundary: float
    clear_boundary: float
    belief: Belief
    least_score: float
    answer_threshold: float
    care_team_threshold: float
    care_team_margin: float
    pair_margin: float
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
    sorted: float  # the sorter's opinion, 0 to 1


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

    def for_care_team(self) -> "Ranking":
        """The ranking with the care team's boundaries alone."""
        kept = tuple(hit for hit in self.boundaries if hit.target.outcome is Outcome.CARE_TEAM)
        return replace(self, boundaries=kept)


class Retriever:
    """Ranks every passage and boundary for a question."""

    def __init__(self, entries: tuple[Entry, ...], index: Index, embedder: Embedder, tuning: Tuning) -> None:
        """Take an index built from these entries with this embedder."""
        self._entries = entries
        self._index = index
        self._embedder = embedder
        self._normalise = normaliser_of(entries)
        self._lexical = LexicalIndex([self._normalise(" ".join(entry.texts)) for entry in entries])
        self.tuning = tuning

    def rank(self, text: str) -> Ranking:
        """Score everything for a text of any length; the embedding model reads about its first 200 words."""
        (scores,) = self._scores([text])
        return self._ranking(*scores)

    def rank_follow_up(self, text: str, completed: str, previous: str) -> Ranking:
        """Score everything for a text that leans on the one before: by itself and completed by it, blended.

        It mostly goes on about the same thing: the section of what the one before was about is a little nearer, that
        passage itself a little less near, since it was read already, and so is every boundary.
        """
        tuning = self.tuning
        alone, together, before = self._scores([text, completed, previous])
        bare = len(content_words(text)) <= _BARE
        share = tuning.completed_weight_bare if bare else tuning.completed_weight
        fused, *parts = ((1 - share) * ours + share * theirs for ours, theirs in zip(alone, together, strict=True))
        read = self._ranking(*before).passages[0].target
        for at, entry in enumerate(self._entries):
            if isinstance(entry.target, Boundary):
                fused[at] -= tuning.follow_up_boundary
            elif entry.target.section == read.section:
                fused[at] += tuning.same_section - (tuning.same_passage if entry.target == read else 0)
        return self._ranking(fused, *parts)

    def _scores(self, texts: list[str]) -> list[tuple[Scores, Scores, Scores, Scores]]:
        """For each text the fused score of every entry and what it is made of: four arrays of shape (entries,)."""
        tuning, scores = self.tuning, []
        for text, vector in zip(texts, self._embedder.encode(texts), strict=True):
            normalised = self._normalise(text)
            cosine = self._index.vectors.nearness(vector[np.newaxis])
            bm25 = self._lexical.scores(normalised)
            belongs = self._index.sorter.scores(normalised, vector)
            fused = (
                tuning.cosine_weight * np.clip(cosine, 0, 1)
                + tuning.bm25_weight * bm25 / (bm25 + tuning.bm25_half)
                + tuning.sorter_weight * belongs
            )
            scores.append((fused, cosine, bm25, belongs))
        return scores

    def _ranking(self, fused: Scores, cosine: Scores, bm25: Scores, belongs: Scores) -> Ranking:
        passages: list[Hit[Passage]] = []
        boundaries: list[Hit[Boundary]] = []
        for at in np.argsort(-fused, kind="stable"):
            scores = float(fused[at]), float(cosine[at]), float(bm25[at]), float(belongs[at])
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
        first, second = (*(hit.score for hit in ranking.boundaries[:2]), 0.0, 0.0)[:2]
        return self.tuning.belief(ranking.passages[0].score, first, second)

    def threshold(self, ranking: Ranking) -> float:
        """The least belief at which a passage is shown: more where the nearest boundary is the care team's."""
        boundary = ranking.boundaries[0].target.outcome if ranking.boundaries else None
        return self.tuning.care_team_threshold if boundary is Outcome.CARE_TEAM else self.tuning.answer_threshold

    def is_clear(self, ranking: Ranking) -> bool:
        """Whether a text speaks for itself: the guide answers it, or it is plainly something the guide does not."""
        nearest = ranking.boundaries[0].score if ranking.boundaries else 0.0
        return nearest >= self.tuning.clear_boundary or self.belief(ranking) >= self.threshold(ranking)

    def nearest_boundary(self, ranking: Ranking) -> Boundary | None:
        """The boundary that a question ends in; one of the care team's goes before others that are hardly nearer."""
        if not ranking.boundaries:
            return None
        near = ranking.boundaries[0].score - self.tuning.care_team_margin
        for hit in ranking.boundaries:
            if hit.target.outcome is Outcome.CARE_TEAM and hit.score > near:
                return hit.target
        return ranking.boundaries[0].target

    def sentence_scores(self, text: str, passage: Passage) -> tuple[float, ...]:
        """How much each of a passage's sentences says to a text: its cosine, and the text's words in it."""
        entry = next(at for at, each in enumerate(self._entries) if each.target == passage)
        vector = self._embedder.encode([text])
        nearness = self._index.vectors.text_nearness(vector, entry)[2 : 2 + len(passage.sentences)]
        asked = content_words(self._normalise(text))
        shared = [len(asked & content_words(self._normalise(each))) / max(1, len(asked)) for each in passage.sentences]
        return tuple(float(near) + _SHARED_WORDS * share for near, share in zip(nearness, shared, strict=True))
