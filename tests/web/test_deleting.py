"""Deleting: 204 when every store has confirmed, 202 while one is pending, and nothing brings a conversation back."""

from datetime import timedelta

from tests.fakes import FakeRasa, ended
from tests.web.conftest import QUESTION, URGENT, Chat, held
from tests.web.test_storing import on_disk, rows

WORDS = "My wife Wilhelmina has a temperature of 39.2"


def delete(chat: Chat):
    return chat.client.delete(chat.path, headers=chat.headers)


def test_everything_of_it_goes_and_a_text_free_event_stays(chat: Chat, app, rasa: FakeRasa, settings):
    turn = chat.say(WORDS)
    rasa.body = ended("handed_over", handover={"reference": "N-1", "contact_kind": "phone", "contact": "0301234567"})
    chat.say("yes")
    chat.client.post(
        f"{chat.path}/turns/{turn['turn_id']}/feedback", json={"rating": "up", "reason": WORDS}, headers=chat.headers
    )
    held(app).background.drain(5)
    assert on_disk(settings.var_dir, "Wilhelmina")

    assert delete(chat).status_code == 204
    assert rasa.forgotten == [chat.id]
    assert on_disk(settings.var_dir, "Wilhelmina") == []
    assert on_disk(settings.var_dir, "0301234567") == []
    for table in ("conversations", "turns", "feedback", "handovers"):
        assert rows(app, table) == []
    assert len(rows(app, "safety_events")) == 1


def test_afterwards_its_token_opens_nothing(chat: Chat, settings, make_app):
    chat.say(QUESTION)
    assert delete(chat).status_code == 204

    for client in (chat.client, make_app(settings).test_client()):  # this process, and one started since
        chat.client = client
        assert client.get(chat.path, headers=chat.headers).status_code == 404
        assert chat.post(QUESTION).status_code == 404


def test_with_rasa_away_it_is_pending_and_tried_again(chat: Chat, app, rasa: FakeRasa, settings):
    chat.say(WORDS)
    held(app).background.drain(5)
    rasa.mode = "refuse"
    response = delete(chat)

    assert response.status_code == 202
    assert response.json["status"] == "pending"
    assert "none of your words" in response.json["detail"]
    assert on_disk(settings.var_dir, "Wilhelmina") == []
    rasa.mode = "answer"
    services = held(app)
    assert services.erasures.run_due(services.now()) == 0  # not at once again
    assert services.erasures.run_due(services.now() + timedelta(minutes=1)) == 1
    assert rasa.forgotten == [chat.id]


def test_with_the_database_away_the_wish_waits_and_is_carried_out(settings, make_app, break_database, rasa: FakeRasa):
    healthy = make_app(settings)
    chat = Chat(healthy.test_client())
    chat.say(WORDS)
    chat.client = make_app(break_database(settings)).test_client()
    chat.say("Wilhelmina again")

    assert delete(chat).status_code == 202
    services = held(healthy)
    services.recorder.replay()
    assert services.erasures.run_due(services.now()) == 1
    assert on_disk(settings.var_dir, "Wilhelmina") == []


def test_a_turn_that_comes_late_does_not_bring_it_back(settings, make_app, app, break_database):
    chat = Chat(app.test_client())
    chat.say(QUESTION)
    elsewhere = Chat(app.test_client())
    elsewhere.client, elsewhere.id, elsewhere.token = (
        make_app(break_database(settings)).test_client(),
        chat.id,
        chat.token,
    )
    assert delete(chat).status_code == 204
    elsewhere.say(URGENT)  # through a process that has not heard of the deletion, into the spool

    held(app).recorder.replay()
    assert rows(app, "turns") == []
    assert rows(app, "conversations") == []
    assert held(app).recorder.spool.is_empty()


def test_deleting_twice_and_deleting_what_was_never_stored_is_no_error(client):
    chat = Chat(client, store=False)
    assert delete(chat).status_code == 204
    assert delete(chat).status_code == 204


def test_conversations_expire(chat: Chat, app, settings, rasa: FakeRasa):
    chat.say(WORDS)
    held(app).background.drain(5)
    services = held(app)
    keep, gone = timedelta(days=settings.retention_days), timedelta(days=60)
    later = services.now() + keep - timedelta(hours=1)
    assert services.erasures.expire(later, keep, gone) == 0
    later = services.now() + keep + timedelta(hours=1)
    assert services.erasures.expire(later, keep, gone) == 1
    assert services.erasures.run_due(later) == 1

    assert on_disk(settings.var_dir, "Wilhelmina") == []
    assert rasa.forgotten == [chat.id]
    assert len(rows(app, "erasures")) == 1
    services.erasures.expire(later + gone + timedelta(hours=1), keep, gone)
    assert rows(app, "erasures") == []
