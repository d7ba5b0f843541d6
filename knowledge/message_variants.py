"""The same message as other people would type it: another person, a slip of a key, no capitals, no marks."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

VARIANTS = 5  # of each message
_SPEAKERS = (
    ("he", "she"), ("him", "her"), ("his", "her"), ("dad", "mum"), ("husband", "wife"), ("father", "mother"),
    ("son", "daughter"), ("brother", "sister"), ("grandad", "nan"), ("himself", "herself"), ("mom", "dad"),
)  # fmt: skip
_SWAP = {**dict(_SPEAKERS), **{second: first for first, second in reversed(_SPEAKERS)}}
_SHORT = {
    "you": "u", "are": "r", "your": "ur", "please": "pls", "because": "cos", "and": "n", "to": "2", "for": "4",
    "before": "b4", "about": "abt", "with": "w", "cannot": "cant", "can't": "cant", "won't": "wont",
    "doesn't": "doesnt",
    "isn't": "isnt", "hasn't": "hasnt", "he's": "hes", "she's": "shes", "i'm": "im", "what": "wat", "the": "da",
    "this": "dis", "that": "dat", "something": "smth", "tonight": "2nite", "today": "2day", "really": "rly",
}  # fmt: skip


def varied(text: str, dice: random.Random) -> Iterator[str]:
    """Yield up to VARIANTS changed copies; `dice` decides where."""
    for number in range(VARIANTS):
        copy = other_person(text) if number % 2 == 0 else text
        if number in (1, 2):
            copy = slipped(copy, dice)
        if number in (2, 3):
            copy = re.sub(r"[,;:'’!.]", "", copy.lower())
        if number == 3:
            copy = texted(copy)
        if number == 4:
            words = copy.split()
            copy = " ".join(word for word in words if len(words) < 6 or dice.random() > 0.12)
        if copy.strip():
            yield copy


def other_person(text: str) -> str:
    """Swap the sexes and the relatives, so that neither counts as a sign."""
    return re.sub(r"[a-z]+", lambda match: _SWAP.get(match.group(), match.group()), text.lower())


def slipped(text: str, dice: random.Random) -> str:
    """Turn round, drop or double a letter in about one word in eight."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) > 3 and word.isalpha() and dice.random() < 0.125:
            at = dice.randrange(1, len(word) - 1)
            middle = dice.choice([word[at + 1] + word[at], word[at + 1], word[at] * 2 + word[at + 1]])
            words[place] = word[:at] + middle + word[at + 2 :]
    return " ".join(words)


def texted(text: str) -> str:
    """Write common words as they stand in text messages."""
    return " ".join(_SHORT.get(word, word) for word in text.split(" "))
