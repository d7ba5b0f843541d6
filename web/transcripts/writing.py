"""Put what a turn leaves behind into the tables, inside a transaction of the caller's."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.transcripts.entries import Entry, Handover, SafetyEvent, StoredReply, TurnRecord
from web.transcripts.models import ConversationRow, ErasureRow, HandoverRow, SafetyEventRow, TurnRow
from web.transcripts.records import urgency_rank


def write_entry(session: Session, entry: Entry) -> StoredReply | None:
    """Write every part of an entry that is not there yet; the stored reply if the turn already was."""
    if entry.event:
        _write_event(session, entry, entry.event)
    if entry.erase:
        _ask_for_erasure(session, entry)
    if _is_erased(session, entry.conversation_id):
        return None  # a turn that comes late must not bring a deleted conversation back
    if entry.forget_tracker_at:
        _note_tracker(session, entry)
    if entry.handover:
        _write_handover(session, entry, entry.handover)
    return _write_turn(session, entry.turn) if entry.turn else None


def _is_erased(session: Session, conversation_id: str) -> bool:
    erasure = session.get(ErasureRow, conversation_id)
    return erasure is not None and erasure.reason != "not_stored"


def _write_event(session: Session, entry: Entry, event: SafetyEvent) -> None:
    if session.get(SafetyEventRow, entry.turn_id) is None:
        session.add(
            SafetyEventRow(
                turn_id=entry.turn_id,
                shown_at=entry.at,
                tier=event.tier,
                kinds=list(event.kinds),
                signs=list(event.signs),
                rules=list(event.rules),
                first_call=event.first_call,
            )
        )


def _ask_for_erasure(session: Session, entry: Entry) -> None:
    row = session.get(ErasureRow, entry.conversation_id)
    if row is None or row.reason == "not_stored":
        fresh = ErasureRow(
            conversation_id=entry.conversation_id,
            reason="family",
            requested_at=entry.at,
            due_at=entry.at,
            database_done=False,
            spool_done=False,
            rasa_done=False,
            attempts=0,
        )
        session.merge(fresh)
        session.flush()


def _note_tracker(session: Session, entry: Entry) -> None:
    session.merge(
        ErasureRow(
            conversation_id=entry.conversation_id,
            reason="not_stored",
            requested_at=entry.at,
            due_at=entry.forget_tracker_at,
            database_done=True,
            spool_done=True,
            rasa_done=False,
            attempts=0,
        )
    )


def _write_handover(session: Session, entry: Entry, handover: Handover) -> None:
    if session.get(HandoverRow, handover.reference) is None:
        session.add(
            HandoverRow(
                reference=handover.reference,
                conversation_id=entry.conversation_id,
                turn_id=entry.turn_id,
                requested_at=entry.at,
                name=handover.name,
                contact_kind=handover.contact_kind,
                contact=handover.contact,
                preferred_time=handover.preferred_time,
                status="requested",
            )
        )


def _write_turn(session: Session, turn: TurnRecord) -> StoredReply | None:
    earlier = session.scalar(
        select(TurnRow).where(
            TurnRow.conversation_id == turn.conversation_id, TurnRow.client_turn_id == turn.client_turn_id
        )
    )
    if earlier is not None:
        return StoredReply(earlier.text, earlier.reply)
    conversation = session.get(ConversationRow, turn.conversation_id) or _open_conversation(session, turn)
    rank = urgency_rank(turn.level, turn.tier)
    conversation.turn_count += 1
    conversation.urgency_rank = max(conversation.urgency_rank, rank)
    conversation.last_turn_at = max(conversation.last_turn_at, turn.asked_at)
    if turn.number > conversation.state_number:
        conversation.state_number = turn.number
        conversation.context, conversation.episode = turn.context, turn.episode
    same = (
        "conversation_id",
        "client_turn_id",
        "number",
        "asked_at",
        "replied_at",
        "text",
        "outcome",
        "level",
        "tier",
        "assessment",
        "retrieval",
        "reply",
        "degraded",
    )
    session.add(TurnRow(id=turn.turn_id, urgency_rank=rank, **{name: getattr(turn, name) for name in same}))
    return None


def _open_conversation(session: Session, turn: TurnRecord) -> ConversationRow:
    row = ConversationRow(
        id=turn.conversation_id,
        started_at=turn.started_at,
        last_turn_at=turn.asked_at,
        consent_version=turn.consent_version,
        turn_count=0,
        urgency_rank=0,
        state_number=0,
        context=turn.context,
        episode=turn.episode,
    )
    session.add(row)
    session.flush()
    return row
