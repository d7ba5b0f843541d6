"""A Word document (DOCX) as blocks: headings by style, lists by style or numbering."""

import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from knowledge.importing.blocks import Blocks, one_line
from knowledge.importing.errors import GuideImportError

_MOST_UNPACKED = 200_000_000
_RANK = re.compile(r"heading ([1-9])", re.IGNORECASE)
_BROKEN = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    SyntaxError,
    AttributeError,
    TypeError,
    RuntimeError,
)
_SPACES = {qn("w:tab"), qn("w:br"), qn("w:cr")}
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def docx_blocks(name: str, content: bytes, repaired: Callable[[str], str]) -> Blocks:
    """The blocks of a Word document; tables, images, text boxes, headers and footers are left out by name.

    Raises:
        GuideImportError: it is not a Word document, or it is broken or unreasonably large.
    """
    blocks = Blocks()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                raise GuideImportError(f"{name}: unpacks to more than {_MOST_UNPACKED:,} bytes.")
        document = docx.Document(io.BytesIO(content))
        for element in document.element.body.iter(qn("w:p"), qn("w:tbl"), qn("w:txbxContent")):
            _take(element, document, blocks, repaired)
        _note_margins(document, blocks, repaired)
    except _BROKEN as error:
        raise GuideImportError(f"{name}: not a Word document that can be read: {error}") from error
    return blocks


def _take(element: BaseOxmlElement, document: WordDocument, blocks: Blocks, repaired: Callable[[str], str]) -> None:
    if _within(element, "w:tbl", "w:txbxContent"):
        return  # taken with the table or text box around it
    if element.tag == qn("w:tbl"):
        for row in element.iter(qn("w:tr")):
            cells = (_text(cell, "w:txbxContent") for cell in row.iter(qn("w:tc")))
            blocks.leave_out("table row", repaired(" | ".join(map(one_line, cells))))
    elif element.tag == qn("w:txbxContent"):
        if not _within(element, "mc:Fallback"):  # older Word's copy of the same box
            blocks.leave_out("text box", repaired(_text(element)))
    else:
        _take_paragraph(element, document, blocks, repaired)


def _take_paragraph(
    element: BaseOxmlElement, document: WordDocument, blocks: Blocks, repaired: Callable[[str], str]
) -> None:
    for drawing in element.iter(qn("wp:docPr")):
        blocks.leave_out("image", repaired(drawing.get("descr") or drawing.get("name") or ""))
    text = repaired(_text(element, "w:txbxContent"))
    styles = list(_style_names(Paragraph(element, document)))
    if rank := next(filter(None, map(_rank, styles)), 0):
        blocks.add("heading", text, rank)
    elif any(style.lower().startswith("toc") for style in styles):
        blocks.leave_out("table of contents", text)
    elif any(style.startswith("List") for style in styles) or element.find(f".//{qn('w:numPr')}") is not None:
        blocks.add("item", text)
    else:
        blocks.add("paragraph", text)


def _rank(style: str) -> int:
    if style == "Title":
        return 1
    found = _RANK.fullmatch(style)
    return int(found[1]) + 1 if found else 0  # the title of the document stands above all headings


def _style_names(paragraph: Paragraph) -> Iterator[str]:
    style, seen = paragraph.style, set()
    while style is not None and style.style_id not in seen:
        seen.add(style.style_id)
        yield style.name or ""
        style = style.base_style


def _text(element: BaseOxmlElement, without: str = "") -> str:
    """All text inside, also in links and accepted insertions; deleted text has a tag of its own."""
    parts = []
    for node in element.iter():
        if without and _within(node, without, below=element):
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif node.tag in _SPACES or (node.tag == qn("w:p") and node is not element):
            parts.append(" ")
    return "".join(parts)


def _within(element: BaseOxmlElement, *names: str, below: BaseOxmlElement | None = None) -> bool:
    tags = {qn(name) if not name.startswith("mc:") else _MC + name[3:] for name in names}
    return any(each.tag in tags for each in itertools.takewhile(lambda up: up is not below, element.iterancestors()))


def _note_margins(document: WordDocument, blocks: Blocks, repaired: Callable[[str], str]) -> None:
    for section in document.sections:
        for kind, margin in (("page header", section.header), ("page footer", section.footer)):
            text = "" if margin.is_linked_to_previous else one_line(_text(margin._element))
            if text:
                blocks.leave_out(kind, repaired(text))
    for part in document.part.package.iter_parts():
        if part.partname.endswith(("/footnotes.xml", "/endnotes.xml", "/comments.xml")):
            text = one_line(re.sub(r"<[^>]+>", " ", part.blob.decode("utf-8", "replace")))
            if text:
                blocks.leave_out(f"the document's {part.partname.split('/')[-1].removesuffix('.xml')}", repaired(text))
