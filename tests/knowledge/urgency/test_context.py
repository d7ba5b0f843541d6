"""A message is read as a nurse would read it: tables of texts and verdicts."""

import pytest

from knowledge.urgency import Level, Situation, assess
from tests.knowledge.urgency.tables import load

REPORTS = [text for texts in load("reports.yml").values() for text in texts]
# False alarms of the second reader, which is set to miss as little as it can.
KNOWN_ALARMS = {"she cannot drive after car-t right?"}
OTHERS = [text for texts in load("others.yml").values() for text in texts]
MINIMISED = [
    "{} It's probably nothing.",
    "Hi, sorry to bother you. {}",
    "{} He says he is fine.",
    "Hello! Thank you. {}",
]
STORY = "We flew in on Sunday and the weather was dull. The food is good and the staff are kind. " * 12


@pytest.mark.parametrize("case", load("context.yml"), ids=lambda case: case["id"])
def test_surroundings_decide(case):
    verdict = assess(case["text"], Situation.from_dict(case.get("situation"))).as_dict()
    assert {key: verdict[key] for key in case["expect"]} == case["expect"]


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_is_urgent(text):
    assert assess(text).level is Level.URGENT


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, marks=pytest.mark.xfail(strict=True, reason="the reader scores it 1.3, the bar is 1.0"))
        if text in KNOWN_ALARMS
        else text
        for text in OTHERS
    ],
)
def test_other_messages_do_not_take_over(text):
    assert assess(text).level is not Level.URGENT


@pytest.mark.parametrize("frame", MINIMISED)
def test_politeness_and_minimising_never_lower_a_report(frame):
    lowered = [text for text in load("reports.yml")["silenced"] if not assess(frame.format(text)).is_urgent]
    assert not lowered


def test_a_sign_at_the_end_of_a_long_story_is_found():
    assert [text for text in load("reports.yml")["silenced"] if not assess(STORY + "\n\n" + text).is_urgent] == []


@pytest.mark.parametrize("change", [str.upper, str.title, lambda text: text.rstrip("?!.") + "!!!"])
def test_case_and_marks_do_not_matter(change):
    lowered = [text for text in load("reports.yml")["silenced"] if not assess(change(text)).is_urgent]
    assert not lowered


def test_the_same_text_gives_the_same_verdict():
    assert len({assess("no fever, but he is confused, temp 38.2").as_dict().__repr__() for _ in range(200)}) == 1
