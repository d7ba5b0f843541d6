"""Every section of the guide answers over HTTP, from the right passage, with source, status and disclaimer."""

from pathlib import Path

import pytest
import yaml

from knowledge.passages import load_guide

from .running_chat import ROOT, RunningChat, visible

pytestmark = pytest.mark.system
QUESTIONS = yaml.safe_load((Path(__file__).parent / "sections.yml").read_text(encoding="utf-8"))


def test_every_section_has_a_question():
    sections = {each.section for each in load_guide(ROOT / "knowledge" / "guide").passages}

    assert {each["section"] for each in QUESTIONS} == sections
    assert len(QUESTIONS) >= 25


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each["text"])
def test_a_section_answers_from_the_right_passage(chat: RunningChat, question: dict):
    turn = chat.converse().say(question["text"])

    assert turn["outcome"] == "answered"
    assert turn["urgency"]["level"] != "urgent"
    source = turn["sources"][0]
    assert source["passage_id"] in question["passages"]
    assert source["section"] and source["title"] and source["review"]["status"] == "submitted"
    assert 0 < len(visible(turn).split()) <= 120
    assert turn["disclaimer"]
