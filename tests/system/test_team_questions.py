"""A question the guide does not answer is kept for the care team, shown in the family's words, and cleared."""

import pytest

from .running_chat import RunningChat, visible

pytestmark = pytest.mark.system
QUESTION = "will his hair {grow} back in another colour"


def test_a_question_for_the_team_is_kept_shown_and_cleared(chat: RunningChat):
    conversation = chat.converse()

    unanswered = conversation.say(QUESTION)
    assert unanswered["outcome"] in ("not_in_guide", "care_team")

    for offer, expected in (
        ("Add it to my questions for the team", QUESTION),
        ("Show my questions for the team", f"1. {QUESTION}\n2. can he have grapefruit?"),
        ("Clear my questions", ": 2."),
        ("Yes, clear my questions", "empty"),
    ):
        turn = conversation.say(offer)

        assert turn["outcome"] == "small_talk"
        assert expected in visible(turn)
        assert turn["urgency"]["level"] == "none" and not turn["sources"]
        if offer.startswith("Add"):
            assert [each["text"] for each in turn["choices"]] == ["Show my questions for the team"]
            assert ": 2." in visible(conversation.say("please note for the doctor: can he have grapefruit?"))

    assert QUESTION not in visible(conversation.say("Show my questions for the team"))


def test_a_yes_clears_right_after_the_asking_alone(chat: RunningChat):
    conversation = chat.converse()
    conversation.say("add to my questions: can he have grapefruit?")

    conversation.say("clear my questions")
    conversation.say("hello")
    assert conversation.say("yes")["outcome"] == "clarify"
    assert "grapefruit" in visible(conversation.say("show my questions"))

    conversation.say("clear my questions")
    assert "cleared nothing" in visible(conversation.say("no"))
    conversation.say("clear my questions")
    assert "empty now" in visible(conversation.say("yes"))
