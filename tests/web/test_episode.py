"""An alarm stays open over the following turns until the team is reached or a day has passed."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.urgency import Episode, Situation, Tier, episode_line
from tests.fakes import FakeRasa
from tests.web.conftest import QUESTION, URGENT, Chat, held

CONDITIONAL = "What should I do if he gets a fever?"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(app) -> Clock:
    clock = Clock()
    app.extensions["services"] = dataclasses.replace(held(app), now=clock)
    return clock


def test_while_it_is_open_every_reply_starts_with_the_line(chat: Chat, rasa: FakeRasa, settings):
    opened = chat.say(URGENT)["episode"]
    turn = chat.say("What is tocilizumab?")

    assert turn["outcome"] == "answered"
    assert turn["episode"] == opened
    episode = Episode(
        "open", datetime.fromisoformat(opened["since"]), tuple(opened["signs"]), Tier.R, datetime.now(UTC)
    )
    line = episode_line(episode, Situation(), settings.contacts, datetime.now(UTC))
    assert turn["messages"][0]["text"].split("\n")[0] == line.split("\n")[0]
    assert settings.centre_phone in turn["messages"][0]["text"]
    assert len(turn["messages"]) == 2
    assert rasa.asked[-1][2]["episode_open"] is True


def test_a_failed_reply_starts_with_the_line_too(chat: Chat, rasa: FakeRasa):
    chat.say(URGENT)
    rasa.mode = "refuse"
    turn = chat.say(QUESTION)

    assert turn["outcome"] == "failed"
    assert len(turn["messages"]) == 2


@pytest.mark.parametrize("text", ["Is that normal?", "Can it wait until the morning?"])
def test_asking_for_reassurance_gets_call_instead(text, chat: Chat, rasa: FakeRasa):
    chat.say(URGENT)
    turn = chat.say(text)

    assert turn["outcome"] == "care_team"
    assert rasa.asked == []
    assert turn["episode"]["state"] == "open"


def test_having_reached_the_team_changes_the_state_and_ends_the_line(chat: Chat):
    chat.say(URGENT)
    turn = chat.say("We called the team, thank you")

    assert turn["outcome"] == "small_talk"
    assert turn["episode"]["state"] == "team_reached"
    assert len(turn["messages"]) == 1
    assert len(chat.say(QUESTION)["messages"]) == 1


def test_reassurance_does_not_close_it(chat: Chat):
    chat.say(URGENT)

    assert chat.say("He seems fine now, it is probably nothing")["episode"]["state"] == "open"


def test_a_passage_never_shown_beside_an_alarm_is_kept_back_even_if_rasa_cites_it(chat: Chat, guide, rasa: FakeRasa):
    soothing = next(passage for passage in guide.passages if passage.never_with_urgent)
    rasa.body["messages"][1]["custom"]["passages"] = [{"id": soothing.id, "sentences": [0]}]
    assert chat.say(QUESTION)["outcome"] == "answered"
    chat.say(URGENT)

    turn = chat.say(QUESTION)
    assert turn["outcome"] == "care_team"
    assert turn["sources"] == []


def test_it_ends_after_a_day_without_a_sign(chat: Chat, clock: Clock):
    chat.say(URGENT)
    clock.now += timedelta(hours=23)
    assert chat.say(QUESTION)["episode"]["state"] == "open"
    clock.now += timedelta(hours=2)

    assert chat.say(QUESTION)["episode"] is None


def test_two_turns_sent_with_the_same_token_lose_nothing_of_each_other(chat: Chat):
    before = chat.token
    chat.say(URGENT)
    chat.token = before

    assert chat.say(QUESTION)["episode"]["state"] == "open"


def test_what_was_only_asked_about_becomes_urgent_when_it_happens(chat: Chat):
    asked = chat.say(CONDITIONAL)
    assert asked["urgency"]["banner"] == "conditional"
    assert asked["banner"]["text"]
    assert asked["outcome"] == "answered"
    button = asked["choices"][-1]["text"]

    turn = chat.say(button)
    assert turn["outcome"] == "urgent"
    assert turn["urgency"]["tier"] == "R"
    assert "fever" in turn["urgency"]["signs"]
    assert turn["episode"]["signs"] == turn["urgency"]["signs"]


def test_a_life_threat_that_was_only_asked_about_becomes_tier_e(chat: Chat):
    asked = chat.say("What should we do if she stops breathing?")
    assert asked["urgency"]["level"] == "banner"
    turn = chat.say("This is happening now")

    assert (turn["urgency"]["tier"], turn["urgency"]["first_call"]) == ("E", "emergency_number")


def test_what_was_asked_about_is_remembered_by_the_token_alone(chat: Chat, settings, make_app):
    button = chat.say(CONDITIONAL)["choices"][-1]["text"]
    chat.client = make_app(settings).test_client()  # another process, which knows nothing of the talk

    assert chat.say(button)["outcome"] == "urgent"


def test_happening_now_on_a_ward_calls_the_ward_first(client):
    chat = Chat(client, context={"setting": "ward"})
    button = chat.say(CONDITIONAL)["choices"][-1]["text"]

    assert chat.say(button)["urgency"]["first_call"] == "ward_staff"


def test_a_setting_told_more_than_a_day_ago_counts_as_unknown(client, clock: Clock, rasa: FakeRasa):
    chat = Chat(client, context={"setting": "ward", "country": "IN"})
    chat.say(QUESTION)
    assert rasa.asked[-1][2]["situation"]["setting"] == "ward"
    clock.now += timedelta(hours=25)
    chat.say(QUESTION)

    assert rasa.asked[-1][2]["situation"]["setting"] == "unknown"
    assert rasa.asked[-1][2]["situation"]["country"] == "IN"
