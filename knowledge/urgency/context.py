"""Judge each named sign: reported now, denied, past, a question or condition, or about someone else.

Doubt goes towards help. A denial counts only close by, in the same clause and outside every other sign; a past time
needs a plain marker; a question counts as one only where it speaks of no particular person's present state.
"""

from __future__ import annotations

from knowledge.urgency.asking import NOTED, asked
from knowledge.urgency.clause import PRESENT, Clause, Judgement, judged
from knowledge.urgency.denial import denied
from knowledge.urgency.matching import Hit
from knowledge.urgency.rules import cues


def judge(clause: Clause, hit: Hit) -> Judgement:
    """Return how one of the clause's hits is to be read."""
    for rule in (_other_person, denied, _past, asked):
        judgement = rule(clause, hit)
        if judgement is not None:
            return judgement
    return PRESENT


def _other_person(clause: Clause, hit: Hit) -> Judgement | None:
    for cue in clause.cues("other_person"):
        if cue.last >= hit.first:
            continue
        between = clause.words[cue.last + 1 : hit.first]
        if not set(between) & (cues().lists["rel"] | {"i", "we", "my"}) and not clause.cues("now"):
            return judged("other_person", cue)
    return None


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
