"""Measure retrieval and answering on the evaluation questions, with plain baselines beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from knowledge.answering import Answerer, Question
from knowledge.errors import QuestionSetError
from knowledge.outcomes import Outcome
from knowledge.passages import Guide, Passage
from knowledge.retrieval import Belief, Hit, Retriever

_KEYS = {"id", "text", "passages", "outcome", "previous", "facts", "style"}
_OUTCOMES = {Outcome.ANSWERED, Outcome.NOT_IN_GUIDE, Outcome.CARE_TEAM, Outcome.SMALL_TALK}
PARTS = ("tuning", "locked")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the passages that answer it, written before anything was tuned.

    `facts`: pieces of the passages' text, all of which a right answer shows. Small talk is the dialogue's matter: here
    it is right where no passage is shown.
    """

    id: str
    text: str
    passages: tuple[str, ...]
    outcome: Outcome
    previous: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    style: str = ""


def load_questions(folder: Path, guide: Guide) -> tuple[GoldQuestion, ...]:
    """Read every file of one part of the evaluation set.

    Raises:
        QuestionSetError: a question is malformed or names a passage that is not in the guide.
    """
    known = {each.id for each in guide.passages}
    questions: dict[str, GoldQuestion] = {}
    for file in sorted(folder.glob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
            question = _question(file, entry, known)
            if question.id in questions:
                raise QuestionSetError(f"{file.name}: {question.id}: the id stands twice.")
            questions[question.id] = question
    if not questions:
        raise QuestionSetError(f"{folder}: no evaluation questions are here.")
    return tuple(questions.values())


def _question(file: Path, entry: object, known: set[str]) -> GoldQuestion:
    if not isinstance(entry, dict) or not {"id", "text"} <= set(entry) <= _KEYS:
        raise QuestionSetError(f"{file.name}: {entry!r:.60}: expected id, text and perhaps {', '.join(sorted(_KEYS))}.")
    where = f"{file.name}: {entry['id']}"
    passages = tuple(entry.get("passages") or ())
    outcome = entry.get("outcome", "answered" if passages else "not_in_guide")
    if outcome not in _OUTCOMES:
        raise QuestionSetError(f"{where}: outcome: {outcome!r} is not one of {', '.join(sorted(_OUTCOMES))}.")
    if (outcome == Outcome.ANSWERED) != bool(passages):
        raise QuestionSetError(f"{where}: passages: named exactly where the outcome is answered.")
    if unknown := set(passages) - known:
        raise QuestionSetError(f"{where}: passages: {sorted(unknown)[0]!r} is not in the guide.")
    return GoldQuestion(
        id=entry["id"],
        text=entry["text"],
        passages=passages,
        outcome=Outcome(outcome),
        previous=tuple(entry.get("previous") or ()),
        facts=tuple(entry.get("facts") or ()),
        style=str(entry.get("style") or ""),
    )


@dataclass(frozen=True, slots=True)
class RankingQuality:
    """How well one way of scoring puts the right passage first, over the answerable questions."""

    name: str
    questions: int
    recall_at_1: float
    recall_at_3: float
    mean_reciprocal_rank: float


def rankings(retriever: Retriever, questions: tuple[GoldQuestion, ...]) -> tuple[RankingQuality, ...]:
    """Our fused score beside its two ingredients alone, on the same index and questions."""
    answerable = [each for each in questions if each.passages and not each.previous]
    hits = {each.id: retriever.rank(each.text).passages for each in answerable}
    ways: dict[str, Callable[[Hit[Passage]], float]] = {
        "BM25 alone": lambda hit: hit.bm25,
        "vectors alone": lambda hit: hit.cosine,
        "sorter alone": lambda hit: hit.sorted,
        "fused": lambda hit: hit.score,
    }
    return tuple(_ranking(name, score, answerable, hits) for name, score in ways.items())


def _ranking(
    name: str,
    score: Callable[[Hit[Passage]], float],
    questions: list[GoldQuestion],
    hits: dict[str, tuple[Hit[Passage], ...]],
) -> RankingQuality:
    ranks = []
    for question in questions:
        passages = sorted(hits[question.id], key=score, reverse=True)
        ranks.append(next(at for at, hit in enumerate(passages, 1) if hit.target.id in question.passages))
    size = len(ranks)
    return RankingQuality(
        name,
        size,
        sum(rank == 1 for rank in ranks) / size,
        sum(rank <= 3 for rank in ranks) / size,
        sum(1 / rank for rank in ranks) / size,
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one gold question."""

    question: GoldQuestion
    outcome: Outcome
    passage_ids: tuple[str, ...]
    text: str
    belief: float

    @property
    def right(self) -> bool:
        """The right outcome and, where answered, a right passage; small talk is right without a passage."""
        if self.question.outcome is Outcome.SMALL_TALK:
            return self.outcome is not Outcome.ANSWERED
        shown = self.outcome is not Outcome.ANSWERED or bool(set(self.passage_ids) & set(self.question.passages))
        return self.outcome == self.question.outcome and shown

    @property
    def shows_the_facts(self) -> bool:
        """Whether the visible answer holds every asked fact."""
        return self.outcome is Outcome.ANSWERED and all(plain(fact) in plain(self.text) for fact in self.question.facts)


def plain(text: str) -> str:
    """A text with single spaces and in small letters, as facts are looked for."""
    return " ".join(text.split()).casefold()


def verdicts(answerer: Answerer, questions: tuple[GoldQuestion, ...]) -> tuple[Verdict, ...]:
    """Put every question to the answerer as a family would."""
    found = []
    for question in questions:
        answer = answerer.answer(Question(question.text, previous=question.previous))
        shown = tuple(each.passage_id for each in answer.passages)
        found.append(Verdict(question, answer.outcome, shown, answer.text, answer.belief))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What one answer threshold would do."""

    threshold: float
    answerable_refused: float  # share of answerable questions below it
    outside_answered: float  # share of questions outside the guide at or above it


def threshold_curve(retriever: Retriever, questions: tuple[GoldQuestion, ...]) -> tuple[CurvePoint, ...]:
    """The two errors against the threshold, on questions that stand alone."""
    alone = [each for each in questions if not each.previous]
    beliefs = [(retriever.belief(retriever.rank(each.text)), bool(each.passages)) for each in alone]
    inside = np.array([belief for belief, answerable in beliefs if answerable])
    outside = np.array([belief for belief, answerable in beliefs if not answerable])
    return tuple(
        CurvePoint(at / 20, float((inside < at / 20).mean()), float((outside >= at / 20).mean())) for at in range(1, 20)
    )


def fit_belief(retriever: Retriever, questions: tuple[GoldQuestion, ...]) -> Belief:
    """The logistic curve that tells answerable questions from the others best, by the best fused scores."""
    alone = [each for each in questions if not each.previous]
    rankings_of = [retriever.rank(each.text) for each in alone]
    scores = [(each.passages[0].score, each.boundaries[0].score, each.boundaries[1].score) for each in rankings_of]
    curve = LogisticRegression(C=100, class_weight="balanced").fit(scores, [bool(each.passages) for each in alone])
    passage, boundary, second = (round(float(weight), 1) for weight in curve.coef_[0])
    return Belief(passage, boundary, second, round(float(curve.intercept_[0]), 1))
