"""Small guards before the urgency gate: small talk or a wish that says more, and typed commands, go to answering."""

from pathlib import Path

import pytest
import yaml
from rasa.shared.nlu.training_data.message import Message

from bot.components.family_text import clean
from bot.components.list_wish import NOTED_QUESTION, ListWish
from bot.components.small_talk_guard import SmallTalkGuard
from bot.components.typed_command import TypedCommand

BOT = Path(__file__).resolve().parents[3] / "bot"
CONFIG = yaml.safe_load((BOT / "config.yml").read_text(encoding="utf-8"))
GUARD = next(each for each in CONFIG["pipeline"] if each["name"].endswith("SmallTalkGuard"))
WISH = ListWish(next(each for each in CONFIG["pipeline"] if each["name"].endswith("ListWish")))
WISHES = [
    (line.removeprefix("- "), each["intent"])
    for each in yaml.safe_load((BOT / "data/nlu/team_questions.yml").read_text(encoding="utf-8"))["nlu"]
    for line in each["examples"].splitlines()
]


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


@pytest.mark.parametrize(("text", "intent"), WISHES)
def test_every_example_of_a_wish_is_plain(text, intent):
    assert passed(WISH, text, intent) == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("can the reaction make it hard to keep food down", "keep_question"),
        ("not able to finish a sentence, is that one for 999?", "keep_question"),
        ("please note for the doctor can he have grapefruit", "keep_question"),
        ("which questions should I ask the doctor beforehand", "show_questions"),
        ("who sees my questions", "show_questions"),
        ("one person for all questions?", "show_questions"),
        ("delete my data", "clear_questions"),
        ("add it " * 20, "keep_question"),
        ("???", "keep_question"),
    ],
)
def test_a_wish_with_other_words_in_it_is_a_question(text, intent):
    assert passed(WISH, text, intent) == "nlu_fallback"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("please note for the doctor: can he have grapefruit?", "can he have grapefruit?"),
        ("Add to my questions: may he fly at 10:30?", "may he fly at 10:30?"),
        ("add this to my list ： can she swim", "can she swim"),
        ("add queston to my lists: can she swim", "can she swim"),
        ("the nurse said to note down: temperature and what else?", None),
        ("Note: we are at home. May he swim?", None),
        ("question for the doctor: can he have grapefruit?", None),
        ("add to my questions may he fly at 10:30 or later", None),
        ("note down: thanks", None),
        ("add to my questions:", None),
        (":", None),
    ],
)
def test_a_question_after_a_plain_wish_and_a_colon_is_cut_off(text, question):
    message = Message(data={"text": text, "intent": {"name": "ask_guide", "confidence": 0.9}})
    WISH.process([message])

    assert message.get(NOTED_QUESTION) == question
    assert message.get("intent")["name"] == ("keep_question" if question else "ask_guide")


def test_the_urgency_gate_has_the_last_word():
    assert CONFIG["pipeline"][-1]["name"] == "bot.components.urgency_gate.UrgencyGate"
