"""The OpenAPI document is valid, and every reply is what it promises."""

import itertools
import re
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate

from tests.fakes import FakeRasa, ended
from tests.web.conftest import QUESTION, URGENT, Chat
from web.chat.openapi import document


@pytest.fixture
def contract(client) -> dict[str, Any]:
    return client.get("/api/openapi.json").json


def assert_as_promised(contract: dict[str, Any], response: Any) -> None:
    """The response's status, type and body are among those promised for its path."""
    called = re.sub(r"\?.*", "", response.request.path)
    template = next(each for each in contract["paths"] if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each), called))
    replies = contract["paths"][template][response.request.method.lower()]["responses"]
    promised = replies.get(str(response.status_code), replies["default"])
    if "content" not in promised:
        assert response.data == b""
        return
    schema = promised["content"][response.mimetype]["schema"]
    jsonschema.validate(response.json, {**schema, "components": contract["components"]})


def test_the_document_is_valid_openapi(contract):
    validate(contract)
    assert contract == document()


def test_it_names_every_address_of_the_api(app, contract):
    rules = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(("/api/", "/healthz", "/readyz")) and rule.rule != "/api/openapi.json"
    }
    promised = {(path, method) for path, calls in contract["paths"].items() for method in calls}

    assert rules == promised


def test_the_fields_of_a_turn_are_those_of_the_contract(contract):
    turn = contract["components"]["schemas"]["Turn"]

    assert list(turn["properties"]) == [
        "turn_id", "token", "outcome", "lang", "dir", "urgency", "episode", "messages", "urgent", "banner",
        "choices", "sources", "disclaimer", "suggestions", "reference", "degraded",
    ]  # fmt: skip
    assert set(turn["required"]) == set(turn["properties"])


def test_every_reply_is_as_promised(client, contract, rasa: FakeRasa, guide):
    responses = []
    chat = Chat(client)
    post, get = client.post, client.get
    responses += [post("/api/conversations"), post("/api/conversations", json={"context": {"country": "in"}})]
    for text in (QUESTION, URGENT, QUESTION, "Is that normal?", "We reached the team", "What if he gets a fever?"):
        responses.append(chat.post(text))
        chat.token = responses[-1].json["token"]
    for body in (ended("clarify", choices=["a"]), ended("not_in_guide"), None):
        rasa.body = body
        responses.append(chat.post(QUESTION))
    turn_id = responses[2].json["turn_id"]
    responses += [
        chat.post(""),
        get(chat.path, headers=chat.headers),
        get(chat.path),
        client.patch(f"{chat.path}/context", json={"setting": "ward"}, headers=chat.headers),
        client.patch(f"{chat.path}/context", json={"setting": "moon"}, headers=chat.headers),
        post(f"{chat.path}/turns/{turn_id}/feedback", json={"rating": "up"}, headers=chat.headers),
        post(f"{chat.path}/turns/{turn_id}/feedback", json={"rating": "odd"}, headers=chat.headers),
        get(f"/api/passages/{guide.passages[0].id}?sentences=0"),
        get("/api/passages/none"),
        get("/api/emergency-card?country=DE&setting=home&language=en"),
        get("/healthz"),
        get("/readyz"),
        get(chat.path, headers=chat.headers),
        client.delete(chat.path, headers=chat.headers),
    ]
    rasa.mode = "refuse"
    other = Chat(client)
    other.say(QUESTION)
    responses.append(client.delete(other.path, headers=other.headers))

    for response in responses:
        assert_as_promised(contract, response)
    seen = {response.status_code for response in responses}
    assert {200, 201, 202, 204, 400, 401, 404, 503} <= seen


def test_a_passage_marks_the_sentences_asked_for(client, guide):
    passage = next(each for each in guide.passages if len(each.sentences) > 2)
    view = client.get(f"/api/passages/{passage.id}?sentences=0,2").json

    assert [each["text"] for each in view["sentences"]] == list(passage.sentences)
    assert [number for number, each in enumerate(view["sentences"]) if each["marked"]] == [0, 2]
    assert client.get(f"/api/passages/{passage.id}?sentences=a").status_code == 400


def test_context_is_changed_field_by_field_and_kept_in_the_token(chat: Chat, rasa: FakeRasa):
    for body in ({"setting": "home"}, {"therapy": "car_t", "infusion_day": 3}, {"country": "in"}):
        response = chat.client.patch(f"{chat.path}/context", json=body, headers=chat.headers)
        chat.token = response.json["token"]
    expected = {"setting": "home", "country": "IN", "therapy": "car_t", "audience": "family", "infusion_day": 3}

    assert response.json["context"].items() >= expected.items()
    assert chat.read()["context"].items() >= expected.items()
    chat.say(QUESTION)
    assert rasa.asked[-1][2]["situation"].items() >= expected.items()
    forgotten = chat.client.patch(f"{chat.path}/context", json={"country": None}, headers=chat.headers)
    assert forgotten.json["context"]["country"] is None


def test_an_old_token_still_reads_what_another_process_has_stored_since(chat: Chat, settings, make_app):
    chat.say(URGENT)
    chat.client, chat.token = make_app(settings).test_client(), chat.first_token

    assert chat.read()["episode"]["state"] == "open"


def test_ids_and_tokens_cannot_be_guessed(client):
    started = [client.post("/api/conversations").json for _ in range(50)]

    assert len({each["conversation_id"] for each in started}) == 50
    assert all(len(each["conversation_id"]) >= 32 for each in started)
    for one, other in itertools.pairwise(each["conversation_id"] for each in started):
        assert one[:8] != other[:8]


def test_the_notice_says_what_this_is_not(client):
    notice = client.post("/api/conversations").json["notice"]

    for words in (
        "automated",
        "not an emergency service",
        "day and night",
        "not been clinically reviewed",
        "regulatory",
    ):
        assert words in notice
