"""An answer quotes passages, stays short, and holds no sentence of its own."""

import pytest

from knowledge.composing import MOST_WORDS, Cited, compose
from knowledge.passages import Passage, Review
from knowledge.question_parts import parts_of
from knowledge.therapies import named_therapies


def passage(name: str, *sentences: str) -> Passage:
    return Passage(
        name, name, " ".join(sentences), sentences, (), "s", "S", "any", "any", False, Review("submitted"), ("x",)
    )


FIRST = passage("first", "It lasts a week.", "Tell the team.")
SECOND = passage("second", "It is treated with fluids.", "Some need a medicine.", "Ask the nurse.")


def test_one_passage_is_quoted_whole():
    composed = compose(FIRST, None, lambda _: ())

    assert composed.text == FIRST.text
    assert composed.cited == (Cited("first", (0, 1)),)


def test_a_second_one_follows_as_a_paragraph_in_its_own_order():
    composed = compose(FIRST, SECOND, lambda _: (0.1, 0.2, 0.9))

    assert composed.text == f"{FIRST.text}\n\n{SECOND.text}"
    assert composed.cited[1] == Cited("second", (0, 1, 2))


def test_only_what_fits_of_the_second_is_quoted_what_says_most_first():
    long = passage("long", *(" ".join(["word"] * 39) + "." for _ in range(2)))
    composed = compose(long, SECOND, lambda _: (0.1, 0.9, 0.8))
    third = passage("third", *(" ".join(["more"] * 20) + "." for _ in range(4)))

    assert composed.cited[1].sentences == (0, 1, 2)
    cut = compose(long, third, lambda _: (0.9, 0.1, 0.8, 0.2))
    assert cut.cited[1].sentences == (0, 2)
    assert len(cut.text.split()) <= MOST_WORDS


def test_a_single_sentence_of_the_second_is_left_out():
    long = passage("long", " ".join(["word"] * 100) + ".")
    third = passage("third", " ".join(["more"] * 15) + ".", " ".join(["more"] * 15) + ".")

    assert len(compose(long, third, lambda _: (0.9, 0.1)).cited) == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("How long does it last and how is it treated?", ("How long does it last", "how is it treated?")),
        ("What is ICANS? Who gets it", ("What is ICANS", "Who gets it")),
        ("How long does it last?", ("How long does it last?",)),
        ("my mum and dad want to know how long", ("my mum and dad want to know how long",)),
    ],
)
def test_a_question_of_two_parts_is_cut(text, parts):
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("when does it start after CAR-T?", {"car_t"}),
        ("and for bispecifics?", {"bispecific"}),
        ("off the shelf car-t", {"allogeneic"}),
        ("when does it start?", set()),
        ("who drives the cart", {"car_t"}),
    ],
)
def test_a_named_therapy_is_seen(text, named):
    assert named_therapies(text) == named
