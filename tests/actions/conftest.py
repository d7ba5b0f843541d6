"""A small answerer that behaves, and trackers as Rasa sends them."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from knowledge.answering import Answer, Cited, Question
from knowledge.outcomes import Outcome

ANSWERED = Answer(
    Outcome.ANSWERED,
    text="CRS is a strong reaction.",
    passages=(Cited("crs-in-short", (0,)),),
    suggestions=("Who gets CRS?",),
    ranked=(("crs-in-short", 0.8), ("who-gets-crs", 0.3)),
    belief=0.6,
    threshold=0.45,
)

ASKED_FOR = ["navigator_name", "navigator_contact", "navigator_time", "navigator_consent"]
DOMAIN = {"forms": {"navigator_form": {"required_slots": ASKED_FOR}}}  # the part of it that an action reads


@dataclass
class FakeAnswerer:
    """Gives the answer it was told to give, or raises it, and keeps the questions."""

    gives: Answer | Exception = ANSWERED
    asked: list[Question] = field(default_factory=list)

    def answer(self, question: Question) -> Answer:
        self.asked.append(question)
        if isinstance(self.gives, Exception):
            raise self.gives
        return self.gives


@pytest.fixture
def answerer():
    fake = FakeAnswerer()
    services.load(services.Services(fake))
    yield fake
    services.load(None)


def tracker(text="", intent="ask_guide", metadata=None, form=None, **slots: Any) -> Tracker:
    """A tracker after one message. `form`: the form's slot that this message answered."""
    events: list[dict[str, Any]] = [{"event": "user", "text": text}]
    if form:
        slots = {form: text, "requested_slot": form, **slots}
        events += [{"event": "action", "name": "navigator_form"}, {"event": "slot", "name": form, "value": text}]
    message = {"text": text, "intent": {"name": intent}, "metadata": metadata or {}, "entities": []}
    loop = {"name": "navigator_form"} if form else {}
    return Tracker("c", slots, message, events, False, None, loop, "action_listen")


def run(action, on: Tracker, domain: dict[str, Any] | None = None):
    """Run an action as the action server does; returns (messages, events)."""
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, on, domain or {}))
    return dispatcher.messages, events


def slots_set(events) -> dict[str, Any]:
    return {each["name"]: each["value"] for each in events if each["event"] == "slot"}
