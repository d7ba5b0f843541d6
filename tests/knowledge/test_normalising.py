"""Families' words are brought to the guide's, and no medicine is taken for another one."""

import pytest

from knowledge.errors import GuideError
from knowledge.normalising import Normaliser, Words, load_words

TEXTS = ["What is tocilizumab?", "Breathing and oxygen", "How long is the hospital stay?"]


@pytest.fixture(scope="module")
def normalise() -> Normaliser:
    return Normaliser(TEXTS, load_words())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what does TOCI do", "what does tocilizumab do"),
        ("tociluzimab??", "tocilizumab??"),
        ("dexametasone side effects", "dexamethasone steroid side effects"),
        ("is she in ICU", "is she in intensive care icu"),
        ("off the shelf cells", "off-the-shelf cells"),
        ("hosptial stay", "hospital stay"),
    ],
)
def test_words_are_brought_to_the_guides_words(typed, meant, normalise):
    assert normalise(typed) == meant


@pytest.mark.parametrize("medicine", ["siltuximab", "infliximab", "glofitamab", "epcoritamab", "prednisolone"])
def test_a_medicine_is_never_taken_for_another_one(medicine, normalise):
    assert medicine in normalise(f"what about {medicine}")


@pytest.mark.parametrize(
    ("content", "named"),
    [("[]", "exactly"), ("meant: {a: 1}\nmedicines: x", "meant"), ("meant: {}\nmedicines: [x]", "medicines")],
)
def test_a_malformed_file_is_refused(content, named, tmp_path):
    file = tmp_path / "words.yml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(GuideError, match=named):
        load_words(file)


def test_the_words_of_the_file_are_whole():
    words = load_words()
    assert isinstance(words, Words)
    assert all(each == each.casefold() for pair in words.meant.items() for each in pair)
