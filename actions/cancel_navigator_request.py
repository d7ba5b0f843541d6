"""Stop the form for a navigator and forget what it has gathered."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.edge import Events, never_raises
from actions.navigator_request import forget_form


class ActionCancelNavigatorRequest(Action):
    """Say that nothing was passed on."""

    def name(self) -> str:
        """Name the action as the domain does."""
        return "action_cancel_navigator_request"

    @never_raises()
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Close the form and empty it."""
        dispatcher.utter_message(response="utter_navigator_cancelled")
        return [ActiveLoop(None), SlotSet("requested_slot", None), *forget_form()]
