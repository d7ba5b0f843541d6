"""Headings that a conversion made twice: cut off in the middle, or repeated over the same text."""

import bisect
import dataclasses
import re
from dataclasses import dataclass

from knowledge.importing.blocks import Block
from knowledge.importing.sections import Section, is_empty

_SURE_LENGTH = 40  # from here on a heading that begins the text below it is taken for its cut-off copy
_LEAST_LENGTH = 15  # between the two only one that ends in the middle of a word
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class DroppedHeading:
    """A heading, or a copy of it, that stands over no passage, and why."""

    title: str
    reason: str


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but case, spaces and signs."""
    return _key(one) == _key(other)


def is_cut_twin(cut: str, whole: str) -> bool:
    """Whether a line is the cut-off beginning of another one, and not merely a short heading over it."""
    if len(cut) < _LEAST_LENGTH or same_words(cut, whole) or not _key(whole).startswith(_key(cut)):
        return False
    in_mid_word = whole.casefold().startswith(cut.casefold()) and cut[-1].isalnum() and whole[len(cut)].isalnum()
    return len(cut) >= _SURE_LENGTH or in_mid_word


def drop_twins(title: str, sections: list[Section]) -> tuple[list[Section], list[DroppedHeading]]:
    """The sections without twin headings; the text under a dropped heading stays, under the heading before it."""
    dropped: list[DroppedHeading] = []
    once = _without_copies_of_their_text(title, sections, dropped)
    return _without_repeated(_without_cut_off(once, dropped), dropped), dropped


def _without_copies_of_their_text(title: str, sections: list[Section], dropped: list[DroppedHeading]) -> list[Section]:
    kept: list[tuple[Section, list[Block]]] = []
    for place, section in enumerate(sections):
        first, *rest = section.body or (Block("paragraph", ""),)
        equal = same_words(section.title, first.text)
        alone = not rest and (place + 1 == len(sections) or sections[place + 1].level <= section.level)
        if equal and not alone:
            dropped.append(DroppedHeading(first.text, "the line under the heading repeats it"))
            kept.append((section, rest))
        elif equal or is_cut_twin(section.title, first.text):
            reason = "repeats the only text under it" if equal else "cut-off copy of the text under it"
            dropped.append(DroppedHeading(section.title, reason))
            if not kept:
                kept.append((Section(title, 0), []))
            kept[-1][1].extend(section.body)
        else:
            kept.append((section, list(section.body)))
    return [dataclasses.replace(section, body=tuple(body)) for section, body in kept]


def _without_cut_off(sections: list[Section], dropped: list[DroppedHeading]) -> list[Section]:
    """Without headings that begin another heading; one with a text of its own takes the full heading."""
    known = sorted({_key(each.title): each.title for each in sections}.items())
    keys = [key for key, _ in known]
    kept = []
    for place, section in enumerate(sections):
        after = bisect.bisect_right(keys, _key(section.title))
        whole = known[after][1] if after < len(known) else ""
        if not is_cut_twin(section.title, whole):
            kept.append(section)
        elif is_empty(sections, place):
            dropped.append(DroppedHeading(section.title, f"cut-off copy of the heading {whole!r}, with no text"))
        else:
            dropped.append(DroppedHeading(section.title, f"cut off; its text stands under {whole!r}"))
            kept.append(dataclasses.replace(section, title=whole))
    return kept


def _without_repeated(sections: list[Section], dropped: list[DroppedHeading]) -> list[Section]:
    """Without a heading that stands twice, where one of the two has no text or the beginning of the other's."""
    bodies = [_key("".join(block.text for block in section.body)) for section in sections]
    groups: dict[str, list[int]] = {}
    for place, section in enumerate(sections):
        groups.setdefault(_key(section.title), []).append(place)
    gone: set[int] = set()
    for places in groups.values():
        fullest = max(places, key=lambda place: (not is_empty(sections, place), len(bodies[place])))
        for place in places:
            if place != fullest and (reason := _repeats(sections, place, bodies[place], bodies[fullest])):
                dropped.append(DroppedHeading(sections[place].title, reason))
                gone.add(place)
    return [section for place, section in enumerate(sections) if place not in gone]


def _repeats(sections: list[Section], place: int, body: str, fullest: str) -> str:
    """Why this heading says nothing beyond its twin with the fullest text, or nothing."""
    if is_empty(sections, place):
        return "stands twice, here with no text"
    has_lower = place + 1 < len(sections) and sections[place + 1].level > sections[place].level
    if has_lower or not body or not fullest.startswith(body):
        return ""
    text = " ".join(block.text for block in sections[place].body)
    return f"stands twice over the same text: {text}"


def _key(text: str) -> str:
    return _NOT_WORDS.sub("", text).casefold()
