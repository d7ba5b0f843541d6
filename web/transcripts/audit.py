"""Who did what in the console. Entries are only ever added."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from web.transcripts.database import Database
from web.transcripts.models import AuditRow


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act; `subject` is a conversation's id or an account's name, never a text."""

    at: datetime
    staff_id: int | None
    action: str
    subject: str


class AuditLog:
    """Appends and lists. Raises `StoreUnavailable`: what cannot be noted must not be shown."""

    def __init__(self, database: Database) -> None:
        """Note into this database."""
        self._database = database

    def record(self, staff_id: int | None, action: str, subject: str) -> None:
        """Note that a member of staff (None: the command line) did `action` to `subject`."""
        with self._database.writing() as session:
            session.add(AuditRow(at=datetime.now(UTC), staff_id=staff_id, action=action, subject=subject))

    def latest(self, limit: int = 100) -> tuple[AuditEntry, ...]:
        """The newest entries, newest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(limit))
            return tuple(AuditEntry(row.at, row.staff_id, row.action, row.subject) for row in rows)
