"""Shape what Rasa said in one turn into the reply the web expects. Knows nothing of Rasa."""

from typing import Any

FORM = "form"
CLARIFY = "clarify"


def shaped(said: "list[dict[str, Any]]") -> "list[dict[str, Any]]":
    """Put the texts first, in their order, and exactly one `custom` last, if there was any.

    A question asked inside the form is answered and then the form goes on: the turn's `custom` is the
    answer's, with the choices of the form, which asked last; asking back keeps its own.
    """
    shown = [{key: value for key, value in each.items() if key in ("text", "buttons")} for each in said]
    texts = [each for each in shown if each]
    customs = [each["custom"] for each in said if isinstance(each.get("custom"), dict)]
    return [*texts, {"custom": _one(customs)}] if customs else texts


def _one(customs: "list[dict[str, Any]]") -> "dict[str, Any]":
    telling = [each for each in customs if each.get("outcome") != FORM]
    chosen = dict(telling[-1] if telling else customs[-1])
    last = customs[-1]
    if last.get("outcome") == FORM and last.get("choices") and chosen.get("outcome") != CLARIFY:
        chosen["choices"] = last["choices"]
    return chosen
