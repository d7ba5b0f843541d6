"""The gate marks a danger sign, leaves everything else alone, and in doubt goes towards help."""

import logging

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components.urgency_gate import UrgencyGate
from knowledge.urgency import Assessment, Contacts, FirstCall, Level, Tier, assess

CONTACTS = Contacts(service_name="CancerFax", centre_name="Example Centre", centre_phone="+44 20 7946 0018")
URGENT = Assessment(level=Level.URGENT, tier=Tier.R, signs=("fever",), first_call=FirstCall.CARE_TEAM).as_dict()
CALM = Assessment(level=Level.NONE).as_dict()


def through_the_gate(text, read=assess, **metadata):
    message = Message(data={"text": text, "metadata": metadata, "intent": {"name": "greet", "confidence": 0.9}})
    return UrgencyGate(CONTACTS, read).process([message])[0]


def test_a_danger_sign_in_the_text_becomes_urgent_with_its_reply():
    message = through_the_gate("her temperature is 38.6 and she is confused")

    assert message.get("intent") == {"name": "urgent", "confidence": 1.0}
    assert "+44 20 7946 0018" in message.get("urgent_reply")
    assert {"intent", "urgent_reply"} <= message.output_properties


def test_the_verdict_that_came_with_the_message_counts():
    assert through_the_gate("hello", verdict=URGENT).get("intent")["name"] == "urgent"
    assert through_the_gate("he cannot breathe", verdict=CALM).get("intent")["name"] == "greet"


def test_an_ordinary_message_keeps_its_intent():
    message = through_the_gate("what is crs?")

    assert message.get("intent") == {"name": "greet", "confidence": 0.9}
    assert message.get("urgent_reply") is None


@pytest.mark.parametrize("verdict", [{"level": "loud"}, ["urgent"], "none", {"tier": "R"}])
def test_a_malformed_verdict_is_not_believed(verdict):
    assert through_the_gate("he cannot breathe", verdict=verdict).get("intent")["name"] == "urgent"
    assert through_the_gate("what is crs?", verdict=verdict).get("intent")["name"] == "greet"


def test_a_malformed_situation_counts_as_unknown():
    assert through_the_gate("he cannot breathe", situation={"setting": "moon"}).get("intent")["name"] == "urgent"


def test_a_reader_that_fails_sends_the_family_to_help_and_logs_no_word(caplog):
    planted = "my neighbour Zebulon sings at night"

    def fails(text, situation):
        raise RuntimeError(text)

    with caplog.at_level(logging.DEBUG):
        message = through_the_gate(planted, read=fails)

    assert message.get("intent")["name"] == "urgent"
    assert message.get("urgent_reply") is None
    assert "RuntimeError" in caplog.text
    assert planted not in caplog.text
