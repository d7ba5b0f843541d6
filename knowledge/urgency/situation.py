"""What is known about the family beside the message, and whom they can call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from knowledge.urgency.errors import InvalidSituation

SETTINGS = ("ward", "near_centre", "home", "elsewhere", "unknown")
THERAPIES = ("car_t", "bispecific", "allogeneic", "unknown")
AUDIENCES = ("family", "patient")


@dataclass(frozen=True)
class Situation:
    """The family's stored context. `earlier_signs`: amber sign ids of the last 24 h in this conversation."""

    setting: str = "unknown"
    country: str | None = None  # ISO 3166 alpha-2, None when unknown
    therapy: str = "unknown"
    audience: str = "family"
    infusion_day: int | None = None
    language: str | None = None
    earlier_signs: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any] | None) -> Situation:
        """Read plain values; raise InvalidSituation, naming the key, on an unknown key or value."""
        if values is None:
            return cls()
        if not isinstance(values, Mapping):
            raise InvalidSituation("a situation is an object")
        unknown = set(values) - {field.name for field in fields(cls)}
        if unknown:
            raise InvalidSituation(f"unknown key: {sorted(map(str, unknown))[0][:40]}")
        return cls(
            setting=_choice(values, "setting", SETTINGS, "unknown"),
            country=_country(values.get("country")),
            therapy=_choice(values, "therapy", THERAPIES, "unknown"),
            audience=_choice(values, "audience", AUDIENCES, "family"),
            infusion_day=_day(values.get("infusion_day")),
            language=_language(values.get("language")),
            earlier_signs=_signs(values.get("earlier_signs")),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; `from_dict` reads them back."""
        return {**asdict(self), "earlier_signs": list(self.earlier_signs)}


@dataclass(frozen=True)
class Contacts:
    """Whom a family can call, made by each process from its settings; empty means not set."""

    service_name: str = "CancerFax"
    centre_name: str | None = None
    centre_phone: str | None = None
    default_country: str | None = None  # for the card on the page only; never assumed for a family


def _choice(values: Mapping[str, Any], key: str, allowed: tuple[str, ...], default: str) -> str:
    value = values.get(key)
    if value is None:
        return default
    if value not in allowed:
        raise InvalidSituation(f"{key}: one of {', '.join(allowed)}")
    return str(value)


def _country(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if not (isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha()):
        raise InvalidSituation("country: two letters, ISO 3166 alpha-2")
    return value.upper()


def _day(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not -365 <= value <= 36500:
        raise InvalidSituation("infusion_day: a whole number of days")
    return value


def _language(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if not (isinstance(value, str) and 2 <= len(value) <= 12 and value.replace("-", "").isalnum()):
        raise InvalidSituation("language: a language tag such as en")
    return value.lower()


def _signs(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    listed = isinstance(value, (list, tuple)) and len(value) <= 200
    if not listed or not all(isinstance(sign, str) and len(sign) <= 60 for sign in value):
        raise InvalidSituation("earlier_signs: a list of sign ids")
    return tuple(value)
