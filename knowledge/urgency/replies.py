"""The fixed words a family sees, composed from the reviewed fragments in `wording/`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.urgency.rules import signs
from knowledge.urgency.situation import Contacts, Situation
from knowledge.urgency.verdict import Assessment, Banner, FirstCall, Kind, Tier
from knowledge.urgency.wording import Wording, emergency_number, is_translated, wording
from knowledge.urgency.writing import WRITING_SIGN


@dataclass(frozen=True)
class Contact:
    """One line to call: a plain label, and the number or None where we do not know it."""

    label: str
    phone: str | None

    def as_dict(self) -> dict[str, str | None]:
        """Return plain values for JSON."""
        return {"label": self.label, "phone": self.phone}


@dataclass(frozen=True)
class UrgentReply:
    """The takeover: what to do, in order, whom to call and what to say.

    In another language it carries a note that nobody reviewed the translation, and the English beside it.
    """

    title: str
    steps: tuple[str, ...]
    contacts: tuple[Contact, ...]
    say: str
    language: str = "en"
    note: str | None = None
    english: UrgentReply | None = None

    @property
    def text(self) -> str:
        """All of it as plain text, for channels that show nothing else."""
        lines = [self.title, *self.steps]
        lines += [f"{c.label}: {c.phone}" if c.phone else c.label for c in self.contacts]
        whole = "\n".join([*lines, self.say])
        return "\n\n".join([whole, self.note or "", self.english.text]) if self.english else whole


@dataclass(frozen=True)
class Card:
    """The emergency card: always in reach, also with the server down."""

    title: str
    contacts: tuple[Contact, ...]
    signs: tuple[str, ...]
    say: str
    note: str


def urgent_reply(assessment: Assessment, situation: Situation, contacts: Contacts) -> UrgentReply:
    """Compose the takeover by kind, first call, setting and audience; the first contact is whom to call first.

    It is in the message's language where there are words for it, with the English beside it.
    """
    english = _composed(wording(), assessment, situation, contacts)
    if not is_translated(assessment.language):
        return english
    words = wording(assessment.language)
    own = _composed(words, assessment, situation, contacts)
    return replace(own, note=words.line("translation", "note", situation, contacts), english=english)


def _composed(words: Wording, assessment: Assessment, situation: Situation, contacts: Contacts) -> UrgentReply:
    kind = _leading_kind(assessment)
    names = _steps(assessment, kind, situation, contacts)
    return UrgentReply(
        title=words.line("titles", _title(assessment, kind), situation, contacts),
        steps=tuple(words.line("steps", name, situation, contacts) for name in names),
        contacts=_contacts(words, _first(assessment, contacts), situation, contacts),
        say=_say(words, situation, contacts),
        language=words.language,
    )


def _say(words: Wording, situation: Situation, contacts: Contacts) -> str:
    said = words.line("say", situation.therapy, situation, contacts)
    days = situation.infusion_day
    if days is None or days < 2:
        return said
    return f"{said} {words.line('say', 'days_ago', situation, contacts, count=str(days))}"


def banner_text(assessment: Assessment, situation: Situation, contacts: Contacts) -> str | None:
    """Return the one line beside an answer, or None when the message needs none."""
    if assessment.banner is None:
        return None
    name = assessment.banner.value
    if set(assessment.signs) == {WRITING_SIGN}:
        name = "show_someone_ward" if assessment.first_call is FirstCall.WARD_STAFF else "show_someone"
    elif assessment.banner is Banner.ADVISE and any(a.why == "staff_present" for a in assessment.set_aside):
        name = "staff"
    elif assessment.banner is Banner.CONDITIONAL and set(assessment.kinds) - {Kind.MEDICAL}:
        name = "conditional_crisis"
    elif assessment.first_call is FirstCall.WARD_STAFF:
        name += "_ward"
    elif assessment.first_call is FirstCall.EMERGENCY_NUMBER and assessment.banner is Banner.CONDITIONAL:
        name = "conditional_emergency"
    english = wording().line("banners", name, situation, contacts)
    if not is_translated(assessment.language):
        return english
    return f"{wording(assessment.language).line('banners', name, situation, contacts)} ({english})"


def emergency_card(situation: Situation, contacts: Contacts) -> Card:
    """Return the standing card: whom to call and which signs to call for."""
    words = wording()
    first = FirstCall.WARD_STAFF if situation.setting == "ward" else FirstCall.CARE_TEAM
    return Card(
        title=words.line("card", "title", situation, contacts),
        contacts=_contacts(words, _or_emergency(first, contacts), situation, contacts),
        signs=tuple(_capital(sign.name) for sign in signs().by_id.values() if sign.card),
        say=words.line("card", "say", situation, contacts),
        note=words.line("card", "note", situation, contacts),
    )


def fixed_reply(name: str, situation: Situation, contacts: Contacts, language: str = "en") -> str:
    """Return another fixed sentence by name, in its ward form on a ward; raise RulesError when unknown."""
    words = wording(language)
    if name not in words.sections["replies"]:
        words = wording()
    if situation.setting == "ward" and f"{name}_ward" in words.sections["replies"]:
        name = f"{name}_ward"
    return words.line("replies", name, situation, contacts)


def _leading_kind(assessment: Assessment) -> Kind:
    for kind in (Kind.OVERDOSE, Kind.VIOLENCE, Kind.SELF_HARM):
        if kind in assessment.kinds:
            return kind
    return Kind.MEDICAL


def _first(assessment: Assessment, contacts: Contacts) -> FirstCall:
    return _or_emergency(assessment.first_call or FirstCall.CARE_TEAM, contacts)


def _or_emergency(first: FirstCall, contacts: Contacts) -> FirstCall:
    """The emergency number comes first where the care team's number is not set."""
    if first is FirstCall.CARE_TEAM and not contacts.centre_phone:
        return FirstCall.EMERGENCY_NUMBER
    return first


def _title(assessment: Assessment, kind: Kind) -> str:
    if kind is not Kind.MEDICAL:
        return kind.value
    if assessment.first_call is FirstCall.WARD_STAFF:
        return "ward"
    return "emergency" if assessment.first_call is FirstCall.EMERGENCY_NUMBER else "care_team"


def _steps(assessment: Assessment, kind: Kind, situation: Situation, contacts: Contacts) -> tuple[str, ...]:
    on_ward = assessment.first_call is FirstCall.WARD_STAFF
    audience = "patient" if situation.audience == "patient" else "family"
    stay = f"stay_ward_{audience}" if on_ward else f"stay_{audience}"
    if assessment.child_writes and not on_ward:
        stay = "grown_up"
    if kind is not Kind.MEDICAL:
        if on_ward:
            return ("ward_emergency", f"{kind.value}_ward", "tell_team")
        also = "call_team" if Kind.MEDICAL in assessment.kinds else "tell_team"
        return (kind.value, stay, also) if kind is Kind.OVERDOSE else (kind.value, also)
    if on_ward:
        return ("ward_emergency" if assessment.tier is Tier.E else "ward_bell", "ward_no_answer", stay)
    maybe = ("maybe_ward",) if situation.setting == "unknown" and not assessment.second_route else ()
    if assessment.first_call is FirstCall.EMERGENCY_NUMBER:
        route = (assessment.second_route,) if assessment.second_route else ()
        return (*maybe, *route, "call_emergency", "call_emergency_then_team", stay)
    if not contacts.centre_phone:
        return (*maybe, "call_no_centre", stay)
    return (*maybe, "call_team", "no_answer", stay)


def _contacts(words: Wording, first: FirstCall, situation: Situation, contacts: Contacts) -> tuple[Contact, ...]:
    number = emergency_number(situation.country)
    labels = words.sections["labels"]
    emergency = Contact(labels["emergency" if number else "emergency_unknown"], number)
    name = contacts.centre_name or _capital(words.sections["names"]["centre_default"])
    centre = Contact(
        labels["centre"].format(centre_name=name) if contacts.centre_phone else labels["centre_unset"],
        contacts.centre_phone or None,
    )
    if first is FirstCall.WARD_STAFF:
        return (Contact(labels["ward"], None), centre, emergency)
    return (centre, emergency) if first is FirstCall.CARE_TEAM else (emergency, centre)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
