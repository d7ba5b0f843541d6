"""Every sign fires when it is reported and does not when it is denied, past, asked about or supposed."""

import pytest

from knowledge.urgency import Banner, Level, Tier, assess
from knowledge.urgency.rules import signs
from tests.knowledge.urgency.tables import each, load

STATES = {"firing", "denied", "past", "question", "conditional"}
TABLE = list(each("signs.yml"))
NOT_IN_WORDS = {"writing-falls-apart"}  # seen by how somebody writes: test_writing.py


def test_every_sign_has_a_case_of_each_state():
    table = load("signs.yml")
    lacking = [
        (sign, state)
        for sign in set(signs().by_id) - NOT_IN_WORDS
        for state in STATES
        if not table.get(sign, {}).get(state)
    ]
    assert not lacking, f"cases/signs.yml lacks {lacking}"
    assert set(table) == set(signs().by_id) - NOT_IN_WORDS


@pytest.mark.parametrize(("sign", "text"), [(s, t) for s, state, t in TABLE if state == "firing"])
def test_a_reported_sign_is_read(sign, text):
    verdict = assess(text)
    assert sign in verdict.signs
    if signs().by_id[sign].tier is Tier.A:
        assert verdict.level is Level.URGENT or verdict.banner is Banner.ADVISE
    else:
        assert verdict.level is Level.URGENT


@pytest.mark.parametrize(("sign", "state", "text"), [row for row in TABLE if row[1] != "firing"])
def test_a_sign_that_is_not_reported_does_not_take_over(sign, state, text):
    assert assess(text).level is not Level.URGENT


@pytest.mark.parametrize("text", [t for _, state, t in TABLE if state == "conditional"])
def test_a_supposed_sign_never_counts_as_reported(text):
    assert assess(text).banner is not Banner.ADVISE
