"""Sections become drafts of at most 90 words, cut where paragraphs and sentences end."""

import dataclasses
import hashlib
import math
import re
import unicodedata
from dataclasses import dataclass

from knowledge.importing.blocks import Block
from knowledge.importing.sections import Section, heading_paths
from knowledge.passages import split_sentences

MOST_WORDS = 90
_LONGEST_SLUG = 48
# What a way of cutting costs; the cheapest is taken. Fewer parts first, then ends of paragraphs, then even parts.
_PART, _INSIDE_PARAGRAPH, _AFTER_COLON = 200.0, 60.0, 300.0
_END = re.compile(r"[\s:;,–—-]*$")
_QUOTED_END = re.compile(r"([.!?])([\"')\]”’]+)$")


@dataclass(frozen=True, slots=True)
class Draft:
    """One passage as it is proposed to the maintainer."""

    id: str
    title: str
    text: str
    path: tuple[str, ...]
    ask: str  # the first question it is found by: its heading
    cut_inside_sentence: bool = False

    @property
    def words(self) -> int:
        """How many words the text has, counted as the guide's loader counts."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    words: int
    ends_paragraph: bool
    whole: bool  # a whole sentence


def cut(sections: list[Section]) -> list[Draft]:
    """The drafts of all sections that have text, each with an id and a title of its own."""
    drafts: list[Draft] = []
    ids, titles = dict[str, int](), dict[str, int]()  # names, and the last number given to each
    for section, path in zip(sections, heading_paths(sections), strict=True):
        if section.body:
            title = _unused_title(path, titles)
            slug = _unused(slug_of(section.title, "passage"), "-", ids)
            parts = _parts([piece for block in section.body for piece in _pieces(block)])
            first, *rest = [_draft(slug, title, path, part) for part in parts]
            drafts.append(first if not rest else dataclasses.replace(first, title=f"{title} (1 of {len(parts)})"))
            for number, draft in enumerate(rest, start=2):
                name = _unused(f"{title} ({number} of {len(parts)})", " ", titles)
                part_id = _unused(f"{slug}-part-{number}", "-", ids)
                drafts.append(dataclasses.replace(draft, id=part_id, title=name, ask=name))
    return drafts


def slug_of(text: str, otherwise: str) -> str:
    """A short id made of the text's words; it depends on nothing else, so that it stays when others change."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    words = re.findall(r"[a-z0-9]+", plain)
    if not words:
        return f"{otherwise}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    slug = words[0][:_LONGEST_SLUG]
    for word in words[1:]:
        if len(slug) + 1 + len(word) > _LONGEST_SLUG:
            break
        slug += f"-{word}"
    return slug


def _draft(slug: str, title: str, path: tuple[str, ...], part: list[_Piece]) -> Draft:
    text = _ended(" ".join(piece.text for piece in part), colon=False)
    return Draft(slug, title, text, path, ask=title, cut_inside_sentence=not all(piece.whole for piece in part))


def _unused_title(path: tuple[str, ...], used: dict[str, int]) -> str:
    title = path[-1]
    if title.casefold() in used and len(path) > 1:
        title = f"{path[-2]}: {title}"
    return _unused(title, " ", used)


def _unused(name: str, joint: str, used: dict[str, int]) -> str:
    free, number = name, used.get(name.casefold(), 1)
    while free.casefold() in used:
        number += 1
        free = f"{name}{joint}{number}"
    used[name.casefold()] = number
    used.setdefault(free.casefold(), 1)
    return free


def _pieces(block: Block) -> list[_Piece]:
    text = _ended(block.text, colon=True)
    if block.kind == "item" and text.split()[0].islower():
        text = text[0].upper() + text[1:]
    sentences = [words for sentence in split_sentences(text) if (words := sentence.split())]
    runs = [(run, len(words) <= MOST_WORDS) for words in sentences for run in _runs(words)]
    return [
        _Piece(" ".join(run), len(run), ends_paragraph=n == len(runs), whole=whole)
        for n, (run, whole) in enumerate(runs, start=1)
    ]


def _runs(words: list[str]) -> list[list[str]]:
    """A sentence in runs that fit: after a comma or semicolon of the second half if there is one."""
    runs = []
    while len(words) > MOST_WORDS:
        breaks = [n for n in range(MOST_WORDS // 2, MOST_WORDS + 1) if words[n - 1].endswith((",", ";", ":"))]
        at = breaks[-1] if breaks else MOST_WORDS
        runs.append(words[:at])
        words = words[at:]
    return [*runs, words]


def _ended(text: str, colon: bool) -> str:
    """The text with a sign at its end that ends a sentence; a colon may stay where something follows."""
    text = _QUOTED_END.sub(r"\2\1", text.strip())
    if text.endswith((".", "!", "?")) or (colon and text.endswith(":")):
        return text
    return f"{_END.sub('', text)}."


def _parts(pieces: list[_Piece]) -> list[list[_Piece]]:
    cheapest, start_of = [0.0] + [math.inf] * len(pieces), [0] * (len(pieces) + 1)
    for end in range(1, len(pieces) + 1):
        words = 0
        for start in range(end - 1, -1, -1):
            words += pieces[start].words
            if words > MOST_WORDS:
                break
            cost = cheapest[start] + _PART + (MOST_WORDS - words) ** 2 / 40
            cost += _cost_of_cut(pieces[end - 1]) if end < len(pieces) else 0
            if cost < cheapest[end]:
                cheapest[end], start_of[end] = cost, start
    parts, end = [], len(pieces)
    while end:
        parts.append(pieces[start_of[end] : end])
        end = start_of[end]
    return parts[::-1]


def _cost_of_cut(piece: _Piece) -> float:
    if piece.text.endswith(":"):
        return _AFTER_COLON
    return 0.0 if piece.ends_paragraph else _INSIDE_PARAGRAPH
