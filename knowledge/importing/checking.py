"""What a person must look at in a draft before anybody else does: possible doses, hard reading, doubtful cuts."""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.importing.cutting import Draft

_HIGHEST_GRADE = 8
_NUMBER = r"\d[\d.,]{0,11}(?:\s?(?:-|–|to)\s?\d[\d.,]{0,11})?"
_DOSE = re.compile(
    rf"\b{_NUMBER}\s?(?:mg|mcg|µg|μg|g|m[lL]|IU|units?)(?:/(?:kg|m2|m²|hour|h|day|dose))*\b"
    rf"|\bevery\s{_NUMBER}\s?(?:hours?|hrs?|h)\b"
    rf"|\b{_NUMBER}[-\s]hourly\b"
    rf"|\b(?:once|twice|three times|four times|{_NUMBER} times)\s(?:or twice\s)?(?:a day|daily)\b"
)
_COLON_BEFORE_SENTENCE = re.compile(r"\S{1,40}: (?=[A-Z][a-z]+ )")
_CITATIONS = re.compile(
    r"(?:\s\d{1,2}(?:, ?\d{1,2})+(?=[.:])|[.]\s\d{1,2}(?:, ?\d{1,2})*(?=\s[A-Z]|\.$)|\[\d[\d, –-]*\])"
)
_UNREADABLE = "\ufffd"
_FEWEST_WORDS = 15


@dataclass(frozen=True, slots=True)
class Check:
    """One thing for a person to look at; `passage` is the draft's id."""

    passage: str
    kind: str
    detail: str


def checks_of(drafts: Iterable[Draft]) -> tuple[Check, ...]:
    """Everything to look at, in the order of the drafts."""
    return tuple(check for draft in drafts for check in _checks(draft))


def _checks(draft: Draft) -> Iterator[Check]:
    if doses := dict.fromkeys(found[0] for found in _DOSE.finditer(f"{draft.title} {draft.text}")):
        yield Check(draft.id, "possible dose", ", ".join(doses))
    if (grade := _reading_grade(draft.text)) > _HIGHEST_GRADE:
        yield Check(draft.id, f"reading grade over {_HIGHEST_GRADE}", f"{grade:.1f}")
    if colon := _COLON_BEFORE_SENTENCE.search(draft.text):
        after = draft.text[colon.end() :]
        yield Check(
            draft.id, "colon before a sentence", f"{colon[0]}{' '.join(after.split()[:5])} … (is its list whole?)"
        )
    if citation := _CITATIONS.search(draft.text):
        yield Check(draft.id, "citation numbers in the text", f"{citation[0].strip(' .')}: could be read as amounts")
    if draft.words < _FEWEST_WORDS:
        yield Check(draft.id, "very short", f"{draft.words} words; does it answer a question?")
    if draft.cut_inside_sentence:
        yield Check(draft.id, "cut inside a sentence", "the sentence has more words than a passage may have")
    if _UNREADABLE in draft.title + draft.text:
        yield Check(draft.id, "character that nobody can read", "look it up in the document")


def _reading_grade(text: str) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # textstat 0.7.3 imports pkg_resources, which warns
        import textstat
    return float(textstat.flesch_kincaid_grade(text))
