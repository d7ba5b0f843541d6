"""The chat without script: what one submitted form asks for, and what the page then shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from web.chat import conversations
from web.chat.page_turns import Carried, Exchange, PageTurns
from web.chat.schemas import Consent, ContextPatch, FeedbackRequest
from web.chat.state import ConversationState
from web.chat.turns import take_turn
from web.errors import ChatError, InvalidToken
from web.services import Services, open_token

CONTEXT_FIELDS = ("audience", "therapy", "setting", "country")


@dataclass(frozen=True, slots=True)
class Shown:
    """What one rendering of the chat page shows, after the form was read."""

    state: ConversationState
    token: str
    carried: Carried = field(default_factory=Carried)
    problem: str = ""
    draft: str = ""


def page_turns(held: Services) -> PageTurns:
    """What signs the exchanges that a page carries."""
    return PageTurns(held.settings.secret_key, held.settings.conversation_days)


def read(held: Services, form: Mapping[str, str]) -> Shown:
    """The conversation that a form belongs to; a new one where there is none any more."""
    token = _token(held, form)
    state = open_token(held, token)
    return Shown(state, token, page_turns(held).open(state.conversation_id, form.get("carried", "")))


def talk(held: Services, shown: Shown, form: Mapping[str, str]) -> Shown:
    """Send the form's message. What the chat refuses is said on the page, with the message put back."""
    text = (form.get("said") or form.get("text", "")).strip()
    try:
        turn = take_turn(held, shown.state, text, client_turn_id=form.get("client_turn_id", "")[:64] or None)
    except ChatError as error:
        return replace(shown, problem=held.wording.problems[error.name].detail, draft=text)
    carried = shown.carried.with_exchange(Exchange(text, turn.without_token()))
    return Shown(open_token(held, turn.token), turn.token, carried)


def rate(held: Services, shown: Shown, rated: str) -> Shown:
    """Rate a reply; `rated` is the turn's id and `up` or `down`, with a colon between."""
    turn_id, _, rating = rated.rpartition(":")
    try:
        conversations.rate(held, shown.state, turn_id, FeedbackRequest.model_validate({"rating": rating}))
    except ValidationError:
        return shown
    except ChatError as error:
        return replace(shown, problem=held.wording.problems[error.name].detail)
    return replace(shown, carried=shown.carried.rated(turn_id, rating))


def _token(held: Services, form: Mapping[str, str]) -> str:
    told = _told(form)
    token = form.get("token", "")
    try:
        state = open_token(held, token)
    except InvalidToken:
        return conversations.start(held, _consent(held, form), told).token
    known = _known(state)
    changed = {name: value for name, value in told.model_dump(exclude_unset=True).items() if value != known[name]}
    try:
        patch = ContextPatch.model_validate(changed)
        return conversations.patch_context(held, state, patch).token if changed else token
    except ChatError:  # a deleted conversation takes no context, yet its message is read for danger
        return token


def _consent(held: Services, form: Mapping[str, str]) -> Consent | None:
    chosen = form.get("consent")
    return Consent(version=held.wording.consent_version, store=chosen == "keep") if chosen else None


def _told(form: Mapping[str, str]) -> ContextPatch:
    """What the four selects say; a value that is none of theirs is passed over, never a reason not to reply."""
    told = {name: form[name] or None for name in CONTEXT_FIELDS if name in form}
    try:
        return ContextPatch.model_validate(told)
    except ValidationError as error:
        wrong = {str(each["loc"][0]) for each in error.errors(include_input=False)}
        return ContextPatch.model_validate({name: value for name, value in told.items() if name not in wrong})


def _known(state: ConversationState) -> dict[str, str | None]:
    values = {name: getattr(state.context, name) for name in CONTEXT_FIELDS}
    return {name: None if value == "unknown" else value for name, value in values.items()}
