"""The frozen values that go into the transcript store, also by way of the spool."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

Json = dict[str, Any]
_MOMENTS = ("started_at", "asked_at", "replied_at")


@dataclass(frozen=True, slots=True)
class Handover:
    """A request to be called back, as the hand-over form took it."""

    reference: str
    contact_kind: str
    contact: str
    name: str | None = None
    preferred_time: str | None = None


@dataclass(frozen=True, slots=True)
class SafetyEvent:
    """That an urgent reply was shown, without a word of what was typed."""

    tier: str
    kinds: tuple[str, ...]
    signs: tuple[str, ...]
    rules: tuple[str, ...]
    first_call: str | None


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn on its way to the store; `as_dict` and `from_dict` carry it through the spool."""

    turn_id: str
    client_turn_id: str
    conversation_id: str
    number: int
    started_at: datetime
    consent_version: str
    asked_at: datetime
    replied_at: datetime
    text: str
    outcome: str
    level: str
    tier: str | None
    assessment: Json
    retrieval: Json
    reply: Json
    degraded: bool
    context: Json
    episode: Json | None

    def as_dict(self) -> Json:
        """The record as plain JSON values."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return values | {name: values[name].isoformat() for name in _MOMENTS}

    @classmethod
    def from_dict(cls, values: Json) -> "TurnRecord":
        """The record that `as_dict` described; raises `KeyError`, `TypeError` or `ValueError` on anything else."""
        return cls(**(values | {name: datetime.fromisoformat(values[name]) for name in _MOMENTS}))


@dataclass(frozen=True, slots=True)
class Entry:
    """All that one turn leaves behind; each part only where there is reason to keep it.

    `turn` where storing was agreed to, `event` where an urgent reply was shown, `handover` where a call back was
    asked for, `forget_tracker_at` where Rasa heard of a conversation that is not stored, `erase` where the family
    asked for deletion while the database was away.
    """

    conversation_id: str
    turn_id: str
    at: datetime
    turn: TurnRecord | None = None
    event: SafetyEvent | None = None
    handover: Handover | None = None
    forget_tracker_at: datetime | None = None
    erase: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left behind."""
        return not (self.turn or self.event or self.handover or self.forget_tracker_at or self.erase)

    def as_dict(self) -> Json:
        """The entry as plain JSON values."""
        return {
            "conversation_id": self.conversation_id,
            "turn_id": self.turn_id,
            "at": self.at.isoformat(),
            "turn": self.turn.as_dict() if self.turn else None,
            "event": asdict(self.event) if self.event else None,
            "handover": asdict(self.handover) if self.handover else None,
            "forget_tracker_at": self.forget_tracker_at.isoformat() if self.forget_tracker_at else None,
            "erase": self.erase,
        }

    @classmethod
    def from_dict(cls, values: Json) -> "Entry":
        """The entry that `as_dict` described; raises `KeyError`, `TypeError` or `ValueError` on anything else."""
        event, forget = values["event"], values["forget_tracker_at"]
        tuples = {key: tuple(event[key]) for key in ("kinds", "signs", "rules")} if event else {}
        return cls(
            conversation_id=values["conversation_id"],
            turn_id=values["turn_id"],
            at=datetime.fromisoformat(values["at"]),
            turn=TurnRecord.from_dict(values["turn"]) if values["turn"] else None,
            event=SafetyEvent(**(event | tuples)) if event else None,
            handover=Handover(**values["handover"]) if values["handover"] else None,
            forget_tracker_at=datetime.fromisoformat(forget) if forget else None,
            erase=values["erase"],
        )


@dataclass(frozen=True, slots=True)
class StoredReply:
    """The reply already stored for an earlier sending of a turn, and the text that it answered."""

    text: str
    reply: Json
