"""What the processes do when one of them dies, and what they leave in the logs."""

import time

import pytest

from .running_chat import RunningChat, visible

pytestmark = pytest.mark.system
QUESTION = "How long does CRS last?"
REPORT = "her temperature is 38.6 and she is confused"


def test_a_question_is_answered_with_its_source_and_review_status(chat: RunningChat):
    turn = chat.converse().say(QUESTION)

    assert turn["outcome"] == "answered"
    assert turn["sources"][0]["passage_id"] == "how-long-crs-lasts"
    assert turn["sources"][0]["review"]["status"] == "submitted"
    assert "week" in visible(turn)
    assert turn["disclaimer"]


def test_a_follow_up_uses_the_question_before(chat: RunningChat):
    conversation = chat.converse()
    conversation.say("What is tocilizumab?")

    turn = conversation.say("and how quickly does it work?")

    assert turn["outcome"] == "answered"
    assert "tocilizumab" in turn["sources"][0]["passage_id"]


@pytest.mark.parametrize("dead", ["rasa", "actions"])
def test_a_dead_part_never_costs_a_family_the_urgent_reply_and_comes_back_by_itself(chat: RunningChat, dead: str):
    conversation = chat.converse()
    chat.kill(dead)

    started = time.monotonic()
    question = conversation.say(QUESTION)
    waited = time.monotonic() - started
    urgent = conversation.say(REPORT)

    assert question["outcome"] in ("failed", "answered")
    assert visible(question).strip()
    assert waited < 6
    assert urgent["urgency"]["level"] == "urgent"
    assert urgent["urgent"]["contacts"][0]["phone"] == "+1 555 0100"
    chat.wait_until(chat.answers, within=90)


def test_a_dead_web_process_is_back_within_ten_seconds(chat: RunningChat):
    chat.kill("web")

    assert chat.wait_until(chat.is_alive, within=20) < 10
    chat.wait_until(chat.answers, within=30)


def test_only_web_answers_strangers(chat: RunningChat):
    rasa = chat.environ["RASA_PORT"]
    turns = f"http://127.0.0.1:{rasa}/webhooks/family/turns"
    body = {"conversation_id": "x", "text": "hello", "metadata": {}}

    assert chat.http.post(turns, json=body).status_code == 401
    assert chat.http.post(f"http://127.0.0.1:{rasa}/webhooks/rest/webhook", json={"message": "hi"}).status_code == 404
    assert chat.http.get(f"http://127.0.0.1:{rasa}/status").status_code == 404


def test_what_a_family_types_stands_in_no_log(chat: RunningChat):
    planted = "marzipanwolke"
    conversation = chat.converse()
    for text in (
        f"what is {planted}?",
        f"/{planted}",
        f"he has a fever of 39 {planted}",
        f"I want a navigator {planted}",
    ):
        conversation.say(text)
    chat.kill("actions")
    conversation.say(f"how long does {planted} last?")
    chat.wait_until(chat.answers, within=90)

    for log in (chat.var / "log").glob("*"):
        assert planted not in log.read_text(errors="replace"), log.name
