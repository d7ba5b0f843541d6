"""The transcript store: turns in exactly once, transcripts out. Every method is one short transaction."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from web.errors import StoreUnavailable, UnknownConversation, UnknownTurn
from web.transcripts.database import Database
from web.transcripts.entries import Entry, StoredReply
from web.transcripts.models import ConversationRow, ErasureRow, FeedbackRow, HandoverRow, TurnRow
from web.transcripts.reading import handover_of, transcript_of
from web.transcripts.records import Feedback, Transcript
from web.transcripts.writing import write_entry


class TranscriptStore:
    """Reads and writes transcripts. Any method raises `StoreUnavailable` when the database does not answer."""

    def __init__(self, database: Database) -> None:
        """Keep the transcripts in this database."""
        self._database = database

    def add(self, entry: Entry) -> StoredReply | None:
        """Store what a turn leaves behind, once however often it is called.

        Returns None, or, where the turn was stored before under the same `client_turn_id`, that reply.
        """
        try:
            return self._write(entry)
        except StoreUnavailable as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
        return self._write(entry)  # another sending was stored in between: now it is found

    def _write(self, entry: Entry) -> StoredReply | None:
        with self._database.writing() as session:
            return write_entry(session, entry)

    def reply_to(self, conversation_id: str, client_turn_id: str) -> StoredReply | None:
        """The stored reply to an earlier sending of a turn, or None; raises `UnknownConversation` once deleted."""
        with self._database.reading() as session:
            _refuse_erased(session, conversation_id)
            turn = session.scalar(
                select(TurnRow).where(
                    TurnRow.conversation_id == conversation_id, TurnRow.client_turn_id == client_turn_id
                )
            )
            return StoredReply(turn.text, turn.reply) if turn else None

    def transcript(self, conversation_id: str) -> Transcript:
        """A whole conversation, oldest turn first; raises `UnknownConversation`."""
        with self._database.reading() as session:
            row = session.get(
                ConversationRow,
                conversation_id,
                options=[selectinload(ConversationRow.turns).selectinload(TurnRow.feedback)],
            )
            if row is None:
                raise UnknownConversation(conversation_id)
            handovers = session.scalars(
                select(HandoverRow)
                .where(HandoverRow.conversation_id == conversation_id)
                .order_by(HandoverRow.requested_at)
            )
            return transcript_of(row, tuple(handover_of(each) for each in handovers))

    def refuse_erased(self, conversation_id: str) -> None:
        """Raise `UnknownConversation` when the conversation was deleted or has expired."""
        with self._database.reading() as session:
            _refuse_erased(session, conversation_id)

    def add_feedback(self, conversation_id: str, turn_id: str, feedback: Feedback) -> None:
        """Keep a rating, replacing an earlier one; raises `UnknownTurn`."""
        with self._database.writing() as session:
            turn = session.scalar(
                select(TurnRow).where(TurnRow.id == turn_id, TurnRow.conversation_id == conversation_id)
            )
            if turn is None:
                raise UnknownTurn(turn_id)
            session.merge(
                FeedbackRow(turn_id=turn_id, given_at=feedback.given_at, rating=feedback.rating, reason=feedback.reason)
            )


def _refuse_erased(session: Session, conversation_id: str) -> None:
    erasure = session.get(ErasureRow, conversation_id)
    if erasure is not None and erasure.reason != "not_stored":
        raise UnknownConversation(conversation_id)
