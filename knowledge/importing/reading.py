"""A file of any known kind becomes blocks. Encoding is found and repaired before anything is parsed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ftfy.bad_codecs  # noqa: F401 - knows sloppy-windows-1252, which reads any byte

from knowledge.importing.blocks import Block, Blocks, LeftOut
from knowledge.importing.errors import GuideImportError
from knowledge.importing.from_docx import docx_blocks
from knowledge.importing.from_html import html_blocks
from knowledge.importing.from_markdown import markdown_blocks
from knowledge.importing.from_plain_text import plain_text_blocks
from knowledge.importing.repairing import Repair, Repairer

_MOST_BYTES = 20_000_000
_MOST_LETTERS = 1_000_000
_TEXT_READERS: dict[str, tuple[str, Callable[[str], Blocks]]] = {
    ".md": ("Markdown", markdown_blocks),
    ".markdown": ("Markdown", markdown_blocks),
    ".html": ("HTML", html_blocks),
    ".htm": ("HTML", html_blocks),
    ".txt": ("plain text", plain_text_blocks),
}
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it was read."""

    file: Path
    sha256: str
    kind: str
    encoding: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...]
    repairs: tuple[Repair, ...]

    @property
    def title(self) -> str:
        """The first heading; the file's name where there is none."""
        first = next((each.text for each in self.blocks if each.kind == "heading"), "")
        return first if len(first) >= 3 else f"Document {self.file.stem}"  # the schema wants three letters


def read_document(file: Path) -> Document:
    """Read one document.

    Raises:
        GuideImportError: the file is missing, unreadable, empty, too large or of an unknown kind.
    """
    kind = file.suffix.lower()
    if kind not in (*_TEXT_READERS, ".docx"):
        known = ", ".join([*_TEXT_READERS, ".docx"])
        raise GuideImportError(f"{file.name}: {kind or 'no ending'}: unknown kind of file; known are {known}.")
    content = _content(file)
    repairer = Repairer()
    if kind == ".docx":
        name, encoding = "DOCX", "utf-8 (inside the DOCX)"
        blocks = docx_blocks(file.name, content, repairer.repaired)
    else:
        name, read = _TEXT_READERS[kind]
        encoding, text = _decoded(file, content)
        try:
            blocks = read(repairer.repaired(text))
        except RecursionError as error:
            raise GuideImportError(f"{file.name}: nested too deeply to be read.") from error
    if sum(len(each.text) for each in blocks.found) > _MOST_LETTERS:
        raise GuideImportError(f"{file.name}: more than {_MOST_LETTERS:,} letters; cut it into several files.")
    digest = hashlib.sha256(content).hexdigest()
    return Document(file, digest, name, encoding, tuple(blocks.found), tuple(blocks.left_out), repairer.repairs)


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise GuideImportError(f"{file.name}: larger than {_MOST_BYTES:,} bytes; cut it into several files.")
        content = file.read_bytes()
    except OSError as error:
        raise GuideImportError(f"{file}: cannot be read: {error.strerror}.") from error
    if not content.strip():
        raise GuideImportError(f"{file.name}: the file is empty.")
    return content


def _decoded(file: Path, content: bytes) -> tuple[str, str]:
    """The encoding found, and the text; cp1252 takes what is not valid UTF-8, as most such files are."""
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        encoding, text = "cp1252", content.decode("sloppy-windows-1252")
    if "\0" in text:
        raise GuideImportError(f"{file.name}: holds bytes that are not text; is the ending {file.suffix} right?")
    if len(text) > _MOST_LETTERS:
        raise GuideImportError(f"{file.name}: more than {_MOST_LETTERS:,} letters; cut it into several files.")
    return encoding, text
