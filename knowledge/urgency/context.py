"""Judge each named sign: reported now, denied, past, a question or condition, or about someone else.

Doubt goes towards help. A denial counts only close by, in the same clause and outside every other sign; a past time
needs a plain marker; a question counts as one only where it speaks of no particular person's present state.
"""

from __future__ import annotations

from knowledge.urgency.asking import NOTED, asked, topic
from knowledge.urgency.clause import OVER, PRESENT, Clause, Judgement, judged
from knowledge.urgency.denial import denied
from knowledge.urgency.matching import Hit
from knowledge.urgency.rules import cues

_THEIRS = frozenset(("her", "his", "their", "the", "a"))
_TOLD = frozenset(("read", "watched", "watches", "saw", "heard", "played", "watch"))


def judge(clause: Clause, hit: Hit) -> Judgement:
    """Return how one of the clause's hits is to be read."""
    if hit.is_topic:
        return topic(clause, hit)
    for rule in (_other_person, denied, _past, asked):
        judgement = rule(clause, hit)
        if judgement is not None:
            return judgement
    return OVER if _is_over(clause) else PRESENT


def _is_over(clause: Clause) -> bool:
    """Whether it happened days ago and the message says that it has gone: "he fainted on Sunday, fine since"."""
    return clause.facts.resolved and bool(clause.cues("days_ago")) and "again" not in clause.words


def _other_person(clause: Clause, hit: Hit) -> Judgement | None:
    for cue in clause.cues("other_person"):
        if cue.last >= hit.first:
            continue
        if not _own_people(clause, cue.last + 1, hit.first) and not clause.cues("now"):
            return judged("other_person", cue)
    return None


def _own_people(clause: Clause, first: int, end: int) -> bool:
    """Whether the speaker or a relative comes between; "her husband", "the dad" belong to the other person's tale."""
    for place in range(first, end):
        word, following = clause.words[place], clause.words[place + 1]
        if word == "then" or (word in {"i", "we", "my", "our"} and following not in _TOLD):
            return True
        owned = place > first and clause.words[place - 1] in _THEIRS
        if word in cues().lists["rel"] and not owned and following not in _TOLD:
            return True
    return False


def _past(clause: Clause, hit: Hit) -> Judgement | None:
    pasts = clause.cues("past")
    settled = {place for cue in clause.cues("settled") for place in range(cue.first, cue.last + 1)}
    still = [cue for cue in clause.cues("still") if not settled & set(range(cue.first, cue.last + 1))]
    inside = [cue for cue in still if not (hit.first <= cue.first <= hit.last)]
    if pasts and not inside:
        return judged("past", pasts[0])
    noted = set(clause.words) & NOTED or clause.cues("resolved")
    if clause.facts.resolved and clause.facts.assessed and noted and not _unsettled(clause, hit, settled):
        return Judgement("past", "assessed-since", hit.first, hit.last)
    return None


def _unsettled(clause: Clause, hit: Hit, settled: set[int]) -> bool:
    worse = {"still", "again", "worse", "keeps", "keep", "back", "returned", "but", "now"}
    return any(word in worse and place not in settled for place, word in enumerate(clause.words))
