"""An urgent turn closes the form, shows the reply and listens, whatever else is going on."""

from pathlib import Path

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.urgent_first import UrgentFirst

DOMAIN = Domain.load(str(Path(__file__).resolve().parents[3] / "bot" / "domain"))
UNREAD = next(slot for slot in DOMAIN.slots if slot.name == "urgent_reply").initial_value


@pytest.fixture
def policy(tmp_path):
    context = ExecutionContext(GraphSchema({}))
    return UrgentFirst.create(UrgentFirst.get_default_config(), LocalModelStorage(tmp_path), Resource("p"), context)


def tracker(*events):
    return DialogueStateTracker.from_events("c", [ActionExecuted("action_listen"), *events], slots=DOMAIN.slots)


def said(intent, reply=None):
    parsed = {"intent": {"name": intent}, "entities": []} | ({"urgent_reply": reply} if reply else {})
    return UserUttered("…", intent={"name": intent}, parse_data=parsed)


def predicted(policy, *events):
    prediction = policy.predict_action_probabilities(tracker(*events), DOMAIN)
    action = DOMAIN.action_names_or_texts[prediction.max_confidence_index] if prediction.max_confidence else None
    return action, prediction


def test_another_turn_is_left_to_the_other_policies(policy):
    action, prediction = predicted(policy, said("greet"))

    assert action is None
    assert not prediction.is_no_user_prediction


def test_an_urgent_turn_shows_the_gates_reply(policy):
    action, prediction = predicted(policy, said("urgent", "Call now."))

    assert action == "utter_urgent"
    assert prediction.optional_events == [SlotSet("urgent_reply", "Call now.")]


def test_an_unread_message_shows_the_domains_wording_and_never_an_older_reply(policy):
    _, prediction = predicted(policy, SlotSet("urgent_reply", "An older reply."), said("urgent"))

    assert prediction.optional_events == [SlotSet("urgent_reply", UNREAD)]
    assert "24-hour number" in UNREAD


def test_an_open_form_is_closed_first(policy):
    form = ActiveLoop("navigator_form")

    assert predicted(policy, form, said("urgent"))[0] == "action_deactivate_loop"


def test_after_the_reply_it_listens(policy):
    assert predicted(policy, said("urgent"), ActionExecuted("utter_urgent"))[0] == "action_listen"


def test_it_stands_above_the_rule_policy(policy):
    assert policy.priority > RulePolicy.get_default_config()["priority"]
