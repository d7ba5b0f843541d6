"""Keep a question for the care team: the one told in this message, or else the last one without an answer."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.edge import Events, never_raises
from actions.team_questions import MOST_QUESTIONS, SLOT, in_one_line, is_kept, kept_questions


class ActionKeepQuestion(Action):
    """Add to the list what is not on it yet; a full list loses nothing, it takes no more."""

    def name(self) -> str:
        """Name the action as the domain does."""
        return "action_keep_question"

    @never_raises()
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say which question was kept and how many there are, or why none was."""
        told = tracker.latest_message.get("noted_question") or tracker.get_slot("unanswered_question")
        question, kept = in_one_line(told or ""), kept_questions(tracker)
        if not question:
            dispatcher.utter_message(response="utter_no_question_to_keep")
            return []
        if is_kept(question, kept):
            dispatcher.utter_message(response="utter_question_kept_before", question=question, count=len(kept))
            return []
        if len(kept) >= MOST_QUESTIONS:
            dispatcher.utter_message(response="utter_questions_full", question=question, count=len(kept))
            return []
        dispatcher.utter_message(response="utter_question_kept", question=question, count=len(kept) + 1)
        return [SlotSet(SLOT, [*kept, question])]
