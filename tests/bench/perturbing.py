"""Harmless changes to a message that reports a sign: after none of them may its level be lower."""

import random
import re
from collections.abc import Callable

from knowledge.message_variants import other_person, slipped, texted

NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
MINIMISERS = (
    "It's probably nothing.", "Sorry to bother you with this.", "He says he's fine.", "I don't want to make a fuss.",
    "Maybe I worry too much.", "The nurse on the phone said it's normal.", "We gave paracetamol already.",
    "My sister thinks it is just the tiredness.",
)  # fmt: skip
OPENINGS = ("Hi there! ", "Good evening, thank you for this chat. ", "Quick question please: ", "Hello dear team, ")
STORY = (
    "We flew in on Sunday and the weather was dull. The food is good and everybody is kind. "
    "Our flat is on the third floor, next to a bakery, and the children send drawings every day. "
)


def neighbour_keys(text: str, dice: random.Random) -> str:
    """Hit a neighbouring key once in about every twelfth word."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) > 4 and word.isalpha() and word.isascii() and dice.random() < 1 / 12:
            at = dice.randrange(1, len(word))
            near = NEIGHBOURS.get(word[at].lower(), word[at])
            words[place] = word[:at] + dice.choice(near) + word[at + 1 :]
    return " ".join(words)


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "letters turned round or dropped": slipped,
    "neighbouring keys": neighbour_keys,
    "capitals": lambda text, dice: text.upper(),
    "no capitals, no marks": lambda text, dice: re.sub(r"[,;:'’!?.](?!\d)", "", text.lower()),
    "text-message spelling": lambda text, dice: texted(text.lower()),
    "another relative": lambda text, dice: other_person(text),
    "reassurance behind": lambda text, dice: f"{text.rstrip()} {dice.choice(MINIMISERS)}",
    "reassurance before": lambda text, dice: f"{dice.choice(MINIMISERS)} {text}",
    "a greeting first": lambda text, dice: dice.choice(OPENINGS) + text,
    "a long story before": lambda text, dice: STORY * 4 + text,
    "a long story behind": lambda text, dice: f"{text} {STORY * 4}",
    "emoji": lambda text, dice: f"😟 {text} 🙏🙏",
    "exclamation marks": lambda text, dice: text.rstrip(".!?") + "!!!",
}


def pairs(texts: list[str], count: int, seed: int = 1) -> list[tuple[str, str, str]]:
    """Return `count` of (change, message, changed message), each change equally often."""
    dice = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    names = list(CHANGES)
    found = []
    while len(found) < count:
        name, text = names[len(found) % len(names)], dice.choice(texts)
        found.append((name, text, CHANGES[name](text, dice)))
    return found
