"""Show the questions that a family kept for the care team."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.edge import Events, never_raises
from actions.team_questions import kept_questions, numbered


class ActionShowQuestions(Action):
    """List the questions, numbered and in the family's own words, or say that there is none."""

    def name(self) -> str:
        """Name the action as the domain does."""
        return "action_show_questions"

    @never_raises()
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say it; nothing is remembered."""
        kept = kept_questions(tracker)
        if kept:
            dispatcher.utter_message(response="utter_team_questions", questions=numbered(kept))
        else:
            dispatcher.utter_message(response="utter_no_team_questions")
        return []
