"""Read the body of a turn that web posts. Knows nothing of Rasa."""

import re
from dataclasses import dataclass
from typing import Any

from bot.components.family_text import clean

CONVERSATION_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
MOST_BYTES = 65_536


class InvalidTurn(Exception):
    """The body is not a turn; the caller gets 400 and no reason that could repeat its text."""


@dataclass(frozen=True)
class FamilyTurn:
    """One message of a family, cleaned, with what web knows about it."""

    conversation_id: str
    text: str
    metadata: "dict[str, Any]"


def read_turn(body: Any, size: int) -> FamilyTurn:
    """Check a decoded JSON body of `size` bytes; raises InvalidTurn."""
    if size > MOST_BYTES or not isinstance(body, dict):
        raise InvalidTurn
    conversation_id, text = body.get("conversation_id"), body.get("text")
    metadata = {} if body.get("metadata") is None else body["metadata"]
    if not is_conversation_id(conversation_id) or not isinstance(text, str):
        raise InvalidTurn
    if not isinstance(metadata, dict) or not clean(text):
        raise InvalidTurn
    return FamilyTurn(conversation_id, clean(text), metadata)


def is_conversation_id(value: Any) -> bool:
    """Whether a value can name a conversation."""
    return isinstance(value, str) and CONVERSATION_ID.fullmatch(value) is not None
