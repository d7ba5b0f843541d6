"""A topic is one word in domain, examples and rules; what is said and done there is complete."""

import re
from pathlib import Path

import pytest
import yaml

from actions.server import ACTIONS
from knowledge.outcomes import Outcome

BOT = Path(__file__).resolve().parents[2] / "bot"
STORIES = BOT.parent / "tests" / "stories" / "rasa"
WITHOUT_EXAMPLES = {"urgent"}  # set by the gate alone


def topics(folder: Path) -> set[str]:
    return {each.stem for each in folder.glob("*.yml")} - {"_shared"}


def loaded(folder: Path) -> list[dict]:
    return [yaml.safe_load(each.read_text(encoding="utf-8")) for each in sorted(folder.glob("*.yml"))]


DOMAIN = loaded(BOT / "domain")
RESPONSES = {name: variants for each in DOMAIN for name, variants in each.get("responses", {}).items()}
INTENTS = [intent for each in DOMAIN for intent in each.get("intents", [])]
EXAMPLES = {
    each["intent"]: [line.removeprefix("- ") for line in each["examples"].splitlines()]
    for file in loaded(BOT / "data/nlu")
    for each in file["nlu"]
}


def test_a_topic_has_one_stem_everywhere():
    assert topics(BOT / "domain") == topics(BOT / "data/rules")
    assert topics(BOT / "domain") - WITHOUT_EXAMPLES == topics(BOT / "data/nlu")


def test_every_topic_has_test_stories():
    assert {f"test_{each}" for each in topics(BOT / "domain")} == topics(STORIES)


def test_every_story_file_has_a_happy_and_an_unhappy_story():
    assert [each for each in loaded(STORIES) if len(each["stories"]) < 2] == []


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_has_one_wording_and_a_known_outcome(name):
    (variant,) = RESPONSES[name]

    assert variant["text"].strip()
    assert variant["custom"]["outcome"] in {each.value for each in Outcome}


def test_every_way_an_answer_can_end_has_its_words():
    without_answer = {Outcome.CLARIFY, Outcome.NOT_IN_GUIDE, Outcome.CARE_TEAM, Outcome.FAILED}

    assert {f"utter_{each.value}" for each in without_answer} <= set(RESPONSES)


def test_the_domain_and_the_action_server_name_the_same_actions():
    named = {action for each in DOMAIN for action in each.get("actions", [])}

    assert named == {each().name() for each in ACTIONS}


def test_an_action_has_the_file_of_its_name():
    for each in ACTIONS:
        assert each.__module__ == "actions." + each().name().removeprefix("action_")


def test_every_response_that_is_used_exists_and_the_other_way_round():
    used = {"utter_default", "utter_clarify", "utter_not_in_guide", "utter_care_team", "utter_far", "utter_tender"}
    code = [*(BOT.parent / "actions").glob("*.py"), *(BOT / "components").glob("*.py"), *(BOT / "data").rglob("*.yml")]
    for each in code:
        used |= set(re.findall(r"\butter_(?!(?:message|action)\b)[a-z_]+\b", each.read_text(encoding="utf-8")))
    asked = {
        f"utter_ask_{slot}"
        for each in DOMAIN
        for form in each.get("forms", {}).values()
        for slot in form["required_slots"]
    }

    assert used | asked == set(RESPONSES)


def test_every_intent_but_urgent_has_enough_examples():
    assert set(INTENTS) - WITHOUT_EXAMPLES == set(EXAMPLES)
    assert {intent: len(said) for intent, said in EXAMPLES.items() if len(said) < 25} == {}
    assert len(EXAMPLES["ask_guide"]) >= 150


def test_no_example_stands_twice():
    said = [re.sub(r"[^\w ]", "", each.lower()) for examples in EXAMPLES.values() for each in examples]
    own_marks = {each for each in said if said.count(each) > 1}

    twice_across = {
        each
        for each in own_marks
        if sum(each in {re.sub(r"[^\w ]", "", one.lower()) for one in examples} for examples in EXAMPLES.values()) > 1
    }
    assert twice_across == set()


def test_every_topic_is_reached_by_a_rule():
    ruled = {
        step["intent"]
        for each in loaded(BOT / "data/rules")
        for rule in each["rules"]
        for step in rule["steps"]
        if "intent" in step
    }
    in_context = {"affirm", "deny"}  # they answer an offer or the form: data/stories/offer.yml

    assert ruled == set(INTENTS) - in_context | {"nlu_fallback"}
