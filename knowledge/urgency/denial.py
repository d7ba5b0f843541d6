"""Whether a sign is denied: close by, in its clause, outside every other sign, and never by its own "not"."""

from __future__ import annotations

from knowledge.urgency.clause import MARKS, Clause, Judgement, judged
from knowledge.urgency.matching import Hit, Match
from knowledge.urgency.rules import cues


def denied(clause: Clause, hit: Hit) -> Judgement | None:
    """Return the denial of a hit, or None; a measured value is never denied."""
    if hit.is_reading:
        return None
    if hit.denied_at >= 0:
        return Judgement("denied", "denial-inside", hit.denied_at, hit.denied_at)
    if hit.is_inability:
        return _emptied(clause, hit)
    after = _denied_after(clause, hit)
    if after:
        return after
    cue = _denial_before(clause, hit)
    return judged("denied", cue) if cue else None


def _emptied(clause: Clause, hit: Hit) -> Judgement | None:
    """ "no trouble breathing": the "no" belongs to the trouble, so it is no inability to breathe."""
    for other in clause.hits:
        inside = hit.first < other.first <= hit.last <= other.last
        if inside and not other.is_reading and not other.is_inability:
            cue = _denial_before(clause, other)
            if cue and cue.first >= hit.first:
                return judged("denied", cue)
    return None


def _denied_after(clause: Clause, hit: Hit) -> Judgement | None:
    for cue in clause.cues("denial_after"):
        start, end = hit.last + 1, cue.last + 1
        gap = clause.words[start : cue.first]
        closes = end >= len(clause.words) or clause.words[end] in MARKS | {".", "!", "now", "today", "and"}
        if cue.first > hit.last and len(gap) <= 1 and set(gap) <= {":", "-", ",", "?"} and closes:
            return judged("denied", cue)
    return None


def _denial_before(clause: Clause, hit: Hit) -> Match | None:
    rules = cues()
    if set(clause.words[hit.last + 1 : hit.last + 3]) & rules.lists["spoilt_by"]:
        return None
    by_last = {cue.last: cue for cue in clause.cues("denial")}
    place, steps, closed = hit.first - 1, 0, False
    while place >= 0 and steps <= rules.denial_reach:
        cue = by_last.get(place)
        if cue:
            return cue if _may_deny(clause, cue, hit, place) else None
        closed = closed or clause.words[place] in {"or", "nor"}
        listed = _listed_before(clause, place, hit, closed)
        if listed is not None:
            place = listed
            continue
        if clause.words[place] not in rules.lists["fillers"]:
            return None
        place, steps = place - 1, steps + 1
    return None


def _may_deny(clause: Clause, cue: Match, hit: Hit, place: int) -> bool:
    if cue.first and clause.words[cue.first - 1] in {"can", "could", "able"}:
        return False  # "can not feel …" tells of an inability
    if set(clause.words[place + 1 : hit.first]) & (cues().lists["unsure"] - {"improvement"}):
        return False
    for other in clause.hits:
        owns = other.first <= cue.first <= other.last and other.sign != hit.sign
        if owns and other.is_inability and other.last < hit.first and not _emptied(clause, other):
            return False
    return True


def _listed_before(clause: Clause, place: int, hit: Hit, closed: bool) -> int | None:
    """Step over an earlier item of a list: "no fever, chills or cough"; return the place before it."""
    joint = clause.words[place] in {",", "or", "nor", "and", "/"}
    at = place - 1 if joint else place
    if joint and clause.words[place] in {"or", "nor", "and"} and at >= 0 and clause.words[at] == ",":
        at -= 1
    if not joint or not (closed or _list_is_closed(clause, hit, place)):
        return None
    for other in clause.hits:
        if other.last == at and other.first <= at and other is not hit and not other.is_inability:
            return other.first - 1
    if at >= 0 and clause.words[at] in cues().lists["listed"]:
        return at - 1  # "no headache or dizziness": a plain symptom word that is no sign by itself
    return None


def _list_is_closed(clause: Clause, hit: Hit, place: int) -> bool:
    """A denied list holds "or"; a bare comma alone may as well begin a new report."""
    if clause.words[place] in {"or", "nor", "/"}:
        return True
    following = clause.words[hit.last + 1 : hit.last + 8]
    if clause.words[place] == ",":
        if clause.words[place + 1] == "any":
            return True  # "not any X, any Y"
        return "or" in following or "nor" in following
    return not following or following[0] in {".", "!", "today", "tonight", "so", "at", ","}
