"""Plain text has no marks, so headings and lists are told by how lines look and what follows them."""

import re
from dataclasses import dataclass

from knowledge.importing.blocks import Blocks, says_something
from knowledge.importing.twins import is_cut_twin, same_words

_BULLET = re.compile(r"^\s*(?:[•*·▪◦‣–—-]|(?P<number>\(?\d{1,2}[.)]))\s+(?=\S)")
_UNDERLINE = re.compile(r"^\s*(=+|-+)\s*$")
_ENDS_SENTENCE = re.compile(r"[.!?:;,][\"')\]]*$")
_WRAPPED_WIDTHS = range(40, 101)  # a text whose longest line is longer, or very short, has one paragraph a line
_HEADING_WORDS, _QUESTION_WORDS = 14, 30


@dataclass(slots=True)
class _Line:
    text: str
    chunk: int  # lines with no empty line between them share it
    kind: str  # bullet | table | like (could be a heading) | text
    level: int = 0  # over an underline: the level of that heading


def plain_text_blocks(text: str) -> Blocks:
    """The blocks of a plain text; a line that looks like a heading is one where a body follows it."""
    blocks = Blocks()
    lines = _lines(text, blocks)
    sizes: dict[int, list[str]] = {}
    for line in lines:
        sizes.setdefault(line.chunk, []).append(line.kind)
    headings_alone = {chunk for chunk, kinds in sizes.items() if len(kinds) > 1 and set(kinds) == {"like"}}
    for place, line in enumerate(lines):
        if line.kind == "table":
            blocks.leave_out("table row", line.text)
        elif _is_heading(lines, place, headings_alone, blocks):
            blocks.add("heading", line.text, line.level or 1)
        else:
            blocks.add("paragraph" if line.kind == "text" else "item", line.text)
    return blocks


def _is_heading(lines: list[_Line], place: int, headings_alone: set[int], blocks: Blocks) -> bool:
    line = lines[place]
    before = lines[place - 1] if place else None
    after = lines[place + 1] if place + 1 < len(lines) else None
    if line.level or (after and _twins(line, after)):
        return True
    if line.kind != "like":
        return False
    body_follows = after is not None and after.kind in ("text", "bullet")
    if before and _twins(before, line):  # the copy of a cut line: a heading only over whole sentences
        return body_follows and after is not None and _is_sentence(after)
    begins_chunk = before is None or before.chunk != line.chunk
    if begins_chunk or line.chunk in headings_alone:
        return begins_chunk
    if after is None or after.chunk != line.chunk:  # the last line of a list without bullets
        return False
    twins_follow = place + 2 < len(lines) and _twins(after, lines[place + 2])
    in_list = blocks.found[-1].text.endswith(":") or blocks.found[-1].kind == "item" if blocks.found else False
    return body_follows or twins_follow or not in_list


def _twins(line: _Line, after: _Line) -> bool:
    if {line.kind, after.kind} & {"bullet", "table"}:
        return False
    return is_cut_twin(line.text, after.text) or (line.kind == "like" and same_words(line.text, after.text))


def _is_sentence(line: _Line) -> bool:
    return line.kind == "bullet" or bool(_ENDS_SENTENCE.search(line.text))


def _lines(text: str, blocks: Blocks) -> list[_Line]:
    raw = text.split("\n")
    width = max(map(len, raw))
    wrapped = width in _WRAPPED_WIDTHS
    lines: list[_Line] = []
    chunk, end = 0, ""  # `end`: the line of the file that the last line of `lines` ends with, "" after a gap
    for line in raw:
        if lines and end and _UNDERLINE.match(line) and lines[-1].kind == "like":
            lines[-1].level = 1 if "=" in line else 2
        if not says_something(line):
            chunk, end = chunk + (not line.strip()), ""
            continue
        if wrapped and end and lines[-1].kind != "table" and _continues(end, line, width):
            lines[-1].text += f" {line.strip()}"
            lines[-1].kind = "bullet" if lines[-1].kind == "bullet" else "joined"
        else:
            lines.append(_line(line, chunk, blocks))
        end = line
    for joined in lines:
        if joined.kind == "joined":
            joined.kind = _kind(joined.text)
    return _with_broken_capitals_joined(lines)


def _line(line: str, chunk: int, blocks: Blocks) -> _Line:
    if bullet := _BULLET.match(line):
        if bullet["number"]:
            blocks.leave_out("list number", bullet["number"])
        return _Line(line[bullet.end() :].strip(), chunk, "bullet")
    return _Line(line.strip(), chunk, _kind(line.strip()))


def _continues(end: str, line: str, width: int) -> bool:
    """Whether the break before this line is only there because its first word had no room."""
    if _BULLET.match(line) or "|" in line or _ENDS_SENTENCE.search(end.rstrip(",;")):
        return False
    room_left = width - len(end.rstrip()) - 1
    return len(line.split()[0]) > room_left or (line.strip()[0].islower() and room_left < width / 2)


def _kind(text: str) -> str:
    if text.startswith("|") and text.endswith("|"):
        return "table"
    words, first = len(text.split()), text.lstrip("(\"'")[:1]
    if text.endswith("?"):
        like = words <= _QUESTION_WORDS and not re.search(r"[.!?]\s", text)
    else:
        like = words <= _HEADING_WORDS and not _ENDS_SENTENCE.search(text)
    return "like" if like and first.isalnum() and not first.islower() else "text"


def _with_broken_capitals_joined(lines: list[_Line]) -> list[_Line]:
    joined: list[_Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and last.chunk == line.chunk and all(e.kind == "like" and e.text.isupper() for e in (last, line)):
            last.text += f" {line.text}"
        else:
            joined.append(line)
    return joined
