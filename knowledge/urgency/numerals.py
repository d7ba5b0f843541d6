"""Write spoken numbers as digits: "thirty-nine point two", "a hundred and one", "one oh one"."""

from __future__ import annotations

import re

_SMALL_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_UNITS = {word: value for value, word in enumerate(_SMALL_WORDS)}
_TEN_WORDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = {word: value * 10 for value, word in enumerate(_TEN_WORDS, start=2)}
_TENS["fourty"] = 40
_DIGIT = "|".join([*_SMALL_WORDS[:10], "oh"])
_ANY = "|".join([*_UNITS, *_TENS])
_SPOKEN = re.compile(
    rf"\b(?:(?P<hundred>(?:a|one)?\s?hundred)(?:\s(?:and\s)?(?P<rest>(?:{_ANY})(?:[\s-](?:{_DIGIT}))?))?"
    rf"|(?P<spelt>one\soh\s(?:{_DIGIT}))"
    rf"|(?P<tens>{'|'.join(_TENS)})(?:[\s-](?P<unit>{_DIGIT})(?![\w]))?"
    rf"|(?P<small>{'|'.join(_UNITS)}))\b"
    rf"(?P<part>\s(?:point|dot|decimal|comma)\s(?P<tenths>{_DIGIT}|\d)\b|\sand\sa\shalf\b|\s(?P<bare>{_DIGIT})(?=\s*(?:$|[.,!?]|degrees|celsius|c\b|and|now|tonight)))?"
)
_POINT = re.compile(r"(?<=\d)\s(?:point|dot|decimal|comma)\s(?=\d)")


def in_digits(text: str) -> tuple[str, list[int]]:
    """Return the text with spoken numbers in digits, and for each of its characters its place in `text`."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    found = sorted([*_SPOKEN.finditer(text), *_POINT.finditer(text)], key=lambda match: match.start())
    for match in found:
        if match.start() < done:
            continue
        pieces.append(text[done : match.start()])
        places.extend(range(done, match.start()))
        written = "." if match.re is _POINT else _written(match)
        pieces.append(written)
        last = match.end() - 1
        places.extend(min(match.start() + i, last) for i in range(len(written) - 1))
        places.append(last)
        done = match.end()
    pieces.append(text[done:])
    places.extend(range(done, len(text)))
    return "".join(pieces), places


def _written(match: re.Match[str]) -> str:
    whole = _whole(match)
    if not match.group("part"):
        return str(whole)
    if "half" in match.group("part"):
        return f"{whole}.5"
    tenths = match.group("tenths") or match.group("bare")
    if match.group("bare") and not (34 <= whole <= 42 or 95 <= whole <= 107):
        return f"{whole} {_digit(tenths)}"
    return f"{whole}.{_digit(tenths)}"


def _whole(match: re.Match[str]) -> int:
    if match.group("hundred"):
        return 100 + (_small(match.group("rest")) if match.group("rest") else 0)
    if match.group("spelt"):
        return 100 + _digit(match.group("spelt").split()[-1])
    if match.group("tens"):
        return _TENS[match.group("tens")] + (_digit(match.group("unit")) if match.group("unit") else 0)
    return _UNITS[match.group("small")]


def _small(words: str) -> int:
    return sum(_TENS.get(word, _UNITS.get(word, 0)) for word in re.split(r"[\s-]", words))


def _digit(word: str) -> int:
    return int(word) if word.isdigit() else _UNITS.get(word, 0)
