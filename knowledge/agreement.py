"""Where two passages of the guide say the same, and where they say the same with other numbers.

Passages for different therapies or settings never meet in one family's answers and may differ.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from spacy.lang.en.stop_words import STOP_WORDS

from knowledge.passages import Passage

_TOKEN = re.compile(r"[a-z]+-?\d+|\d+(?:[.,]\d+)*|[a-z']+")  # IL-6 and CD19 are names, not numbers
_ONE_TOO = re.compile(r"\bone(?=[ -](?:to|or|and|minute|hour|day|week|month|year)\b)")  # elsewhere one is a pronoun
_ABOUT_A_GRADE = re.compile(r"^((?:in )?grade) (?=\d)")  # then the grade names what is spoken of, as IL-6 does
_NUMBER_WORDS = dict(
    re.findall(
        r"(\w+)=(\d+)",
        "two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 "
        "fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 "
        "ninety=90 hundred=100",
    )
)
_UNITS = frozenset(("minute", "hour", "day", "week", "month", "year"))


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence as it is compared: what it speaks of, and the numbers and units of time it names."""

    passage: Passage
    sentence: str
    words: frozenset[str]
    numbers: frozenset[str]
    units: frozenset[str]


def contradictions(
    passages: Iterable[Passage], similarity: float, fewest_shared: int
) -> Iterator[tuple[Statement, Statement]]:
    """Sentences of two passages that share most content words, yet differ in their numbers or units of time."""
    statements = [_statement(each, sentence) for each in passages for sentence in each.sentences]
    for one, other in itertools.combinations([each for each in statements if each.numbers], 2):
        if (
            _may_meet(one.passage, other.passage)
            and (one.numbers, one.units) != (other.numbers, other.units)
            and len(one.words & other.words) >= fewest_shared
            and fuzz.token_set_ratio(_joined(one.words), _joined(other.words)) >= similarity
        ):
            yield one, other


def near_duplicates(passages: Iterable[Passage], similarity: float) -> Iterator[tuple[Passage, Passage]]:
    """Passages that say nearly the same in nearly the same words."""
    told = [(each, _joined(_statement(each, each.text).words)) for each in passages]
    for (one, words), (other, other_words) in itertools.combinations(told, 2):
        if _may_meet(one, other) and fuzz.token_sort_ratio(words, other_words) >= similarity:
            yield one, other


def _statement(passage: Passage, sentence: str) -> Statement:
    text = _ABOUT_A_GRADE.sub(r"\1-", _ONE_TOO.sub("1", sentence.casefold().replace("’", "'")))
    tokens = _TOKEN.findall(text)
    numbers = {each: _NUMBER_WORDS.get(each, each) for each in tokens if each in _NUMBER_WORDS or each[0].isdigit()}
    rest = [each for each in tokens if each not in numbers]
    return Statement(
        passage=passage,
        sentence=sentence,
        words=frozenset(each for each in rest if each not in STOP_WORDS),
        numbers=frozenset(f"{float(each.replace(',', '')):g}" for each in numbers.values()),
        units=frozenset(unit for each in rest if (unit := each.removesuffix("s")) in _UNITS),
    )


def _may_meet(one: Passage, other: Passage) -> bool:
    return (
        one.id != other.id
        and (one.therapy == other.therapy or "any" in (one.therapy, other.therapy))
        and (one.setting == other.setting or "any" in (one.setting, other.setting))
    )


def _joined(words: frozenset[str]) -> str:
    return " ".join(sorted(words))
