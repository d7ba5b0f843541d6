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
        response = f"utter_{answer.outcome.value}"
        if answer.outcome is Outcome.ANSWERED:
            dispatcher.utter_message(text=answer.text, json_message=custom_of(answer))
        else:
            said = own_custom(domain, response) | custom_of(answer)
            dispatcher.utter_message(response=response, json_message=said)
        return remembered(answer, turn.questions_to_remember())


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


def remembered(answer: Answer, questions: list[str]) -> Events:
    """Return the events that the next turn leans on; a question that found nothing is not kept."""
    if answer.outcome is Outcome.ANSWERED:
        return [SlotSet("questions_asked", questions), SlotSet("cited_passages", _passages(answer))]
    return [SlotSet("questions_asked", questions)] if answer.outcome is Outcome.CLARIFY else []


def _passages(answer: Answer) -> list[dict[str, Any]]:
    return [{"id": each.passage_id, "sentences": list(each.sentences)} for each in answer.passages]
