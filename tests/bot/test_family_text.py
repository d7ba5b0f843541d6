"""What a family typed is made safe before Rasa sees it."""

import pytest

from bot.components.family_text import MOST_CHARACTERS, clean, is_typed_command


@pytest.mark.parametrize(
    "typed", ["/restart", " /restart", "\x00/restart", "\u2028/urgent{}", "//greet", "/", '/urgent{"a": 1}']
)
def test_a_leading_slash_is_no_command_to_rasa(typed):
    cleaned = clean(typed)

    assert not cleaned.strip().startswith("/")
    assert is_typed_command(cleaned)


def test_ordinary_text_is_left_as_it_is():
    assert clean("What is CRS?\nand/or ICANS – 38 °C 😷 李") == "What is CRS?\nand/or ICANS – 38 °C 😷 李"
    assert not is_typed_command("and/or")


def test_control_characters_and_half_surrogates_go():
    assert clean("a\x00b\x1bc\x7fd\ud800e") == "abcde"


def test_text_is_cut_at_the_cap():
    assert len(clean("a" * (MOST_CHARACTERS + 1))) == MOST_CHARACTERS
