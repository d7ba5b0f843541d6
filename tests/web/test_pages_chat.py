"""The chat as a plain form: everything works without script, and nothing is kept of a family who declined."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import FakeRasa, ended
from tests.web.conftest import QUESTION, URGENT, held
from web.transcripts.console_queries import ConsoleQueries

ONCE = {"token": "", "carried": "", "client_turn_id": "one"}


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def on_page(page: str) -> str:
    """The page without what it brings along for the script."""
    return unescape(re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL))


def send(client: FlaskClient, form: dict[str, Any]) -> str:
    response = client.post("/", data=form)
    assert response.status_code == 200, response.text
    return response.text


def test_the_first_page_says_what_it_is_asks_about_keeping_and_shows_whom_to_call(client: FlaskClient):
    response = client.get("/")
    page = on_page(response.text)

    assert "automated" in page and "not an emergency service" in page and "not clinically reviewed" in page
    assert "Keep this chat so that a navigator can read it" in page and "Do not keep it" in page
    assert "Demonstration: not for real patients" in page
    assert 'href="tel:+49305550100"' in page
    assert page.index("May we keep this chat?") < page.index('<form class="composer')
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


def test_an_answer_comes_with_source_review_status_and_disclaimer(client: FlaskClient, app: Flask):
    first = held(app).guide.passages[0]

    page = on_page(send(client, ONCE | {"text": QUESTION, "consent": "decline"}))

    assert QUESTION in page
    assert first.title in page and f'href="/passages/{first.id}?sentences=0"' in page
    assert "awaiting clinical review" in page
    assert held(app).wording.disclaimer in page


@pytest.mark.parametrize("consent", ["", "keep", "decline"])
def test_danger_is_read_whatever_was_chosen_about_keeping(client: FlaskClient, rasa: FakeRasa, consent: str):
    rasa.mode = "refuse"

    page = on_page(send(client, ONCE | {"text": URGENT, "consent": consent}))

    assert 'class="urgent js-urgent" role="alert"' in page
    urgent = page[page.index('class="urgent') :]
    assert urgent.index("tel:+49305550100") < urgent.index("urgent-steps")
    assert "<title>Call now" in page


def test_a_conversation_goes_on_from_page_to_page_and_an_open_alarm_stays_in_sight(client: FlaskClient):
    page = send(client, ONCE | {"text": URGENT, "consent": "keep"})
    page = send(client, fields(page) | {"text": "What is tocilizumab?"})

    shown = on_page(page)
    assert shown.count('<article class="turn') == 2
    assert shown.index(URGENT) < shown.index("What is tocilizumab?")
    assert 'class="episode js-episode"' in shown
    assert "This chat is kept" in shown


def test_only_a_chat_that_may_be_kept_is_kept(client: FlaskClient, app: Flask):
    for number, consent in enumerate(("keep", "decline", "")):
        send(client, {"token": "", "client_turn_id": f"turn-{number}", "text": QUESTION, "consent": consent})

    page = ConsoleQueries(held(app).database).conversations(after=None, unreviewed_only=False)
    assert len(page.lines) == 1


def test_a_form_sent_twice_is_one_turn(client: FlaskClient, rasa: FakeRasa):
    form = fields(send(client, ONCE | {"text": "hello", "consent": "keep"})) | {"text": QUESTION}

    first, second = send(client, form), send(client, form)

    assert len([text for _, text, _ in rasa.asked if text == QUESTION]) == 1
    assert fields(first)["client_turn_id"] != form["client_turn_id"]
    assert on_page(second).count(f">{QUESTION}<") == on_page(first).count(f">{QUESTION}<")


def test_where_the_patient_is_changes_whom_to_call_and_stays_chosen(client: FlaskClient):
    page = send(client, ONCE | {"text": QUESTION, "setting": "home", "country": "DE", "therapy": "car_t"})
    assert '<option value="DE" selected>' in page and '<option value="home" selected>' in page
    assert 'href="tel:112"' in page

    page = send(client, fields(page) | {"text": QUESTION, "setting": "ward", "country": "DE", "therapy": ""})
    assert '<option value="ward" selected>' in page and '<option value="car_t" selected>' not in page


def test_a_value_that_no_select_offers_is_passed_over_and_the_message_read(client: FlaskClient):
    page = send(client, ONCE | {"text": URGENT, "setting": "moon", "country": "Atlantis", "therapy": "car_t"})

    assert 'role="alert"' in page and '<option value="car_t" selected>' in page


def test_a_page_left_open_until_its_token_expired_still_takes_the_message(client: FlaskClient):
    page = on_page(send(client, {"token": "altered", "carried": "altered", "client_turn_id": "x", "text": URGENT}))

    assert 'role="alert"' in page


def test_an_empty_message_is_said_to_be_empty(client: FlaskClient):
    page = on_page(send(client, ONCE | {"text": "  "}))

    assert "Please write what you want to ask" in page


def test_a_failed_reply_can_be_sent_again(client: FlaskClient, rasa: FakeRasa):
    rasa.mode = "refuse"

    page = on_page(send(client, ONCE | {"text": QUESTION}))

    assert f'name="said" value="{QUESTION}">Send it again' in page


def test_markup_in_a_message_is_shown_as_text(client: FlaskClient, rasa: FakeRasa):
    said = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    rasa.body = ended("small_talk", "<b>Hello</b>", suggestions=['"><script>alert(2)</script>'])

    page = send(client, ONCE | {"text": said})

    assert "<script>alert" not in page and "<img" not in page and "<b>Hello" not in page
    assert said in unescape(page)


def test_a_kept_reply_can_be_rated_and_one_not_kept_has_no_thumbs(client: FlaskClient, app: Flask):
    page = send(client, ONCE | {"text": QUESTION, "consent": "keep"})
    vote = re.search(r'name="rating" value="([^"]+:up)"', on_page(page))
    assert vote
    rated = on_page(send(client, fields(page) | {"rating": vote[1]}))

    line = ConsoleQueries(held(app).database).conversations(after=None, unreviewed_only=False).lines[0]
    feedback = held(app).store.transcript(line.summary.conversation_id).turns[0].feedback
    assert feedback is not None and feedback.rating == "up"
    assert f'value="{vote[1]}" aria-pressed="true"' in rated
    assert 'name="rating"' not in on_page(send(client, ONCE | {"text": QUESTION, "client_turn_id": "two"}))


def test_a_kept_chat_can_be_deleted_from_the_page(client: FlaskClient, app: Flask):
    page = send(client, ONCE | {"text": QUESTION, "consent": "keep"})

    response = client.post("/", data=fields(page) | {"action": "delete"})

    assert response.status_code == 303 and response.location == "/"
    assert not ConsoleQueries(held(app).database).conversations(after=None, unreviewed_only=False).lines


def test_a_reply_from_right_to_left_keeps_the_number_from_left_to_right_and_shows_the_english(client: FlaskClient):
    page = on_page(send(client, {**ONCE, "said": "أبي عنده حرارة 39 وهو يرتجف بشدة"}))

    assert '<div class="reply js-reply" lang="ar" dir="rtl">' in page
    assert re.search(r'<bdi class="call-number js-call-number" dir="ltr">\+?[\d ]+</bdi>', page)
    assert '<div lang="en" dir="ltr">' in page and "Call now. This cannot wait." in page
