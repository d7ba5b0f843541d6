"""When a sign that was only asked about, or that Rasa alone noticed, turns out to be happening now."""

from dataclasses import replace

from knowledge.urgency import Assessment, Banner, FirstCall, Kind, Level, Situation, Tier
from knowledge.urgency.rules import signs

LOOK_ALIKE = "look_alike"  # set aside because it is not a sign at all


def asked_about(assessment: Assessment) -> Assessment | None:
    """What a conditional banner was about, its signs named; None where the message has no such banner."""
    if assessment.banner is not Banner.CONDITIONAL:
        return None
    named = tuple(dict.fromkeys(each.sign for each in assessment.set_aside if each.why != LOOK_ALIKE))
    return replace(assessment, signs=named or assessment.signs, reasons=(), set_aside=())


def reported_now(asked: Assessment, found: Assessment, situation: Situation) -> Assessment:
    """The urgent verdict on the signs asked about and those found now: at least tier R, for doubt goes towards help."""
    known = signs().by_id
    together = tuple(dict.fromkeys((*asked.signs, *found.signs)))
    is_threat = found.tier is Tier.E or any(known[sign].tier is Tier.E for sign in together if sign in known)
    kinds = tuple(kind for kind in Kind if kind in {*asked.kinds, *found.kinds})
    reported = replace(found, signs=together, kinds=kinds)
    return _urgent(reported, Tier.E if is_threat else Tier.R, situation)


def urgent_by_rasa(assessment: Assessment, situation: Situation) -> Assessment:
    """The urgent verdict where Rasa's gate saw danger and the reader here did not."""
    return _urgent(assessment, assessment.tier if assessment.tier is Tier.E else Tier.R, situation)


def _urgent(assessment: Assessment, tier: Tier, situation: Situation) -> Assessment:
    first_call = FirstCall.EMERGENCY_NUMBER if tier is Tier.E else FirstCall.CARE_TEAM
    if situation.setting == "ward":
        first_call = FirstCall.WARD_STAFF
    return replace(assessment, level=Level.URGENT, tier=tier, banner=None, first_call=first_call)
