"""Headings with what stands under each, and the way down to it through the headings above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.importing.blocks import Block


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and the paragraphs and items up to the next heading."""

    title: str
    level: int
    body: tuple[Block, ...] = ()


def sections_of(title: str, blocks: Iterable[Block]) -> list[Section]:
    """The sections in order; text before the first heading goes under the document's title."""
    sections = [(title, 0, list[Block]())]
    for block in blocks:
        if block.kind == "heading":
            sections.append((block.text, block.level, []))
        else:
            sections[-1][2].append(block)
    found = [Section(title, level, tuple(body)) for title, level, body in sections]
    return found if found[0].body else found[1:]


def is_empty(sections: Sequence[Section], place: int) -> bool:
    """Whether neither text nor a lower heading stands under this heading."""
    below = sections[place + 1] if place + 1 < len(sections) else None
    return not sections[place].body and (below is None or below.level <= sections[place].level)


def heading_paths(sections: Iterable[Section]) -> list[tuple[str, ...]]:
    """For each section its title after the titles of the headings above it."""
    paths, above = [], list[Section]()
    for section in sections:
        while above and above[-1].level >= section.level:
            above.pop()
        above.append(section)
        paths.append(tuple(each.title for each in above if each.level or each is section))
    return paths
