"""Answer a family's question from the guide, or say that the guide does not cover it.

The sole judge of `answered`, `clarify`, `not_in_guide` and `care_team`. Every word of an answer stands in a
passage; nothing is generated.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from knowledge.boundaries import load_boundaries
from knowledge.embedder import SentenceEmbedder
from knowledge.entries import entries_of
from knowledge.follow_up import completed, leans_on_previous
from knowledge.index import load_index
from knowledge.outcomes import Outcome
from knowledge.passages import Guide, Passage, load_guide
from knowledge.retrieval import Ranking, Retriever, load_tuning
from knowledge.settings import Settings

_SHOWN_TO_REVIEWERS = 8  # hits kept with an answer, the rejected ones included
_MOST_SUGGESTIONS = 3
_MOST_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What a family asks, and what is known about where they stand."""

    text: str
    previous: tuple[str, ...] = ()  # earlier guide questions of this conversation, newest last
    therapy: str = "unknown"  # car_t | bispecific | allogeneic | unknown
    setting: str = "unknown"  # ward | near_centre | home | elsewhere | unknown
    exclude_never_with_urgent: bool = False  # a danger sign stands unanswered: nothing reassuring


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage an answer quotes, and which of its sentences (numbered from 0)."""

    passage_id: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question ended; `text` is empty unless it was answered."""

    outcome: Outcome
    text: str = ""
    passages: tuple[Cited, ...] = ()
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    ranked: tuple[tuple[str, float], ...] = ()  # (id, score), best first, the rejected ones included
    belief: float = 0.0  # how likely the guide answers the question, 0 to 1
    threshold: float = 0.0  # the least belief at which a passage is shown


class Answerer:
    """Answers questions from one guide and one index."""

    def __init__(
        self,
        guide: Guide,
        retriever: Retriever,
        show_unreviewed: bool = True,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        """Take the guide and a retriever over it; review status and expiry are looked up at every question."""
        self.guide = guide
        self.retriever = retriever
        self._show_unreviewed = show_unreviewed
        self._today = today

    @classmethod
    def load(cls, settings: Settings) -> "Answerer":
        """Load guide, model and index from disk.

        Raises:
            KnowledgeError: one of them is missing, malformed or stale; the message says what to do.
        """
        guide = load_guide(settings.guide)
        entries = entries_of(guide, load_boundaries(settings.boundaries))
        embedder = SentenceEmbedder(settings.embedding_model)
        index = load_index(settings.index, entries, embedder)
        return cls(guide, Retriever(entries, index, embedder, load_tuning()), settings.show_unreviewed)

    def answer(self, question: Question) -> Answer:
        """Answer with one passage, ask back, or say honestly why not."""
        ranking = self._rank(question)
        belief = self.retriever.belief(ranking)
        answer = Answer(
            Outcome.NOT_IN_GUIDE,
            ranked=tuple((hit.target.id, round(hit.score, 4)) for hit in ranking.together[:_SHOWN_TO_REVIEWERS]),
            belief=round(belief, 4),
            threshold=self.retriever.tuning.answer_threshold,
        )
        if belief < answer.threshold:
            return replace(
                answer, outcome=ranking.boundaries[0].target.outcome if ranking.boundaries else answer.outcome
            )
        if self._undecided(ranking):
            titles = tuple(hit.target.title for hit in ranking.passages[:_MOST_CHOICES])
            return replace(answer, outcome=Outcome.CLARIFY, choices=titles)
        shown = ranking.passages[0].target
        return replace(
            answer,
            outcome=Outcome.ANSWERED,
            text=shown.text,
            passages=(Cited(shown.id, tuple(range(len(shown.sentences)))),),
            suggestions=self._suggestions(shown, question),
        )

    def _rank(self, question: Question) -> Ranking:
        if question.previous and leans_on_previous(question.text):
            whole = completed(question.text, question.previous[-1])
            ranking = self.retriever.rank_follow_up(question.text, whole)
        else:
            ranking = self.retriever.rank(question.text)
        return ranking.only(lambda passage: self._may_show(passage, question))

    def _may_show(self, passage: Passage, question: Question) -> bool:
        if not passage.review.allows(self._today(), self._show_unreviewed):
            return False
        if question.exclude_never_with_urgent and passage.never_with_urgent:
            return False
        away_from_ward = question.setting in {"near_centre", "home", "elsewhere"}
        if (passage.setting == "ward" and away_from_ward) or (passage.setting == "home" and question.setting == "ward"):
            return False
        return question.therapy == "unknown" or passage.therapy in {"any", question.therapy}

    def _undecided(self, ranking: Ranking) -> bool:
        if len(ranking.passages) < 2 or ranking.passages[0].score >= self.retriever.tuning.sure:
            return False
        first, second = ranking.passages[:2]
        near = first.score - second.score < self.retriever.tuning.clarify_margin
        return near and first.target.section != second.target.section

    def _suggestions(self, shown: Passage, question: Question) -> tuple[str, ...]:
        """Titles of the passages that follow the shown one in its section, then those before it."""
        section = [each for each in self.guide.passages if each.section == shown.section]
        at = section.index(shown)
        others = (each for each in section[at + 1 :] + section[:at] if self._may_show(each, question))
        return tuple(each.title for each in others)[:_MOST_SUGGESTIONS]
