"""Whether a sign is only asked about, supposed or spoken of in general, rather than reported of someone."""

from __future__ import annotations

from knowledge.urgency.clause import Clause, Judgement, judged
from knowledge.urgency.matching import Hit, Match
from knowledge.urgency.rules import cues

_POSSESSIVE = frozenset(("his", "her", "my", "their", "our"))
_TOLD = frozenset(("had", "fainted", "fell", "collapsed", "vomited", "threw", "passed", "woke", "lost", "choked"))
NOTED = frozenset(["had", "was", "were", "did", "got", "went", "came", "started", "happened", "felt", "became"])


def asked(clause: Clause, hit: Hit) -> Judgement | None:
    """Return why a hit is a question, a condition or general talk, or None when it is a report."""
    if not hit.is_reading and _is_owned(clause, hit):
        return None
    condition = _condition(clause, hit)
    if hit.is_reading:
        return _asked_reading(clause, hit, condition)
    if condition:
        return judged("conditional", condition)
    possible = _inverted_possibility(clause, hit)
    if possible is not None:
        return Judgement("question", "possibility", possible, possible)
    report = reports_someone(clause, hit)
    general = _general(clause, hit)
    if general and not (report and _report_follows(clause, general, hit)):
        return judged("general", general)
    if clause.asks and not report and not _told(clause, hit) and not (hit.is_inability and not clause.headed):
        return Judgement("question", "question", 0, 0)
    return None


def topic(clause: Clause, hit: Hit) -> Judgement:
    """Return how a sign that is only named is read: asked about when anything is asked or supposed, else nothing."""
    if clause.asks or _condition(clause, hit) or _general(clause, hit):
        return Judgement("question", "topic", hit.first, hit.last)
    return Judgement("look_alike", "topic", hit.first, hit.last)


def _told(clause: Clause, hit: Hit) -> bool:
    """ "Fainted twice, should I mention it?" and "lips swelling, call who?" tell first and ask afterwards."""
    if clause.words[0] in _TOLD and hit.first <= 5:
        return True
    after = clause.words[hit.last + 1 :]
    return not clause.headed and "," in after and "call" in after and not {"when", "if"} & set(after)


def _asked_reading(clause: Clause, hit: Hit, condition: Match | None) -> Judgement | None:
    start = clause.clause_start(hit.first)
    future = set(clause.words[start : hit.first]) & cues().lists["future_reading"]
    if condition and future:
        return judged("conditional", condition)
    general = _general(clause, hit)
    threshold = hit.number in cues().lists["threshold"]
    someone = reports_someone(clause, hit)
    if general and general.pattern.owner == "told-to-call":
        return judged("general", general)
    if general and not someone and (threshold or general.pattern.owner == "in-general"):
        return judged("general", general)
    if condition and threshold and not someone:
        return judged("conditional", condition)
    if clause.asks and clause.headed and threshold and not someone:
        return Judgement("question", "threshold", 0, 0)
    return None


def _is_owned(clause: Clause, hit: Hit) -> bool:
    """ "His fever", "my rash": what is owned is there, also in a question or after an "if"."""
    before = clause.words[hit.first - 1] if hit.first else ""
    return hit.first == hit.last and before in _POSSESSIVE


def _condition(clause: Clause, hit: Hit) -> Match | None:
    found = None
    for cue in clause.cues("conditional"):
        if cue.first >= hit.first or _is_reported_if(clause, cue, hit):
            continue
        if _past_when(clause, cue, hit) or _new_main_clause(clause, cue, hit):
            continue
        found = found or cue
    return found


def _is_reported_if(clause: Clause, cue: Match, hit: Hit) -> bool:
    """ "I don't know if she has chest pain" and "as if" are reports, no conditions."""
    before = clause.words[max(0, cue.first - 3) : cue.first]
    if not before or clause.words[cue.first] not in {"if", "whether"}:
        return False
    asked = clause.words[0] in {"how", "what", "who"}
    return before[-1] in cues().lists["reported_by"] and not asked


def _past_when(clause: Clause, cue: Match, hit: Hit) -> bool:
    if clause.words[cue.first] not in {"when", "once"}:
        return False
    between = clause.words[cue.last + 1 : hit.last + 1]
    person = bool(between) and between[0] in cues().lists["third"]
    under_way = person and "is" in between[1:3] and any(word.endswith("ing") for word in between[2:5])
    return under_way or bool(set(between) & NOTED)


def _new_main_clause(clause: Clause, cue: Match, hit: Hit) -> bool:
    """ "If I call him he doesn't respond": the sign stands in the main clause, which reports."""
    if (
        clause.asks
        and clause.headed
        and cue.first > 0
        and clause.words[cue.first] in {"if", "when"}
        and not (_second_subject(clause, cue, hit))
    ):
        return False
    return _second_subject(clause, cue, hit)


def _second_subject(clause: Clause, cue: Match, hit: Hit) -> bool:
    subjects = cues().lists["subject"]
    seen = 0
    for place in range(cue.last + 1, hit.first + 1):
        if clause.words[place] not in subjects:
            continue
        before = clause.words[place - 1]
        if seen and before in cues().lists["rel"] | _POSSESSIVE:
            continue
        if seen and before not in cues().lists["complements"] and not _inverted_at(clause, place - 1):
            return True
        seen += 1
    return False


def _inverted_at(clause: Clause, place: int) -> bool:
    return clause.words[place] in {"can", "could", "will", "would", "should", "do", "does", "did", "is", "are", "may"}


def _inverted_possibility(clause: Clause, hit: Hit) -> int | None:
    """ "Can he get seizures?": an auxiliary before its subject, asking what may come."""
    lists = cues().lists
    start = max(clause.clause_start(hit.first), hit.first - 9)
    for place in range(start, hit.first - 1):
        if clause.words[place] not in lists["inverted"]:
            continue
        if "why" in clause.words[:place]:
            return None
        following = clause.words[place + 1 : hit.first + 1]
        if (
            not following
            or following[0] == "not"
            or ("be" in following[:4] and clause.words[place] in {"could", "may", "might"})
        ):
            continue
        if following[0] in {"this", "that", "it"} and not set(following) & lists["possible_verbs"]:
            continue
        if set(following) & lists["possible_verbs"] or clause.words[place] in {"will", "would"}:
            return (
                place
                if following[0] in lists["subject"] | lists["third"] | {"my", "the", "a", "our", "his", "her"}
                and clause.asks
                else None
            )
    return None


def _general(clause: Clause, hit: Hit) -> Match | None:
    reported = {place for cue in clause.cues("report_of") for place in range(cue.first, cue.last + 1)}
    start = clause.hard_clause_start(hit.first)
    for cue in clause.cues("general"):
        inside = start <= cue.first and (cue.last < hit.first or hit.last < cue.first)
        if cue.pattern.owner == "possible" and "not" in clause.words[cue.first : cue.last + 1]:
            continue
        near = (cue.first < hit.first and hit.first - cue.last <= 14) or 0 <= cue.first - hit.last <= 4
        if inside and near and not reported & set(range(cue.first, cue.last + 1)):
            if cue.first > hit.last and not clause.asks and cue.pattern.owner != "remedy":
                continue
            return cue
    return None


def _report_follows(clause: Clause, general: Match, hit: Hit) -> bool:
    """A person in a present state after the general words makes a report of it again."""
    if general.pattern.owner in {"possible", "watching-for", "told-to-call", "asking-about", "future"}:
        between = clause.words[general.last + 1 : hit.first + 1]
        states = {"is", "has", "am", "are", "was", "had", "keeps", "can", "feels", "looks", "seems", "have", "not"}
        people = cues().lists["third"] | {"i"}
        return any(a in people and b in states for a, b in zip(between, [*between[1:], ""], strict=False))
    return True


def reports_someone(clause: Clause, hit: Hit) -> bool:
    """Whether a particular person is the subject, near before the sign and in its clause."""
    start = max(clause.hard_clause_start(hit.first), hit.first - 9)
    if set(clause.words[start : hit.last + 1]) & cues().lists["third"]:
        return True
    for place in range(start, hit.first + 1):
        if clause.words[place] not in {"i", "we", "my", "me", "our"}:
            continue
        following = clause.words[place + 1] if place + 1 < len(clause.words) else ""
        asked = place > 0 and _inverted_at(clause, place - 1)
        if clause.words[place] in {"my", "our", "me"}:
            if place + 1 >= hit.first:
                return True
        elif (
            not (asked and following in cues().lists["speaker_asks"]) and following not in cues().lists["speaker_asks"]
        ):
            return True
    return False
