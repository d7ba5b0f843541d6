"""A turn is stored exactly once where storing was agreed to, also through an outage; otherwise none of its words."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from tests.fakes import FakeRasa
from tests.web.conftest import QUESTION, URGENT, Chat, held
from web.settings import Settings


def on_disk(folder: Path, words: str) -> list[str]:
    """The files under a folder that hold these words, as they are or escaped."""
    forms = (words.encode(), json.dumps(words)[1:-1].encode())
    files = (file for file in folder.rglob("*") if file.is_file())
    return [file.name for file in files if any(form in file.read_bytes() for form in forms)]


def rows(app, table: str) -> list[dict]:
    with held(app).database.reading() as session:
        return [dict(row) for row in session.execute(sql(f"SELECT * FROM {table}")).mappings()]  # noqa: S608


def test_what_was_agreed_to_is_kept_whole(chat: Chat, app):
    chat.say(QUESTION)
    chat.say(URGENT)
    transcript = held(app).store.transcript(chat.id)

    assert [turn.text for turn in transcript.turns] == [QUESTION, URGENT]
    assert [turn.outcome for turn in transcript.turns] == ["answered", "urgent"]
    assert transcript.turns[1].level == "urgent"
    assert transcript.turns[1].assessment["signs"]
    assert "token" not in transcript.turns[0].reply
    assert transcript.summary.turn_count == 2
    assert transcript.summary.urgency_rank >= 4
    assert transcript.summary.episode["state"] == "open"


@pytest.mark.parametrize("consent", [None, {"version": "2026-11", "store": False}])
def test_without_consent_no_word_is_on_the_disk(consent, client, settings: Settings, app):
    started = client.post("/api/conversations", json={"consent": consent} if consent else None).json
    words = "My wife Wilhelmina has a temperature of 39.2"
    for text in (words, "Wilhelmina asks what CRS is"):
        client.post(
            f"/api/conversations/{started['conversation_id']}/turns",
            json={"text": text},
            headers={"Authorization": f"Bearer {started['token']}"},
        )
    held(app).background.drain(5)

    assert rows(app, "turns") == []
    assert on_disk(settings.var_dir, "Wilhelmina") == []


def test_an_urgent_reply_is_noted_without_words_even_where_storing_was_declined(client, app):
    chat = Chat(client, store=False)
    turn = chat.say(URGENT)
    (event,) = rows(app, "safety_events")

    assert event["turn_id"] == turn["turn_id"]
    assert json.loads(event["signs"]) == turn["urgency"]["signs"]
    assert chat.id not in json.dumps(event, default=str)


def test_what_rasa_knows_of_a_talk_that_is_not_stored_is_deleted_later(client, app, rasa: FakeRasa):
    chat = Chat(client, store=False)
    chat.say(QUESTION)
    services = held(app)
    services.erasures.run_due(services.now())
    assert rasa.forgotten == []

    (due,) = rows(app, "erasures")
    assert due["reason"] == "not_stored"
    services.erasures.run_due(services.now() + timedelta(minutes=31))
    assert rasa.forgotten == [chat.id]
    services.erasures.run_due(services.now() + timedelta(minutes=62))
    assert rasa.forgotten == [chat.id]


def test_turns_of_an_outage_are_stored_once_when_the_database_is_back(settings, make_app, break_database):
    app = make_app(break_database(settings))
    chat = Chat(app.test_client())
    for text in (QUESTION, URGENT, "hello"):
        chat.say(text, client_turn_id=text)
    waiting = [entry.turn for _, entry in held(app).recorder.spool.waiting()]
    assert [turn.text for turn in waiting if turn] == [QUESTION, URGENT, "hello"]

    back = make_app(settings)  # the same VAR_DIR, and so the same spool
    chat.client = back.test_client()
    assert held(back).recorder.replay() == 3
    assert held(back).recorder.replay() == 0
    assert [turn["text"] for turn in chat.read()["turns"]] == [QUESTION, URGENT, "hello"]
    assert chat.say(URGENT, client_turn_id=URGENT)["outcome"] == "urgent"
    assert len(chat.read()["turns"]) == 3


def test_the_next_turn_that_is_stored_brings_the_waiting_ones_along(settings, make_app, break_database):
    app = make_app(break_database(settings))
    first = Chat(app.test_client())
    first.say(QUESTION)
    back = make_app(settings)
    Chat(back.test_client()).say("hello")
    held(back).background.drain(5)

    assert held(back).recorder.spool.is_empty()
    assert held(back).store.transcript(first.id).turns[0].text == QUESTION


def test_a_turn_waiting_in_the_spool_is_part_of_the_familys_export(chat: Chat, settings):
    chat.say(QUESTION)
    blocker = sqlite3.connect(settings.var_dir / "transcripts.sqlite3")
    blocker.execute("BEGIN EXCLUSIVE")
    chat.say("hello")
    blocker.rollback()
    blocker.close()

    assert [turn["text"] for turn in chat.read()["turns"]] == [QUESTION, "hello"]


def test_a_damaged_spool_entry_is_set_aside_and_the_rest_is_stored(settings, make_app, break_database):
    app = make_app(break_database(settings))
    chat = Chat(app.test_client())
    chat.say(QUESTION)
    spool = settings.var_dir / "spool"
    (spool / "00000000000000000001.x.y.jsonl").write_text("{half")
    back = make_app(settings)

    assert held(back).recorder.replay() == 1
    assert [file.suffix for file in spool.iterdir()] == [".refused"]


def test_a_turn_that_can_never_be_stored_does_not_hold_up_the_rest(settings, make_app, break_database):
    chat = Chat(make_app(break_database(settings)).test_client())
    chat.say(QUESTION)
    (file,) = (settings.var_dir / "spool").glob("*.jsonl")
    file.write_text(file.read_text().replace('"outcome": "answered", "level"', '"outcome": "magic", "level"'))
    chat.say("hello")
    back = make_app(settings)

    assert held(back).recorder.replay() == 1
    assert [turn.text for turn in held(back).store.transcript(chat.id).turns] == ["hello"]


def test_the_transcripts_are_their_owners_alone(chat: Chat, settings):
    chat.say(QUESTION)

    for file in (settings.var_dir / "transcripts.sqlite3", settings.var_dir / "transcripts.sqlite3-wal"):
        assert file.stat().st_mode & 0o077 == 0


def test_feedback_is_kept_and_replaced(chat: Chat, client):
    turn = chat.say(QUESTION)
    path = f"{chat.path}/turns/{turn['turn_id']}/feedback"

    assert client.post(path, json={"rating": "up"}, headers=chat.headers).status_code == 204
    assert client.post(path, json={"rating": "down", "reason": "too long"}, headers=chat.headers).status_code == 204
    assert chat.read()["turns"][0]["feedback"] == {"rating": "down", "reason": "too long"}
    other = Chat(client)
    elsewhere = f"{other.path}/turns/{turn['turn_id']}/feedback"
    assert client.post(elsewhere, json={"rating": "up"}, headers=other.headers).status_code == 404
