"""Two small guards before the urgency gate: small talk that asks something, and typed commands, go to answering."""

from pathlib import Path

import pytest
import yaml
from rasa.shared.nlu.training_data.message import Message

from bot.components.family_text import clean
from bot.components.small_talk_guard import SmallTalkGuard
from bot.components.typed_command import TypedCommand

CONFIG = yaml.safe_load((Path(__file__).resolve().parents[3] / "bot/config.yml").read_text(encoding="utf-8"))
GUARD = next(each for each in CONFIG["pipeline"] if each["name"].endswith("SmallTalkGuard"))


def passed(component, text, intent):
    message = Message(data={"text": text, "intent": {"name": intent, "confidence": 0.9}})
    return component.process([message])[0].get("intent")["name"]


@pytest.mark.parametrize(
    ("text", "intent", "after"),
    [
        ("thank you! and which blood tests do they do?", "thanks", "nlu_fallback"),
        ("hello my wife had the cells on monday and now we wonder about visits", "greet", "nlu_fallback"),
        ("نعم ولكن متى يبدأ ذلك؟", "affirm", "nlu_fallback"),
        ("thank you so much", "thanks", "thanks"),
        ("hi anyone here?", "greet", "greet"),
        ("can someone please call me back on monday morning at ten", "request_navigator", "request_navigator"),
    ],
)
def test_small_talk_is_nothing_but_small_talk(text, intent, after):
    assert passed(SmallTalkGuard(GUARD), text, intent) == after


@pytest.mark.parametrize(("text", "after"), [("/restart", "nlu_fallback"), ("restart", "restart_talk")])
def test_a_typed_command_is_an_ordinary_message(text, after):
    assert passed(TypedCommand(), clean(text), "restart_talk") == after


def test_the_urgency_gate_has_the_last_word():
    assert CONFIG["pipeline"][-1]["name"] == "bot.components.urgency_gate.UrgencyGate"
