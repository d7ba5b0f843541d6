"""Answer a family's question from the guide, or say that the guide does not cover it.

The sole judge of `answered`, `clarify`, `not_in_guide` and `care_team`. Every word of an answer stands in a
passage; nothing is generated.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from knowledge.boundaries import load_boundaries
from knowledge.composing import Cited, compose
from knowledge.embedder import SentenceEmbedder
from knowledge.entries import entries_of
from knowledge.firewall import rule_against
from knowledge.follow_up import completed, leans_on_previous, may_lean
from knowledge.index import load_index
from knowledge.outcomes import Outcome
from knowledge.passages import Guide, Passage, load_guide
from knowledge.question_parts import parts_of
from knowledge.retrieval import Ranking, Retriever, load_tuning
from knowledge.settings import Settings
from knowledge.therapies import named_therapies

_SHOWN_TO_REVIEWERS = 8  # hits kept with an answer, the rejected ones included
_MOST_SUGGESTIONS = 3
_MOST_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What a family asks, and what is known about where they stand."""

    text: str
    previous: tuple[str, ...] = ()  # earlier guide questions of this conversation, newest last
    therapy: str = "unknown"  # car_t | bispecific | allogeneic | unknown
    audience: str = "family"  # family | patient
    setting: str = "unknown"  # ward | near_centre | home | elsewhere | unknown
    exclude_never_with_urgent: bool = False  # a danger sign stands unanswered: nothing reassuring


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question ended; `text` holds the guide's words, or is empty."""

    outcome: Outcome
    text: str = ""
    passages: tuple[Cited, ...] = ()
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    tone: str = "near"  # of a question that the guide does not answer, see knowledge.boundaries.Boundary
    whom: str = "the care team"  # who can answer it instead
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
        """Answer from one passage or two, ask back, or say honestly why not."""
        ranking = self._rank(question, question.text)
        belief, threshold = self.retriever.belief(ranking), self.retriever.threshold(ranking)
        answer = Answer(
            Outcome.NOT_IN_GUIDE,
            ranked=tuple((hit.target.id, round(hit.score, 4)) for hit in ranking.together[:_SHOWN_TO_REVIEWERS]),
            belief=round(belief, 4),
            threshold=threshold,
        )
        if rule_against(question.text):
            return self._refused(replace(answer, outcome=Outcome.CARE_TEAM), ranking.for_care_team(), question)
        if belief < threshold:
            return self._refused(answer, ranking, question)
        if self._undecided(ranking):
            titles = tuple(hit.target.title for hit in ranking.passages[:_MOST_CHOICES])
            return replace(answer, outcome=Outcome.CLARIFY, choices=titles)
        first, second = self._pair(question, ranking)
        composed = compose(first, second, partial(self.retriever.sentence_scores, self._whole(question)))
        return replace(
            answer,
            outcome=Outcome.ANSWERED,
            text=composed.text,
            passages=composed.cited,
            suggestions=self._suggestions(first, question, composed.cited),
        )

    def _rank(self, question: Question, text: str) -> Ranking:
        """Rank what may be shown; a message that leans on the one before, or says nothing clear, with that one."""
        named = named_therapies(text)

        def allowed(ranking: Ranking) -> Ranking:
            return ranking.only(lambda passage: self._may_show(passage, question, named))

        if not question.previous or not may_lean(text):
            return allowed(self.retriever.rank(text))
        if not leans_on_previous(text):
            alone = allowed(self.retriever.rank(text))
            if self.retriever.is_clear(alone):
                return alone
        previous = question.previous[-1]
        return allowed(self.retriever.rank_follow_up(text, completed(text, previous), previous))

    def _whole(self, question: Question) -> str:
        """The question, completed where it may lean on the one before."""
        leans = question.previous and may_lean(question.text)
        return completed(question.text, question.previous[-1]) if leans else question.text

    def _pair(self, question: Question, ranking: Ranking) -> tuple[Passage, Passage | None]:
        """The passage that answers, and a second where the question has two parts or the two are nearly equal."""
        if both := self._of_two_parts(question):
            return both
        best, *others = ranking.passages
        if best.target.therapy == "unknown":  # it speaks for every therapy already
            others = [hit for hit in others if hit.target.therapy == "any"]
        near = others and best.score - others[0].score < self.retriever.tuning.pair_margin
        return best.target, others[0].target if near else None

    def _of_two_parts(self, question: Question) -> tuple[Passage, Passage] | None:
        """A passage for each part of a question that asks two things, where the guide answers both."""
        parts = parts_of(question.text)
        if len(parts) != 2:
            return None
        rankings = (self._rank(question, parts[0]), self._rank(replace(question, previous=parts[:1]), parts[1]))
        if any(self.retriever.belief(each) < self.retriever.threshold(each) for each in rankings):
            return None
        first, second = (each.passages[0].target for each in rankings)
        return (first, second) if first != second else None

    def _refused(self, answer: Answer, ranking: Ranking, question: Question) -> Answer:
        """Why not, whom to ask, and one sentence of what the guide says in general where the boundary allows it."""
        boundary = self.retriever.nearest_boundary(ranking)
        if boundary is None:
            return answer
        refused = replace(answer, outcome=boundary.outcome, tone=boundary.tone, whom=boundary.whom)
        general = [hit for hit in ranking.passages if hit.target.id in boundary.about]
        if not general or general[0].score < self.retriever.tuning.least_score:
            return refused
        passage = general[0].target
        scores = self.retriever.sentence_scores(question.text, passage)
        said = max(range(len(scores)), key=lambda at: scores[at])
        return replace(refused, text=passage.sentences[said], passages=(Cited(passage.id, (said,)),))

    def _may_show(self, passage: Passage, question: Question, named: frozenset[str] = frozenset()) -> bool:
        if not passage.review.allows(self._today(), self._show_unreviewed):
            return False
        if question.exclude_never_with_urgent and passage.never_with_urgent:
            return False
        away_from_ward = question.setting in {"near_centre", "home", "elsewhere"}
        if (passage.setting == "ward" and away_from_ward) or (passage.setting == "home" and question.setting == "ward"):
            return False
        if passage.audience not in {"any", question.audience}:
            return False
        if passage.therapy in {"any", *named}:
            return True
        return not named and question.therapy in {"unknown", passage.therapy}

    def _undecided(self, ranking: Ranking) -> bool:
        if len(ranking.passages) < 2 or ranking.passages[0].score >= self.retriever.tuning.sure:
            return False
        first, second = ranking.passages[:2]
        near = first.score - second.score < self.retriever.tuning.clarify_margin
        return near and first.target.section != second.target.section

    def _suggestions(self, shown: Passage, question: Question, cited: tuple[Cited, ...]) -> tuple[str, ...]:
        """Titles of the passages that follow the shown one in its section, then those before it."""
        section = [each for each in self.guide.passages if each.section == shown.section]
        at = section.index(shown)
        quoted = {each.passage_id for each in cited}
        others = (each for each in section[at + 1 :] + section[:at] if self._may_show(each, question))
        return tuple(each.title for each in others if each.id not in quoted)[:_MOST_SUGGESTIONS]
