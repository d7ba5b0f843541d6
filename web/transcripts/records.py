"""The frozen values that come out of the transcript store."""

from dataclasses import dataclass
from datetime import datetime

from web.transcripts.entries import Handover, Json

RANKS = {("urgent", "E"): 5, ("urgent", "R"): 4, ("banner", "A"): 3, ("banner", None): 2, ("none", None): 0}


def urgency_rank(level: str, tier: str | None) -> int:
    """How far up the navigator's list a turn belongs: 5 for a life threat, 0 for none."""
    return RANKS.get((level, tier), 4 if level == "urgent" else 2 if level == "banner" else 0)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the family thought of one reply: `rating` is `up` or `down`."""

    rating: str
    reason: str | None
    given_at: datetime


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One turn as a navigator reads it."""

    turn_id: str
    number: int
    asked_at: datetime
    replied_at: datetime
    text: str
    outcome: str
    level: str
    tier: str | None
    urgency_rank: int
    assessment: Json
    retrieval: Json
    reply: Json
    degraded: bool
    feedback: Feedback | None


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """One line of the navigator's list."""

    conversation_id: str
    started_at: datetime
    last_turn_at: datetime
    turn_count: int
    urgency_rank: int
    episode: Json | None
    handover: bool


@dataclass(frozen=True, slots=True)
class StoredHandover:
    """A request to be called back, as the console shows it."""

    handover: Handover
    conversation_id: str
    turn_id: str
    requested_at: datetime
    status: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole stored conversation, oldest turn first."""

    summary: ConversationSummary
    consent_version: str
    context: Json
    state_number: int
    turns: tuple[StoredTurn, ...]
    handovers: tuple[StoredHandover, ...]


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Someone who may sign in to the console; `role` is `navigator` or `maintainer`."""

    id: int
    username: str
    role: str
    active: bool
