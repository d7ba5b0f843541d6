"""What a navigator sees: the most urgent first, and every transcript with its reasons; every look is noted."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import FakeRasa, answered, ended
from tests.web.conftest import QUESTION, URGENT, Chat, held
from tests.web.signing_in import csrf, signed_in
from web.transcripts.console_queries import ConsoleQueries, Place

HANDOVER = {"reference": "R-7", "contact_kind": "phone", "contact": "+49 170 555 0101", "preferred_time": "evening"}


@pytest.fixture
def navigator(app: Flask) -> FlaskClient:
    return signed_in(app)


def actions(app: Flask) -> list[tuple[str, str]]:
    return [(entry.action, entry.subject) for entry in held(app).audit.latest()]


def test_urgent_conversations_come_first_then_the_newest(app: Flask, client: FlaskClient):
    talks = [Chat(client) for _ in range(4)]
    for talk, text in zip(talks, (QUESTION, URGENT, QUESTION, "he can't breathe"), strict=True):
        talk.say(text)

    lines = ConsoleQueries(held(app).database).conversations(after=None, unreviewed_only=True).lines

    assert {line.summary.conversation_id for line in lines[:2]} == {talks[1].id, talks[3].id}
    assert [line.summary.conversation_id for line in lines[2:]] == [talks[2].id, talks[0].id]


def test_turning_the_pages_shows_every_conversation_once(app: Flask, client: FlaskClient):
    talks = [Chat(client) for _ in range(7)]
    for number, talk in enumerate(talks):
        talk.say(URGENT if number % 3 == 0 else QUESTION)

    queries, after, seen = ConsoleQueries(held(app).database), None, []
    for _ in range(4):
        page = queries.conversations(after=after, unreviewed_only=True, limit=2)
        seen += [line.summary.conversation_id for line in page.lines]
        if page.next is None:
            break
        after = Place.from_text(page.next.as_text())

    assert page.next is None
    assert sorted(seen) == sorted(talk.id for talk in talks)


def test_a_place_in_the_list_survives_the_address():
    place = Place(4, datetime(2026, 11, 20, 3, 12, 7, 123457, tzinfo=UTC), "an.id-with_marks")

    assert Place.from_text(place.as_text()) == place


def test_a_transcript_shows_words_signs_reasons_and_what_was_set_aside(navigator: FlaskClient, chat: Chat):
    turn = chat.say("her temperature is 38.6 and she is confused, no rash")

    page = navigator.get(f"/navigator/conversations/{chat.id}").text

    assert "<mark>" in page and "38.6" in page
    assert all(f"<mark>{sign}</mark>" in page for sign in turn["urgency"]["signs"])
    assert turn["urgent"]["title"] in page
    assert 'class="level level-4"' in page or 'class="level level-5"' in page


def test_a_transcript_shows_the_passages_with_scores_the_rejected_ones_too(
    app: Flask,
    navigator: FlaskClient,
    chat: Chat,
    rasa: FakeRasa,
):
    first, second = (passage.id for passage in held(app).guide.passages[:2])
    ranked = [{"id": first, "score": 0.8125}, {"id": second, "score": 0.25}]
    rasa.body = answered(first, ranked=ranked, belief=0.62, threshold=0.5)
    chat.say(QUESTION)

    page = navigator.get(f"/navigator/conversations/{chat.id}").text

    assert first in page and "0.812" in page and "<strong>shown</strong>" in page
    assert second in page and "0.250" in page and "not used" in page and "0.62" in page
    assert "A passage is shown from 0.50" in page


def test_every_look_at_a_transcript_is_noted_before_it_is_shown(app: Flask, navigator: FlaskClient, chat: Chat):
    chat.say(QUESTION)

    navigator.get(f"/navigator/conversations/{chat.id}")
    navigator.get(f"/navigator/conversations/{chat.id}")

    assert actions(app).count(("conversation_viewed", chat.id)) == 2


def test_a_reviewed_conversation_leaves_the_list_until_it_goes_on(app: Flask, navigator: FlaskClient, chat: Chat):
    chat.say(QUESTION)
    address = f"/navigator/conversations/{chat.id}"
    token = csrf(navigator.get(address).text)

    assert navigator.post(f"{address}/reviewed", data={"csrf_token": token}).status_code == 303
    assert chat.id not in navigator.get("/navigator/").text
    assert chat.id in navigator.get("/navigator/?show=all").text
    assert ("conversation_reviewed", chat.id) in actions(app)

    chat.say(QUESTION)
    assert chat.id in navigator.get("/navigator/").text


@pytest.mark.parametrize("store", [True, False], ids=["kept", "not kept"])
def test_a_wish_to_be_called_back_is_listed_and_ticked_off_also_where_the_chat_is_not_kept(
    app: Flask,
    client: FlaskClient,
    navigator: FlaskClient,
    rasa: FakeRasa,
    store: bool,
):
    rasa.body = ended("handed_over", "Thank you.", handover=HANDOVER)
    talk = Chat(client, store=store)
    talk.say("please call me")

    page = navigator.get("/navigator/call-backs").text
    assert "R-7" in page and "+49 170 555 0101" in page and "evening" in page
    assert ("chat not kept" in page) is not store

    done = navigator.post("/navigator/call-backs/R-7/done", data={"csrf_token": csrf(page)})
    assert done.status_code == 303
    assert navigator.post("/navigator/call-backs/R-7/done", data={"csrf_token": csrf(page)}).status_code == 404
    assert ("callback_done", "R-7") in actions(app)


def test_markup_in_a_familys_words_is_text_in_the_console(navigator: FlaskClient, chat: Chat):
    chat.say("<script>alert(1)</script> what is CRS?")

    assert "<script>alert" not in navigator.get(f"/navigator/conversations/{chat.id}").text
