"""What a family sees when it counts: short, plain, whole in every setting and country, never assuming a number."""

import itertools
import re

import pytest

from knowledge.urgency import (
    Contacts,
    FirstCall,
    RulesError,
    Situation,
    assess,
    banner_text,
    emergency_card,
    fixed_reply,
    urgent_reply,
)
from knowledge.urgency.situation import AUDIENCES, SETTINGS, THERAPIES
from knowledge.urgency.wording import _NEEDED, _numbers, wording

CENTRE = Contacts(centre_name="City Hospital", centre_phone="+44 20 5550 0100", default_country="CN")
UNSET = Contacts(default_country="CN")
MESSAGES = [
    "she can't breathe", "fever 39", "he took 40 paracetamol tablets", "I want to kill myself",
    "he is attacking the nurse", "fever 39 and I want to kill myself",
]  # fmt: skip
EVERY = list(itertools.product(MESSAGES, SETTINGS, THERAPIES, AUDIENCES, (None, "CN", "US", "ZZ"), (CENTRE, UNSET)))
FORBIDDEN = re.compile(r"\bmg\b|grade \d|safe to wait|don't worry|do not worry|\{|\}", re.IGNORECASE)


def composed(message, setting, therapy, audience, country, contacts):
    situation = Situation(setting=setting, therapy=therapy, audience=audience, country=country)
    return urgent_reply(assess(message, situation), situation, contacts)


def test_every_urgent_reply_is_short_and_whole():
    for each in EVERY:
        reply = composed(*each)
        assert len(reply.text.split()) < 70, reply.text
        assert not FORBIDDEN.search(reply.text), reply.text
        assert reply.title and reply.steps and reply.contacts and reply.say


def test_every_urgent_reply_reads_at_grade_six_or_below():
    textstat = pytest.importorskip("textstat")
    for each in EVERY:
        reply = composed(*each)
        prose = " ".join([reply.title, *reply.steps, reply.say])
        assert textstat.flesch_kincaid_grade(prose) <= 6, prose


@pytest.mark.parametrize("country", sorted(_numbers()))
def test_every_country_shows_its_own_number_first_in_a_life_threat(country):
    situation = Situation(country=country, setting="home")
    reply = urgent_reply(assess("she can't breathe", situation), situation, CENTRE)
    assert reply.contacts[0].phone == _numbers()[country]
    assert reply.contacts[1].phone == CENTRE.centre_phone


@pytest.mark.parametrize("country", [None, "ZZ"])
def test_an_unknown_country_never_gets_the_default_number(country):
    situation = Situation(country=country)
    reply = urgent_reply(assess("she can't breathe", situation), situation, CENTRE)
    assert reply.contacts[0].phone is None
    assert reply.contacts[0].label == "Your local emergency number"
    assert "120" not in reply.text


def test_red_calls_the_centre_first_and_the_emergency_number_where_none_is_set():
    situation = Situation(setting="home", country="US")
    verdict = assess("fever 39", situation)
    assert verdict.first_call is FirstCall.CARE_TEAM
    assert urgent_reply(verdict, situation, CENTRE).contacts[0].phone == CENTRE.centre_phone
    assert urgent_reply(verdict, situation, UNSET).contacts[0].phone == "911"


def test_on_a_ward_the_bell_comes_first():
    situation = Situation(setting="ward", country="CN")
    reply = urgent_reply(assess("she can't breathe", situation), situation, CENTRE)
    assert "call bell" in reply.steps[0]
    assert "bell" in reply.contacts[0].label


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize(
    "text", ["temp 37.8", "what if he gets a fever?", "what if he has a fit?", "what if he becomes suicidal?"]
)
def test_every_banner_renders(text, setting):
    situation = Situation(setting=setting)
    line = banner_text(assess(text, situation), situation, CENTRE)
    assert line and not FORBIDDEN.search(line)


def test_staff_at_the_bedside_are_told():
    text = "the nurse is here with us now, his fever is 38.9"
    assert "Tell the nurse now" in banner_text(assess(text), Situation(), CENTRE)


def test_no_banner_without_a_sign():
    assert banner_text(assess("hello"), Situation(), CENTRE) is None


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("contacts", [CENTRE, UNSET])
def test_the_card_is_whole(setting, contacts):
    card = emergency_card(Situation(setting=setting), contacts)
    assert len(card.signs) >= 15 and card.contacts and card.title and card.say and card.note


@pytest.mark.parametrize("name", sorted(_NEEDED["replies"]))
@pytest.mark.parametrize("setting", ["ward", "home"])
def test_every_fixed_reply_renders(name, setting):
    text = fixed_reply(name, Situation(setting=setting, country="GB"), CENTRE)
    assert text and not FORBIDDEN.search(text)


def test_an_unknown_reply_is_named():
    with pytest.raises(RulesError, match="moonshine"):
        fixed_reply("moonshine", Situation(), CENTRE)


def test_a_language_without_words_falls_back_to_english():
    assert wording("xx").language == "en"
