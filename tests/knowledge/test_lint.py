"""Each rule of the lint finds its fault and is silent on good text; the real guide has none but missing approvals."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import GuideError
from knowledge.lint import Finding, lint
from knowledge.passage_rules import load_limits
from knowledge.passages import Guide, Passage, Review, load_guide, split_sentences

TODAY = dt.date(2026, 11, 20)
KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
GOOD = "For fever of 38.0 °C (100.4 °F) or higher, call the team now. Signs months later still count."


def passage(text: str = GOOD, passage_id: str = "call-for-fever", **changes: object) -> Passage:
    good = Passage(
        id=passage_id,
        title="When do I call?",
        text=text,
        sentences=split_sentences(text),
        asks=tuple(f"{passage_id} question {number}?" for number in range(8)),
        section="calling",
        section_title="Whom to call",
        setting="any",
        therapy="any",
        never_with_urgent=False,
        review=Review("approved", "A clinician", TODAY, TODAY + dt.timedelta(days=365)),
        sources=("leaflet: fever",),
    )
    return replace(good, **changes)


def found(*passages: Passage) -> list[tuple[str, str]]:
    return [(each.place, each.rule) for each in lint(Guide(passages), TODAY)]


def approved(**changes: object) -> Review:
    return replace(passage().review, **changes)


def test_a_good_passage_is_passed_over():
    assert found(passage()) == []


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        ("grade", passage("Immunological complications necessitate immediate hospitalisation and observation.")),
        ("grade", passage("Please call the hospital team immediately about any fever.", section="when-to-call")),
        ("length", passage("Call now. " * 46)),
        ("source", passage(sources=())),
        ("date", passage(review=Review("approved"))),
        ("date", passage(review=approved(next_review=TODAY - dt.timedelta(days=1)))),
        ("date", passage(review=approved(next_review=TODAY + dt.timedelta(days=30)))),
        ("few-asks", passage(asks=tuple("abcdefg"))),
        ("few-asks", passage(asks=(*"abcdefg", "A?"))),
        ("repeated-ask", passage(asks=(*"abcdefgh", "A?"))),
    ],
)
def test_a_fault_of_one_passage_is_found(rule: str, bad: Passage):
    assert ("call-for-fever", rule) in found(bad)


@pytest.mark.parametrize(
    "review",
    [approved(next_review=TODAY + dt.timedelta(days=31)), Review("withdrawn", next_review=TODAY)],
)
def test_a_review_that_still_holds_or_was_withdrawn_is_not_due(review: Review):
    assert found(passage(review=review)) == []


@pytest.mark.parametrize(
    "words",
    [
        *(
            "8 mg/kg",
            "400 mg",
            "10mg",
            "1 g",
            "ten milligrams",
            "half a gram",
            "two tablets",
            "5-10 ml",
            "a hundred mg",
        ),
        *("milligrams per kilogram", "every 8 hours", "every eight hours", "every 6 to 12 hours", "8-hourly"),
        *("twice a day", "three times daily", "once per day"),
        *("above 6 L/min", "oxygen under 90 %", "less than 90 percent", "90 mmHg", "6 litres a minute"),
    ],
)
def test_a_dose_an_interval_or_a_cut_off_is_found(words: str):
    assert found(passage(f"The team may give or want {words}.")) == [("call-for-fever", "dose")]


@pytest.mark.parametrize(
    "words",
    [
        *("40 °C (104 °F)", "within 2 weeks", "every few hours", "several times a day", "the 24-hour number"),
        *("grade 2", "between two checks", "IL-6", "two good friends", "ten times for a small thing"),
    ],
)
def test_a_number_that_is_no_dose_is_let_be(words: str):
    assert found(passage(f"We speak of {words}.")) == []


@pytest.mark.parametrize(
    "damaged",
    [
        *("Itâ€™s time.", "38 Â°C.", "CafÃ©.", "38\ufffdC.", "38.0?C.", "38 ?F.", "38 — C.", "โ€” so.", "Call — ."),
        *("don\u0080t.", "the team??s list"),
    ],
)
def test_damaged_text_is_found_wherever_it_stands(damaged: str):
    assert ("call-for-fever", "mojibake") in found(passage(f"Call now. {damaged}"))
    assert ("call-for-fever", "mojibake") in found(passage(asks=(*passage().asks, damaged)))


def test_accents_dashes_and_questions_are_no_damage():
    assert found(passage("The café is open – call now. Is it 38? Call. Tea — or not?")) == []


FOURTEEN = "CRS most often begins 1 to 14 days after the infusion."


@pytest.mark.parametrize(
    "other",
    [
        "After the infusion, CRS most often begins 1 to 10 days later.",
        "CRS often begins one to ten days after the infusion.",
        "CRS begins 1–14 hours after the infusion.",
    ],
)
def test_the_same_statement_with_other_numbers_is_reported_with_both_sentences(other: str):
    findings = lint(Guide((passage(FOURTEEN, "onset"), passage(other, "first-days"))), TODAY)

    assert Finding("onset", "contradiction", f"{FOURTEEN!r}, but first-days says {other!r}") in findings


@pytest.mark.parametrize(
    "other",
    [
        passage("CRS begins one to fourteen days after the infusion.", "agreeing"),
        passage("CRS begins some days after the infusion.", "without-numbers"),
        passage("The stay in hospital lasts 2 to 4 weeks.", "of-something-else"),
        passage("CRS 2 days.", "too-short-to-tell"),
    ],
    ids=lambda each: each.id,
)
def test_statements_that_do_not_contradict_are_let_be(other: Passage):
    assert ("onset", "contradiction") not in found(passage(FOURTEEN, "onset"), other)


def test_therapies_and_settings_that_never_meet_may_differ():
    ten = FOURTEEN.replace("14", "10")

    assert found(passage(FOURTEEN, "car-t", therapy="car_t"), passage(ten, "bispecific", therapy="bispecific")) == []
    assert found(passage(FOURTEEN, "ward", setting="ward"), passage(ten, "home", setting="home")) == []
    assert ("car-t", "contradiction") in found(passage(FOURTEEN, "car-t", therapy="car_t"), passage(ten, "of-all"))


def test_sentences_about_different_grades_may_differ():
    one, two = "In grade 1 there is fever and low pressure.", "In grade 2 there is fever and low pressure."

    assert ("grade-one", "contradiction") not in found(passage(one, "grade-one"), passage(two, "grade-two"))


def test_passages_that_say_nearly_the_same_are_named():
    again = "Call the team now for fever of 38.0 °C (100.4 °F) or higher. Later signs still count, months on."

    assert found(passage(), passage(again, "fever-again")) == [("call-for-fever", "near-duplicate")]
    assert found(passage(), passage("Wash your hands well and keep away from crowds.", "clean-hands")) == []


def test_an_ask_of_two_passages_is_found_but_for_case_and_marks():
    other = passage("Wash your hands well.", "clean-hands", asks=(*passage().asks[:7], "CALL for fever, question 7"))

    assert found(passage(), other).count(("clean-hands", "repeated-ask")) == 8


def test_a_section_is_named_once_with_its_passages_still_to_approve():
    waiting = [passage(each, each, review=Review("submitted")) for each in ("Drink water.", "Wash your hands.")]

    assert lint(Guide((passage(), *waiting)), TODAY) == (
        Finding("calling.md", "approval", "not approved yet: Drink water., Wash your hands."),
    )


def test_the_real_guide_lacks_nothing_but_its_approvals():
    assert [
        each for each in lint(load_guide(KNOWLEDGE / "guide"), TODAY) if each.rule not in ("approval", "date")
    ] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("most_words: 90\n", "", r"lint\.yml: most_words: missing or unknown"),
        ("most_words", "most_wrods", r"lint\.yml: most_words, most_wrods: missing or unknown"),
        ("most_words: 90", "most_words: many", r"lint\.yml: most_words: 'many' is not a number"),
        ("most_words: 90", "most_words: yes", r"lint\.yml: most_words: True is not a number"),
        ("most_words: 90", "most_words: 0", r"lint\.yml: most_words: 0 is not a number above 0"),
        ("most_words: 90", "most_words: [", r"lint\.yml: not valid YAML"),
    ],
)
def test_a_mistake_in_the_thresholds_is_named(tmp_path: Path, old: str, new: str, message: str):
    file = tmp_path / "lint.yml"
    file.write_text((KNOWLEDGE / "lint.yml").read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(GuideError, match=message):
        load_limits(file)


def test_thresholds_that_are_no_mapping_are_refused(tmp_path: Path):
    (tmp_path / "lint.yml").write_text("- 90\n", encoding="utf-8")

    with pytest.raises(GuideError, match=r"lint\.yml: expected names with values"):
        load_limits(tmp_path / "lint.yml")
