"""Answer a question from the guide, or say honestly why not."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.edge import Events, never_raises
from actions.family_turn import family_turn
from actions.services import services
from knowledge.answering import Answer
from knowledge.outcomes import Outcome


class ActionAnswerQuestion(Action):
    """Show the guide's words, or the assistant's words for how the question ended."""

    def name(self) -> str:
        """Name the action as the domain does."""
        return "action_answer_question"

    @never_raises()
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask the answerer, say what it found, remember the question and what was quoted."""
        turn = family_turn(tracker)
        answer = services().answerer.answer(turn.question)
        if answer.outcome is Outcome.ANSWERED:
            dispatcher.utter_message(text=answer.text, json_message=custom_of(answer))
        else:
            response = response_to(answer)
            said = own_custom(domain, response) | custom_of(answer)
            dispatcher.utter_message(response=response, json_message=said, whom=answer.whom, general=answer.text)
        return remembered(answer, turn.text, turn.questions_to_remember())


def response_to(answer: Answer) -> str:
    """Name the response that fits how an unanswered question ended."""
    if answer.outcome is Outcome.CARE_TEAM and answer.text:
        return "utter_care_team_in_general"
    if answer.outcome is Outcome.NOT_IN_GUIDE and answer.tone != "near":
        return f"utter_{answer.tone}"
    return f"utter_{answer.outcome.value}"


def custom_of(answer: Answer) -> dict[str, Any]:
    """Say how an answer ended, in the shape that web reads; what is empty is left out."""
    told = {
        "outcome": answer.outcome.value,
        "passages": _passages(answer),
        "ranked": [{"id": each, "score": score} for each, score in answer.ranked],
        "belief": answer.belief,
        "threshold": answer.threshold,
        "choices": list(answer.choices),
        "suggestions": list(answer.suggestions),
    }
    return {key: value for key, value in told.items() if value or key in ("belief", "threshold")}


def own_custom(domain: dict[str, Any], response: str) -> dict[str, Any]:
    """Return what the domain itself says beside a response, its offered choices for example."""
    variants = domain.get("responses", {}).get(response) or [{}]
    return dict(variants[0].get("custom") or {})


def remembered(answer: Answer, text: str, questions: list[str]) -> Events:
    """Return the events that the next turn leans on; a question without an answer can be kept for the team."""
    offered = SlotSet("choices_offered", list(answer.choices or answer.suggestions))
    if answer.outcome in (Outcome.NOT_IN_GUIDE, Outcome.CARE_TEAM):
        return [SlotSet("unanswered_question", text)]
    asked = SlotSet("questions_asked", questions)
    if answer.outcome is Outcome.ANSWERED:
        return [asked, SlotSet("cited_passages", _passages(answer)), SlotSet("unanswered_question", None), offered]
    return [asked, offered] if answer.outcome is Outcome.CLARIFY else []


def _passages(answer: Answer) -> list[dict[str, Any]]:
    return [{"id": each.passage_id, "sentences": list(each.sentences)} for each in answer.passages]
