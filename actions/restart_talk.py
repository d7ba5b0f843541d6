"""Forget what the talk was about; the transcript is web's and is not touched."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

from actions.edge import Events, never_raises


class ActionRestartTalk(Action):
    """Close an open form and forget every slot."""

    def name(self) -> str:
        """Name the action as the domain does."""
        return "action_restart_talk"

    @never_raises()
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say so and forget."""
        dispatcher.utter_message(response="utter_restart_talk")
        return [ActiveLoop(None), AllSlotsReset()]
