"""One turn, from the typed text to the reply."""

import secrets
from dataclasses import replace
from typing import Any

import structlog

from web.chat import replying
from web.chat.catching_up import caught_up
from web.chat.composing import Sent, entry_of, turn_of
from web.chat.happening import urgent_by_rasa
from web.chat.reading import Reading, after, clean, read_message
from web.chat.replying import Reply
from web.chat.resends import digest_of
from web.chat.schemas import Turn
from web.chat.state import ConversationState
from web.errors import StoreUnavailable, TextTooLong, UnknownConversation
from web.services import Services
from web.transcripts.recorder import Kept

log = structlog.get_logger(__name__)


def take_turn(services: Services, state: ConversationState, text: str, *, client_turn_id: str | None = None) -> Turn:
    """The reply to one message, urgent or not; the new token is in `Turn.token`.

    Used by the API and by the plain form alike. Raises `EmptyText`, `TextTooLong`, `UnknownConversation` or
    `TooManyTurns` (the last three never for an urgent message) and `StillAnswering` (for a resend alone); Rasa
    or the store being down is not an error but a degraded `Turn`.
    """
    message = clean(text)
    turn_id = secrets.token_urlsafe(16)
    key = (state.conversation_id, client_turn_id or turn_id)
    sending, is_first = services.resends.claim(key, message.text)
    if not is_first and sending.digest == digest_of(message.text):
        return services.resends.wait_for(sending)
    reading = read_message(services.states.latest(state), message.text, services.now())
    if not is_first:
        if not reading.assessment.is_urgent:
            return services.resends.wait_for(sending)
        key = (state.conversation_id, turn_id)  # the id was used for other words: danger is never taken for a resend
        sending, _ = services.resends.claim(key, message.text)
    try:
        turn = _first_sending(services, state, reading, message.whole, turn_id, key[1])
    except BaseException as error:
        services.resends.abandon(key, sending, error)
        raise
    sending.reply.set_result(turn)
    _log(turn, reading, services)
    return turn


def _log(turn: Turn, reading: Reading, services: Services) -> None:
    log.info(
        "turn",
        turn_id=turn.turn_id,
        outcome=turn.outcome.value,
        level=reading.assessment.level.value,
        rules=[reason.rule for reason in reading.assessment.reasons],
        passages=[source.passage_id for source in turn.sources],
        degraded=turn.degraded,
        milliseconds=round((services.now() - reading.at).total_seconds() * 1000),
    )


def _first_sending(
    services: Services, state: ConversationState, reading: Reading, whole: bool, turn_id: str, client_turn_id: str
) -> Turn:
    is_urgent = reading.assessment.is_urgent
    if not is_urgent:
        if not whole:
            raise TextTooLong("over 20,000 characters")
        services.limit.count()
        earlier = _stored_reply(services, state, client_turn_id)
        if earlier is not None:
            return _repeated(services, state, earlier)
    before = services.states.latest(state)
    state = services.states.advance(state, lambda newest: after(newest, reading))
    if services.states.is_gone(state.conversation_id):
        state = replace(state, store=False)  # deleted, and yet it reports danger: answered, kept nowhere
    reply = _reply(services, before, state, reading, turn_id)
    if reply.urgent is not None and not is_urgent:
        reading = replace(reading, assessment=urgent_by_rasa(reading.assessment, reading.situation))
        state = services.states.advance(state, lambda newest: after(newest, reading))
    turn = turn_of(services, state, reading, reply, turn_id)
    kept = _kept(services, before, Sent(state, reading, reply, turn, client_turn_id, services.now()))
    if is_urgent and not services.states.is_gone(state.conversation_id):
        _tell_rasa(services, state, reading, turn_id)
    return kept


def _reply(
    services: Services, before: ConversationState, state: ConversationState, reading: Reading, turn_id: str
) -> Reply:
    if reading.assessment.is_urgent:
        return replying.urgent(services, reading)
    fixed = replying.without_rasa(services, before, state, reading)
    return fixed or replying.by_rasa(services, state, reading, turn_id)


def _kept(services: Services, before: ConversationState, sent: Sent) -> Turn:
    """Leave behind what is to be left, and give the turn as it then stands."""
    receipt = services.recorder.record(entry_of(sent))
    if receipt.kept is Kept.STORED and not services.recorder.spool.is_empty():
        services.background.do("replay_spool", services.recorder.replay)
    if receipt.earlier is not None:
        if receipt.earlier.text == sent.reading.text:
            return _repeated(services, _unread(services, before, sent.state), receipt.earlier.reply)
        services.recorder.record(entry_of(replace(sent, client_turn_id=sent.turn.turn_id)))
    if receipt.kept is not Kept.LOST:
        return sent.turn
    if sent.reply.handover is not None:  # a call back that nobody will know of must not be promised
        failed = replying.failed(services, sent.reading)
        return turn_of(services, sent.state, sent.reading, failed, sent.turn.turn_id)
    return sent.turn.model_copy(update={"degraded": True})


def _tell_rasa(services: Services, state: ConversationState, reading: Reading, turn_id: str) -> None:
    told = replying.metadata(state, reading, turn_id)
    services.background.do("tell_rasa", lambda: services.rasa.tell(state.conversation_id, reading.text, told))


def _stored_reply(services: Services, state: ConversationState, client_turn_id: str) -> dict[str, Any] | None:
    """The reply to an earlier sending, for the case that this process was started since."""
    if services.states.is_gone(state.conversation_id):
        raise UnknownConversation(state.conversation_id)
    if not state.store:
        return None
    try:
        earlier = services.recorder.ask(lambda: services.store.reply_to(state.conversation_id, client_turn_id))
    except StoreUnavailable:
        return None  # the turn is answered anew; the store keeps the first of the two
    return earlier.reply if earlier else None


def _unread(services: Services, before: ConversationState, state: ConversationState) -> ConversationState:
    """The state as if the message had not been read again: another process answered it when it first came."""
    try:
        known = caught_up(before, services.store.transcript(state.conversation_id))
    except (StoreUnavailable, UnknownConversation):
        known = before

    def undone(newest: ConversationState) -> ConversationState:
        return replace(known, number=state.number + 1) if newest.number == state.number else newest

    return services.states.advance(state, undone)


def _repeated(services: Services, state: ConversationState, reply: dict[str, Any]) -> Turn:
    return Turn.model_validate(reply | {"token": services.tokens.sign(services.states.latest(state))})
