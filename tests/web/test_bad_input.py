"""Bad input gets a clear problem with whom to call, or a safe reply; nothing is lost, nothing is executed."""

import json

import pytest

from tests.fakes import FakeRasa
from tests.web.conftest import QUESTION, URGENT, Chat, held, shown

BIG = "a" * 1_000_000


def assert_problem(response, status: int, settings) -> None:
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    problem = response.json
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["type"].startswith("urn:")
    assert settings.centre_phone in problem["emergency"]


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x01\x02", "/", "\ud800"])
def test_a_message_with_nothing_in_it(text, chat: Chat, settings):
    assert_problem(chat.post(text), 400, settings)


@pytest.mark.parametrize("text", [None, 7, ["a"], {"a": 1}, True])
def test_a_text_that_is_no_text(text, chat: Chat, settings):
    response = chat.post(text)

    assert_problem(response, 400, settings)
    assert response.json["fields"] == ["text"]


@pytest.mark.parametrize("body", [b"", b"not json", b"[1]", b'"text"', b"null", b"\xff\xfe", b'{"text": "a"'])
def test_a_body_that_is_not_the_contracts(body, chat: Chat, settings):
    response = chat.client.post(f"{chat.path}/turns", data=body, headers=chat.headers)

    assert_problem(response, 400, settings)


def test_a_megabyte(chat: Chat, settings):
    assert_problem(chat.post(BIG), 413, settings)
    assert_problem(chat.post("word " * 5_000), 413, settings)


def test_control_characters_are_taken_out_before_anything_reads_them(chat: Chat, rasa: FakeRasa):
    chat.say("What\x00 is\x07 CRS?\x1b[31m")

    assert rasa.asked[-1][1] == "What is CRS?[31m"
    assert chat.read()["turns"][0]["text"] == "What is CRS?[31m"
    assert chat.say("her feve\x00r is 39")["outcome"] == "urgent"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic abc", "Bearer a.b.c"])
def test_a_wrong_token(header, chat: Chat, settings):
    headers = {"Authorization": header} if header else {}
    for call in (
        chat.client.post(f"{chat.path}/turns", json={"text": URGENT}, headers=headers),
        chat.client.get(chat.path, headers=headers),
        chat.client.delete(chat.path, headers=headers),
    ):
        assert_problem(call, 401, settings)


def test_a_token_altered_by_one_character(chat: Chat, settings):
    middle = len(chat.token) // 2
    chat.token = chat.token[:middle] + ("A" if chat.token[middle] != "A" else "B") + chat.token[middle + 1 :]

    assert_problem(chat.post(QUESTION), 401, settings)


def test_the_token_of_another_conversation_opens_nothing(client, settings):
    mine, theirs = Chat(client), Chat(client)
    theirs.say(QUESTION)

    assert_problem(client.get(theirs.path, headers=mine.headers), 404, settings)
    assert_problem(client.delete(theirs.path, headers=mine.headers), 404, settings)
    assert len(theirs.read()["turns"]) == 1


def test_unknown_ids(chat: Chat, settings):
    client, headers = chat.client, chat.headers
    assert_problem(client.get("/api/conversations/unknown", headers=headers), 404, settings)
    assert_problem(client.get("/api/passages/unknown"), 404, settings)
    assert_problem(client.get("/api/nothing/here"), 404, settings)
    rating = client.post(f"{chat.path}/turns/unknown/feedback", json={"rating": "up"}, headers=headers)
    assert_problem(rating, 404, settings)
    assert_problem(client.put(chat.path, headers=headers), 405, settings)


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        '/greet{"name": 1}',
        "'; DROP TABLE turns; --",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "{{ 7*7 }}",
    ],
)
def test_commands_and_code_are_words_like_any_other(text, chat: Chat):
    turn = chat.say(text)

    assert turn["outcome"] == "answered"
    assert shown(turn)
    assert chat.read()["turns"][0]["text"] == text
    assert len(chat.read()["turns"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"setting": "moon"},
        {"country": "Germany"},
        {"country": "'; --"},
        {"infusion_day": 1.5},
        {"infusion_day": 10**9},
        {"unknown": 1},
        {"language": "<b>"},
    ],
    ids=str,
)
def test_a_context_that_cannot_be(body, chat: Chat, settings):
    response = chat.client.patch(f"{chat.path}/context", json=body, headers=chat.headers)

    assert_problem(response, 400, settings)
    assert response.json["fields"] == list(body)


@pytest.mark.parametrize("query", ["country=1", "setting=moon", "country=Germany", "language=%3Cb%3E"])
def test_a_card_for_a_place_that_cannot_be(query, client, settings):
    assert_problem(client.get(f"/api/emergency-card?{query}"), 400, settings)


@pytest.mark.parametrize("body", [{"consent": True}, {"consent": {"store": True}}, {"x": 1}])
def test_a_start_that_is_not_the_contracts(body, client, settings):
    assert_problem(client.post("/api/conversations", json=body), 400, settings)


def test_an_exceptions_words_reach_nobody(app, chat: Chat, rasa: FakeRasa, capfd, settings):
    planted = "planted-secret-4711"

    def explode(*_: object) -> None:
        raise RuntimeError(planted)

    rasa.ask = explode
    response = chat.post(QUESTION)

    assert_problem(response, 500, settings)
    assert planted not in response.text
    assert planted not in "".join(capfd.readouterr())


def test_a_page_that_is_not_there_shows_whom_to_call(client, settings):
    response = client.get("/nothing/here")

    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert settings.centre_phone in response.text


def test_the_largest_message_allowed_gets_through_however_it_is_escaped(chat: Chat, rasa: FakeRasa):
    text = "\U0001f600" * 20_000
    body = json.dumps({"text": text})  # every one of them as twelve characters
    response = chat.client.post(f"{chat.path}/turns", data=body, headers=chat.headers)

    assert response.status_code == 200, response.text
    assert held(chat.client.application).store.transcript(chat.id).turns[0].text == text
