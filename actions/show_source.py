"""Show which part of the guide the last answer came from."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.edge import Events, never_raises
from knowledge.outcomes import Outcome


class ActionShowSource(Action):
    """Point to the passages of the last answer, or say that there was none."""

    def name(self) -> str:
        """Name the action as the domain does."""
        return "action_show_source"

    @never_raises()
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say it; nothing is remembered."""
        cited = tracker.get_slot("cited_passages")
        if cited:
            told = {"outcome": Outcome.SMALL_TALK.value, "passages": cited}
            dispatcher.utter_message(response="utter_source", json_message=told)
        else:
            dispatcher.utter_message(response="utter_no_source")
        return []
