"""Start, read, change and delete a conversation. The signed token carries its state, so starting needs no store."""

import secrets
from datetime import timedelta

from knowledge.urgency import InvalidSituation
from web.chat import sources
from web.chat.catching_up import caught_up
from web.chat.composing import episode_view
from web.chat.schemas import Consent, ContextPatch, FeedbackRequest, Started, Text
from web.chat.state import ConversationState
from web.chat.views import Context, ContextChanged, ConversationExport, PassageView, PastFeedback, PastTurn
from web.errors import InvalidRequest, StoreUnavailable, UnknownConversation, UnknownTurn
from web.services import Services
from web.transcripts.entries import Entry
from web.transcripts.records import Feedback, StoredTurn, Transcript


def start(services: Services, consent: Consent | None, context: ContextPatch | None) -> Started:
    """A new conversation: an unguessable id, the token, the notice and the first messages. Touches no store."""
    now = services.now()
    state = ConversationState(
        conversation_id=secrets.token_urlsafe(24),
        started_at=now,
        expires_at=now + timedelta(days=services.settings.conversation_days),
        store=consent is not None and consent.store,
        consent_version=consent.version if consent else "",
    )
    if context is not None:
        state = _changed(services, state, context)
    return Started(
        conversation_id=state.conversation_id,
        token=services.tokens.sign(state),
        notice=services.wording.notice,
        messages=(Text(text=services.wording.greeting),),
    )


def read(services: Services, state: ConversationState) -> ConversationExport:
    """The conversation as stored, also the family's own export; no turns where storing was declined.

    Raises `UnknownConversation` once deleted, and `StoreUnavailable`.
    """
    refuse_deleted(services, state)
    transcript = _transcript(services, state)
    if transcript is not None:
        state = caught_up(state, transcript)
    return ConversationExport(
        conversation_id=state.conversation_id,
        stored=state.store,
        context=context_of(state),
        episode=episode_view(state, services.now()),
        turns=_turns(services, state, transcript.turns if transcript else ()),
    )


def patch_context(services: Services, state: ConversationState, patch: ContextPatch) -> ContextChanged:
    """A token with the changed context; an older token's context is superseded. Raises `InvalidRequest`."""
    if services.states.is_gone(state.conversation_id):
        raise UnknownConversation(state.conversation_id)
    changed = services.states.advance(state, lambda newest: _changed(services, newest, patch))
    return ContextChanged(token=services.tokens.sign(changed), context=context_of(changed))


def delete(services: Services, state: ConversationState) -> bool:
    """Forget the conversation everywhere. True when every store has confirmed, False while one is pending (retried)."""
    conversation_id, now = state.conversation_id, services.now()
    services.states.forget(conversation_id)
    services.resends.forget(conversation_id)
    services.recorder.record(Entry(conversation_id, f"erasure-{secrets.token_hex(8)}", now, erase=True))
    try:
        return services.erasures.carry_out(conversation_id, now)
    except StoreUnavailable:
        return False


def rate(services: Services, state: ConversationState, turn_id: str, feedback: FeedbackRequest) -> None:
    """Keep what the family thought of a reply; raises `UnknownTurn` where the turn is not stored."""
    if not state.store:
        raise UnknownTurn(turn_id)
    given = Feedback(feedback.rating, feedback.reason or None, services.now())
    services.store.add_feedback(state.conversation_id, turn_id, given)


def passage_view(services: Services, passage_id: str, marked: str) -> PassageView:
    """A passage with the sentences numbered in `marked` ("0,2") marked; raises `HiddenPassage`, `InvalidRequest`."""
    try:
        numbers = [int(number) for number in marked.split(",") if number.strip()]
    except ValueError as error:
        raise InvalidRequest("sentences") from error
    passage = sources.shown_passage(
        services.guide,
        passage_id,
        show_unreviewed=services.settings.show_unreviewed,
        today=services.now().date(),
    )
    return sources.passage_view(passage, numbers, services.wording.disclaimer)


def refuse_deleted(services: Services, state: ConversationState) -> None:
    """Raise `UnknownConversation` when the conversation was deleted, here or in another process."""
    if services.states.is_gone(state.conversation_id):
        raise UnknownConversation(state.conversation_id)
    if state.store:
        services.store.refuse_erased(state.conversation_id)


def context_of(state: ConversationState) -> Context:
    """What the family told of their situation."""
    values = state.context.as_dict()
    return Context.model_validate({name: values[name] for name in Context.model_fields})


def _changed(services: Services, state: ConversationState, patch: ContextPatch) -> ConversationState:
    try:
        return state.with_context(patch.model_dump(exclude_unset=True), services.now())
    except InvalidSituation as error:
        raise InvalidRequest("context") from error


def _transcript(services: Services, state: ConversationState) -> Transcript | None:
    try:
        return services.store.transcript(state.conversation_id) if state.store else None
    except UnknownConversation:
        return None  # nothing was said yet, or it still waits in the spool


def _turns(services: Services, state: ConversationState, stored: tuple[StoredTurn, ...]) -> tuple[PastTurn, ...]:
    turns = [
        PastTurn(
            turn_id=each.turn_id,
            asked_at=each.asked_at,
            text=each.text,
            reply=each.reply,
            feedback=PastFeedback.model_validate(each.feedback, from_attributes=True) if each.feedback else None,
        )
        for each in stored
    ]
    known = {each.turn_id for each in turns}
    waiting = [entry.turn for entry in services.recorder.spool.of(state.conversation_id) if entry.turn]
    turns += [
        PastTurn(turn_id=each.turn_id, asked_at=each.asked_at, text=each.text, reply=each.reply, feedback=None)
        for each in waiting
        if each.turn_id not in known
    ]
    return tuple(turns)
