"""A danger sign gets the fixed reply first, within a second, whatever else is broken."""

import sqlite3
import time

import pytest

from tests.fakes import FakeRasa
from tests.web.conftest import URGENT, Chat, held, shown
from web.settings import Settings


def assert_urgent(turn, settings: Settings) -> None:
    assert turn["outcome"] == "urgent"
    assert turn["urgency"]["level"] == "urgent"
    assert "fever" in turn["urgency"]["signs"]
    assert turn["urgent"]["steps"]
    assert turn["urgent"]["title"] in shown(turn)
    assert settings.centre_phone in [contact["phone"] for contact in turn["urgent"]["contacts"]]
    assert turn["episode"]["state"] == "open"


def timed(chat: Chat, text: str = URGENT):
    started = time.monotonic()
    turn = chat.say(text)
    return turn, time.monotonic() - started


def test_the_urgent_reply_asks_nobody(chat: Chat, rasa: FakeRasa, settings):
    turn, seconds = timed(chat)

    assert_urgent(turn, settings)
    assert rasa.asked == []
    assert seconds < 1


def test_rasa_is_told_afterwards_with_the_verdict(chat: Chat, rasa: FakeRasa, app):
    turn = chat.say(URGENT)
    held(app).background.drain(5)

    conversation_id, text, metadata = rasa.told[-1]
    assert (conversation_id, text) == (chat.id, URGENT)
    assert metadata["turn_id"] == turn["turn_id"]
    assert metadata["verdict"]["level"] == "urgent"
    assert metadata["episode_open"] is True


@pytest.mark.parametrize("mode", ["hang", "refuse", "rubbish"])
def test_with_rasa_broken(mode, chat: Chat, rasa: FakeRasa, settings):
    rasa.mode, rasa.hangs_for = mode, 2
    turn, seconds = timed(chat)

    assert_urgent(turn, settings)
    assert seconds < 1


def test_with_the_database_broken_the_turn_waits_in_the_spool(settings, make_app, break_database):
    app = make_app(break_database(settings))
    turn, seconds = timed(Chat(app.test_client()))

    assert_urgent(turn, settings)
    assert seconds < 1
    assert not turn["degraded"]
    assert [entry.turn_id for _, entry in held(app).recorder.spool.waiting()] == [turn["turn_id"]]


@pytest.mark.hurried
def test_with_the_database_locked(settings, app, client):
    chat = Chat(client)
    chat.say("hello")
    blocker = sqlite3.connect(settings.var_dir / "transcripts.sqlite3")
    blocker.execute("BEGIN EXCLUSIVE")
    try:
        turn, seconds = timed(chat)
        again, again_seconds = timed(chat, "She cannot breathe")
    finally:
        blocker.rollback()
        blocker.close()

    assert_urgent(turn, settings)
    assert again["outcome"] == "urgent"
    assert seconds < 1
    assert again_seconds < 0.5  # a database that did not answer is not asked again at once
    assert len(list(held(app).recorder.spool.waiting())) == 2


def test_with_the_whole_disk_broken(settings, make_app, break_disk):
    turn, seconds = timed(Chat(make_app(break_disk(settings)).test_client()))

    assert_urgent(turn, settings)
    assert turn["degraded"] is True  # it could not be kept, and says so
    assert seconds < 1


def test_the_rate_limit_never_holds_back_an_urgent_message(settings, make_app):
    client = make_app(settings.model_copy(update={"chat_rate_limit": "2 per hour"})).test_client()
    chat = Chat(client)
    chat.say("hello")
    chat.say("hello again")
    refused = chat.post("and once more")

    assert refused.status_code == 429
    assert refused.mimetype == "application/problem+json"
    assert settings.centre_phone in refused.json["emergency"]
    for _ in range(3):
        assert_urgent(chat.say(URGENT), settings)


def test_declining_storage_leaves_the_danger_check_working(client, settings):
    assert_urgent(Chat(client, store=False).say(URGENT), settings)


def test_danger_at_either_end_of_a_message_that_is_too_long_is_read(chat: Chat, settings):
    filler = "We had soup and then we watched the news. " * 700
    assert len(filler) > 20_000

    assert chat.post(filler).status_code == 413
    for text in (f"{URGENT}. {filler}", f"{filler} {URGENT}."):
        assert_urgent(chat.say(text), settings)


def test_danger_under_an_id_that_was_used_for_other_words_is_not_taken_for_a_resend(chat: Chat, settings):
    chat.say("hello", client_turn_id="one")

    assert_urgent(chat.say(URGENT, client_turn_id="one"), settings)
    assert len(chat.read()["turns"]) == 2


def test_danger_in_a_deleted_conversation_is_answered_and_kept_nowhere(chat: Chat, settings, client):
    assert client.delete(chat.path, headers=chat.headers).status_code == 204

    assert_urgent(chat.say(URGENT), settings)
    assert client.get(chat.path, headers=chat.headers).status_code == 404
    assert not any(URGENT.encode() in file.read_bytes() for file in settings.var_dir.rglob("*") if file.is_file())
