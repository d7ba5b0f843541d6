"""What one message tells an action: its text, its intent, and what web knows about the family."""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from knowledge.answering import Question
from knowledge.follow_up import chosen

FOLLOW_UP = "follow_up"
_MOST_PREVIOUS = 3


@dataclass(frozen=True, slots=True)
class FamilyTurn:
    """One message of a family within its conversation."""

    text: str
    intent: str | None = None
    setting: str = "unknown"
    therapy: str = "unknown"
    audience: str = "family"
    country: str | None = None  # ISO 3166 alpha-2
    episode_open: bool = False  # a danger sign was reported and nobody has closed the episode
    questions_asked: tuple[str, ...] = ()  # newest last

    @property
    def question(self) -> Question:
        """The message as a question to the guide."""
        return Question(
            text=self.text,
            previous=self.questions_asked,
            therapy=self.therapy,
            audience=self.audience,
            setting=self.setting,
            exclude_never_with_urgent=self.episode_open,
        )

    def questions_to_remember(self) -> list[str]:
        """Up to three questions for the next turn; a follow-up is left out, since it names no topic itself."""
        newest = () if self.intent == FOLLOW_UP else (self.text,)
        return [*self.questions_asked, *newest][-_MOST_PREVIOUS:]


def family_turn(tracker: Tracker) -> FamilyTurn:
    """Read the latest message and its metadata off a tracker."""
    message: dict[str, Any] = tracker.latest_message
    offered = tuple(tracker.get_slot("choices_offered") or ())
    metadata = message.get("metadata") or {}
    situation = metadata.get("situation") or {}
    return FamilyTurn(
        text=chosen(message.get("text") or "", offered),
        intent=(message.get("intent") or {}).get("name"),
        setting=situation.get("setting") or "unknown",
        therapy=situation.get("therapy") or "unknown",
        audience=situation.get("audience") or "family",
        country=situation.get("country"),
        episode_open=bool(metadata.get("episode_open")),
        questions_asked=tuple(tracker.get_slot("questions_asked") or ()),
    )
