"""What the navigator's console asks of the transcript store. Every method is one short transaction.

A conversation counts as reviewed when somebody marked it so after its last turn; the mark is a row of the audit
log, so a later turn puts the conversation back among those to review.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, tuple_

from web.errors import InvalidRequest
from web.transcripts.base import UtcDateTime
from web.transcripts.database import Database
from web.transcripts.models import AuditRow, ConversationRow, HandoverRow, TurnRow
from web.transcripts.reading import handover_of, summary_of
from web.transcripts.records import ConversationSummary, StoredHandover

REVIEWED = "conversation_reviewed"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list: the last line of a page, after which the next page begins."""

    urgency_rank: int
    last_turn_at: datetime
    conversation_id: str

    def as_text(self) -> str:
        """The place for an address; `from_text` reads it back."""
        microseconds = (self.last_turn_at - _EPOCH) // timedelta(microseconds=1)
        return f"{self.urgency_rank}.{microseconds}.{self.conversation_id}"

    @classmethod
    def from_text(cls, text: str) -> "Place":
        """The place in an address; raises `InvalidRequest`."""
        try:
            rank, microseconds, conversation_id = text.split(".", 2)
            return cls(int(rank), _EPOCH + timedelta(microseconds=int(microseconds)), conversation_id)
        except (ValueError, OverflowError) as error:
            raise InvalidRequest("after") from error


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation in the navigator's list; `outcome` is that of its last turn."""

    summary: ConversationSummary
    outcome: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, and where the next one begins (None: this is the last)."""

    lines: tuple[Line, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class Callback:
    """A wish to be called back; `kept` says whether there is a transcript to read."""

    asked: StoredHandover
    kept: bool


class ConsoleQueries:
    """Reads and marks for the console. Any method raises `StoreUnavailable` when the database does not answer."""

    def __init__(self, database: Database) -> None:
        """Nothing is asked of the database yet."""
        self._database = database

    def conversations(self, *, after: Place | None, unreviewed_only: bool, limit: int = 25) -> Page:
        """One page of the stored conversations: the most urgent first, then the newest."""
        query = _lines().limit(limit + 1)
        if unreviewed_only:
            query = query.where(~_reviewed())
        if after is not None:
            query = query.where(tuple_(*_ORDER) < _values(after))
        with self._database.reading() as session:
            lines = tuple(
                Line(summary_of(row, handover), outcome, bool(reviewed))
                for row, outcome, handover, reviewed in session.execute(query)
            )
        return Page(lines[:limit], _place(lines[limit - 1]) if len(lines) > limit else None)

    def is_reviewed(self, conversation_id: str) -> bool:
        """Whether somebody marked the conversation as reviewed after its last turn."""
        query = select(_reviewed()).select_from(ConversationRow).where(ConversationRow.id == conversation_id)
        with self._database.reading() as session:
            return bool(session.scalar(query))

    def callbacks(self, *, limit: int = 200) -> tuple[Callback, ...]:
        """The wishes to be called back: those still open first, the longest waiting on top."""
        kept = exists().where(ConversationRow.id == HandoverRow.conversation_id)
        order = (HandoverRow.status.desc(), HandoverRow.requested_at)
        with self._database.reading() as session:
            rows = session.execute(select(HandoverRow, kept).order_by(*order).limit(limit))
            return tuple(Callback(handover_of(row), is_kept) for row, is_kept in rows)

    def finish_callback(self, reference: str) -> bool:
        """Mark a call-back as done; False when none is open under this reference."""
        with self._database.writing() as session:
            row = session.get(HandoverRow, reference)
            if row is None or row.status == "done":
                return False
            row.status = "done"
            return True


_ORDER = (ConversationRow.urgency_rank, ConversationRow.last_turn_at, ConversationRow.id)


def _lines() -> Select[tuple[ConversationRow, str, bool, bool]]:
    outcome = (
        select(TurnRow.outcome)
        .where(TurnRow.conversation_id == ConversationRow.id)
        .order_by(TurnRow.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    handover = exists().where(HandoverRow.conversation_id == ConversationRow.id)
    return select(ConversationRow, outcome, handover, _reviewed()).order_by(*(column.desc() for column in _ORDER))


def _reviewed() -> ColumnElement[bool]:
    marked_at = (
        select(func.max(AuditRow.at))
        .where(AuditRow.action == REVIEWED, AuditRow.subject == ConversationRow.id)
        .scalar_subquery()
    )
    return func.coalesce(marked_at >= ConversationRow.last_turn_at, literal(False))


def _values(place: Place) -> ColumnElement[Any]:
    moment = literal(place.last_turn_at, UtcDateTime())
    return tuple_(literal(place.urgency_rank), moment, literal(place.conversation_id))


def _place(line: Line) -> Place:
    return Place(line.summary.urgency_rank, line.summary.last_turn_at, line.summary.conversation_id)
