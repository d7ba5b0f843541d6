"""A wish about the family's list of questions must be plain: "can he keep his food down?" is a question."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

KEEP_QUESTION = "keep_question"
NOTED_QUESTION = "noted_question"  # what is to be kept, beside the intent in the parse data

_COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")  # not the one of 10:30
_SLIP = 0.8  # how like a known word a mistyped one must be
_FEWEST_WORDS_NOTED = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ListWish(GraphComponent):
    """Sends a wish with any foreign word in it to answering, and cuts off the question that follows a colon."""

    def __init__(self, config: dict[str, Any]) -> None:
        """Take for each intent in `wishes` the `words` it may hold and those of which it `needs` one.

        A lead before a colon must also hold one of `noted_for`: "Note: he is at home. May he swim?" is a question.
        """
        self._words = {intent: each["words"].split() for intent, each in config["wishes"].items()}
        self._needs = {intent: each["needs"].split() for intent, each in config["wishes"].items()}
        self._noted_for = config["noted_for"].split()
        self._most_words = int(config["most_words"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Judge nothing until config.yml says what."""
        return {"wishes": {}, "noted_for": "", "most_words": 12}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ListWish:
        """Make the component from its part of config.yml."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Give a question the intent of one that was not understood, and a noted question its own."""
        for message in messages:
            text, intent = message.get(TEXT) or "", (message.get(INTENT) or {}).get("name")
            question = self._noted(text)
            if question:
                message.set(INTENT, {"name": KEEP_QUESTION, "confidence": 1.0}, add_to_output=True)
                message.set(NOTED_QUESTION, question, add_to_output=True)
            elif intent in self._words and not self._is_plain(_words_of(text), intent):
                not_understood = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0}
                message.set(INTENT, not_understood, add_to_output=True)
        return messages

    def _noted(self, text: str) -> str | None:
        lead, *rest = _COLON.split(text, maxsplit=1)
        if not rest or len(rest[0].split()) < _FEWEST_WORDS_NOTED or KEEP_QUESTION not in self._words:
            return None
        words = _words_of(lead)
        return rest[0].strip() if self._is_plain(words, KEEP_QUESTION) and _any(words, self._noted_for) else None

    def _is_plain(self, words: list[str], intent: str) -> bool:
        known = self._words[intent]
        return (
            len(words) <= self._most_words
            and _any(words, self._needs[intent])
            and all(each in known or _any([each], known) for each in words)
        )


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"['’]", "", text.lower()))


def _any(words: list[str], wanted: list[str]) -> bool:
    """Whether one of the words is wanted; a slip of the key does not matter."""
    return any(get_close_matches(each, wanted, n=1, cutoff=_SLIP if len(each) > 3 else 1.0) for each in words)
