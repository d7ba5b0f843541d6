"""Read one message for danger signs: find them, judge each in its context, and come to one verdict."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.urgency.clause import Clause, Judgement, TextFacts
from knowledge.urgency.context import judge
from knowledge.urgency.language import foreign_signs, language_of
from knowledge.urgency.matching import Hit, matches, phrasings
from knowledge.urgency.rules import cues, signs
from knowledge.urgency.second_reader import RULE, Settings, Window, read, settings
from knowledge.urgency.situation import Situation
from knowledge.urgency.spelling import respell
from knowledge.urgency.tokens import Plain, Sentence, plain, sentences
from knowledge.urgency.verdict import (
    Assessment,
    Banner,
    FirstCall,
    Kind,
    Level,
    Reason,
    SetAside,
    Tier,
)
from knowledge.urgency.vitals import readings

_NO_SITUATION = Situation()


def assess(text: str, situation: Situation = _NO_SITUATION) -> Assessment:
    """Return the verdict on a message of up to 20,000 characters; pure, and never raises on any text."""
    return _assess(text, situation, with_reader=True)


def assess_by_rules(text: str, situation: Situation = _NO_SITUATION) -> Assessment:
    """Return what the written rules alone make of a message, without the second reader."""
    return _assess(text, situation, with_reader=False)


def _assess(text: str, situation: Situation, *, with_reader: bool) -> Assessment:
    folded = plain(text)
    parts = sentences(folded, respell)
    language = language_of(folded.text, [token.word for part in parts for token in part.tokens])
    reasons, aside = _read(folded, parts)
    if language != "en":
        more_reasons, more_aside = foreign_signs(folded, language)
        reasons, aside = [*reasons, *more_reasons], [*aside, *more_aside]
    around = _Surroundings(parts, situation)
    verdict = _verdict(reasons, aside, around, language)
    if not with_reader or language != "en" or verdict.is_urgent:
        return verdict
    return _raised(verdict, folded, around)


def _raised(verdict: Assessment, folded: Plain, around: _Surroundings) -> Assessment:
    """Raise a verdict by what the second reader sees in the windows that the rules did not set aside."""
    if any(item.why == "staff_present" for item in verdict.set_aside):
        return verdict
    heard = settings()
    telling = [window for window in read(folded) if window.score > _needed(window, verdict, heard)]
    if not telling:
        return verdict
    best = max(telling, key=lambda window: window.score)
    urgent = best.score > heard.urgent_above
    if not urgent and verdict.level is Level.BANNER:
        return verdict
    level, tier = (Level.URGENT, Tier.R) if urgent else (Level.BANNER, Tier.A)
    named = [item.sign for item in verdict.set_aside if item.why != "look_alike"]
    signs_told = (*verdict.signs, *(sign for sign in (heard.sign,) if sign not in verdict.signs))
    return Assessment(
        level=level,
        tier=tier,
        banner=None if urgent else Banner.ADVISE,
        kinds=_kinds(signs_told, named),
        signs=signs_told,
        first_call=_first_call(tier, around.on_ward),
        language=verdict.language,
        reasons=(*verdict.reasons, Reason(RULE, heard.sign, best.span)),
        set_aside=verdict.set_aside,
    )


def _needed(window: Window, verdict: Assessment, heard: Settings) -> float:
    """Return the score a window must pass: a high one where the rules saw a sign in it and judged that."""
    start, end = window.span
    for span in [item.span for item in verdict.set_aside] + [reason.span for reason in verdict.reasons]:
        if span and span[0] < end and start < span[1]:
            return heard.against_rules_above
    return heard.urgent_above if verdict.level is Level.BANNER else heard.advise_above


def _read(folded: Plain, parts: tuple[Sentence, ...]) -> tuple[list[Reason], list[SetAside]]:
    by_sentence: dict[int, list[Hit]] = {}
    reasons: list[Reason] = []
    aside: list[SetAside] = []
    for number, sentence in enumerate(parts):
        hits, disguised = phrasings(sentence)
        by_sentence[number] = hits
        for hit, rule in disguised:
            aside.append(SetAside(hit.sign, sentence.span(hit.first, hit.last), "look_alike", rule))
    for number, hit in readings(folded, parts):
        by_sentence[number].append(hit)
    facts = _facts(parts) if any(by_sentence.values()) else TextFacts(False, False)
    for number, hits in by_sentence.items():
        clause = Clause(parts[number], hits, facts)
        for hit in hits:
            _sort(hit, judge(clause, hit), parts[number], reasons, aside)
    return list(dict.fromkeys(reasons)), list(dict.fromkeys(aside))


def _sort(hit: Hit, judgement: Judgement, sentence: Sentence, reasons: list[Reason], aside: list[SetAside]) -> None:
    span = sentence.span(hit.first, hit.last)
    if judgement.why is None:
        reasons.append(Reason(hit.rule, hit.sign, span))
    else:
        cue_span = sentence.span(judgement.first, judgement.last)
        aside.append(SetAside(hit.sign, span, judgement.why, judgement.cue, cue_span))


def _facts(parts: tuple[Sentence, ...]) -> TextFacts:
    def said(group: str) -> bool:
        return any(matches(cues().groups[group], part) for part in parts)

    return TextFacts(said("resolved"), said("assessed") and not said("not_assessed"))


class _Surroundings:
    """Who is there and where: words in the message override what was stored."""

    def __init__(self, parts: tuple[Sentence, ...], situation: Situation) -> None:
        self.parts, self.situation = parts, situation

    def _said(self, group: str) -> bool:
        return any(matches(cues().groups[group], part) for part in self.parts)

    @property
    def on_ward(self) -> bool:
        if self._said("home"):
            return False
        return self._said("ward") or self.situation.setting == "ward"

    @property
    def staff_present(self) -> bool:
        return any(
            matches(cues().groups["staff_present"], part) and not matches(cues().groups["staff_absent"], part)
            for part in self.parts
        )


def _verdict(reasons: list[Reason], aside: list[SetAside], around: _Surroundings, language: str) -> Assessment:
    by_id = signs().by_id
    found = list(dict.fromkeys(reason.sign for reason in reasons))
    tiers = {by_id[sign].tier for sign in found}
    ambers = {sign for sign in found if by_id[sign].tier is Tier.A}
    earlier = {sign for sign in around.situation.earlier_signs if sign in by_id}
    level, tier, banner = Level.NONE, None, None
    if Tier.E in tiers:
        level, tier = Level.URGENT, Tier.E
    elif Tier.R in tiers or (len(ambers | earlier) >= 2 and ambers):
        level, tier = Level.URGENT, Tier.R
        if around.staff_present:
            level, tier, banner = Level.BANNER, Tier.R, Banner.ADVISE
            aside = [*aside, *(SetAside(r.sign, r.span, "staff_present", "staff-present") for r in reasons)]
    elif ambers:
        level, tier, banner = Level.BANNER, Tier.A, Banner.ADVISE
    elif any(item.why != "look_alike" for item in aside):
        level, banner = Level.BANNER, Banner.CONDITIONAL
    kinds = _kinds(found, [item.sign for item in aside if item.why != "look_alike"])
    named = {by_id[item.sign].tier for item in aside if item.why != "look_alike"}
    gravest = tier or (Tier.E if Tier.E in named else None)
    first = None if level is Level.NONE else _first_call(gravest, around.on_ward)
    return Assessment(level, tier, banner, kinds, tuple(found), first, language, tuple(reasons), tuple(aside))


def _kinds(found: Iterable[str], named: Iterable[str]) -> tuple[Kind, ...]:
    by_id = signs().by_id
    kinds = {by_id[sign].kind for sign in found} or {by_id[sign].kind for sign in named}
    return tuple(kind for kind in Kind if kind in kinds)


def _first_call(tier: Tier | None, on_ward: bool) -> FirstCall:
    if on_ward:
        return FirstCall.WARD_STAFF
    return FirstCall.EMERGENCY_NUMBER if tier is Tier.E else FirstCall.CARE_TEAM
