"""A message cut into pieces keeps every character, and marks what was counted and what was set aside."""

from hypothesis import given
from hypothesis import strategies as st

from web.console.marking import Piece, pieces


def reason(start: int, end: int) -> dict:
    return {"rule": "a-rule", "sign": "a-sign", "span": [start, end]}


def test_the_counted_words_and_the_words_set_aside_are_told_apart():
    text = "no rash but she is confused"

    found = pieces(text, {"reasons": [reason(19, 27)], "set_aside": [{"sign": "rash", "span": [3, 7]}]})

    assert found == (
        Piece("no ", False, False),
        Piece("rash", False, True),
        Piece(" but she is ", False, False),
        Piece("confused", True, False),
    )


def test_a_reason_without_a_span_and_a_span_outside_the_text_mark_nothing():
    assessment = {"reasons": [{"rule": "two-amber", "sign": "fever", "span": None}, reason(2, 99)], "set_aside": []}

    assert pieces("short", assessment) == (Piece("short", False, False),)


@given(st.text(), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6))
def test_no_character_is_lost_or_doubled_whatever_the_spans(text, spans):
    found = pieces(text, {"reasons": [reason(*span) for span in spans], "set_aside": []})

    assert "".join(piece.text for piece in found) == text
