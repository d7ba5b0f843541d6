"""The last step of the NLU pipeline: a message that reports a danger sign becomes intent `urgent`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.settings import load_settings
from knowledge.urgency import Assessment, Contacts, InvalidSituation, Situation, assess, urgent_reply

URGENT = "urgent"
URGENT_REPLY = "urgent_reply"  # the rendered words, beside the intent in the parse data

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class UrgencyGate(GraphComponent):
    """Uses the verdict that came with the message, or reads the text itself; doubt goes towards help."""

    def __init__(self, contacts: Contacts, read: Callable[[str, Situation], Assessment] = assess) -> None:
        """Take the contacts that an urgent reply names, and the reader of text that came without a verdict."""
        self._contacts = contacts
        self._read = read

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> UrgencyGate:
        """Make the gate, with the contacts of this process's environment."""
        return cls(load_settings().contacts)

    def process(self, messages: list[Message]) -> list[Message]:
        """Mark each urgent message with intent and rendered reply; leave every other message alone.

        A message that cannot be read is marked urgent without a reply: the domain's own wording is shown.
        """
        for message in messages:
            try:
                self._judge(message)
            except Exception as error:  # noqa: BLE001  a failing reader must leave nobody without help
                reason = type(error).__name__
                logger.error("A message could not be read for danger: %s", reason)  # noqa: TRY400  the type alone
                _mark_urgent(message, reply=None)
        return messages

    def _judge(self, message: Message) -> None:
        text = message.get(TEXT)
        if not text:
            return
        metadata = message.get("metadata") or {}
        situation = _situation(metadata.get("situation"))
        assessment = _verdict(metadata.get("verdict")) or self._read(text, situation)
        if assessment.is_urgent:
            _mark_urgent(message, urgent_reply(assessment, situation, self._contacts).text)


def _verdict(values: Any) -> Assessment | None:
    try:
        return Assessment.from_dict(values) if values else None
    except InvalidSituation as error:
        logger.warning("A verdict came malformed, so the message is read again: %s", type(error).__name__)
        return None


def _situation(values: Any) -> Situation:
    try:
        return Situation.from_dict(values)
    except InvalidSituation as error:
        logger.warning("A situation came malformed and counts as unknown: %s", type(error).__name__)
        return Situation()


def _mark_urgent(message: Message, reply: str | None) -> None:
    urgent = {"name": URGENT, "confidence": 1.0}
    message.set(INTENT, urgent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [urgent, *message.get(INTENT_RANKING_KEY, [])], add_to_output=True)
    if reply:
        message.set(URGENT_REPLY, reply, add_to_output=True)
