"""A family's request for a navigator: what the form has gathered, and how it is passed on."""

import secrets
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

FORM_SLOTS = (
    "navigator_name",
    "navigator_contact",
    "navigator_contact_kind",
    "navigator_time",
    "navigator_consent",
)
YES, NO = "yes", "no"

_PLAIN_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is mistaken for another when read out


@dataclass(frozen=True, slots=True)
class NavigatorRequest:
    """One complete and consented request. `contact_kind`: phone (E.164) or email."""

    reference: str
    name: str  # empty when the family kept it to themselves
    contact_kind: str
    contact: str
    preferred_time: str

    def as_dict(self) -> dict[str, str]:
        """Return plain values in the shape that web reads."""
        return {
            "reference": self.reference,
            "name": self.name,
            "contact_kind": self.contact_kind,
            "contact": self.contact,
            "preferred_time": self.preferred_time,
        }


def new_reference() -> str:
    """Make a reference such as NAV-7F3K9Q, which nobody can guess and which can be read out on the phone."""
    return "NAV-" + "".join(secrets.choice(_PLAIN_LETTERS) for _ in range(6))


def gathered(tracker: Tracker, reference: str) -> NavigatorRequest | None:
    """Return the request as the form's slots hold it, or None without consent or contact."""
    name, contact, kind, time, consent = (tracker.get_slot(each) for each in FORM_SLOTS)
    if consent != YES or not contact or kind not in {"phone", "email"}:
        return None
    return NavigatorRequest(reference, name or "", kind, contact, time or "")


def forget_form() -> list[dict[str, Any]]:
    """Return the events that empty the form."""
    return [SlotSet(each, None) for each in FORM_SLOTS]
