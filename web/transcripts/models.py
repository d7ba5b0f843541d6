"""The tables. Words a family typed stand in `turns.text`, `turns.reply`, `handovers` and `feedback.reason` alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.outcomes import Outcome
from web.transcripts.base import Base, one_of

OUTCOMES = tuple(outcome.value for outcome in Outcome)
LEVELS = ("none", "banner", "urgent")
ROLES = ("navigator", "maintainer")


class ConversationRow(Base):
    """One family's talk, from opening the page to leaving it; only where storing was agreed to."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    started_at: Mapped[datetime]
    last_turn_at: Mapped[datetime] = mapped_column(index=True)
    consent_version: Mapped[str] = mapped_column(String(32))
    turn_count: Mapped[int] = mapped_column(default=0)
    urgency_rank: Mapped[int] = mapped_column(default=0, index=True)  # the highest of its turns
    state_number: Mapped[int] = mapped_column(default=0)  # the turn after which `context` and `episode` were so
    context: Mapped[dict[str, Any]] = mapped_column(default=dict)
    episode: Mapped[dict[str, Any] | None]
    turns: Mapped[list["TurnRow"]] = relationship(
        back_populates="conversation", cascade="all, delete-orphan", passive_deletes=True, order_by="TurnRow.position"
    )


class TurnRow(Base):
    """One message and the reply to it."""

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_turn_id"),
        CheckConstraint(one_of("outcome", OUTCOMES), name="outcome"),
        CheckConstraint(one_of("level", LEVELS), name="level"),
        Index("ix_turns_urgency_rank_asked_at", "urgency_rank", "asked_at"),
    )

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    client_turn_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]  # grows from turn to turn
    asked_at: Mapped[datetime] = mapped_column(index=True)
    replied_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(20), index=True)
    level: Mapped[str] = mapped_column(String(10))
    tier: Mapped[str | None] = mapped_column(String(1))
    urgency_rank: Mapped[int]
    assessment: Mapped[dict[str, Any]]  # Assessment.as_dict(): rule ids, spans, what was set aside
    retrieval: Mapped[dict[str, Any]]  # {ranked: [{id, score}], belief, threshold}: the rejected ones too
    reply: Mapped[dict[str, Any]]  # the Turn of the HTTP contract, without its token
    degraded: Mapped[bool] = mapped_column(default=False)
    conversation: Mapped[ConversationRow] = relationship(back_populates="turns")
    feedback: Mapped["FeedbackRow | None"] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class FeedbackRow(Base):
    """What the family thought of one reply; a second rating replaces the first."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint(one_of("rating", ("up", "down")), name="rating"),)

    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True)
    given_at: Mapped[datetime]
    rating: Mapped[str] = mapped_column(String(4))
    reason: Mapped[str | None] = mapped_column(Text)


class HandoverRow(Base):
    """A family's wish to be called back; kept even where the talk itself is not, since it was asked for."""

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint(one_of("contact_kind", ("phone", "email")), name="contact_kind"),
        CheckConstraint(one_of("status", ("requested", "done")), name="status"),
    )

    reference: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    turn_id: Mapped[str] = mapped_column(String(64))
    requested_at: Mapped[datetime] = mapped_column(index=True)
    name: Mapped[str | None] = mapped_column(Text)
    contact_kind: Mapped[str] = mapped_column(String(8))
    contact: Mapped[str] = mapped_column(Text)
    preferred_time: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(12), default="requested")


class SafetyEventRow(Base):
    """That an urgent reply was shown, and why; holds no text and outlives the conversation."""

    __tablename__ = "safety_events"

    turn_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    shown_at: Mapped[datetime] = mapped_column(index=True)
    tier: Mapped[str] = mapped_column(String(1))
    kinds: Mapped[list[str]]
    signs: Mapped[list[str]]
    rules: Mapped[list[str]]
    first_call: Mapped[str | None] = mapped_column(String(20))


class ErasureRow(Base):
    """A conversation to be forgotten, and which stores have confirmed; stays, so that nothing late revives it."""

    __tablename__ = "erasures"
    __table_args__ = (CheckConstraint(one_of("reason", ("family", "expired", "not_stored")), name="reason"),)

    conversation_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    reason: Mapped[str] = mapped_column(String(12))
    requested_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    database_done: Mapped[bool] = mapped_column(default=False)
    spool_done: Mapped[bool] = mapped_column(default=False)
    rasa_done: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)


class StaffRow(Base):
    """Someone who may sign in to the console."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint(one_of("role", ROLES), name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(254), unique=True)  # lower case; an e-mail address will do
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(12))
    active: Mapped[bool] = mapped_column(default=True)
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]


class AuditRow(Base):
    """Who did what to which conversation or account; rows are only ever added."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(254))
