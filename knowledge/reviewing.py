"""Record a clinical review in the guide's files: the `review` in the front matter changes, no other byte does."""

import datetime as dt
import os
import re
import shutil
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import GuideError
from knowledge.glossary import GLOSSARY_FILE, GLOSSARY_SECTION
from knowledge.passages import Guide, Review, load_guide

_STATUSES = ("submitted", "under_review", "approved", "withdrawn")
_A_YEAR = dt.timedelta(days=365)
_FENCE = re.compile(r"(---\r?\n)")


def review(
    folder: Path, passage_id: str, status: str, by: str | None, on: dt.date | None, until: dt.date | None
) -> Path:
    """Set the review of a passage, or of a section by its id, and return the file that was edited.

    An approval without `until` holds for a year. A section's review leaves alone the passages that have
    one of their own. The guide is loaded again afterwards; unless it reads as before but for this review,
    the file is put back.

    Raises:
        GuideError: the id or the status is unknown, the id is of the glossary, an approval lacks reviewer or
            date, `until` is not after `on`, a section's withdrawal would leave a passage of its own review
            shown, or the guide is malformed before or after; the message names id and key.
    """
    guide = load_guide(folder)
    new = _checked(passage_id, Review(status, by, on, until))
    section = _section_of(guide, passage_id)
    if section == GLOSSARY_SECTION:
        raise GuideError(f"{passage_id}: review: a word's review is set by hand; edit {GLOSSARY_FILE}.")
    file = folder / f"{section}.md"
    original = file.read_bytes()
    edited, reviewed = _edited(original.decode("utf-8"), passage_id, new)
    if status == "withdrawn":
        _refuse_to_leave_any_shown(guide, passage_id, reviewed)
    expected = Guide(tuple(replace(each, review=new) if each.id in reviewed else each for each in guide.passages))
    _write(file, edited.encode("utf-8"))
    try:
        _refuse_unless_read_as(expected, folder, f"{file.name}: {passage_id}")
    except BaseException:
        _write(file, original)
        raise
    return file


def _checked(passage_id: str, given: Review) -> Review:
    if given.status not in _STATUSES:
        raise GuideError(f"{passage_id}: status: {given.status!r} is not one of {', '.join(_STATUSES)}.")
    new = replace(given, reviewer=" ".join((given.reviewer or "").split()) or None)
    if new.status == "approved":
        if new.reviewer is None:
            raise GuideError(f"{passage_id}: reviewer: an approval names who gave it.")
        if new.reviewed_on is None:
            raise GuideError(f"{passage_id}: reviewed_on: an approval has a date.")
        new = replace(new, next_review=new.next_review or new.reviewed_on + _A_YEAR)
    if new.reviewed_on and new.next_review and new.next_review <= new.reviewed_on:
        raise GuideError(f"{passage_id}: next_review: {new.next_review} is not after {new.reviewed_on}.")
    return new


def _section_of(guide: Guide, passage_id: str) -> str:
    sections = [each.section for each in guide.passages if each.id == passage_id]
    if any(each.section == passage_id for each in guide.passages):
        sections.append(passage_id)
    if not sections:
        raise GuideError(f"{passage_id}: id: the guide has no such passage or section.")
    if len(sections) > 1:
        raise GuideError(f"{passage_id}: id: it names both a passage and a section.")
    return sections[0]


def _edited(text: str, passage_id: str, new: Review) -> tuple[str, frozenset[str]]:
    """The file with the new review, and the ids of the passages that it now speaks for."""
    parts = _FENCE.split(text, maxsplit=2)  # "", fence, front matter, fence, body
    section: Any = yaml.compose(parts[2], Loader=yaml.SafeLoader)
    passages = _entries(_entries(section)["passages"])
    inheriting = frozenset(each for each, about in passages.items() if "review" not in _entries(about))
    parts[2] = _with_review(parts[2], passages.get(passage_id, section), new)
    return "".join(parts), frozenset([passage_id]) if passage_id in passages else inheriting


def _with_review(front: str, target: yaml.MappingNode, new: Review) -> str:
    value = yaml.safe_dump(
        asdict(new), default_flow_style=True, sort_keys=False, allow_unicode=True, width=sys.maxsize
    ).rstrip("\n")
    if old := _entries(target).get("review"):
        return front[: old.start_mark.index] + value + front[_end(old) :]
    first = target.value[0][0].start_mark
    newline = "\r\n" if "\r\n" in front else "\n"
    gap = ", " if target.flow_style else newline + " " * first.column
    return f"{front[: first.index]}review: {value}{gap}{front[first.index :]}"


def _entries(mapping: yaml.MappingNode) -> dict[str, yaml.MappingNode]:
    return {key.value: value for key, value in mapping.value}


def _end(node: yaml.Node) -> int:
    """Where a value's own text ends; the end that YAML marks for a block lies behind the blank lines after it."""
    while isinstance(node, yaml.MappingNode) and not node.flow_style:
        node = node.value[-1][1]
    return node.end_mark.index


def _refuse_to_leave_any_shown(guide: Guide, section: str, reviewed: frozenset[str]) -> None:
    for each in guide.passages:
        if each.section == section and each.id not in reviewed and each.review.status != "withdrawn":
            raise GuideError(f"{section}: review: {each.id} has a review of its own; withdraw it by its id first.")


def _refuse_unless_read_as(expected: Guide, folder: Path, where: str) -> None:
    if load_guide(folder) != expected:
        raise GuideError(f"{where}: review: it cannot be set without changing more; edit the file by hand.")


def _write(file: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with open(descriptor, "wb") as temporary:
            temporary.write(content)
            temporary.flush()
            os.fsync(temporary.fileno())
        shutil.copymode(file, name)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink()
        raise
