"""Undo slips of the key in everyday words, for the second reader; the rules know danger words of their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from knowledge.urgency.rules import FOLDER, cues

WORDS_FILE = FOLDER / "known_words.txt"
SHORTEST = 4  # letters; a shorter word is near to too many others


@cache
def known_words() -> Mapping[str, int]:
    """Return the words that stand in several training messages, each with its rank, the most frequent first."""
    listed = WORDS_FILE.read_text(encoding="utf-8").splitlines()
    words = (word for line in listed if not line.startswith("#") for word in line.split())
    return {word: rank for rank, word in enumerate(words)}


@cache
def _by_start() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in known_words():
        if len(word) >= SHORTEST:
            found.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in found.items()}


@lru_cache(maxsize=20_000)
def repaired(word: str) -> str:
    """Return the words a short form stands for, or the nearest known word: one slip away, two in a long word."""
    if word in cues().spelling:
        return " ".join(cues().spelling[word])
    if len(word) < SHORTEST or not word.isascii() or word in known_words() or "'" in word:
        return word
    best = (3, 0, word)
    for letter in dict.fromkeys(word[:2]):
        for near in _by_start().get(letter, ()):
            allowed = 1 if len(near) < 8 else 2
            if abs(len(near) - len(word)) > allowed:
                continue
            distance = OSA.distance(word, near, score_cutoff=allowed)
            if distance <= allowed:
                best = min(best, (distance, known_words()[near], near))
    return best[2]
