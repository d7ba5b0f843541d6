"""The only state of the action server: what is loaded once and then only read."""

from dataclasses import dataclass
from typing import Protocol

from actions.errors import ServicesNotLoaded
from knowledge.answering import Answer, Question


class Answers(Protocol):
    """What an action asks of `knowledge`."""

    def answer(self, question: Question) -> Answer:
        """Answer one question of a family."""


@dataclass(frozen=True, slots=True)
class Services:
    """What actions are given. `default_country`: ISO 3166 alpha-2, for phone numbers without country code."""

    answerer: Answers
    default_country: str | None = None


_loaded: Services | None = None


def load(ready: Services) -> None:
    """Put the services in place; done once, before the server listens."""
    global _loaded
    _loaded = ready


def services() -> Services:
    """Return the loaded services; raises ServicesNotLoaded."""
    if _loaded is None:
        raise ServicesNotLoaded("no services: call actions.services.load before an action runs")
    return _loaded
