"""The answerer's word reaches the family unchanged, with everything web needs beside it."""

import pytest

from actions.answer_question import ActionAnswerQuestion
from knowledge.answering import Answer, Question
from knowledge.outcomes import Outcome
from tests.actions.conftest import ANSWERED, run, slots_set, tracker


def test_an_answer_is_said_with_its_passages_and_scores(answerer):
    messages, events = run(ActionAnswerQuestion(), tracker("what is crs"))

    (message,) = messages
    assert message["text"] == ANSWERED.text
    assert message["custom"] == {
        "outcome": "answered",
        "passages": [{"id": "crs-in-short", "sentences": [0]}],
        "ranked": [{"id": "crs-in-short", "score": 0.8}, {"id": "who-gets-crs", "score": 0.3}],
        "belief": 0.6,
        "threshold": 0.45,
        "suggestions": ["Who gets CRS?"],
    }
    assert slots_set(events) == {
        "questions_asked": ["what is crs"],
        "cited_passages": [{"id": "crs-in-short", "sentences": [0]}],
    }


def test_what_web_knows_goes_into_the_question(answerer):
    known = {"situation": {"setting": "ward", "therapy": "car_t"}, "episode_open": True}
    run(ActionAnswerQuestion(), tracker("is it over soon", metadata=known, questions_asked=["what is crs"]))

    assert answerer.asked == [
        Question(
            "is it over soon",
            previous=("what is crs",),
            therapy="car_t",
            setting="ward",
            exclude_never_with_urgent=True,
        )
    ]


def test_three_questions_are_remembered_newest_last(answerer):
    _, events = run(ActionAnswerQuestion(), tracker("d", questions_asked=["a", "b", "c"]))

    assert slots_set(events)["questions_asked"] == ["b", "c", "d"]


def test_a_follow_up_leaves_the_topic_as_it_was(answerer):
    _, events = run(ActionAnswerQuestion(), tracker("why?", "follow_up", questions_asked=["what is crs"]))

    assert slots_set(events)["questions_asked"] == ["what is crs"]


@pytest.mark.parametrize("outcome", [Outcome.NOT_IN_GUIDE, Outcome.CARE_TEAM])
def test_a_question_without_an_answer_gets_the_domains_words_and_choices(answerer, outcome):
    answerer.gives = Answer(outcome, ranked=(("x", 0.2),), belief=0.6, threshold=0.45)
    name = f"utter_{outcome.value}"
    domain = {"responses": {name: [{"text": "…", "custom": {"outcome": outcome.value, "choices": ["Ask"]}}]}}
    messages, events = run(ActionAnswerQuestion(), tracker("how many mg"), domain)

    (message,) = messages
    assert message["response"] == name
    assert message["custom"] == {
        "outcome": outcome.value,
        "choices": ["Ask"],
        "ranked": [{"id": "x", "score": 0.2}],
        "belief": 0.6,
        "threshold": 0.45,
    }
    assert events == []


def test_asking_back_offers_the_answerers_choices_and_keeps_the_question(answerer):
    answerer.gives = Answer(Outcome.CLARIFY, choices=("One?", "Two?"), belief=0.6, threshold=0.45)
    messages, events = run(ActionAnswerQuestion(), tracker("how long"))

    assert messages[0]["response"] == "utter_clarify"
    assert messages[0]["custom"]["choices"] == ["One?", "Two?"]
    assert slots_set(events) == {"questions_asked": ["how long"]}
