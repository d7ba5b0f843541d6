"""Answer a family's question from the guide, or say that the guide does not cover it.

The sole judge of `answered`, `clarify`, `not_in_guide` and `care_team`. Every word of an answer stands in a
passage; nothing is generated.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.boundaries import Boundary, load_boundaries
from knowledge.embedder import SentenceEmbedder
from knowledge.entries import entries_of
from knowledge.follow_up import completed, leans_on_previous
from knowledge.index import load_index
from knowledge.outcomes import Outcome
from knowledge.passages import Guide, Passage, load_guide
from knowledge.retrieval import Hit, Retriever, load_tuning
from knowledge.settings import Settings

_SHOWN_TO_REVIEWERS = 8  # hits kept with an answer, the rejected ones included
_MOST_SUGGESTIONS = 3


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
    threshold: float = 0.0


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
        ranked = self._rank(question)
        tuning = self.retriever.tuning
        kept = tuple((hit.target.id, round(hit.score, 4)) for hit in ranked[:_SHOWN_TO_REVIEWERS])

        def ends(outcome: Outcome, **content: object) -> Answer:
            return Answer(outcome, ranked=kept, threshold=tuning.answer_threshold, **content)  # type: ignore[arg-type]

        if not ranked:
            return ends(Outcome.NOT_IN_GUIDE)
        best = ranked[0]
        if isinstance(best.target, Boundary) and best.score >= tuning.answer_threshold:
            return ends(best.target.outcome)
        passages = [hit for hit in ranked if isinstance(hit.target, Passage) and hit.score >= tuning.answer_threshold]
        if not passages or isinstance(best.target, Boundary):
            return ends(Outcome.NOT_IN_GUIDE)
        if self._undecided(passages):
            return ends(
                Outcome.CLARIFY,
                choices=tuple(hit.target.title for hit in passages[:3] if isinstance(hit.target, Passage)),
            )
        shown = best.target
        return ends(
            Outcome.ANSWERED,
            text=shown.text,
            passages=(Cited(shown.id, tuple(range(len(shown.sentences)))),),
            suggestions=self._suggestions(shown, question),
        )

    def _rank(self, question: Question) -> list[Hit]:
        alone = self._allowed(question.text, question)
        if not question.previous or not leans_on_previous(question.text):
            return alone
        together = self._allowed(completed(question.text, question.previous[-1]), question)
        if alone and together and alone[0].score > max(together[0].score, self.retriever.tuning.sure):
            return alone
        return together

    def _allowed(self, text: str, question: Question) -> list[Hit]:
        return [
            hit
            for hit in self.retriever.rank(text)
            if isinstance(hit.target, Boundary) or self._may_show(hit.target, question)
        ]

    def _may_show(self, passage: Passage, question: Question) -> bool:
        if not passage.review.allows(self._today(), self._show_unreviewed):
            return False
        if question.exclude_never_with_urgent and passage.never_with_urgent:
            return False
        away_from_ward = question.setting in {"near_centre", "home", "elsewhere"}
        if (passage.setting == "ward" and away_from_ward) or (passage.setting == "home" and question.setting == "ward"):
            return False
        return question.therapy == "unknown" or passage.therapy in {"any", question.therapy}

    def _undecided(self, passages: list[Hit]) -> bool:
        if len(passages) < 2 or passages[0].score >= self.retriever.tuning.sure:
            return False
        first, second = passages[0], passages[1]
        sections = {hit.target.section for hit in (first, second) if isinstance(hit.target, Passage)}
        return len(sections) == 2 and first.score - second.score < self.retriever.tuning.clarify_margin

    def _suggestions(self, shown: Passage, question: Question) -> tuple[str, ...]:
        """Titles of the passages that follow the shown one in its section, then those before it."""
        section = [each for each in self.guide.passages if each.section == shown.section]
        at = section.index(shown)
        others = (each for each in section[at + 1 :] + section[:at] if self._may_show(each, question))
        return tuple(each.title for each in others)[:_MOST_SUGGESTIONS]
