"""Find a phone number or an e-mail address in what a family wrote. Knows nothing of Rasa."""

import re
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

_EMAIL_LIKE = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How to reach a family. `kind`: phone, then `value` is E.164; or email."""

    kind: str
    value: str


def read_contact(text: str, *regions: str | None) -> ContactDetails | None:
    """Return the first valid contact in the text.

    A number without country code is read for the given countries (ISO 3166 alpha-2), in their order; without
    any it is no contact, since a navigator could not call it.
    """
    return _email(text) or next(
        (found for region in (*regions, None) if (found := _phone(text, region))),
        None,
    )


def _email(text: str) -> ContactDetails | None:
    for match in _EMAIL_LIKE.finditer(text):
        try:
            address = validate_email(match[0].rstrip("."), check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            continue
        return ContactDetails("email", address.normalized)
    return None


def _phone(text: str, region: str | None) -> ContactDetails | None:
    dialled = re.sub(r"(?<!\d)(?<!\d[ -])00(?=[1-9]\d)", "+", text, count=1)
    for match in phonenumbers.PhoneNumberMatcher(dialled, region):
        e164 = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        return ContactDetails("phone", e164)
    return None
