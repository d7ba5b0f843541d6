"""Each kind of file becomes headings, paragraphs and items; what is not taken is named."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from knowledge.importing.errors import GuideImportError
from knowledge.importing.reading import Document, read_document

FILES = Path(__file__).parent / "files"


def shape(document: Document) -> list[str]:
    marks = {"paragraph": "", "item": "- "}
    return [marks.get(each.kind, "#" * each.level + " ") + each.text for each in document.blocks]


def left_out(document: Document) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in document.left_out]


def test_markdown_is_read():
    document = read_document(FILES / "leaflet.md")

    assert document.title == "Coming home"
    assert shape(document)[:9] == [
        "# Coming home",
        "We wrote this for families.",
        "## Eating and drinki",
        "## Eating and drinking",
        "Small meals are easier. Warm soup is welcome on most days.",
        "### What to keep ready",
        "- a jug of water",
        "- two spoons,",
        "- wash your hands",
    ]
    assert left_out(document) == [
        ("front matter", "author: a nurse"),
        ("link address", "welcome https://example.org/soup"),
        ("list number", "1."),
        ("list number", "2."),
        *(("table cell", text) for text in ("Day", "Meal", "Monday", "Soup")),
        ("image", "A bowl bowl.png"),
    ]


def test_html_is_read_without_the_furniture_of_the_page():
    document = read_document(FILES / "page.html")

    assert shape(document) == [
        "# Resting at home",
        "Rest is part of getting better. Nobody has to be busy.",
        "## Quiet hours",
        "Turn the telephone down & close the door.",
        "- one lamp",
        "- a warm one",
        "- one chair",
        "See more about rest.",
    ]
    assert left_out(document) == [
        ("page title", "A page"),
        ("table row", "Hour | What"),
        ("table row", "Two | Nap"),
        ("page furniture <nav>", "Start All pages"),
        ("hidden text", "Not for readers."),
        ("image", "A bed bed.png"),
        ("link without text", "/empty"),
        ("link address", "more about rest /more"),
    ]


def test_word_documents_are_read(tmp_path: Path):
    word = docx.Document()
    word.add_heading("Coming home", 0)
    word.add_heading("The first night", 1)
    word.add_paragraph("Sleep close by. Above 38?C you ring.")
    word.add_paragraph("a lamp", style="List Bullet")
    word.add_heading("The second night", 2)
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Two", "Nap"
    word.add_paragraph("It is easier.")
    word.sections[0].footer.paragraphs[0].text = "Page one"
    word.save(str(tmp_path / "night.docx"))

    document = read_document(tmp_path / "night.docx")

    assert shape(document) == [
        "# Coming home",
        "## The first night",
        "Sleep close by. Above 38°C you ring.",
        "- a lamp",
        "### The second night",
        "It is easier.",
    ]
    assert left_out(document) == [("table row", "Two | Nap"), ("page footer", "Page one")]
    assert [each.kind for each in document.repairs] == ["degree-as-question-mark"]


def test_insertions_and_content_controls_of_word_are_text_and_deletions_are_not(tmp_path: Path):
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    word = docx.Document()
    paragraph = word.add_paragraph("Sleep ")
    for change in (
        "<w:ins {}><w:r><w:t>well.</w:t></w:r></w:ins>",
        "<w:del {}><w:r><w:delText>ill</w:delText></w:r></w:del>",
    ):
        paragraph._p.append(parse_xml(change.format(names)))
    control = f"<w:sdt {names}><w:sdtContent><w:p><w:r><w:t>Rest.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    word.element.body.insert(0, parse_xml(control))
    word.save(str(tmp_path / "night.docx"))

    assert shape(read_document(tmp_path / "night.docx")) == ["Rest.", "Sleep well."]


def test_headings_of_plain_text_are_told_by_what_follows():
    document = read_document(FILES / "wrapped.txt")

    assert shape(document) == [
        "# Walking again",
        "The first walk is a short one. It goes from the bed to the window, and someone walks beside you. "
        "On the second day it goes to the door and back. Nobody counts the steps, and a rest on the way is "
        "always allowed.",
        "# Shoes",
        "Take shoes with a firm heel. Slippers slide.",
        "# Things to bring",
        "a warm coat",
        "- Gloves",
    ]


@pytest.mark.parametrize(
    ("file", "encoding", "text"),
    [
        ("cp1252.txt", "cp1252", "The nurse's rule – one cup of tea, no more than 38°C warm, she says."),
        ("double_encoded.md", "utf-8", "Ask them – that's what the café is for. Above 38°C you ring first."),
    ],
)
def test_encodings_are_found_and_repaired(file: str, encoding: str, text: str):
    document = read_document(FILES / file)

    assert document.encoding == encoding
    assert document.blocks[1].text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_text(tmp_path: Path, encoding: str):
    file = tmp_path / "note.txt"
    file.write_text("Rest\n\nRest is good. Sleep is better.", encoding=encoding)

    document = read_document(file)

    assert (document.encoding, document.title) == (encoding, "Rest")


def zipped(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("guide.pdf", b"%PDF", r"guide\.pdf: \.pdf: unknown kind of file; known are \.md"),
        ("guide", b"text", r"guide: no ending: unknown kind"),
        ("guide.txt", b" \n", r"guide\.txt: the file is empty"),
        ("guide.txt", b"a\0b", r"guide\.txt: holds bytes that are not text"),
        ("guide.txt", b"a" * 1_000_001, r"guide\.txt: more than 1,000,000 letters"),
        ("guide.md", b"a" * 20_000_001, r"guide\.md: larger than 20,000,000 bytes"),
        ("guide.docx", b"no archive", r"guide\.docx: not a Word document"),
        ("guide.docx", zipped("other.xml"), r"guide\.docx: not a Word document"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str, content: bytes, message: str):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(GuideImportError, match=message):
        read_document(tmp_path / name)


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(GuideImportError, match=r"gone\.txt: cannot be read: No such file"):
        read_document(tmp_path / "gone.txt")
