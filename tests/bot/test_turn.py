"""Only a well-formed turn gets past the channel."""

import pytest

from bot.components.turn import MOST_BYTES, FamilyTurn, InvalidTurn, read_turn

GOOD = {"conversation_id": "c-1", "text": " What is CRS? ", "metadata": {"turn_id": "t1"}}


def test_a_good_body_is_read():
    assert read_turn(GOOD, 80) == FamilyTurn("c-1", "What is CRS?", {"turn_id": "t1"})


def test_metadata_may_be_missing():
    assert read_turn({**GOOD, "metadata": None}, 80).metadata == {}


@pytest.mark.parametrize(
    "body",
    [
        None, [], "text", 3, {},
        {**GOOD, "text": None}, {**GOOD, "text": ["a"]}, {**GOOD, "text": ""}, {**GOOD, "text": " \x00\n "},
        {**GOOD, "conversation_id": None}, {**GOOD, "conversation_id": ""}, {**GOOD, "conversation_id": "a/b"},
        {**GOOD, "conversation_id": "a" * 129}, {**GOOD, "metadata": ["x"]}, {**GOOD, "metadata": []},
        {**GOOD, "metadata": "x"},
    ],
)  # fmt: skip
def test_anything_else_is_refused(body):
    with pytest.raises(InvalidTurn):
        read_turn(body, 80)


def test_too_large_a_body_is_refused():
    with pytest.raises(InvalidTurn):
        read_turn(GOOD, MOST_BYTES + 1)
