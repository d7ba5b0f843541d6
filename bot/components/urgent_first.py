"""The policy by which an urgent message wins over everything, an open form included."""

from __future__ import annotations

from typing import Any

from rasa.core.constants import POLICY_PRIORITY
from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_DEACTIVATE_LOOP_NAME, ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.urgency_gate import URGENT, URGENT_REPLY

UTTER_URGENT = "utter_urgent"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class UrgentFirst(Policy):
    """Closes an open form, shows the urgent reply, listens; needs no action server.

    The rule policy would first run the open form, and so ask the action server, before it looked at a rule.
    """

    @staticmethod
    def supported_data() -> SupportedData:
        """Accept any training data, since none is learnt from."""
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Stand above the rule policy, whose priority is 6."""
        return {POLICY_PRIORITY: 7}

    def train(self, training_trackers: list[Any], domain: Domain, **kwargs: Any) -> Resource:
        """Learn nothing: what this policy does is fixed."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict the next step of an urgent turn with certainty, and nothing for any other turn."""
        probabilities = self._default_predictions(domain)
        action = _next_action(tracker)
        if action is None:
            return self._prediction(probabilities)
        probabilities[domain.index_for_action(action)] = 1.0
        reply = [_reply_slot(tracker)] if action == UTTER_URGENT else []
        # "no user prediction" is the class that outranks an open form's own step
        return self._prediction(probabilities, optional_events=reply, is_no_user_prediction=True)


def _next_action(tracker: DialogueStateTracker) -> str | None:
    message = tracker.latest_message
    if message is None or message.intent.get("name") != URGENT:
        return None
    if tracker.latest_action_name == UTTER_URGENT:
        return ACTION_LISTEN_NAME
    return ACTION_DEACTIVATE_LOOP_NAME if tracker.active_loop_name else UTTER_URGENT


def _reply_slot(tracker: DialogueStateTracker) -> SlotSet:
    """Return the gate's words; without them the slot's initial value, the wording for an unread message."""
    rendered = tracker.latest_message.parse_data.get(URGENT_REPLY)
    return SlotSet(URGENT_REPLY, rendered or tracker.slots[URGENT_REPLY].initial_value)
