"""HTTP to Rasa: whatever comes back, the caller has a checked reply or a named error within the deadline."""

import threading
import time

import pytest

from knowledge.outcomes import Outcome
from tests.fakes import FAULTS, FakeRasa, FakeRasaServer, ended
from web.chat.circuit import Circuit
from web.chat.rasa_client import RasaClient, without_command
from web.errors import RasaRubbish, RasaUnavailable

RUBBISH = {"empty", "list", "no_outcome", "unknown_outcome", "not_json"}


def test_a_reply_is_read_whole(rasa_client: RasaClient, rasa_server: FakeRasaServer):
    rasa_server.body = ended(
        "clarify",
        "First.",
        choices=["a", "b"],
        ranked=[{"id": "p", "score": 0.5}],
        belief=0.3,
        threshold=0.4,
        suggestions=["c"],
    )
    rasa_server.body["messages"].insert(0, {"text": "Before."})
    reply = rasa_client.ask("c1", "hello", {"turn_id": "t1"})

    assert reply.outcome is Outcome.CLARIFY
    assert reply.texts == ("Before.", "First.")
    assert (reply.choices, reply.suggestions) == (("a", "b"), ("c",))
    assert (reply.ranked, reply.belief, reply.threshold) == ((("p", 0.5),), 0.3, 0.4)
    assert rasa_server.turns == [{"conversation_id": "c1", "text": "hello", "metadata": {"turn_id": "t1"}}]


@pytest.mark.parametrize("mode", [*sorted(FAULTS), "hang", "half", "trickle"])
def test_whatever_goes_wrong_is_a_named_error_within_the_deadline(mode, rasa_client, rasa_server: FakeRasaServer):
    rasa_server.mode = mode
    started = time.monotonic()
    with pytest.raises(RasaRubbish if mode in RUBBISH else RasaUnavailable):
        rasa_client.ask("c1", "hello", {})

    assert time.monotonic() - started < 0.8


def test_nobody_listening(settings):
    with pytest.raises(RasaUnavailable, match="ConnectError"):
        RasaClient("http://127.0.0.1:9", "s", slots=1).ask("c1", "hello", {})


def test_a_wrong_secret_is_refused(rasa_server: FakeRasaServer):
    with pytest.raises(RasaUnavailable):
        RasaClient(rasa_server.url, "wrong", slots=1).ask("c1", "hello", {})
    assert rasa_server.turns == []


def test_without_a_free_slot_the_call_is_refused_at_once(rasa_client: RasaClient, rasa_server: FakeRasaServer):
    rasa_server.mode = "hang"
    waiting = [threading.Thread(target=_try, args=(rasa_client,)) for _ in range(2)]
    for each in waiting:
        each.start()
    time.sleep(0.1)
    started = time.monotonic()
    with pytest.raises(RasaUnavailable, match="no free slot"):
        rasa_client.ask("c1", "hello", {})

    assert time.monotonic() - started < 0.2
    rasa_server.release()
    for each in waiting:
        each.join()


def test_after_several_failures_it_is_not_asked_for_a_while(rasa_server: FakeRasaServer):
    client = RasaClient(rasa_server.url, rasa_server.secret, slots=2, deadline=0.5)
    rasa_server.mode = "error"
    for _ in range(7):
        _try(client)
    asked = len(rasa_server.turns)
    rasa_server.mode = "answer"
    with pytest.raises(RasaUnavailable, match="circuit open"):
        client.ask("c1", "hello", {})

    assert asked == len(rasa_server.turns) == 5
    assert client.probe("c1", "hello", {}).outcome is Outcome.ANSWERED  # the readiness check tries all the same
    assert client.ask("c1", "hello", {}).outcome is Outcome.ANSWERED


def test_silence_from_one_conversation_does_not_close_rasa_for_the_others(rasa_client, rasa_server: FakeRasaServer):
    rasa_server.mode = "empty"
    for _ in range(10):
        _try(rasa_client)
    rasa_server.mode = "answer"

    assert rasa_client.ask("c1", "hello", {}).outcome is Outcome.ANSWERED


def test_an_open_circuit_lets_one_trial_through_after_its_rest():
    now = [0.0]
    circuit = Circuit(failures=2, rest=3, clock=lambda: now[0])
    circuit.failed()
    assert circuit.lets_through()
    circuit.failed()
    assert not circuit.lets_through()
    now[0] = 3.1
    assert circuit.lets_through()
    assert not circuit.lets_through()
    circuit.succeeded()
    assert circuit.lets_through()


def test_a_tracker_is_deleted(rasa_client: RasaClient, rasa_server: FakeRasaServer):
    rasa_client.forget("c-1_x")

    assert rasa_server.forgotten == ["c-1_x"]


@pytest.mark.parametrize("text", ["/restart", " /restart", "// /restart", "\u2003/\u00a0/restart", "\x1f/restart"])
def test_a_command_loses_its_slash(text):
    assert without_command(text) == "restart"


def test_a_long_text_keeps_its_head_and_its_tail():
    text = "a" * 5_000 + "b" * 5_000
    sent = without_command(text)

    assert len(sent) <= 2_000
    assert sent.startswith("a" * 900)
    assert sent.endswith("b" * 900)
    assert without_command("c" * 2_000) == "c" * 2_000


@pytest.mark.parametrize("which", ["fake", "real"])
def test_the_fake_and_the_real_client_keep_the_same_contract(which, rasa_client, rasa_server: FakeRasaServer):
    one = FakeRasa(rasa_server.body) if which == "fake" else rasa_client

    assert one.ask("c1", "hello", {}).outcome is Outcome.ANSWERED
    assert one.probe("c1", "hello", {}).cited
    one.tell("c1", "hello", {})
    one.forget("c1")
    (one if which == "fake" else rasa_server).body = {"messages": []}
    with pytest.raises(RasaRubbish):
        one.ask("c1", "hello", {})
    (one if which == "fake" else rasa_server).mode = "hang"
    for call in (one.ask, one.tell):
        with pytest.raises(RasaUnavailable):
            call("c1", "hello", {})


def _try(client: RasaClient) -> None:
    try:
        client.ask("c1", "hello", {})
    except RasaUnavailable:
        return
