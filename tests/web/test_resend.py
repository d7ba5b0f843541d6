"""A turn sent again with the same client_turn_id gets the first reply again, and is stored once."""

import dataclasses
import threading
import time

import pytest

from tests.fakes import FakeRasa, ended
from tests.web.conftest import QUESTION, URGENT, Chat, held
from web.chat.resends import Resends


@pytest.mark.parametrize("store", [True, False])
@pytest.mark.parametrize("text", [QUESTION, URGENT])
def test_the_first_reply_is_repeated(text, store, client, rasa: FakeRasa):
    chat = Chat(client, store=store)
    first = chat.say(text, client_turn_id="one")
    rasa.body = ended("small_talk", "Something else.")
    chat.token = chat.first_token

    assert chat.say(text, client_turn_id="one") == first
    assert len(chat.read()["turns"]) == (1 if store else 0)


@pytest.mark.parametrize("text", [QUESTION, URGENT])
def test_also_by_a_process_started_since(text, chat: Chat, rasa: FakeRasa, settings, make_app):
    first = chat.say(text, client_turn_id="one")
    rasa.body = ended("small_talk", "Something else.")
    chat.client = make_app(settings).test_client()

    again = chat.say(text, client_turn_id="one")
    assert {**again, "token": ""} == {**first, "token": ""}
    assert len(chat.read()["turns"]) == 1


def test_a_resend_waits_for_the_first_reply(chat: Chat, rasa: FakeRasa, app):
    slow, rasa.ask = rasa.ask, lambda *told: (time.sleep(0.3), slow(*told))[1]
    replies = []
    sendings = [
        threading.Thread(target=lambda: replies.append(chat.post(QUESTION, client_turn_id="one").json))
        for _ in range(3)
    ]
    for sending in sendings:
        sending.start()
    for sending in sendings:
        sending.join()

    assert len(rasa.asked) == 1
    assert len({reply["turn_id"] for reply in replies}) == 1


def test_no_more_threads_wait_than_may(chat: Chat, rasa: FakeRasa, app):
    app.extensions["services"] = dataclasses.replace(held(app), resends=Resends(waiters=1))
    slow, rasa.ask = rasa.ask, lambda *told: (time.sleep(0.5), slow(*told))[1]
    statuses = []
    sendings = [
        threading.Thread(target=lambda: statuses.append(chat.post(QUESTION, client_turn_id="one").status_code))
        for _ in range(4)
    ]
    for sending in sendings:
        sending.start()
        time.sleep(0.05)
    for sending in sendings:
        sending.join()

    assert sorted(statuses) == [200, 200, 503, 503]


def test_a_first_sending_that_was_refused_can_be_sent_again(settings, make_app):
    client = make_app(settings.model_copy(update={"chat_rate_limit": "1 per second"})).test_client()
    chat = Chat(client)
    chat.say("hello")
    assert chat.post(QUESTION, client_turn_id="one").status_code == 429
    time.sleep(1.1)

    assert chat.say(QUESTION, client_turn_id="one")["outcome"] == "answered"


def test_the_same_id_in_another_conversation_is_another_turn(client):
    first, second = Chat(client), Chat(client)

    assert first.say(QUESTION, client_turn_id="one")["turn_id"] != second.say(QUESTION, client_turn_id="one")["turn_id"]
