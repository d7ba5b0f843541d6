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
        "unanswered_question": None,
        "choices_offered": ["Who gets CRS?"],
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
    assert slots_set(events) == {"unanswered_question": "how many mg"}


def test_asking_back_offers_the_answerers_choices_and_keeps_the_question(answerer):
    answerer.gives = Answer(Outcome.CLARIFY, choices=("One?", "Two?"), belief=0.6, threshold=0.45)
    messages, events = run(ActionAnswerQuestion(), tracker("how long"))

    assert messages[0]["response"] == "utter_clarify"
    assert messages[0]["custom"]["choices"] == ["One?", "Two?"]
    assert slots_set(events) == {"questions_asked": ["how long"], "choices_offered": ["One?", "Two?"]}


@pytest.mark.parametrize("text", ["the second one", "2nd", "I mean the second", "second option please"])
def test_the_second_one_means_the_second_choice_offered(text, answerer):
    run(ActionAnswerQuestion(), tracker(text, choices_offered=["One?", "Two?"]))

    assert answerer.asked[-1].text == "Two?"


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        (Answer(Outcome.NOT_IN_GUIDE, whom="the dietitian"), "utter_not_in_guide"),
        (Answer(Outcome.NOT_IN_GUIDE, tone="far"), "utter_far"),
        (Answer(Outcome.NOT_IN_GUIDE, tone="tender"), "utter_tender"),
        (Answer(Outcome.CARE_TEAM), "utter_care_team"),
        (Answer(Outcome.CARE_TEAM, text="CRS is graded from 1 to 4."), "utter_care_team_in_general"),
    ],
)
def test_each_way_of_not_answering_has_words_of_its_own(answer, response, answerer):
    answerer.gives = answer
    messages, _ = run(ActionAnswerQuestion(), tracker("what now"))

    assert messages[0]["response"] == response
    assert messages[0]["whom"] == answer.whom
