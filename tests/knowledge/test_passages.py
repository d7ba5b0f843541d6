"""The guide is read as written, and refused with file, id and key where it is malformed."""

import datetime as dt
from pathlib import Path

import pytest

from knowledge.errors import GuideError, UnknownPassage
from knowledge.passages import Review, load_guide, split_sentences

from .conftest import ASKS, write_asks


def test_passages_come_in_reading_order_with_what_is_known_about_them(guide_folder: Path):
    guide = load_guide(guide_folder)

    assert [each.id for each in guide.passages] == ["crs-start", "crs-length", "crs-on-ward"]
    start = guide.passage("crs-start")
    assert start.title == "When does CRS begin?"
    assert start.sentences == ("CRS often begins in the first week.", "It can begin later.")
    assert (start.section, start.section_title, start.review.status) == ("timing", "When CRS comes", "submitted")


def test_an_unknown_passage_is_an_error_of_its_own(guide_folder: Path):
    with pytest.raises(UnknownPassage, match="gone"):
        load_guide(guide_folder).passage("gone")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("section: timing", "section: other", r"timing\.md: section: 'other' differs"),
        ("order: 1", "order: first", r"timing\.md: order: "),
        ("therapy: any", "therapy: pills", r"timing\.md: passages: crs-start: therapy: 'pills'"),
        ("setting: any", "seting: any", r"timing\.md: passages: crs-start: "),
        (
            "{#crs-start}",
            "{#crs-begin}",
            r"timing\.md: passages: crs-begin, crs-start: in the front matter or the text",
        ),
        ("{#crs-length}", "{#crs-start}", r"timing\.md: crs-start: the id stands over two passages"),
        (
            "## When does CRS begin? {#crs-start}",
            "## When does CRS begin?",
            r"timing\.md: heading .* is not of the form",
        ),
        ("It can begin later.", "It can begin", r"timing\.md: crs-start: text: does not end with a whole sentence"),
        ("It can begin later.", "word " * 90 + ".", r"timing\.md: crs-start: text: \d+ words; 1 to 90"),
        ('"leaflet: timing"', '"hearsay: timing"', r"timing\.md: crs-start: sources: 'hearsay: timing'"),
        ("status: submitted", "status: approved", r"timing\.md: review: "),
        ("---\nsection", "section", r"timing\.md: the file must begin with front matter"),
        ("title: When", "title: [When", r"timing\.md: not valid YAML"),
    ],
)
def test_a_mistake_in_a_section_is_named(guide_folder: Path, old: str, new: str, message: str):
    file = guide_folder / "timing.md"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(GuideError, match=message):
        load_guide(guide_folder)


def test_too_few_different_asks_are_refused(guide_folder: Path):
    write_asks(guide_folder, {**ASKS, "crs-start": ["Same?", "same? "] * 5})

    with pytest.raises(GuideError, match=r"timing\.md: crs-start: asks: 1 different questions"):
        load_guide(guide_folder)


def test_a_question_asked_of_two_passages_is_refused(guide_folder: Path):
    write_asks(guide_folder, {**ASKS, "crs-start": [*ASKS["crs-start"], "Last question 0"]})

    with pytest.raises(GuideError, match="ask 'last question 0' stands in both crs-start and crs-length"):
        load_guide(guide_folder)


TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("review", "show_unreviewed", "shown"),
    [
        (Review("submitted"), True, True),
        (Review("submitted"), False, False),
        (Review("approved", "A clinician", TODAY, dt.date(2027, 11, 20)), False, True),
        (Review("approved", "A clinician", TODAY, dt.date(2026, 11, 19)), True, False),
        (Review("withdrawn"), True, False),
    ],
)
def test_review_and_expiry_decide_what_a_family_may_see(review: Review, show_unreviewed: bool, shown: bool):
    assert review.allows(TODAY, show_unreviewed) is shown


def test_a_temperature_does_not_end_a_sentence():
    assert split_sentences("Call at 38.0 °C (100.4 °F) or higher. Call now.") == (
        "Call at 38.0 °C (100.4 °F) or higher.",
        "Call now.",
    )
