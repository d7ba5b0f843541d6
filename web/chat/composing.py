"""Dress a reply as the `Turn` of the HTTP contract, and as what is left behind of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from knowledge.outcomes import Outcome
from knowledge.urgency import Banner, Level, UrgentReply, banner_text, direction_of, episode_line, fixed_reply
from web.chat.reading import Reading
from web.chat.replying import Reply
from web.chat.schemas import ContactLine, EpisodeView, Steps, Text, Turn, Urgency, Urgent
from web.chat.state import ConversationState
from web.services import Services
from web.transcripts.entries import Entry, SafetyEvent, TurnRecord

TRACKER_KEPT = timedelta(minutes=30)  # how long Rasa remembers a silent conversation that is not stored


def turn_of(services: Services, state: ConversationState, reading: Reading, reply: Reply, turn_id: str) -> Turn:
    """The reply, complete."""
    assessment = reading.assessment
    is_banner = assessment.level is Level.BANNER and reply.urgent is None
    banner = banner_text(assessment, reading.situation, services.contacts) if is_banner else None
    choices = reply.choices
    if is_banner and assessment.banner is Banner.CONDITIONAL:
        choices = (*choices, fixed_reply("happening_now_button", reading.situation, services.contacts))
    return Turn(
        turn_id=turn_id,
        token=services.tokens.sign(state),
        outcome=reply.outcome,
        lang=reply.language,
        dir=direction_of(reply.language),
        urgency=_urgency(reading),
        episode=episode_view(state, reading.at),
        messages=tuple(Text(text=text) for text in (*_first_line(services, state, reading, reply), *reply.texts)),
        urgent=_urgent(reply),
        banner=Text(text=banner) if banner else None,
        choices=tuple(Text(text=choice) for choice in choices),
        sources=reply.sources,
        disclaimer=services.wording.disclaimer,
        suggestions=reply.suggestions,
        reference=reply.handover.reference if reply.handover else None,
        degraded=reply.outcome is Outcome.FAILED,
    )


def episode_view(state: ConversationState, now: datetime) -> EpisodeView | None:
    """The conversation's alarm, if one is not over."""
    episode = state.open_episode(now)
    return EpisodeView.model_validate(episode, from_attributes=True) if episode else None


@dataclass(frozen=True, slots=True)
class Sent:
    """A turn on its way back to the family."""

    state: ConversationState
    reading: Reading
    reply: Reply
    turn: Turn
    client_turn_id: str
    replied_at: datetime


def entry_of(sent: Sent) -> Entry:
    """What the turn leaves behind: its words only where storing was agreed to."""
    state, reading, reply, turn = sent.state, sent.reading, sent.reply, sent.turn
    assessment = reading.assessment
    event = None
    if reply.urgent is not None:
        event = SafetyEvent(
            tier=assessment.tier.value if assessment.tier else "R",
            kinds=tuple(kind.value for kind in assessment.kinds),
            signs=assessment.signs,
            rules=tuple(reason.rule for reason in assessment.reasons),
            first_call=assessment.first_call.value if assessment.first_call else None,
        )
    return Entry(
        conversation_id=state.conversation_id,
        turn_id=turn.turn_id,
        at=reading.at,
        turn=_record(sent) if state.store else None,
        event=event,
        handover=reply.handover,
        forget_tracker_at=reading.at + TRACKER_KEPT if not state.store else None,
    )


def _record(sent: Sent) -> TurnRecord:
    state, reading, turn, assessment = sent.state, sent.reading, sent.turn, sent.reading.assessment
    return TurnRecord(
        turn_id=turn.turn_id,
        client_turn_id=sent.client_turn_id,
        conversation_id=state.conversation_id,
        number=state.number,
        started_at=state.started_at,
        consent_version=state.consent_version,
        asked_at=reading.at,
        replied_at=sent.replied_at,
        text=reading.text,
        outcome=turn.outcome.value,
        level=assessment.level.value,
        tier=assessment.tier.value if assessment.tier else None,
        assessment=assessment.as_dict(),
        retrieval=sent.reply.retrieval,
        reply=turn.without_token(),
        degraded=turn.degraded,
        context=state.context.as_dict(),
        episode=state.episode.as_dict() if state.episode else None,
    )


def _first_line(services: Services, state: ConversationState, reading: Reading, reply: Reply) -> tuple[str, ...]:
    if reply.urgent is not None or state.episode is None or state.episode.state != "open":
        return ()
    return (episode_line(state.episode, reading.situation, services.contacts, reading.at),)


def _urgency(reading: Reading) -> Urgency:
    found = reading.assessment
    return Urgency(
        level=found.level,
        tier=found.tier,
        banner=found.banner,
        kinds=found.kinds,
        signs=found.signs,
        first_call=found.first_call,
    )


def _urgent(reply: Reply) -> Urgent | None:
    if reply.urgent is None:
        return None
    words = reply.urgent
    return Urgent(**_parts(words), note=words.note, english=Steps(**_parts(words.english)) if words.english else None)


def _parts(words: UrgentReply) -> dict[str, Any]:
    return {
        "title": words.title,
        "steps": words.steps,
        "contacts": tuple(ContactLine(label=each.label, phone=each.phone) for each in words.contacts),
        "say": words.say,
    }
