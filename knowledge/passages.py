"""The guide as passages: what each one says, what is known about it, and who has reviewed it.

Knows nothing of embeddings, dialogue or the web, and needs only light libraries: the web process loads
it too, to show where an answer comes from.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from knowledge.errors import GuideError, UnknownPassage
from knowledge.glossary import read_glossary
from knowledge.section_file import SectionFile, read_sections


@dataclass(frozen=True, slots=True)
class Review:
    """Who has reviewed a text clinically, and until when that holds."""

    status: str  # submitted | under_review | approved | withdrawn
    reviewer: str | None = None
    reviewed_on: dt.date | None = None
    next_review: dt.date | None = None

    def allows(self, today: dt.date, show_unreviewed: bool) -> bool:
        """Whether a text with this review may be shown to a family today."""
        if self.status == "withdrawn" or (self.next_review is not None and self.next_review < today):
            return False
        return show_unreviewed or self.status == "approved"


@dataclass(frozen=True, slots=True)
class Passage:
    """One citable piece of the guide; its id survives edits elsewhere in the text."""

    id: str
    title: str
    text: str
    sentences: tuple[str, ...]
    asks: tuple[str, ...]  # questions it answers, as families put them: indexed, never shown
    section: str
    section_title: str
    setting: str  # any | ward | home
    therapy: str  # any | car_t | bispecific | allogeneic | unknown (shown only where it is not known)
    never_with_urgent: bool  # not to be shown while a danger sign stands unanswered
    review: Review
    sources: tuple[str, ...]
    audience: str = "any"  # any | family | patient


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole guide, in reading order."""

    passages: tuple[Passage, ...]

    def passage(self, passage_id: str) -> Passage:
        """The passage with this id.

        Raises:
            UnknownPassage: there is none.
        """
        for each in self.passages:
            if each.id == passage_id:
                return each
        raise UnknownPassage(f"The guide has no passage {passage_id!r}.")


def load_guide(folder: Path) -> Guide:
    """Read every section of the guide, in its order, and after them the glossary, where there is one.

    Raises:
        GuideError: something is malformed; the message names file, id and key.
    """
    sections = sorted(read_sections(folder), key=lambda section: section.order)
    if glossary := read_glossary(folder):
        sections.append(glossary)
    passages = tuple(passage for section in sections for passage in _passages_of(section))
    _refuse_repeated("id", ((each.id, each.section) for each in passages))
    _refuse_repeated("ask", ((ask.casefold(), each.id) for each in passages for ask in each.asks))
    return Guide(passages)


def _passages_of(section: SectionFile) -> list[Passage]:
    return [
        Passage(
            id=passage_id,
            title=title,
            text=text,
            sentences=split_sentences(text),
            asks=section.asks[passage_id],
            section=section.id,
            section_title=section.title,
            setting=about["setting"],
            therapy=about["therapy"],
            audience=about.get("audience", "any"),
            never_with_urgent=about["never_with_urgent"],
            review=_review(f"{section.file}: {passage_id}", about.get("review", section.review)),
            sources=tuple(about["sources"]),
        )
        for passage_id, (title, text) in section.texts.items()
        for about in (section.about[passage_id],)
    ]


def _review(where: str, fields: Mapping[str, Any]) -> Review:
    try:
        dates = {
            key: dt.date.fromisoformat(str(fields[key])) if fields.get(key) else None
            for key in ("reviewed_on", "next_review")
        }
    except ValueError as error:
        raise GuideError(f"{where}: review: {error}") from error
    return Review(status=fields["status"], reviewer=fields.get("reviewer"), **dates)


def _refuse_repeated(what: str, values: Iterable[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for value, place in values:
        if value in seen:
            raise GuideError(f"{what} {value!r} stands in both {seen[value]} and {place}.")
        seen[value] = place


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, in order, each without surrounding space."""
    return tuple(sentence.text.strip() for sentence in _sentencizer()(text).sents)


@functools.cache
def _sentencizer() -> Language:
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    return language
