"""Drafts in the shape of the guide on disk: a section, its asks, where it comes from, and the report."""

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from knowledge.importing.cutting import Draft, slug_of
from knowledge.importing.errors import GuideImportError
from knowledge.importing.reading import Document
from knowledge.importing.report import ImportReport

_NOT_REVIEWED = "{status: submitted, reviewer: null, reviewed_on: null, next_review: null}"
_LAST = 99


def refuse_used_folder(into: Path) -> None:
    """Make sure that nothing would be overwritten.

    Raises:
        GuideImportError: the target is a file, or a folder with something in it, or cannot be looked into.
    """
    try:
        if into.exists() and (not into.is_dir() or any(into.iterdir())):
            raise GuideImportError(f"{into}: already there and not an empty folder; name a new one.")
    except OSError as error:
        raise GuideImportError(f"{into}: cannot be looked into: {error.strerror}.") from error


def write_drafts(document: Document, report: ImportReport, into: Path) -> None:
    """Write everything beside the target and move it there in one step, so that nothing half-written is seen.

    Raises:
        GuideImportError: the folder cannot be written, or came into use meanwhile.
    """
    section = slug_of(document.file.stem, "document")
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{into.name}-", dir=into.parent) as beside:
            folder = Path(beside) / "drafts"
            (folder / "asks").mkdir(parents=True)
            _write(folder / f"{section}.md", _section_lines(section, document.title, report.passages))
            _write(folder / "asks" / f"{section}.yml", _asks_lines(report.passages))
            _write(folder / "provenance.yml", _provenance_lines(section, document, report.passages))
            _write(folder / "import-report.txt", iter(report.lines(whole=True)))
            os.replace(folder, into)
    except OSError as error:
        raise GuideImportError(f"{into}: cannot be written: {error.strerror}.") from error


def _section_lines(section: str, title: str, drafts: Sequence[Draft]) -> Iterator[str]:
    yield "---"
    yield f"section: {_name(section)}"
    yield f"title: {_quoted(title)}"
    yield f"order: {_LAST}"
    yield f"review: {_NOT_REVIEWED}"
    yield "passages:"
    for draft in drafts:
        yield f"  {_name(draft.id)}:"
        yield "    setting: any"
        yield "    therapy: any"
        yield "    never_with_urgent: true"  # the careful side, until a person has decided
        yield f"    sources: [{_quoted(f'{section}: {_place(draft)}')}]"
    yield "---"
    for draft in drafts:
        yield ""
        yield f"## {draft.title} {{#{draft.id}}}"
        yield ""
        yield f" {draft.text}" if draft.text.startswith("#") else draft.text  # or it would be read as a heading


def _asks_lines(drafts: Sequence[Draft]) -> Iterator[str]:
    yield "# Drafts: add families' own ways of asking until each passage has at least eight."
    for draft in drafts:
        yield f"{_name(draft.id)}:"
        yield f"  - {_quoted(draft.ask)}"


def _provenance_lines(section: str, document: Document, drafts: Sequence[Draft]) -> Iterator[str]:
    yield f"{_name(section)}:"
    yield f"  title: {_quoted(document.title)}"
    yield "  origin: null          # who wrote it"
    yield "  date: null            # when, if the document says so"
    yield "  status: submitted     # nobody with a clinical sign-off has approved it"
    yield f"  file: {_quoted(document.file.name)}"
    yield f"  sha256: {document.sha256}"
    yield f"  encoding: {_quoted(document.encoding)}"
    yield "  places:"
    yield from (f"    - {_quoted(place)}" for place in dict.fromkeys(map(_place, drafts)))


def _place(draft: Draft) -> str:
    return " > ".join(draft.path)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a YAML string


def _name(slug: str) -> str:
    return slug if yaml.safe_load(slug) == slug else _quoted(slug)  # YAML reads `no` and `12` as other things


def _write(file: Path, lines: Iterator[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
