"""Read vital signs out of numbers: temperature, oxygen, pressure, pulse, breaths, hours without urine, stools.

Adults: the 2024 bispecific consensus (oxygen, systolic pressure) and adult early-warning ranges. Children: paediatric
early-warning ranges. All provisional. An age in the text may turn a red reading into an amber one, never into silence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal

from knowledge.urgency.matching import Hit
from knowledge.urgency.numerals import in_digits
from knowledge.urgency.temperature import BELOW, Reading, temperatures
from knowledge.urgency.tokens import Plain, Sentence

LOW_OXYGEN = 92  # at or below: red; wards aim above it
LOW_SYSTOLIC = 90  # below: red
FAST_PULSE, RAISED_PULSE, SLOW_PULSE = 110, 100, 50
FAST_BREATHS, RAISED_BREATHS, SLOW_BREATHS = 25, 21, 8
DRY_HOURS = 8
LOOSE_STOOLS = 6
# Age below (years): pulse above which it is fast, below which slow; breaths above which fast; lowest systolic.
CHILD_LIMITS = ((1, 180, 90, 60, 70), (3, 160, 80, 45, 74), (6, 140, 70, 40, 78), (12, 130, 60, 30, 84))

_OXYGEN = re.compile(
    r"\b(?:sp\s?o\s?2|sp02|sats?|saturations?|sat|oxygen|o2|oxi\w*|pulse ?ox|finger (?:probe|thing|"
    r"clip|monitor)|oximeter)\b(?P<gap>[^.!?\n]{0,40}?)(?<![\d.])(?P<value>\d{2,3})(?!\s?(?:/|\d|l\b|"
    r"lit|mg|ml|bpm|hours|days|min))"
)
_OXYGEN_NOW = re.compile(
    r"\b(?:sp\s?o\s?2|sats?|saturations?|oxygen|o2|oximeter)\b[^?\n]{0,60}?\b(?:now|then|tonight|down to|today)\s+"
    r"(?:it'?s |its |at |only |is )*(?P<value>[5-9]\d)(?!\s?(?:/|\d|\.\d|bpm|kg|mg|year|hours|days|min))"
)
_OXYGEN_AFTER = re.compile(
    r"(?<![\d.])(?P<value>[5-9]\d)\s?(?:%|percent|per cent)?\s?(?:on (?:the )?)?(?:oxygen|o2|sats?|"
    r"saturation|spo2|oximeter|pulse ox|room air|on air)\b"
)
_PRESSURE = re.compile(r"(?<![\d/.])(?P<sys>\d{2,3})\s?(?:/|over|\\|on|by)\s?(?P<dia>\d{2,3})(?![\d/])")
_PRESSURE_WORD = re.compile(r"\b(?:bp|blood pressure|pressure|systolic|top number|upper number|b\.p\.?|tension|mmhg)\b")
_SYSTOLIC = re.compile(
    r"\b(?:bp|blood pressure|systolic|top number|upper number|b\.p\.?|"
    r"pressure)\b(?P<gap>[^.!?\n\d]{0,25}?)(?P<value>\d{2,3})(?!\s?(?:/|\d|over|%))"
)
_PULSE = re.compile(
    r"\b(?:pulse|heart ?rate|heart ?beat|hr|heart|"
    r"bpm)\b(?! ?ox)(?P<gap>[^.!?\n\d]{0,30}?)(?P<value>\d{2,3})(?!\s?(?:[/.%]|\d|year|day|hour|mg|"
    r"week))"
)
_PULSE_AFTER = re.compile(r"(?<![\d.])(?P<value>\d{2,3})\s?(?:bpm|beats(?: per| a| /)? ?min\w*|beats)\b")
_BREATHS = re.compile(
    r"\b(?:resp\w* rate|resps?|rr|breath\w* rate|breathing rate|breathing at|breaths?|breathing|"
    r"respirations?)\b(?P<gap>[^.!?\n\d]{0,20}?)(?P<value>\d{1,2})(?=\s?(?:times|breaths|per|a |/|"
    r"in |every|$|[.,!;]| and| now))(?!\s?(?:hours|days|mins|minutes|years|%))"
)
_BREATHS_AFTER = re.compile(
    r"(?<![\d.])(?P<value>\d{1,2})\s?(?:breaths|respirations)\b|(?:breath\w*|"
    r"respir\w*)[^.!?\n]{0,12}?(?P<more>\d{1,2}) times"
)
_DRY = re.compile(r"(?P<value>\d{1,2})\s?(?:\+|plus)?\s?(?:hours|hrs|hour|h)\b")
_DRY_WORD = re.compile(
    r"\b(?:no|not|n't|hasnt|havent|nothing|without|dry|last|didnt|isnt|cant|"
    r"cannot)\b[^.!?\n]{0,30}\b(?:pee\w*|wee|weed|weeing|urin\w*|piss\w*|wet napp\w*|wet diaper\w*|"
    r"napp\w*|diaper\w*|passed (?:any )?water|pass water|(?:to|gone|used|"
    r"been) (?:to )?(?:the )?(?:toilet|loo|bathroom))\b"
)
_STOOLS = re.compile(
    r"(?<![\d.])(?P<value>\d{1,2})\s?(?:x|times|episodes|lots|bouts|rounds|loose|watery|runny|"
    r"diarrh?\w*|stools?|bowel|poos?|motions?|trips)\b"
)
_STOOL_WORD = re.compile(
    r"\b(?:diarrh?\w*|diarh\w*|loose|watery|runs|runny|stools?|poo\w*|motions?|bowels?|toilet|trots|the loo)\b"
)
_AGE = re.compile(
    r"\b(?P<value>\d{1,2})\s?-?\s?(?P<unit>years?|yrs?|yo|y/o|months?|mths?|weeks?|"
    r"days?)\s?-?\s?(?:old|of age)?\b|\baged? (?P<plain>\d{1,2})\b"
)


def readings(folded: Plain, sentences: tuple[Sentence, ...]) -> list[tuple[int, Hit]]:
    """Return abnormal readings as hits, each with the number of its sentence."""
    text, places = in_digits(folded.text)
    age = _age(text)
    hits: list[tuple[int, Hit]] = []
    for found in dict.fromkeys(_all(text, age)):
        start, end = places[found.start], places[max(found.start, found.end - 1)]
        origin = folded.span(start, min(end + 1, len(folded.text)))
        hits += _located(found, origin, sentences)
    return hits


def _located(found: Reading, origin: tuple[int, int], sentences: tuple[Sentence, ...]) -> Iterator[tuple[int, Hit]]:
    for number, sentence in enumerate(sentences):
        if sentence.tokens[0].span[0] <= origin[0] < sentence.tokens[-1].span[1]:
            starts = [token.span[0] for token in sentence.tokens]
            first = max(0, bisect_right(starts, origin[0]) - 1)
            last = max(first, bisect_right(starts, origin[1] - 1) - 1)
            yield number, Hit(found.sign, f"{found.sign}:reading", first, last, is_reading=True, number=found.number)


def _all(text: str, age: Decimal | None) -> Iterator[Reading]:
    yield from temperatures(text)
    yield from _oxygen(text)
    yield from _pressures(text, age)
    yield from _pulses(text, age)
    yield from _breaths(text, age)
    yield from _dry_hours(text)
    yield from _stools(text)


def _oxygen(text: str) -> Iterator[Reading]:
    for pattern in (_OXYGEN, _OXYGEN_NOW, _OXYGEN_AFTER):
        for match in pattern.finditer(text):
            if 40 <= int(match.group("value")) <= LOW_OXYGEN:
                yield Reading("low-oxygen", match.start("value"), match.end("value"), match.group("value"))


def _pressures(text: str, age: Decimal | None) -> Iterator[Reading]:
    lowest = _limit(age, 4, LOW_SYSTOLIC)
    for match in _PRESSURE.finditer(text):
        systolic, diastolic = int(match.group("sys")), int(match.group("dia"))
        around = text[max(0, match.start() - 50) : match.end() + 20]
        plausible = 40 <= systolic <= 260 and 20 <= diastolic < systolic
        sure = bool(_PRESSURE_WORD.search(around)) or ("/" in match.group() and systolic >= 60 and diastolic >= 30)
        if plausible and sure and systolic < LOW_SYSTOLIC:
            sign = "low-blood-pressure" if systolic < lowest else "low-pressure-for-adult"
            yield Reading(sign, match.start(), match.end(), match.group("sys"))
    for match in _SYSTOLIC.finditer(text):
        if 40 <= int(match.group("value")) < LOW_SYSTOLIC:
            sign = "low-blood-pressure" if int(match.group("value")) < lowest else "low-pressure-for-adult"
            yield Reading(sign, match.start("value"), match.end("value"), match.group("value"))


def _pulses(text: str, age: Decimal | None) -> Iterator[Reading]:
    fast, slow = _limit(age, 1, FAST_PULSE), _limit(age, 2, SLOW_PULSE)
    for pattern in (_PULSE, _PULSE_AFTER):
        for match in pattern.finditer(text):
            value, at = int(match.group("value")), (match.start("value"), match.end("value"))
            if not 20 <= value <= 260 or BELOW.search(text[max(0, at[0] - 30) : at[0]]):
                continue
            if value >= fast:
                yield Reading("fast-heartbeat", *at, str(value))
            elif value < slow:
                yield Reading("slow-heartbeat", *at, str(value))
            elif value >= RAISED_PULSE:
                yield Reading("raised-pulse", *at, str(value))


def _breaths(text: str, age: Decimal | None) -> Iterator[Reading]:
    fast = _limit(age, 3, FAST_BREATHS)
    for pattern in (_BREATHS, _BREATHS_AFTER):
        for match in pattern.finditer(text):
            group = "more" if pattern is _BREATHS_AFTER and match.group("value") is None else "value"
            value, at = int(match.group(group)), (match.start(group), match.end(group))
            if value >= fast or 1 < value <= SLOW_BREATHS:
                yield Reading("fast-breathing", *at, str(value))
            elif value >= RAISED_BREATHS:
                yield Reading("raised-breaths", *at, str(value))


def _dry_hours(text: str) -> Iterator[Reading]:
    for match in _DRY.finditer(text):
        around = text[max(0, match.start() - 60) : match.end() + 50]
        if _DRY_WORD.search(around):
            sign = "no-urine" if int(match.group("value")) >= DRY_HOURS else "little-urine"
            yield Reading(sign, match.start(), match.end(), match.group("value"))


def _stools(text: str) -> Iterator[Reading]:
    for match in _STOOLS.finditer(text):
        around = text[max(0, match.start() - 60) : match.end() + 40]
        if LOOSE_STOOLS <= int(match.group("value")) <= 60 and _STOOL_WORD.search(around):
            yield Reading("severe-diarrhoea", match.start(), match.end(), match.group("value"))


def _age(text: str) -> Decimal | None:
    """Return the youngest child's age in years that the text gives, or None."""
    ages: list[Decimal] = []
    for match in _AGE.finditer(text):
        if match.group("plain"):
            ages.append(Decimal(match.group("plain")))
        elif match.group("unit")[0] == "y" or "old" in match.group():
            months = {"y": 12, "m": 1}.get(match.group("unit")[0], 0)
            ages.append(Decimal(int(match.group("value")) * months) / 12)
    return min(ages) if ages else None


def _limit(age: Decimal | None, column: int, adult: int) -> int:
    if age is not None:
        for row in CHILD_LIMITS:
            if age < row[0]:
                return row[column]
    return adult
