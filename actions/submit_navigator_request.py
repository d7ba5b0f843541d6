"""Pass a complete request for a navigator on to web, which stores it."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.edge import Events, never_raises
from actions.navigator_request import forget_form, gathered, new_reference
from knowledge.outcomes import Outcome


class ActionSubmitNavigatorRequest(Action):
    """Tell the family its reference, or, without consent, that nothing was passed on."""

    def name(self) -> str:
        """Name the action as the domain does."""
        return "action_submit_navigator_request"

    @never_raises()
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Send the request beside the reply and empty the form."""
        request = gathered(tracker, new_reference())
        if request is None:
            dispatcher.utter_message(response="utter_navigator_declined")
        else:
            told = {"outcome": Outcome.HANDED_OVER.value, "handover": request.as_dict()}
            dispatcher.utter_message(
                response="utter_navigator_requested", reference=request.reference, json_message=told
            )
        return forget_form()
