"""The OpenAPI document, made from the contract's values, so that contract and replies cannot drift apart."""

import functools
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from web.chat import schemas, views

VERSION = "1.0"
CONVERSATION = {"name": "conversation_id", "in": "path", "required": True, "schema": {"type": "string"}}
TURN = {"name": "turn_id", "in": "path", "required": True, "schema": {"type": "string"}}
PASSAGE = {"name": "passage_id", "in": "path", "required": True, "schema": {"type": "string"}}


class Operation(NamedTuple):
    """One call of the contract."""

    method: str
    path: str
    summary: str
    replies: dict[int, type[BaseModel] | None]
    body: type[BaseModel] | None = None
    body_required: bool = True
    parameters: tuple[dict[str, Any], ...] = ()
    secured: bool = True


def _query(name: str, meaning: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": meaning, "schema": {"type": "string"}}


OPERATIONS = (
    Operation(
        "post", "/api/conversations", "Open a conversation", {201: schemas.Started},
        body=schemas.StartRequest, body_required=False, secured=False,
    ),
    Operation(
        "post", "/api/conversations/{conversation_id}/turns", "Take one turn", {200: schemas.Turn},
        body=schemas.TurnRequest, parameters=(CONVERSATION,),
    ),
    Operation(
        "get", "/api/conversations/{conversation_id}", "Read the conversation as stored",
        {200: views.ConversationExport}, parameters=(CONVERSATION,),
    ),
    Operation(
        "delete", "/api/conversations/{conversation_id}",
        "Delete the conversation everywhere; a text-free note that an urgent reply was shown may stay",
        {204: None, 202: views.Deleted}, parameters=(CONVERSATION,),
    ),
    Operation(
        "patch", "/api/conversations/{conversation_id}/context", "Tell more of the family's situation",
        {200: views.ContextChanged}, body=schemas.ContextPatch, parameters=(CONVERSATION,),
    ),
    Operation(
        "post", "/api/conversations/{conversation_id}/turns/{turn_id}/feedback", "Rate a reply", {204: None},
        body=schemas.FeedbackRequest, parameters=(CONVERSATION, TURN),
    ),
    Operation(
        "get", "/api/passages/{passage_id}", "A whole passage of the guide", {200: views.PassageView},
        parameters=(PASSAGE, _query("sentences", "Numbers of the sentences to mark, from 0, such as 0,2")),
        secured=False,
    ),
    Operation(
        "get", "/api/emergency-card", "The emergency card", {200: views.CardView},
        parameters=(
            _query("country", "ISO 3166 alpha-2"),
            _query("setting", "ward, near_centre, home, elsewhere or unknown"),
            _query("language", "A language tag such as en"),
        ),
        secured=False,
    ),
    Operation("get", "/healthz", "Alive, and reads a danger sign", {200: views.Health}, secured=False),
    Operation("get", "/readyz", "A question goes through Rasa and the index", {200: views.Ready}, secured=False),
)  # fmt: skip


@functools.cache
def document() -> dict[str, Any]:
    """The document, in OpenAPI 3.1."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "CRS family guide chat", "version": VERSION},
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"conversation": {"type": "http", "scheme": "bearer"}},
        },
    }


def _described(operation: Operation) -> dict[str, Any]:
    replies: dict[str, Any] = {
        str(status): {"description": operation.summary} | ({"content": _content(model)} if model else {})
        for status, model in operation.replies.items()
    }
    problem = {"application/problem+json": {"schema": _reference(views.Problem)}}
    replies["default"] = {"description": "An error, with the emergency text", "content": problem}
    described: dict[str, Any] = {"summary": operation.summary, "responses": replies}
    if operation.parameters:
        described["parameters"] = list(operation.parameters)
    if operation.body:
        described["requestBody"] = {"required": operation.body_required, "content": _content(operation.body)}
    if operation.secured:
        described["security"] = [{"conversation": []}]
    return described


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": _reference(model)}}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _schemas() -> dict[str, Any]:
    asked = {operation.body for operation in OPERATIONS if operation.body}
    given = {model for operation in OPERATIONS for model in operation.replies.values() if model} | {views.Problem}
    _, found = models_json_schema(
        [(model, "validation") for model in sorted(asked, key=lambda each: each.__name__)]
        + [(model, "serialization") for model in sorted(given, key=lambda each: each.__name__)],
        ref_template="#/components/schemas/{model}",
    )
    definitions: dict[str, Any] = found["$defs"]
    return definitions
