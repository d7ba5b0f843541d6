"""Turn rows into the frozen values that leave the store."""

from web.transcripts.entries import Handover
from web.transcripts.models import ConversationRow, HandoverRow, TurnRow
from web.transcripts.records import (
    ConversationSummary,
    Feedback,
    StoredHandover,
    StoredTurn,
    Transcript,
)


def summary_of(row: ConversationRow, handover: bool) -> ConversationSummary:
    """One line of the navigator's list."""
    return ConversationSummary(
        conversation_id=row.id,
        started_at=row.started_at,
        last_turn_at=row.last_turn_at,
        turn_count=row.turn_count,
        urgency_rank=row.urgency_rank,
        episode=row.episode,
        handover=handover,
    )


def transcript_of(row: ConversationRow, handovers: tuple[StoredHandover, ...]) -> Transcript:
    """A conversation with its turns in the order they were asked, also where some came late through the spool."""
    turns = sorted(row.turns, key=lambda turn: (turn.number, turn.asked_at, turn.position))
    return Transcript(
        summary=summary_of(row, bool(handovers)),
        consent_version=row.consent_version,
        context=row.context,
        state_number=row.state_number,
        turns=tuple(turn_of(each) for each in turns),
        handovers=handovers,
    )


def turn_of(row: TurnRow) -> StoredTurn:
    """One turn as a navigator reads it."""
    rating = row.feedback
    same = (
        "number",
        "asked_at",
        "replied_at",
        "text",
        "outcome",
        "level",
        "tier",
        "urgency_rank",
        "assessment",
        "retrieval",
        "reply",
        "degraded",
    )
    return StoredTurn(
        turn_id=row.id,
        feedback=Feedback(rating.rating, rating.reason, rating.given_at) if rating else None,
        **{name: getattr(row, name) for name in same},
    )


def handover_of(row: HandoverRow) -> StoredHandover:
    """A request to be called back."""
    return StoredHandover(
        handover=Handover(row.reference, row.contact_kind, row.contact, row.name, row.preferred_time),
        conversation_id=row.conversation_id,
        turn_id=row.turn_id,
        requested_at=row.requested_at,
        status=row.status,
    )
