"""Forgetting: a family's deletion, the end of the retention time, and Rasa's memory of talks that are not stored."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select

from web.errors import RasaUnavailable
from web.transcripts.database import Database
from web.transcripts.models import ConversationRow, ErasureRow, FeedbackRow, HandoverRow, TurnRow
from web.transcripts.spool import Spool

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 200
RETRY_AFTER = timedelta(seconds=30)


class Erasures:
    """Carries out what `ErasureRow` asks for, as often as it takes until every store has confirmed."""

    def __init__(self, database: Database, spool: Spool, forget_tracker: Callable[[str], None]) -> None:
        """`forget_tracker` deletes what Rasa knows of a conversation, or raises `RasaUnavailable`."""
        self._database = database
        self._spool = spool
        self._forget_tracker = forget_tracker

    def carry_out(self, conversation_id: str, now: datetime) -> bool:
        """Erase one conversation where that was asked for and is due; whether every store has confirmed.

        Raises `StoreUnavailable`.
        """
        with self._database.reading() as session:
            row = session.get(ErasureRow, conversation_id)
        if row is None:
            return False
        if row.due_at > now:
            return row.database_done and row.spool_done and row.rasa_done
        spool_done = row.spool_done or self._purge_spool(conversation_id)
        rasa_done = row.rasa_done or self._clear_tracker(conversation_id)
        with self._database.writing() as session:
            if not row.database_done:
                _delete_rows(session.execute, conversation_id)
            session.merge(
                ErasureRow(
                    conversation_id=row.conversation_id,
                    reason=row.reason,
                    requested_at=row.requested_at,
                    due_at=now + RETRY_AFTER,
                    database_done=True,
                    spool_done=spool_done,
                    rasa_done=rasa_done,
                    attempts=row.attempts + 1,
                )
            )
        self._database.forget_free_pages()
        return spool_done and rasa_done

    def run_due(self, now: datetime) -> int:
        """Carry out what is due and not done yet; how many are done now. Raises `StoreUnavailable`."""
        with self._database.reading() as session:
            unfinished = ~(ErasureRow.database_done & ErasureRow.spool_done & ErasureRow.rasa_done)
            due = session.scalars(
                select(ErasureRow.conversation_id)
                .where(unfinished, ErasureRow.due_at <= now)
                .order_by(ErasureRow.due_at)
                .limit(MOST_AT_ONCE)
            ).all()
        return sum(self.carry_out(conversation_id, now) for conversation_id in due)

    def expire(self, now: datetime, retention: timedelta, tombstones: timedelta) -> int:
        """Ask for the erasure of every conversation without a turn for `retention`; how many.

        Call-back requests as old go with it, and tombstones that no living token can need. Raises `StoreUnavailable`.
        """
        with self._database.writing() as session:
            old = session.scalars(
                select(ConversationRow.id).where(ConversationRow.last_turn_at < now - retention)
            ).all()
            for conversation_id in old:
                session.merge(
                    ErasureRow(
                        conversation_id=conversation_id,
                        reason="expired",
                        requested_at=now,
                        due_at=now,
                        database_done=False,
                        spool_done=False,
                        rasa_done=False,
                        attempts=0,
                    )
                )
            session.execute(delete(HandoverRow).where(HandoverRow.requested_at < now - retention))
            done = ErasureRow.database_done & ErasureRow.spool_done & ErasureRow.rasa_done
            session.execute(delete(ErasureRow).where(done, ErasureRow.requested_at < now - tombstones))
        return len(old)

    def _purge_spool(self, conversation_id: str) -> bool:
        try:
            self._spool.purge(conversation_id)
        except OSError as error:
            log.warning("erasure_pending", conversation_id=conversation_id, store="spool", error=type(error).__name__)
            return False
        return True

    def _clear_tracker(self, conversation_id: str) -> bool:
        try:
            self._forget_tracker(conversation_id)
        except RasaUnavailable as error:
            log.warning("erasure_pending", conversation_id=conversation_id, store="rasa", error=str(error))
            return False
        return True


def _delete_rows(execute: Callable[..., object], conversation_id: str) -> None:
    turns = select(TurnRow.id).where(TurnRow.conversation_id == conversation_id)
    execute(delete(FeedbackRow).where(FeedbackRow.turn_id.in_(turns)))
    execute(delete(TurnRow).where(TurnRow.conversation_id == conversation_id))
    execute(delete(HandoverRow).where(HandoverRow.conversation_id == conversation_id))
    execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))
