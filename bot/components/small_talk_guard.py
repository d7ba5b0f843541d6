"""Small talk must be nothing but small talk: "thanks, and which blood tests do they do?" is a question."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SmallTalkGuard(GraphComponent):
    """Sends a long message, or a question of some length, to answering instead of replying with a pleasantry."""

    def __init__(self, config: dict[str, Any]) -> None:
        """Take `intents`, `most_words` for any of them, and `most_words_of_question` when it holds a "?"."""
        self._intents = frozenset(config["intents"])
        self._most_words = int(config["most_words"])
        self._most_words_of_question = int(config["most_words_of_question"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Guard nothing until config.yml says what."""
        return {"intents": [], "most_words": 9, "most_words_of_question": 3}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SmallTalkGuard:
        """Make the guard from its part of config.yml."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Give such a message the intent of one that was not understood."""
        for message in messages:
            if (message.get(INTENT) or {}).get("name") in self._intents and self._says_more(message.get(TEXT) or ""):
                intent = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0}
                message.set(INTENT, intent, add_to_output=True)
        return messages

    def _says_more(self, text: str) -> bool:
        asks = any(mark in text for mark in "?？؟")
        return len(text.split()) > (self._most_words_of_question if asks else self._most_words)
