"""Bring your own guide: a document becomes a folder of draft passages that a maintainer completes."""

from pathlib import Path

from knowledge.importing.blocks import LeftOut
from knowledge.importing.checking import Check, checks_of
from knowledge.importing.cutting import Draft, cut
from knowledge.importing.errors import GuideImportError
from knowledge.importing.reading import read_document
from knowledge.importing.repairing import Repair
from knowledge.importing.report import ImportReport
from knowledge.importing.sections import is_empty, sections_of
from knowledge.importing.twins import DroppedHeading, drop_twins
from knowledge.importing.writing import refuse_used_folder, write_drafts

__all__ = [
    "Check",
    "Draft",
    "DroppedHeading",
    "GuideImportError",
    "ImportReport",
    "LeftOut",
    "Repair",
    "import_document",
]


def import_document(file: Path, into: Path) -> ImportReport:
    """Turn a Markdown, HTML, plain text or DOCX file into drafts in a new folder, and say what was done.

    Raises:
        GuideImportError: the file is of an unknown kind, unreadable, empty or without text, or the folder is
            in use or cannot be written. Nothing is written then.
    """
    into = into.resolve()
    refuse_used_folder(into)
    document = read_document(file)
    sections, dropped = drop_twins(document.title, sections_of(document.title, document.blocks))
    drafts = cut(sections)
    if not drafts:
        raise GuideImportError(f"{file.name}: no text to make a passage of, only headings or what is left out.")
    bare = tuple(
        LeftOut("heading without text", section.title)
        for place, section in enumerate(sections)
        if is_empty(sections, place) and section.title != document.title
    )
    report = ImportReport(
        file=file.name,
        title=document.title,
        sha256=document.sha256,
        kind=document.kind,
        encoding=document.encoding,
        folder=into,
        repairs=document.repairs,
        dropped=tuple(dropped),
        passages=tuple(drafts),
        left_out=(*document.left_out, *bare),
        to_check=checks_of(drafts),
    )
    write_drafts(document, report, into)
    return report
