"""Questions kept for the care team: kept once, shown in the words of the family, cleared when that is confirmed."""

import json
import logging
from pathlib import Path

import pytest
import yaml

from actions.clear_questions import ActionClearQuestions
from actions.keep_question import ActionKeepQuestion
from actions.show_questions import ActionShowQuestions
from actions.team_questions import MOST_QUESTIONS, in_one_line, numbered
from tests.actions.conftest import run, slots_set, tracker

DOMAIN_FILE = Path(__file__).resolve().parents[2] / "bot/domain/team_questions.yml"
DOMAIN = yaml.safe_load(DOMAIN_FILE.read_text(encoding="utf-8"))
FULL = [f"question number {number}" for number in range(MOST_QUESTIONS)]
MOST_CHARACTERS_OF_A_REPLY = 8_000  # web shows no longer one
ASK = "utter_clear_questions"
PLANTED = "my neighbour Zebulon sings at night"


def said(text, intent, *utterances, **slots):
    """A tracker after one message, and before it a message to which the bot said these responses."""
    on = tracker(text, intent, **slots)
    replies = [{"event": "bot", "text": "…", "metadata": {"utter_action": each}} for each in utterances]
    on.events = [{"event": "user", "text": "before"}, *replies, *on.events]
    return on


def keep(text="add it", noted=None, **slots):
    on = tracker(text, "keep_question", **slots)
    if noted:
        on.latest_message["noted_question"] = noted
    (message,), events = run(ActionKeepQuestion(), on)
    return message, events


def test_the_last_question_without_an_answer_is_kept_as_the_newest():
    message, events = keep(unanswered_question="Can he have grapefruit?", team_questions=["May she swim?"])

    assert message["response"] == "utter_question_kept"
    assert (message["question"], message["count"]) == ("Can he have grapefruit?", 2)
    assert slots_set(events) == {"team_questions": ["May she swim?", "Can he have grapefruit?"]}


def test_a_question_told_in_the_message_goes_before_the_last_one():
    message, events = keep(noted="may he fly?", unanswered_question="Can he have grapefruit?")

    assert message["response"] == "utter_question_kept"
    assert slots_set(events) == {"team_questions": ["may he fly?"]}


@pytest.mark.parametrize("again", ["can he have  GRAPEFRUIT", "Can he have grapefruit?"])
def test_a_question_is_kept_once(again):
    message, events = keep(unanswered_question=again, team_questions=["Can he have grapefruit?", "b"])

    assert (message["response"], message["count"]) == ("utter_question_kept_before", 2)
    assert events == []


def test_a_full_list_takes_no_more_and_loses_nothing():
    message, events = keep(unanswered_question="one more", team_questions=FULL)

    assert (message["response"], message["count"]) == ("utter_questions_full", MOST_QUESTIONS)
    assert events == []


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_with_nothing_to_add_that_is_said(nothing):
    message, events = keep(unanswered_question=nothing)

    assert message["response"] == "utter_no_question_to_keep"
    assert events == []


def test_questions_are_shown_numbered_and_as_they_were_asked():
    (message,), events = run(ActionShowQuestions(), tracker("show", team_questions=["May she swim?", "grapefrut ok"]))

    assert message["response"] == "utter_team_questions"
    assert message["questions"] == "1. May she swim?\n2. grapefrut ok"
    assert events == []


@pytest.mark.parametrize("action", [ActionShowQuestions, ActionClearQuestions])
@pytest.mark.parametrize("kept", [None, []])
def test_an_empty_list_is_said_to_be_empty(action, kept):
    (message,), events = run(action(), tracker("clear it", "clear_questions", team_questions=kept), DOMAIN)

    assert message["response"] == "utter_no_team_questions"
    assert events == []


@pytest.mark.parametrize("text", ["clear my questions", "ok clear my questions", "yes"])
def test_before_clearing_it_is_asked(text):
    on = said(text, "clear_questions", ASK, team_questions=["a", "b"])
    (message,), events = run(ActionClearQuestions(), on, DOMAIN)

    assert (message["response"], message["count"]) == (ASK, 2)
    assert events == []


@pytest.mark.parametrize(
    "on",
    [
        tracker("Yes, clear my questions", "clear_questions", team_questions=["a"]),
        tracker("yes clear my  questions.", "clear_questions", team_questions=["a"]),
        said("ok", "affirm", ASK, team_questions=["a"]),
    ],
)
def test_the_button_or_a_yes_to_the_asking_clears(on):
    (message,), events = run(ActionClearQuestions(), on, DOMAIN)

    assert message["response"] == "utter_questions_cleared"
    assert slots_set(events) == {"team_questions": None}


def test_a_no_to_the_asking_clears_nothing():
    (message,), events = run(ActionClearQuestions(), said("no", "deny", ASK, team_questions=["a"]), DOMAIN)

    assert message["response"] == "utter_clear_declined"
    assert events == []


@pytest.mark.parametrize("intent", ["affirm", "deny"])
@pytest.mark.parametrize("before", [(), ("utter_greet",), ("utter_questions_cleared",)])
def test_a_yes_or_no_to_something_else_is_asked_about_as_ever(intent, before):
    """Rasa leads here also long after the asking, when only turns of its rules lie in between."""
    on = said("well", intent, *before, team_questions=["a"])
    on.events = [{"event": "user"}, {"event": "bot", "metadata": {"utter_action": ASK}}, *on.events]
    (message,), events = run(ActionClearQuestions(), on, DOMAIN)

    assert message["response"] == "utter_default"
    assert events == []


def test_without_the_button_in_the_domain_nothing_is_cleared_by_words():
    (message,), _ = run(ActionClearQuestions(), tracker("", "clear_questions", team_questions=["a"]), {})

    assert message["response"] == ASK


def test_a_question_is_kept_in_one_line_of_bounded_length():
    assert in_one_line(" may\nhe  {fly} 0[x] ") == "may he {fly} 0 [x]"
    cut = in_one_line("wort " * 1000)
    assert cut.endswith("wort…") and len(cut) <= 300
    assert len(in_one_line("w" * 2000)) == 300


def test_the_longest_list_fits_into_one_reply():
    longest = numbered([in_one_line("w" * 2000)] * MOST_QUESTIONS)

    assert len(longest) + len(DOMAIN["responses"]["utter_team_questions"][0]["text"]) < MOST_CHARACTERS_OF_A_REPLY


def test_every_reply_is_small_talk_without_passages():
    for (variant,) in DOMAIN["responses"].values():
        assert variant["custom"]["outcome"] == "small_talk"
        assert "passages" not in variant["custom"]


@pytest.mark.parametrize("action", [ActionKeepQuestion, ActionShowQuestions, ActionClearQuestions])
def test_a_failure_takes_no_word_with_it(action, caplog):
    on = tracker(PLANTED, unanswered_question=PLANTED)
    on.slots = None  # a tracker no action can read
    with caplog.at_level(logging.DEBUG):
        messages, events = run(action(), on)

    assert [each["response"] for each in messages] == ["utter_failed"]
    assert events == []
    assert "Zebulon" not in caplog.text + json.dumps(messages)
