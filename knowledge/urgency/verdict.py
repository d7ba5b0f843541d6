"""What a reading of one message comes to: level, tier, banner, kinds, first call and the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from knowledge.urgency.errors import InvalidSituation


class Level(str, Enum):
    """How far the message takes over the turn."""

    URGENT = "urgent"  # the fixed reply stands instead of an answer
    BANNER = "banner"  # an answer, with one fixed line beside it
    NONE = "none"


class Tier(str, Enum):
    """How fast: E a life threat, R urgent review now, A one sign that needs advice now."""

    E = "E"
    R = "R"
    A = "A"


class Banner(str, Enum):
    """Which fixed line stands beside an answer."""

    ADVISE = "advise"  # one amber sign, or a red sign with staff at the bedside
    CONDITIONAL = "conditional"  # a sign is named but not reported as happening


class Kind(str, Enum):
    """What sort of danger; a message can hold several."""

    MEDICAL = "medical"
    OVERDOSE = "overdose"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"


class FirstCall(str, Enum):
    """Whom to call first."""

    WARD_STAFF = "ward_staff"
    EMERGENCY_NUMBER = "emergency_number"
    CARE_TEAM = "care_team"


Span = tuple[int, int]


@dataclass(frozen=True)
class Reason:
    """A rule that counted: the sign it stands for, where in the text, as [start, end) characters, and as which tier."""

    rule: str
    sign: str
    span: Span | None = None
    tier: Tier | None = None  # None: it changes only the words of the reply

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; never the text itself."""
        return {
            "rule": self.rule,
            "sign": self.sign,
            "span": list(self.span) if self.span else None,
            "tier": self.tier.value if self.tier else None,
        }


SECOND_ROUTE = "second-route:"  # rules that change what an urgent reply says, beside the signs
CHILD_WRITES = "child-writes"
QUIET = frozenset(("look_alike", "unsupported"))  # reasons to set aside words that may be no sign at all: no banner


@dataclass(frozen=True)
class SetAside:
    """A sign that was named but not counted: which, where, and the cue that set it aside and where."""

    sign: str
    span: Span | None
    why: str  # denied | past | conditional | question | general | other_person | staff_present, or one of QUIET
    cue: str
    cue_span: Span | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; never the text itself."""
        return {
            "sign": self.sign,
            "span": list(self.span) if self.span else None,
            "why": self.why,
            "cue": self.cue,
            "cue_span": list(self.cue_span) if self.cue_span else None,
        }


@dataclass(frozen=True)
class Assessment:
    """The verdict on one message. Reasons and set-asides hold rule ids and spans, never the text."""

    level: Level = Level.NONE
    tier: Tier | None = None
    banner: Banner | None = None
    kinds: tuple[Kind, ...] = ()
    signs: tuple[str, ...] = ()
    first_call: FirstCall | None = None
    language: str = "en"
    reasons: tuple[Reason, ...] = ()
    set_aside: tuple[SetAside, ...] = ()

    @property
    def second_route(self) -> str | None:
        """Why the usual first call does not help, when the message says so: no-answer, sent-home or no-money."""
        for reason in self.reasons:
            if reason.rule.startswith(SECOND_ROUTE):
                return reason.rule.removeprefix(SECOND_ROUTE)
        return None

    @property
    def child_writes(self) -> bool:
        """Whether a child seems to be typing."""
        return any(reason.rule == CHILD_WRITES for reason in self.reasons)

    @property
    def is_urgent(self) -> bool:
        """Whether the fixed reply takes over the turn."""
        return self.level is Level.URGENT

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON, in the order of the command-line contract."""
        return {
            "level": self.level.value,
            "tier": self.tier.value if self.tier else None,
            "banner": self.banner.value if self.banner else None,
            "kinds": [kind.value for kind in self.kinds],
            "signs": list(self.signs),
            "first_call": self.first_call.value if self.first_call else None,
            "language": self.language,
            "reasons": [reason.as_dict() for reason in self.reasons],
            "set_aside": [aside.as_dict() for aside in self.set_aside],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Assessment:
        """Rebuild what `as_dict` gave; raise InvalidSituation on anything else."""
        try:
            return cls(
                level=Level(values["level"]),
                tier=Tier(values["tier"]) if values.get("tier") else None,
                banner=Banner(values["banner"]) if values.get("banner") else None,
                kinds=tuple(Kind(kind) for kind in values.get("kinds", ())),
                signs=tuple(str(sign) for sign in values.get("signs", ())),
                first_call=FirstCall(values["first_call"]) if values.get("first_call") else None,
                language=str(values.get("language") or "en"),
                reasons=tuple(
                    Reason(r["rule"], r["sign"], _span(r.get("span")), Tier(r["tier"]) if r.get("tier") else None)
                    for r in values.get("reasons", ())
                ),
                set_aside=tuple(
                    SetAside(a["sign"], _span(a.get("span")), a["why"], a["cue"], _span(a.get("cue_span")))
                    for a in values.get("set_aside", ())
                ),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidSituation(f"not an assessment: {type(error).__name__}") from error


def _span(value: Any) -> Span | None:
    return (int(value[0]), int(value[1])) if value else None
