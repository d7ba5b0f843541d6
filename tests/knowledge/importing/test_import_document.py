"""A document becomes a folder of drafts that the guide's loader takes once the questions are there."""

import hashlib
import re
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import GuideError
from knowledge.importing import GuideImportError, ImportReport, import_document
from knowledge.passages import Guide, load_guide

FILES = Path(__file__).parent / "files"


def completed(folder: Path) -> Guide:
    """What a maintainer does: seven more questions for each passage."""
    [asks] = (folder / "asks").iterdir()
    questions = yaml.safe_load(asks.read_text(encoding="utf-8"))
    more = {each: [*found, *(f"{each} question {n}" for n in range(7))] for each, found in questions.items()}
    asks.write_text(yaml.safe_dump(more, allow_unicode=True), encoding="utf-8")
    return load_guide(folder)


def test_a_damaged_leaflet_becomes_drafts(tmp_path: Path):
    report = import_document(FILES / "twins.txt", tmp_path / "drafts")
    guide = completed(tmp_path / "drafts")

    assert [(each.id, each.text) for each in guide.passages[1:]] == [
        (
            "signs-to-look-for-at-home",
            "Most families see one sign first – often in the evening. The most common signs are: A warm forehead and "
            "red cheeks, often the first sign – usually above 38°C or 38°C on the thermometer at home. Shivering under "
            "two blankets at night. Speaking slowly or losing the thread of a long and simple sentence.",
        ),
        (
            "what-to-do-first",
            "Ring the number on the card – even at night. Days 2–7 are busy on the ward, so don't wait for a better "
            "hour. Write the time down. Take the card with you.",
        ),
        ("when-can-we-go-out", "Ask the nurse. Short walks are welcome."),
    ]
    assert guide.passages[0].title == "LOOKING AFTER SOMEONE AT HOME: A LEAFLET"
    assert [each.reason for each in report.dropped] == [
        "cut-off copy of the text under it",
        "repeats the only text under it",
        "cut-off copy of the text under it",
    ]
    assert [(each.kind, each.text) for each in report.left_out] == [
        ("table row", "| Sign | Whom to ring |"),
        ("table row", "| Fever | The ward |"),
    ]


def test_drafts_are_cautious_and_say_where_they_come_from(tmp_path: Path):
    import_document(FILES / "leaflet.md", tmp_path / "drafts")

    [ready] = [each for each in completed(tmp_path / "drafts").passages if each.id == "what-to-keep-ready"]
    assert ready.sources == ("leaflet: Coming home > Eating and drinking > What to keep ready",)
    assert (ready.never_with_urgent, ready.review.status, ready.asks[0]) == (True, "submitted", "What to keep ready")
    provenance = yaml.safe_load((tmp_path / "drafts" / "provenance.yml").read_text(encoding="utf-8"))
    assert provenance["leaflet"]["file"] == "leaflet.md"
    assert provenance["leaflet"]["sha256"] == hashlib.sha256((FILES / "leaflet.md").read_bytes()).hexdigest()
    assert ready.sources[0].split(": ", 1)[1] in provenance["leaflet"]["places"]


def test_drafts_do_not_load_before_a_person_has_completed_them(tmp_path: Path):
    import_document(FILES / "leaflet.md", tmp_path / "drafts")

    with pytest.raises(GuideError, match="asks: 1 different questions; at least 8"):
        load_guide(tmp_path / "drafts")


def test_the_report_says_everything_and_lies_beside_the_drafts(tmp_path: Path):
    report = import_document(FILES / "leaflet.md", tmp_path / "drafts")

    text = "\n".join(report.lines())
    for part in (
        "leaflet.md: Markdown, encoding utf-8, SHA-256 ",
        "5 draft passages, ",
        "Repairs: none",
        "  Eating and drinki: cut-off copy of the heading 'Eating and drinking', with no text",
        "  Sleeping: stands twice, here with no text",
        "  what-to-keep-ready: 12 words, What to keep ready",
        "  table cell: 4",
        "  visitors: possible dose: 5 mg, every 6 hours",
        "  asks: each of the 5 passages has 1 question",
    ):
        assert part in text
    assert (tmp_path / "drafts" / "import-report.txt").read_text(encoding="utf-8").startswith(text[:200])


@pytest.mark.parametrize("file", sorted(FILES.iterdir()), ids=lambda file: file.name)
def test_every_kind_loads_once_completed_and_the_same_file_gives_the_same_drafts(tmp_path: Path, file: Path):
    first, second = import_document(file, tmp_path / "a"), import_document(file, tmp_path / "b")

    assert first.passages == second.passages
    assert len(completed(tmp_path / "a").passages) == len(first.passages)


def test_a_folder_in_use_is_refused_and_left_as_it_was(tmp_path: Path):
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(GuideImportError, match="not an empty folder"):
        import_document(FILES / "leaflet.md", tmp_path)
    with pytest.raises(GuideImportError, match="not an empty folder"):
        import_document(FILES / "leaflet.md", tmp_path / "note.txt")
    with pytest.raises(GuideImportError, match="cannot be"):
        import_document(FILES / "leaflet.md", tmp_path / "note.txt" / "below")

    assert [each.name for each in tmp_path.iterdir()] == ["note.txt"]


def test_an_empty_folder_and_one_that_is_not_there_yet_are_taken(tmp_path: Path):
    (tmp_path / "empty").mkdir()

    for into in (tmp_path / "empty", tmp_path / "new" / "deep"):
        import_document(FILES / "leaflet.md", into)

        assert sorted(each.name for each in into.iterdir()) == [
            "asks", "import-report.txt", "leaflet.md", "provenance.yml",
        ]  # fmt: skip
        assert [each.name for each in into.parent.iterdir() if each.name.startswith(".")] == []


def test_nothing_is_written_for_a_document_without_text(tmp_path: Path):
    (tmp_path / "bare.md").write_text("# Only\n\n## Headings\n", encoding="utf-8")

    with pytest.raises(GuideImportError, match=r"bare\.md: no text to make a passage of"):
        import_document(tmp_path / "bare.md", tmp_path / "drafts")

    assert not (tmp_path / "drafts").exists()


def words_of(*texts: str) -> set[str]:
    return {word.casefold() for text in texts for word in re.findall(r"[^\W_]+", text)}


def imported(name: str, text: str) -> ImportReport | None:
    """The report, or None where the package refuses the text; what is written must load once completed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            report = import_document(file, Path(folder) / "drafts")
        except GuideImportError:
            assert sorted(each.name for each in Path(folder).iterdir()) == [name]
            return None
        assert len(completed(Path(folder) / "drafts").passages) == len(report.passages)
        return report


MARKED = st.text(st.sampled_from("aB1 .?:,\n\n#-*|>`<&[]()_=~\\/\"'é–\t{}"), max_size=200)


@settings(deadline=None, max_examples=150)
@given(name=st.sampled_from(["a.txt", "no.md", "12.html", "é.markdown"]), text=st.one_of(st.text(), MARKED))
def test_any_text_is_imported_or_refused_in_our_own_words(name: str, text: str):
    imported(name, text)


LINES = st.text(st.sampled_from("abcDEF12 .?!:;,-•()'é"), min_size=1, max_size=130)


@settings(deadline=None, max_examples=150)
@given(lines=st.lists(st.one_of(LINES, st.just(""), st.sampled_from(["Fever", "Fever is a sign.", "===", "- a lamp"]))))
def test_no_word_of_a_plain_text_is_lost(lines: list[str]):
    text = "\n".join(lines)
    report = imported("note.txt", text)

    if report is not None and not report.repairs:
        kept = [part for each in report.passages for part in (each.title, each.text, *each.path)]
        away = [each.text for each in report.left_out] + [f"{each.title} {each.reason}" for each in report.dropped]
        assert words_of(text) <= words_of(report.title, *kept, *away)
