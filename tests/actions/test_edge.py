"""No exception leaves an action, and none takes a family's words with it."""

import json
import logging

import pytest

from actions.answer_question import ActionAnswerQuestion
from actions.cancel_navigator_request import ActionCancelNavigatorRequest
from actions.server import TypeOnlyFormatter, make_app
from actions.show_source import ActionShowSource
from actions.validate_navigator_form import ValidateNavigatorForm
from tests.actions.conftest import DOMAIN, run, slots_set, tracker

PLANTED = "my neighbour Zebulon sings at night"


def test_a_failing_answerer_ends_in_the_honest_sentence(answerer, caplog):
    answerer.gives = RuntimeError(PLANTED)
    with caplog.at_level(logging.DEBUG):
        messages, events = run(ActionAnswerQuestion(), tracker(PLANTED))

    assert [each["response"] for each in messages] == ["utter_failed"]
    assert events == []
    assert "action_answer_question failed: RuntimeError" in caplog.text
    assert "Zebulon" not in caplog.text


def test_services_that_were_never_loaded_end_there_too():
    messages, _ = run(ActionAnswerQuestion(), tracker("what is crs"))

    assert [each["response"] for each in messages] == ["utter_failed"]


def test_what_was_said_before_the_failure_is_taken_back(answerer):
    class Broken(ActionShowSource):
        def name(self) -> str:
            return "broken"

    on = tracker("source")
    on.slots = None  # a tracker no action can read
    messages, _ = run(Broken(), on)

    assert [each["response"] for each in messages] == ["utter_failed"]


def test_an_answer_that_could_not_be_checked_does_not_count():
    """Without services a contact cannot be checked; it must not stay in the form unchecked."""
    messages, events = run(ValidateNavigatorForm(), tracker("maria@example.org", form="navigator_contact"), DOMAIN)

    assert [each["response"] for each in messages] == ["utter_failed"]
    assert slots_set(events) == {"navigator_contact": None}


@pytest.mark.parametrize("body", [PLANTED.encode(), json.dumps({"next_action": PLANTED, "tracker": {}}).encode()])
def test_the_log_of_the_action_server_names_types_alone(body):
    record = logging.LogRecord("rasa_sdk.endpoint", logging.ERROR, __file__, 1, "failed", (), None)
    record.exc_info = (KeyError, KeyError(body), None)

    assert TypeOnlyFormatter().format(record) == "failed\nKeyError"


def test_the_action_server_registers_every_action():
    app = make_app()

    assert {route.path for route in app.router.routes} >= {"webhook", "health"}
    assert ActionCancelNavigatorRequest().name() == "action_cancel_navigator_request"
