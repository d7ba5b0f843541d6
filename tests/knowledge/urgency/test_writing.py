"""Writing that falls apart, and the same question again and again, are signs that only the chat can see."""

from datetime import datetime, timedelta, timezone

import pytest

from knowledge.urgency import (
    WRITING_SIGN,
    Banner,
    Contacts,
    Level,
    Situation,
    Typed,
    assess,
    banner_text,
    trouble,
    typed,
    with_trouble,
)

NOW = datetime(2026, 11, 20, 22, 0, tzinfo=timezone.utc)  # noqa: UP017 - Python 3.10 runs this test too
STEADY = ("How long does it take until he can go home?", "Thank you, and what can he eat on the ward?")
BROKEN = "hwo lgno dsoe itt tkae brrl gnk fsd"


def wrote(*texts, minutes=2):
    return [typed(text, NOW + timedelta(minutes=minutes * number)) for number, text in enumerate(texts)]


def reason(*texts, minutes=2):
    *earlier, latest = wrote(*texts, minutes=minutes)
    return trouble(latest, earlier)


def test_writing_that_falls_apart_is_noticed_against_the_persons_own():
    assert reason(*STEADY, BROKEN).rule == "writing-falls-apart"


@pytest.mark.parametrize(
    "texts",
    [
        (BROKEN,),
        (*STEADY, "Can my sister visit him on the weekend?"),
        (BROKEN, BROKEN.upper() + " xx", BROKEN + " yy"),  # never wrote otherwise
        (*STEADY, "ok thx"),
    ],
)
def test_other_writing_is_not(texts):
    assert reason(*texts) is None


def test_the_same_question_three_times_in_ten_minutes_is_noticed():
    asked = "When is the doctor coming to us?"
    assert reason(asked, asked.lower(), asked + "?").rule == "asked-again"
    assert reason(asked, asked) is None
    assert reason(asked, asked, asked, minutes=6) is None


def test_it_brings_the_banner_and_never_lowers():
    found = with_trouble(assess(BROKEN), reason(*STEADY, BROKEN), Situation(setting="ward"))
    assert (found.level, found.banner, found.signs) == (Level.BANNER, Banner.ADVISE, (WRITING_SIGN,))
    assert "call bell" in banner_text(found, Situation(setting="ward"), Contacts())
    urgent = assess("he can't breathe")
    assert with_trouble(urgent, reason(*STEADY, BROKEN), Situation()) == urgent


def test_what_is_remembered_holds_no_words_and_survives_storing():
    each = typed(STEADY[0], NOW)
    assert Typed.from_list(each.as_list()) == each
    assert "home" not in str(each.as_list())
