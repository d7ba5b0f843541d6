"""No log line and no error holds what a family typed."""

import logging
import sqlite3

import structlog

from tests.fakes import FakeRasa, ended
from tests.web.conftest import Chat, held
from web.logs import set_up_logs

PLANTED = "Wilhelmina from Quedlinburg"


def test_the_familys_words_are_in_no_log(capfd, app, client, settings, rasa: FakeRasa, monkeypatch):
    set_up_logs()  # onto the standard error of this test
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        chat = Chat(client)
        for text in (
            f"What is CRS? {PLANTED}",
            f"{PLANTED} cannot breathe",
            f"/{PLANTED}",
            f"<{PLANTED}>",
            PLANTED * 900,
        ):
            chat.post(text)
        rasa.body = {"messages": [{"text": PLANTED}, {"custom": {"outcome": PLANTED}}]}
        chat.say(PLANTED)
        rasa.body = ended(
            "handed_over", PLANTED, handover={"reference": "N-1", "contact_kind": "fax", "contact": PLANTED}
        )
        chat.say(PLANTED)
        for mode in ("hang", "refuse", "rubbish"):
            rasa.mode = mode
            chat.say(f"{mode} {PLANTED}")
        blocker = sqlite3.connect(settings.var_dir / "transcripts.sqlite3")
        blocker.execute("BEGIN EXCLUSIVE")
        chat.say(f"locked {PLANTED}")
        blocker.rollback()
        blocker.close()
        client.post(f"{chat.path}/turns", data=f'{{"text": "{PLANTED}', headers=chat.headers)
        client.patch(f"{chat.path}/context", json={PLANTED: PLANTED, "setting": PLANTED}, headers=chat.headers)
        monkeypatch.setattr(rasa, "ask", lambda *told: 1 / 0)
        chat.post(PLANTED)
        held(app).background.drain(5)
    finally:
        logging.getLogger().setLevel(logging.INFO)
    logged = "".join(capfd.readouterr())

    assert "rasa_unavailable" in logged  # the test looks where the log goes
    assert "unexpected" in logged
    assert PLANTED not in logged
    assert "Quedlinburg" not in logged


def test_an_exceptions_message_is_not_logged_only_its_kind(capfd, app):
    set_up_logs()
    try:
        int(PLANTED)
    except ValueError:
        structlog.get_logger("test").exception("something", turn_id="t1")
        logging.getLogger("library").exception("a library says")
    logged = "".join(capfd.readouterr())

    assert '"error": "ValueError"' in logged
    assert logged.count("ValueError") == 2
    assert PLANTED not in logged
