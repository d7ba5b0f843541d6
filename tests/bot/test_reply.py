"""A reply to web holds the texts in order and exactly one `custom`."""

import pytest

from bot.components.reply import shaped


def test_texts_come_first_and_the_recipient_is_left_out():
    said = [{"recipient_id": "c", "custom": {"outcome": "small_talk"}}, {"recipient_id": "c", "text": "Hello."}]

    assert shaped(said) == [{"text": "Hello."}, {"custom": {"outcome": "small_talk"}}]


def test_an_answer_inside_the_form_says_how_the_turn_ended_and_keeps_the_forms_choices():
    said = [
        {"text": "An answer."},
        {"custom": {"outcome": "answered", "passages": [{"id": "a", "sentences": [0]}]}},
        {"text": "Which number?"},
        {"custom": {"outcome": "form", "choices": ["Cancel"]}},
    ]

    assert shaped(said) == [
        {"text": "An answer."},
        {"text": "Which number?"},
        {"custom": {"outcome": "answered", "passages": [{"id": "a", "sentences": [0]}], "choices": ["Cancel"]}},
    ]


@pytest.mark.parametrize(("outcome", "choices"), [("support", ["Cancel"]), ("clarify", ["One?", "Two?"])])
def test_the_form_asked_last_so_its_choices_are_offered_unless_the_answer_asked_back(outcome, choices):
    said = [
        {"custom": {"outcome": outcome, "choices": ["One?", "Two?"]}},
        {"custom": {"outcome": "form", "choices": ["Cancel"]}},
    ]

    assert shaped(said) == [{"custom": {"outcome": outcome, "choices": choices}}]


def test_two_steps_of_the_form_are_one():
    said = [{"text": "Unclear."}, {"custom": {"outcome": "form"}}, {"custom": {"outcome": "form", "choices": ["No"]}}]

    assert shaped(said) == [{"text": "Unclear."}, {"custom": {"outcome": "form", "choices": ["No"]}}]


def test_silence_stays_silence():
    assert shaped([]) == []
