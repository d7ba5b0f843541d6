"""The HTTP contract under `/api`: JSON in, JSON out, a bearer token for everything inside a conversation."""

from typing import TypeVar

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest

from knowledge.urgency import InvalidSituation, Situation, emergency_card
from web.chat import conversations
from web.chat.openapi import document
from web.chat.schemas import ContactLine, ContextPatch, FeedbackRequest, StartRequest, TurnRequest
from web.chat.state import ConversationState
from web.chat.turns import take_turn
from web.chat.views import CardView, Deleted
from web.errors import InvalidRequest, InvalidToken, UnknownConversation
from web.services import open_token, services

blueprint = Blueprint("api", __name__, url_prefix="/api")
Body = TypeVar("Body", bound=BaseModel)


@blueprint.post("/conversations")
def start() -> tuple[Response, int]:
    """Open a conversation."""
    asked = _body(StartRequest, may_be_empty=True)
    return _json(conversations.start(services(), asked.consent, asked.context)), 201


@blueprint.post("/conversations/<conversation_id>/turns")
def take(conversation_id: str) -> Response:
    """Take one turn."""
    state = _conversation(conversation_id)
    asked = _body(TurnRequest)
    return _json(take_turn(services(), state, asked.text, client_turn_id=asked.client_turn_id))


@blueprint.get("/conversations/<conversation_id>")
def read(conversation_id: str) -> Response:
    """The conversation as stored."""
    return _json(conversations.read(services(), _conversation(conversation_id)))


@blueprint.patch("/conversations/<conversation_id>/context")
def patch_context(conversation_id: str) -> Response:
    """Tell more of the family's situation."""
    state = _conversation(conversation_id)
    return _json(conversations.patch_context(services(), state, _body(ContextPatch)))


@blueprint.post("/conversations/<conversation_id>/turns/<turn_id>/feedback")
def rate(conversation_id: str, turn_id: str) -> tuple[str, int]:
    """Rate a reply."""
    state = _conversation(conversation_id)
    conversations.rate(services(), state, turn_id, _body(FeedbackRequest))
    return "", 204


@blueprint.delete("/conversations/<conversation_id>")
def delete(conversation_id: str) -> tuple[Response | str, int]:
    """Delete a conversation everywhere."""
    if conversations.delete(services(), _conversation(conversation_id)):
        return "", 204
    return _json(Deleted(status="pending", detail=services().wording.deletion_pending)), 202


@blueprint.get("/passages/<passage_id>")
def passage(passage_id: str) -> Response:
    """A whole passage of the guide."""
    return _json(conversations.passage_view(services(), passage_id, request.args.get("sentences", "")))


@blueprint.get("/emergency-card")
def card() -> Response:
    """The emergency card for a country and a setting; without a country, for the default one."""
    told = {key: request.args[key] for key in ("country", "setting", "language") if request.args.get(key)}
    told.setdefault("country", services().settings.default_country or "")
    try:
        found = emergency_card(Situation.from_dict(told), services().contacts)
    except InvalidSituation as error:
        raise InvalidRequest(*told) from error
    return _json(
        CardView(
            title=found.title,
            contacts=tuple(ContactLine(label=each.label, phone=each.phone) for each in found.contacts),
            signs=found.signs,
            say=found.say,
            note=found.note,
        )
    )


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The contract, as a document."""
    return jsonify(document())


def _conversation(conversation_id: str) -> ConversationState:
    """The conversation of the bearer token; raises `InvalidToken`, or `UnknownConversation` when it is another one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken("no bearer token")
    state = open_token(services(), token.strip())
    if state.conversation_id != conversation_id:
        raise UnknownConversation("the token belongs to another conversation")
    return state


def _body(kind: type[Body], *, may_be_empty: bool = False) -> Body:
    if may_be_empty and not request.get_data(cache=True):
        return kind()
    try:
        return kind.model_validate(request.get_json(force=True))
    except BadRequest as error:
        raise InvalidRequest("body") from error
    except ValidationError as error:
        places = (".".join(map(str, each["loc"])) for each in error.errors(include_input=False, include_url=False))
        raise InvalidRequest(*sorted({place[:60] or "body" for place in places})) from error


def _json(value: BaseModel) -> Response:
    return Response(value.model_dump_json(), mimetype="application/json")
