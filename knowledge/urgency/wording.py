"""Load the fixed words and the emergency numbers, and refuse them when malformed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from knowledge.urgency.errors import RulesError
from knowledge.urgency.rules import FOLDER, read_yaml
from knowledge.urgency.situation import Contacts, Situation

_FIELDS = {"emergency", "centre", "centre_name", "centre_phone", "when", "signs", "count"}
_NEEDED = {
    "names": {"emergency_unknown", "centre_with_phone", "centre_without_phone", "centre_default"},
    "labels": {"emergency", "emergency_unknown", "centre", "centre_unset", "ward"},
    "titles": {"emergency", "care_team", "ward", "overdose", "self_harm", "violence"},
    "steps": {
        "call_emergency", "call_emergency_then_team", "call_team", "call_no_centre", "no_answer", "ward_emergency",
        "ward_bell", "ward_no_answer", "maybe_ward", "stay_family", "stay_patient", "stay_ward_family",
        "stay_ward_patient", "overdose", "overdose_ward", "self_harm", "self_harm_ward", "violence",
        "violence_ward", "tell_team", "grown_up", "no-answer", "sent-home", "no-money",
    },
    "say": {"car_t", "bispecific", "allogeneic", "unknown", "days_ago"},
    "banners": {
        "advise", "advise_ward", "staff", "conditional", "conditional_emergency", "conditional_ward",
        "conditional_crisis", "show_someone", "show_someone_ward",
    },
    "card": {"title", "say", "note"},
    "episode": {
        "open", "open_emergency", "open_ward", "team_reached", "unnamed", "and_more", "just_now", "one_minute",
        "minutes", "one_hour", "hours",
    },
    "replies": {
        "cannot_tell_call", "cannot_tell_call_ward", "team_reached", "team_reached_ward", "call_again",
        "call_again_ward", "failed", "staff_strip", "happening_now_button", "question_kept",
        "emergency_line", "other_language", "show_someone",
        "show_someone_ward", "ask_for_a_call",
    },
}  # fmt: skip
# What a translation holds: the takeover, the lines beside an answer, and that answers are in English so far.
_TRANSLATED = {
    **{section: _NEEDED[section] for section in ("names", "labels", "titles", "steps", "say", "banners")},
    "replies": {"other_language", "ask_for_a_call"},
    "translation": {"note"},
}
_RIGHT_TO_LEFT = frozenset(("ar", "he", "fa", "ur"))


@dataclass(frozen=True)
class Wording:
    """The sentences of one language, by section and name."""

    language: str
    sections: Mapping[str, Mapping[str, str]]

    def line(self, section: str, name: str, situation: Situation, contacts: Contacts, **more: str) -> str:
        """Return a sentence with the numbers of this family in it; raise RulesError when there is none."""
        try:
            sentence = self.sections[section][name]
        except KeyError as error:
            raise RulesError(f"wording/{self.language}.yml: {section}: {name}: missing") from error
        fields = {
            "emergency": self.emergency(situation),
            "centre": self.centre(contacts),
            "centre_name": self.centre_name(contacts),
            **more,
        }
        return sentence.format(**fields)

    def emergency(self, situation: Situation) -> str:
        """Return the number of the family's country, or words that name none when it is not known."""
        return emergency_number(situation.country) or self.sections["names"]["emergency_unknown"]

    def centre(self, contacts: Contacts) -> str:
        """Return the care team with its number, or where to find the number when it is not set."""
        names = self.sections["names"]
        if not contacts.centre_phone:
            return names["centre_without_phone"]
        name = contacts.centre_name or names["centre_default"]
        return names["centre_with_phone"].format(centre_name=name, centre_phone=contacts.centre_phone)

    def centre_name(self, contacts: Contacts) -> str:
        """Return the care team's name, for sentences that stand beside its number."""
        names = self.sections["names"]
        if not contacts.centre_phone:
            return names["centre_without_phone"]
        return contacts.centre_name or names["centre_default"]


@cache
def wording(language: str = "en") -> Wording:
    """Return the words of a language; English where the language has none yet."""
    path = FOLDER / "wording" / f"{language}.yml"
    if language != "en" and not (re.fullmatch(r"[a-z]{2}", language) and path.exists()):
        return wording("en")
    return parse_wording(f"wording/{path.name}", read_yaml(path), _NEEDED if language == "en" else _TRANSLATED)


def is_translated(language: str) -> bool:
    """Whether there are words in this language, other than English."""
    return wording(language).language != "en"


def direction_of(language: str) -> Literal["ltr", "rtl"]:
    """Return which way a language is written."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def parse_wording(
    file: str, content: Mapping[str, Any], needed: Mapping[str, set[str]] = MappingProxyType(_NEEDED)
) -> Wording:
    """Check the content of a wording file; raise RulesError naming file, section and key."""
    for section in content:
        if section not in {*needed, "language", "status"}:
            raise RulesError(f"{file}: unknown key {section!r}")
    for section, names in needed.items():
        entries = content.get(section)
        if not isinstance(entries, dict):
            raise RulesError(f"{file}: {section}: missing")
        for name in sorted(names ^ set(entries)):
            raise RulesError(f"{file}: {section}: {name}: {'missing' if name in names else 'unknown key'}")
        for name, sentence in entries.items():
            _check_sentence(f"{file}: {section}: {name}", sentence)
    return Wording(str(content.get("language")), {section: content[section] for section in needed})


def _check_sentence(where: str, sentence: Any) -> None:
    if not isinstance(sentence, str) or not sentence.strip():
        raise RulesError(f"{where}: a sentence is expected")
    for field in re.findall(r"\{([^}]*)\}", sentence):
        if field not in _FIELDS:
            raise RulesError(f"{where}: unknown field {{{field}}}")


@cache
def _numbers() -> dict[str, str]:
    return parse_numbers(read_yaml(FOLDER / "wording" / "emergency_numbers.yml"))


def parse_numbers(content: Mapping[str, Any]) -> dict[str, str]:
    """Check the emergency numbers; raise RulesError naming the country and key."""
    file, numbers = "wording/emergency_numbers.yml", {}
    for country, entry in content.get("numbers", {}).items():
        where = f"{file}: {country}"
        if not re.fullmatch(r"[A-Z]{2}", str(country)):
            raise RulesError(f"{where}: two capital letters are expected")
        if not isinstance(entry, dict) or set(entry) != {"number", "reaches", "verified_on", "note"}:
            raise RulesError(f"{where}: number, reaches, verified_on and note are expected")
        if not re.fullmatch(r"\d{3,5}", str(entry["number"])) or not isinstance(entry["number"], str):
            raise RulesError(f"{where}: number: three to five digits in quotes")
        if entry["reaches"] not in {"ambulance", "general"}:
            raise RulesError(f"{where}: reaches: ambulance or general")
        numbers[country] = entry["number"]
    if not numbers:
        raise RulesError(f"{file}: numbers: missing")
    return numbers


def emergency_number(country: str | None) -> str | None:
    """Return a country's number for an ambulance, or None when country or number is not known."""
    return _numbers().get(country.upper()) if country else None
