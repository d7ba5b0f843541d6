"""Empty the list of questions for the care team, once the family has confirmed it."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_question import own_custom
from actions.edge import Events, never_raises
from actions.family_turn import family_turn
from actions.team_questions import SLOT, kept_questions, same_words

_ASK = "utter_clear_questions"


class ActionClearQuestions(Action):
    """Ask first; empty the list at the words of the button, or at a yes to the asking."""

    def name(self) -> str:
        """Name the action as the domain does."""
        return "action_clear_questions"

    @never_raises()
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say one of: asked, cleared, declined, nothing to clear, or that a yes or no answers nothing."""
        turn, kept = family_turn(tracker), kept_questions(tracker)
        is_short_reply = turn.intent in ("affirm", "deny")
        if is_short_reply and not _asked_just_before(tracker):
            dispatcher.utter_message(response="utter_default")
        elif turn.intent == "deny":
            dispatcher.utter_message(response="utter_clear_declined")
        elif not kept:
            dispatcher.utter_message(response="utter_no_team_questions")
        elif turn.intent == "affirm" or _is_button(turn.text, domain):
            dispatcher.utter_message(response="utter_questions_cleared")
            return [SlotSet(SLOT, None)]
        else:
            dispatcher.utter_message(response=_ASK, count=len(kept))
        return []


def _is_button(text: str, domain: dict[str, Any]) -> bool:
    choices: list[str] = own_custom(domain, _ASK).get("choices") or []
    return any(same_words(text, each) for each in choices[:1])


def _asked_just_before(tracker: Tracker) -> bool:
    """Whether the reply before this message asked. The stories cannot tell: Rasa overlooks rule turns in between."""
    messages = 0
    for event in reversed(tracker.events):
        messages += event["event"] == "user"
        if messages == 2:
            break
        if event["event"] == "bot" and (event.get("metadata") or {}).get("utter_action") == _ASK:
            return True
    return False
