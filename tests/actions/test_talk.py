"""Showing the source, and starting again."""

from actions.restart_talk import ActionRestartTalk
from actions.show_source import ActionShowSource
from tests.actions.conftest import run, tracker


def test_the_source_is_that_of_the_last_answer():
    cited = [{"id": "crs-in-short", "sentences": [0]}]
    messages, events = run(ActionShowSource(), tracker("source?", cited_passages=cited))

    assert messages[0]["response"] == "utter_source"
    assert messages[0]["custom"] == {"outcome": "small_talk", "passages": cited}
    assert events == []


def test_before_any_answer_there_is_no_source():
    messages, _ = run(ActionShowSource(), tracker("source?"))

    assert messages[0]["response"] == "utter_no_source"


def test_starting_again_closes_the_form_and_forgets_every_slot():
    messages, events = run(ActionRestartTalk(), tracker("start over", questions_asked=["what is crs"]))

    assert messages[0]["response"] == "utter_restart_talk"
    assert [each["event"] for each in events] == ["active_loop", "reset_slots"]
