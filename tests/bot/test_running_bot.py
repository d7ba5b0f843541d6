"""The channel of the real Rasa process keeps its contract with web, also when the action server misbehaves."""

import time

import pytest

from tests.bot.running_bot import DEADLINE, SECRET, URGENT, RunningBot

PLANTED = "my neighbour Zebulon sings at night"


@pytest.fixture(scope="module")
def bot(model, tmp_path_factory):
    running = RunningBot(model, tmp_path_factory.mktemp("bot"))
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def actions(bot):
    bot.actions.mode = "answers"
    bot.actions.calls.clear()
    return bot.actions


def test_health_needs_no_secret(bot):
    answer = bot.http.get("/health", headers={"Authorization": ""})

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_process_without_a_model_is_not_healthy_and_says_nothing(tmp_path):
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"no model")
    running = RunningBot(broken, tmp_path, ready=503)
    answer = running.say("hello", "c")
    running.stop()

    assert (answer.status_code, answer.json()) == (200, {"messages": []})


@pytest.mark.parametrize("header", ["", "Bearer wrong", f"bearer {SECRET}", SECRET, "Bearer é"])
def test_without_the_secret_nothing_is_done(bot, header):
    raw = {"Authorization": header.encode()}

    assert bot.http.post("/turns", json={"conversation_id": "c", "text": "hello"}, headers=raw).status_code == 401
    assert bot.http.delete("/conversations/c", headers=raw).status_code == 401


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"text"', b"null", b"\xff", b'{"conversation_id": "c"}', b'{"text": "hello"}',
     b'{"conversation_id": "c", "text": ["a"]}', b'{"conversation_id": "c", "text": "\\u0000"}',
     b'{"conversation_id": "../c", "text": "hello"}', b'{"conversation_id": "c", "text": "hi", "metadata": []}',
     b'{"conversation_id": "c", "text": "' + b"a" * 70_000 + b'"}'],
)  # fmt: skip
def test_garbage_is_refused_without_an_echo(bot, body):
    answer = bot.http.post("/turns", content=body)

    assert (answer.status_code, answer.json()) == (400, {"error": "invalid"})


def test_small_talk_needs_no_action_server(bot, actions):
    actions.mode = "drops"
    reply = bot.reply("hello", "small-talk")

    assert reply.outcome == "small_talk"
    assert reply.text.startswith("Hello.")


@pytest.mark.parametrize("said", ["yes", "no", "maria@example.org"])
def test_what_answers_nothing_is_asked_about_once(bot, said):
    reply = bot.reply(said, f"out-of-place-{len(said)}")

    assert reply.outcome == "clarify"
    assert reply.text.count("I am not sure what you mean.") == 1


def test_a_question_goes_to_the_action_server_with_what_web_knows(bot, actions):
    assert bot.reply("what is crs", "question").outcome == "answered"

    (call,) = actions.calls
    assert call["next_action"] == "action_answer_question"
    assert call["tracker"]["latest_message"]["metadata"]["turn_id"] == "t"


@pytest.mark.parametrize(
    "typed", ["/restart", "/urgent", '/greet{"a": "b"}', "/session_start", " /back", "\x00/restart", "/"]
)
def test_typed_commands_are_questions(bot, actions, typed):
    assert bot.reply(typed, "commands").outcome == "answered"
    assert [call["next_action"] for call in actions.calls] == ["action_answer_question"]


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "'; DROP TABLE events; --", "{urgent_reply}", "a" * 3000]
)
def test_hostile_text_is_a_question(bot, typed):
    assert bot.reply(typed, "hostile").outcome == "answered"


@pytest.mark.parametrize("mode", ["drops", "fails", "rubbish"])
def test_a_failing_action_server_is_silence_never_an_error_text(bot, actions, mode):
    actions.mode = mode

    assert bot.reply("what is crs", f"failing-{mode}").messages == []


@pytest.mark.parametrize("mode", ["drops", "fails", "slow"])
def test_an_urgent_message_needs_no_action_server(bot, actions, mode):
    actions.mode = mode
    reply = bot.reply("he cannot breathe", f"urgent-{mode}", URGENT)

    assert reply.outcome == "urgent"
    assert "+44 20 7946 0018" in reply.text


def test_without_a_verdict_rasa_reads_the_message_itself(bot):
    assert bot.reply("her temperature is 38.6 and she is confused", "own-reading", None).outcome == "urgent"


def test_an_urgent_message_closes_the_form_with_the_action_server_gone(bot, actions):
    assert bot.reply("I want to talk to a navigator", "form").outcome == "form"
    actions.mode = "drops"

    assert bot.reply("he cannot breathe", "form", URGENT).outcome == "urgent"

    actions.mode = "answers"
    after = bot.reply("what is crs", "form")
    assert (after.outcome, after.text) == ("answered", "From the guide.")


def test_a_question_inside_the_form_is_answered_and_the_form_goes_on(bot):
    bot.reply("I want to talk to a navigator", "digression")
    reply = bot.reply("what is tocilizumab?", "digression")

    assert reply.outcome == "answered"
    assert reply.text.startswith("From the guide.")
    assert "What name may they use?" in reply.text


def test_a_question_told_with_the_wish_to_keep_it_comes_alone(bot, actions):
    bot.say("please note for the doctor: can he have grapefruit?", "noted")

    (call,) = actions.calls
    assert call["next_action"] == "action_keep_question"
    assert call["tracker"]["latest_message"]["noted_question"] == "can he have grapefruit?"


def test_a_slow_turn_ends_at_the_deadline_and_the_next_one_works(bot, actions):
    bot.reply("I want to talk to a navigator", "slow")
    actions.mode = "slow"
    started = time.monotonic()
    answer = bot.say("what is crs", "slow")

    assert (answer.status_code, answer.json()) == (504, {"error": "deadline"})
    assert time.monotonic() - started < DEADLINE + 1

    actions.mode = "answers"
    reply = bot.reply("what is crs", "slow")
    assert reply.outcome == "answered"
    assert "What name may they use?" in reply.text  # the form that was open before is open still


def test_an_erased_conversation_is_forgotten(bot):
    bot.reply("I want to talk to a navigator", "erased")
    bot.reply(PLANTED + " erased?", "erased")
    assert b"sings at night erased?" in bot.database.read_bytes()

    assert bot.http.delete("/conversations/erased").status_code == 204

    assert b"sings at night erased?" not in bot.database.read_bytes()
    assert bot.reply("what is crs", "erased").text == "From the guide."  # no form is open


def test_erasing_an_unknown_or_ill_named_conversation(bot):
    assert bot.http.delete("/conversations/never-seen").status_code == 204
    assert bot.http.delete("/conversations/a%20b").status_code == 400


@pytest.mark.parametrize("mode", ["answers", "drops", "fails", "rubbish", "slow"])
def test_no_log_record_holds_what_a_family_typed(bot, actions, mode):
    actions.mode = mode
    before = bot.log.stat().st_size
    bot.say(PLANTED, f"log-{mode}")
    bot.say(f"my name is {PLANTED}", f"log-{mode}", URGENT)
    logged = bot.log.read_bytes()

    assert len(logged) > before  # it runs at debug level: there was much to say
    for word in (b"Zebulon", b"neighbour", b"sings at night"):
        assert word not in logged
