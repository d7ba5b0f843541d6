"""What each passage of the guide has to be by itself, as rules that answer with a message or nothing."""

import datetime as dt
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from knowledge.errors import GuideError
from knowledge.passages import Passage

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # textstat 0.7.3 imports pkg_resources, which warns
    import textstat

_DIGIT_WORD = "one|two|three|four|five|six|seven|eight|nine"
_NUMBER = (
    rf"\b(?:\d[\d.,]*|half an?|(?:(?:{_DIGIT_WORD}|an?) )?(?:hundred|thousand)|{_DIGIT_WORD}"
    r"|ten|twelve|fifteen|twenty|thirty|forty|fifty)"
)
_RANGE = rf"{_NUMBER}(?:\s?(?:-|–|to|or)\s?{_NUMBER})?"
_DOSES = {
    "a dose": (
        rf"{_RANGE}[\s-]?(?:mg|mcg|µg|μg|g|ml|iu|units?|milligrams?|micrograms?|grams?|millilit(?:re|er)s?|tablets?"
        r"|pills?|capsules?|puffs?|drops?|teaspoons?)\b|\b(?:mg|mcg|ml)/kg\b|\bper (?:kg|kilogram)\b|\bmaximum dose\b"
    ),
    "an interval": (
        rf"\bevery {_RANGE}[\s-](?:minute|hour|day|week)s?\b|{_NUMBER}-hourly\b"
        rf"|(?:\bonce|\btwice|{_NUMBER} times) (?:an?|per|each|every) (?:day|week)\b"
        rf"|(?:\bonce|\btwice|{_NUMBER} times) daily\b"
    ),
    "a treatment cut-off": (
        rf"{_RANGE}\s?(?:mmhg|l/min|ng/ml|mg/l|lit(?:re|er)s?(?: of oxygen)? (?:per|a) minute)\b"
        rf"|(?:\b(?:above|below|over|under|(?:less|more|lower|higher) than|at least|at most)|[<>≤≥])\s?{_NUMBER}"
        r"\s?(?:%|per ?cent\b)"
    ),
}
_MOJIBAKE = re.compile(
    "[\u0080-\u009f\u0e00-\u0e7f\ufffd]|â[€—–]|Ã|Â|ï¿½|ðŸ"
    r"|\d\s?[?¿—–]{1,2}\s?[CF]\b|\w[?¿]{2,}\w|(?:^|\s)[—–](?:\s?[.,;:]|$)"  # a lost degree sign or quotation mark
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds of `lint.yml`."""

    most_grade: float
    most_grade_when_to_call: float
    most_words: int
    fewest_asks: int
    days_before_review: int
    same_statement: float
    fewest_shared_words: int
    same_passage: float


def load_limits(file: Path) -> Limits:
    """Read the thresholds.

    Raises:
        GuideError: a key is missing, unknown or not a number above 0; the message names file and key.
    """
    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise GuideError(f"{file.name}: not valid YAML: {error}") from error
    if not isinstance(given, dict):
        raise GuideError(f"{file.name}: expected names with values.")
    if differing := {each.name for each in fields(Limits)} ^ set(given):
        raise GuideError(f"{file.name}: {', '.join(sorted(map(str, differing)))}: missing or unknown.")
    for key, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            raise GuideError(f"{file.name}: {key}: {value!r} is not a number above 0.")
    return Limits(**given)


def _grade(passage: Passage, limits: Limits, _: dt.date) -> str | None:
    most = limits.most_grade_when_to_call if passage.section == "when-to-call" else limits.most_grade
    grade = textstat.flesch_kincaid_grade(passage.text)
    return f"reading grade {grade}; {most} at most" if grade > most else None


def _length(passage: Passage, limits: Limits, _: dt.date) -> str | None:
    words = len(passage.text.split())
    return f"{words} words; {limits.most_words} at most" if words > limits.most_words else None


def _date(passage: Passage, limits: Limits, today: dt.date) -> str | None:
    review = passage.review
    missing = [key for key in ("reviewer", "reviewed_on", "next_review") if not getattr(review, key)]
    if review.status == "approved" and missing:
        return f"approved without {', '.join(missing)}"
    if review.status == "withdrawn" or review.next_review is None:
        return None
    days = (review.next_review - today).days
    if days < 0:
        return f"next_review {review.next_review} has passed"
    return f"next_review {review.next_review} is due" if days <= limits.days_before_review else None


def _source(passage: Passage, _: Limits, __: dt.date) -> str | None:
    return None if passage.sources else "no source"


def _dose(passage: Passage, _: Limits, __: dt.date) -> str | None:
    shown = f"{passage.title} {passage.text}"
    found = {what: re.search(pattern, shown, re.IGNORECASE) for what, pattern in _DOSES.items()}
    return "; ".join(f"{what}: {match[0]!r}" for what, match in found.items() if match) or None


def _mojibake(passage: Passage, _: Limits, __: dt.date) -> str | None:
    for text in (passage.title, passage.text, passage.section_title, *passage.asks, *passage.sources):
        if match := _MOJIBAKE.search(text):
            return f"{match[0]!r} in {text[max(0, match.start() - 20) : match.end() + 20]!r}"
    return None


def plain(ask: str) -> str:
    """An ask without its case and punctuation, as two are compared."""
    return " ".join(re.findall(r"\w+", ask.casefold()))


def _few_asks(passage: Passage, limits: Limits, _: dt.date) -> str | None:
    different = len({plain(ask) for ask in passage.asks})
    return f"{different} different asks; {limits.fewest_asks} at least" if different < limits.fewest_asks else None


RULES: dict[str, Callable[[Passage, Limits, dt.date], str | None]] = {
    "grade": _grade,
    "length": _length,
    "date": _date,
    "source": _source,
    "dose": _dose,
    "mojibake": _mojibake,
    "few-asks": _few_asks,
}
