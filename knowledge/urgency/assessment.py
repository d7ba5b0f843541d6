"""Read one message for danger signs: what the rules find, what the second reader adds, and one verdict on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from knowledge.urgency.findings import Findings, find
from knowledge.urgency.language import language_of
from knowledge.urgency.raising import NOTHING_HEARD, Heard, listen
from knowledge.urgency.rules import signs
from knowledge.urgency.situation import Situation
from knowledge.urgency.spelling import respell
from knowledge.urgency.surroundings import Surroundings
from knowledge.urgency.tokens import plain, sentences
from knowledge.urgency.verdict import (
    CHILD_WRITES,
    QUIET,
    SECOND_ROUTE,
    Assessment,
    Banner,
    FirstCall,
    Kind,
    Level,
    Reason,
    SetAside,
    Tier,
)

_NO_SITUATION = Situation()


def assess(text: str, situation: Situation = _NO_SITUATION) -> Assessment:
    """Return the verdict on a message of up to 20,000 characters; pure, and never raises on any text."""
    return _assess(text, situation, with_reader=True)


def assess_by_rules(text: str, situation: Situation = _NO_SITUATION, *, loose: bool = True) -> Assessment:
    """Return what the written rules alone make of a message; `loose` words count without a second opinion, or not."""
    return _assess(text, situation, with_reader=False, loose=loose)


def _assess(text: str, situation: Situation, *, with_reader: bool, loose: bool = True) -> Assessment:
    folded = plain(text)
    parts = sentences(folded, respell)
    language = language_of(folded.text, [token.word for part in parts for token in part.tokens])
    found = find(folded, parts, language)
    around = Surroundings(parts, situation)
    if not with_reader or around.staff_present:
        return _verdict((*found.reported, *(found.loose if loose else ())), found.aside, around, language)
    heard = listen(folded, found, language)
    return _verdict((*found.reported, *heard.reasons), _aside(found, heard), around, language, heard)


def _aside(found: Findings, heard: Heard) -> tuple[SetAside, ...]:
    counted = set(heard.reasons)
    unsupported = [SetAside(r.sign, r.span, "unsupported", r.rule) for r in found.loose if r not in counted]
    return (*found.aside, *unsupported)


def _verdict(
    reasons: Iterable[Reason],
    aside: tuple[SetAside, ...],
    around: Surroundings,
    language: str,
    heard: Heard = NOTHING_HEARD,
) -> Assessment:
    by_id = signs().by_id
    reasons = tuple(dict.fromkeys(reasons))
    found = tuple(dict.fromkeys(reason.sign for reason in reasons))
    named = [item.sign for item in aside if item.why not in QUIET]
    tier = _tier(reasons, around)
    level, banner = Level.NONE, None
    if tier is Tier.R and around.staff_present:
        level, banner = Level.BANNER, Banner.ADVISE
        aside = (*aside, *(SetAside(r.sign, r.span, "staff_present", "staff-present") for r in reasons))
    elif tier in (Tier.E, Tier.R):
        level = Level.URGENT
    elif tier is Tier.A or heard.advises:
        level, tier, banner = Level.BANNER, Tier.A, Banner.ADVISE
    elif named or heard.names:
        level, banner = Level.BANNER, Banner.CONDITIONAL
    gravest = tier or (Tier.E if any(by_id[sign].tier is Tier.E for sign in named) else None)
    first = None if level is Level.NONE else _first_call(gravest, around)
    if level is Level.URGENT:
        reasons = (*reasons, *_about_the_reply(found[0], around))
    return Assessment(level, tier, banner, _kinds(found, named), found, first, language, reasons, aside)


def _about_the_reply(sign: str, around: Surroundings) -> Iterable[Reason]:
    """Yield what changes the words of an urgent reply, as reasons without a place."""
    if around.second_route:
        yield Reason(f"{SECOND_ROUTE}{around.second_route}", sign)
    if around.child_writes:
        yield Reason(CHILD_WRITES, sign)


def _tier(reasons: tuple[Reason, ...], around: Surroundings) -> Tier | None:
    """Return the gravest tier of the signs found; two different amber ones, also across turns, are red."""
    tiers = {reason.tier for reason in reasons}
    if Tier.E in tiers or Tier.R in tiers:
        return Tier.E if Tier.E in tiers else Tier.R
    if not tiers:
        return None
    earlier = {sign for sign in around.situation.earlier_signs if sign in signs().by_id}
    return Tier.R if len({*(reason.sign for reason in reasons), *earlier}) >= 2 else Tier.A


def _kinds(found: Iterable[str], named: Iterable[str]) -> tuple[Kind, ...]:
    by_id = signs().by_id
    kinds = {by_id[sign].kind for sign in found} or {by_id[sign].kind for sign in named}
    return tuple(kind for kind in Kind if kind in kinds)


def _first_call(tier: Tier | None, around: Surroundings) -> FirstCall:
    if around.on_ward:
        return FirstCall.WARD_STAFF
    threat = tier is Tier.E or (tier is not None and around.second_route is not None)
    return FirstCall.EMERGENCY_NUMBER if threat else FirstCall.CARE_TEAM


def with_trouble(verdict: Assessment, reason: Reason | None, situation: Situation) -> Assessment:
    """Return a verdict raised to the banner "show this to someone" where the writing itself is a sign."""
    if reason is None or verdict.banner is Banner.ADVISE or verdict.is_urgent:
        return verdict
    on_ward = situation.setting == "ward"
    return replace(
        verdict,
        level=Level.BANNER,
        tier=Tier.A,
        banner=Banner.ADVISE,
        signs=(reason.sign,),
        kinds=_kinds((reason.sign,), ()),
        first_call=FirstCall.WARD_STAFF if on_ward else FirstCall.CARE_TEAM,
        reasons=(*verdict.reasons, reason),
    )
