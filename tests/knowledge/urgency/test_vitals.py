"""Measured values are read in all the forms families type them, and other numbers are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.urgency import assess
from knowledge.urgency.numerals import in_digits

FORMS = [
    "{v}",
    "{v} C",
    "{v}°C",
    "{v} degrees",
    "temp {v}",
    "her temperature is {v}",
    "{v}ยฐC",
    "temp: {v}!",
    "now {v} C.",
]
DECOYS = [
    "he is {n} years old",
    "day {n} today",
    "aged {n}",
    "{n} mg",
    "room {n}",
    "weight {n} kg",
    "we paid {n} dollars",
    "{n} weeks since diagnosis",
    "bed {n}",
    "flight {n}",
    "phone {n}",
    "the room temperature is {n}",
    "cycle {n}",
    "{n} days in China",
    "{n} minutes by taxi",
    "platelets {n}",
    "she weighs {n}",
]
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
TENTHS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
WHOLE = {
    35: "thirty-five",
    36: "thirty-six",
    37: "thirty-seven",
    38: "thirty-eight",
    39: "thirty nine",
    40: "forty",
    41: "forty one",
}


def signs_of(text):
    return set(assess(text).signs)


def expected(tenths, fever, raised, low):
    if tenths >= fever:
        return {"fever"}
    if tenths > raised:
        return {"raised-temperature"}
    return {"low-temperature"} if tenths < low else set()


@given(st.integers(350, 420), st.sampled_from(FORMS), st.sampled_from([".", ",", "·"]), st.booleans())
def test_celsius_grid(tenths, form, point, wide):
    value = f"{tenths // 10}{point}{tenths % 10}"
    text = form.format(v=value.translate(FULL_WIDTH) if wide else value)
    assert signs_of(text) == expected(tenths, 380, 375, 360)


@given(
    st.integers(950, 1070),
    st.sampled_from(["{v}F", "{v} °F", "{v} fahrenheit", "temp {v}", "his fever reading says {v} F"]),
)
def test_fahrenheit_grid(tenths, form):
    found = signs_of(form.format(v=f"{tenths // 10}.{tenths % 10}"))
    assert found - {"fever"} == expected(tenths, 1004, 995, 968) - {"fever"}
    assert "fever" in found or tenths < 1004


@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 9))
def test_spoken_numbers(whole, tenth):
    text = f"her temperature is {WHOLE[whole]} point {TENTHS[tenth]}"
    assert signs_of(text) == expected(whole * 10 + tenth, 380, 375, 360)


@pytest.mark.parametrize(
    ("spoken", "digits"),
    [
        ("a hundred and one", "101"),
        ("one oh two", "102"),
        ("thirty-eight and a half", "38.5"),
        ("ten times", "10 times"),
    ],
)
def test_numbers_in_words(spoken, digits):
    assert in_digits(spoken)[0] == digits


@given(
    st.integers(35, 110),
    st.sampled_from(DECOYS),
)
def test_other_numbers_are_no_vital_signs(number, form):
    assert assess(form.format(n=number)).signs == ()


@pytest.mark.parametrize(
    "relation", ["dad", "nani", "daughter", "wife", "brother in law", "grandson", "papa", "mother"]
)
@pytest.mark.parametrize(
    "form", ["my {r} has 39", "our {r} has a fever of 39", "my {r}'s temperature is 101", "{r} is at 38.7"]
)
def test_the_relation_does_not_matter(relation, form):
    assert "fever" in signs_of(form.format(r=relation))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("BP 85/50", "low-blood-pressure"),
        ("blood pressure 82 over 44", "low-blood-pressure"),
        ("spo2 85%", "low-oxygen"),
        ("sats of 91", "low-oxygen"),
        ("pulse 140", "fast-heartbeat"),
        ("heart rate is 42", "slow-heartbeat"),
        ("34 breaths a minute", "fast-breathing"),
        ("hasn't peed for 9 hours", "no-urine"),
        ("diarrhoea 7 times today", "severe-diarrhoea"),
    ],
)
def test_other_vital_signs(text, sign):
    assert sign in signs_of(text)


@pytest.mark.parametrize(
    "text", ["BP 120/75", "spo2 97%", "pulse 72", "16 breaths a minute", "on 10/11/2026", "temp 36.8"]
)
def test_usual_values_are_no_signs(text):
    assert signs_of(text) == set()


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text):
    assess(text)
