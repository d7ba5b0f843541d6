"""A review is written into the front matter alone, and refused where it would not be true or would change more."""

import datetime as dt
from pathlib import Path

import pytest

from knowledge.errors import GuideError
from knowledge.passages import Review, load_guide
from knowledge.reviewing import review

ON, UNTIL = dt.date(2026, 11, 20), dt.date(2027, 5, 20)
APPROVED = "{status: approved, reviewer: A clinician, reviewed_on: 2026-11-20, next_review: 2027-05-20}"
SECTIONS = "{status: submitted, reviewer: null, reviewed_on: null, next_review: null}"


@pytest.fixture
def section(guide_folder: Path) -> Path:
    return guide_folder / "timing.md"


def change(section: Path, old: str, new: str) -> None:
    section.write_bytes(section.read_bytes().replace(old.encode(), new.encode(), 1))


def test_a_review_is_put_under_its_passage_and_no_other_byte_changes(section: Path):
    change(section, "  crs-length:\n", "  # how long\n  crs-length:   # asked often\n")
    change(section, "Nurses check", "Nurses\u00a0— review: {status: none} —  check")
    before = section.read_bytes()

    assert review(section.parent, "crs-length", "approved", " A  clinician ", ON, UNTIL) == section

    under = b"  crs-length:   # asked often\n"
    assert section.read_bytes() == before.replace(under, under + f"    review: {APPROVED}\n".encode())
    assert load_guide(section.parent).passage("crs-length").review == Review("approved", "A clinician", ON, UNTIL)
    assert sorted(each.name for each in section.parent.iterdir()) == ["asks", "provenance.yml", "timing.md"]


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("    review: ", "{status: under_review}", "   # soon\n"),
        ("    review:   # soon\n      ", "status: under_review\n      reviewer: 'B: {x}'", "\n\n    # a note\n"),
        ("    review:\n      ", "status: under_review\n      reviewer:", "\n"),
        ('    "review": ', "{status: under_review,\n      reviewer: B}", "\n"),
    ],
)
def test_a_review_that_stands_already_is_replaced_in_its_place(section: Path, before: str, value: str, after: str):
    change(section, "  crs-length:\n", f"  crs-length:\n{before}{value}{after}")
    file = section.read_text(encoding="utf-8")

    review(section.parent, "crs-length", "approved", "A clinician", ON, UNTIL)

    assert section.read_text(encoding="utf-8") == file.replace(value, APPROVED)


def test_a_flow_mapping_and_windows_line_ends_are_kept(section: Path):
    change(
        section,
        'ward:\n    setting: ward\n    therapy: any\n    never_with_urgent: false\n    sources: ["leaflet: ward"]',
        'ward: {setting: ward, therapy: any, never_with_urgent: false, sources: ["leaflet: ward"]}',
    )
    section.write_bytes(section.read_bytes().replace(b"\n", b"\r\n"))
    before = section.read_bytes()

    review(section.parent, "crs-on-ward", "approved", "A clinician", ON, UNTIL)
    review(section.parent, "crs-length", "approved", "A clinician", ON, UNTIL)

    assert section.read_bytes() == before.replace(
        b"crs-on-ward: {", f"crs-on-ward: {{review: {APPROVED}, ".encode()
    ).replace(b"  crs-length:\r\n", f"  crs-length:\r\n    review: {APPROVED}\r\n".encode())


def test_a_section_is_reviewed_by_its_id_but_for_passages_with_their_own_review(section: Path):
    review(section.parent, "crs-start", "withdrawn", None, None, None)
    before = section.read_text(encoding="utf-8")

    review(section.parent, "timing", "approved", "A clinician", ON, UNTIL)

    assert section.read_text(encoding="utf-8") == before.replace(SECTIONS, APPROVED)
    statuses = [each.review.status for each in load_guide(section.parent).passages]
    assert statuses == ["withdrawn", "approved", "approved"]


def test_a_withdrawn_passage_is_shown_no_more(section: Path):
    review(section.parent, "crs-start", "withdrawn", None, None, None)
    guide = load_guide(section.parent)

    assert not guide.passage("crs-start").review.allows(ON, show_unreviewed=True)
    assert guide.passage("crs-length").review.allows(ON, show_unreviewed=True)


def test_withdrawing_a_section_withdraws_all_of_it_or_is_refused(section: Path):
    review(section.parent, "crs-start", "approved", "A clinician", ON, UNTIL)
    with pytest.raises(GuideError, match="timing: review: crs-start has a review of its own"):
        review(section.parent, "timing", "withdrawn", None, None, None)

    review(section.parent, "crs-start", "withdrawn", None, None, None)
    review(section.parent, "timing", "withdrawn", None, None, None)

    assert {each.review.status for each in load_guide(section.parent).passages} == {"withdrawn"}


def test_an_approval_holds_for_a_year_unless_it_says_otherwise(section: Path):
    review(section.parent, "crs-start", "approved", "A clinician", ON, None)
    review(section.parent, "crs-length", "under_review", "B clinician", ON, None)
    guide = load_guide(section.parent)

    assert guide.passage("crs-start").review.next_review == dt.date(2027, 11, 20)
    assert guide.passage("crs-length").review == Review("under_review", "B clinician", ON, None)


@pytest.mark.parametrize("name", ['Dr "X", {y}: #1', "null", "O’Neill — 李", "2026-11-20", "---"])
def test_any_name_is_kept_as_given(section: Path, name: str):
    review(section.parent, "crs-start", "approved", name, ON, None)

    assert load_guide(section.parent).passage("crs-start").review.reviewer == name


def test_the_files_permissions_are_kept(section: Path):
    section.chmod(0o640)

    review(section.parent, "crs-start", "withdrawn", None, None, None)

    assert section.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("passage_id", "status", "by", "on", "until", "message"),
    [
        ("crs-gone", "approved", "A clinician", ON, None, "crs-gone: id: the guide has no such passage or section"),
        ("crs-start", "checked", "A clinician", ON, None, "crs-start: status: 'checked' is not one of submitted,"),
        ("crs-start", "approved", None, ON, None, "crs-start: reviewer: "),
        ("crs-start", "approved", "  ", ON, None, "crs-start: reviewer: "),
        ("crs-start", "approved", "A clinician", None, UNTIL, "crs-start: reviewed_on: "),
        ("crs-start", "approved", "A clinician", ON, ON, "crs-start: next_review: 2026-11-20 is not after 2026-11-20"),
        ("crs-start", "submitted", None, UNTIL, ON, "crs-start: next_review: 2026-11-20 is not after 2027-05-20"),
        ("crs-start", "approved", "A", ON, None, "timing.md: passages: crs-start: review: reviewer: "),
    ],
)
def test_what_would_not_be_true_is_refused_and_changes_nothing(
    section: Path,
    passage_id: str,
    status: str,
    by: str | None,
    on: dt.date | None,
    until: dt.date | None,
    message: str,
):
    before = section.read_bytes()

    with pytest.raises(GuideError, match=message):
        review(section.parent, passage_id, status, by, on, until)

    assert section.read_bytes() == before


def test_an_edit_that_would_change_another_passage_is_put_back(section: Path):
    """Two passages share one review by a YAML anchor, so neither can be set by itself."""
    change(section, "  crs-start:\n", "  crs-start:\n    review: &both {status: submitted}\n")
    change(section, "  crs-length:\n", "  crs-length:\n    review: *both\n")
    before = section.read_bytes()

    for passage_id in ("crs-start", "crs-length"):
        with pytest.raises(GuideError):
            review(section.parent, passage_id, "withdrawn", None, None, None)
        assert section.read_bytes() == before


def test_a_change_that_reaches_further_than_the_review_is_put_back(section: Path):
    change(section, "  crs-start:\n", "  crs-start: &common\n    review: {status: submitted}\n")
    change(
        section,
        "  crs-length:\n    setting: any\n    therapy: any\n",
        "  crs-length:\n    <<: *common\n",
    )
    before = section.read_bytes()

    with pytest.raises(GuideError, match=r"timing\.md: crs-start: review: it cannot be set without changing more"):
        review(section.parent, "crs-start", "withdrawn", None, None, None)

    assert section.read_bytes() == before


def test_an_id_that_names_a_passage_and_a_section_is_refused(section: Path):
    for file in (section, section.parent / "asks" / "timing.yml"):
        file.write_text(file.read_text(encoding="utf-8").replace("crs-start", "timing"), encoding="utf-8")

    with pytest.raises(GuideError, match="timing: id: it names both"):
        review(section.parent, "timing", "withdrawn", None, None, None)


def test_a_failed_write_leaves_the_file_and_nothing_beside_it(section: Path, monkeypatch: pytest.MonkeyPatch):
    before = section.read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        review(section.parent, "crs-start", "withdrawn", None, None, None)

    assert section.read_bytes() == before
    assert sorted(each.name for each in section.parent.iterdir()) == ["asks", "provenance.yml", "timing.md"]
