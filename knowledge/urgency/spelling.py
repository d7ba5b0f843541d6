"""Undo what hurried typing does to words: short forms, typing errors, missing spaces."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from knowledge.urgency.rules import cues, signs

LONGEST_RUN = 300  # letters without a space that are still cut into words
_ENDINGS = (
    ("n't", "not"),
    ("'s", "is"),
    ("'re", "are"),
    ("'m", "am"),
    ("'ve", "have"),
    ("'ll", "will"),
    ("'d", "would"),
)


@lru_cache(maxsize=20_000)
def respell(word: str) -> tuple[str, ...]:
    """Return the words a typed word (lower case) stands for; itself when it is plain."""
    known = cues().spelling
    if word in known:
        return known[word]
    if "'" in word:
        return _apart(word)
    short = _without_repeats(word)
    if short in known:
        return known[short]
    if short in known_words():
        return (short,)
    nearest = _nearest(short)
    if nearest or short.startswith(_stems()):
        return nearest or (short,)
    return _cut(short) or (short,)


def _apart(word: str) -> tuple[str, ...]:
    for ending, meaning in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return (*respell(word.removesuffix(ending)), meaning)
    return tuple(part for part in word.split("'") if part)


def _without_repeats(word: str) -> str:
    """Fold a letter typed three times or more ("feeever", "helppp") to what makes a known word."""
    if all(not (a == b == c) for a, b, c in zip(word, word[1:], word[2:], strict=False)):
        return word
    runs: list[str] = []
    for letter in word:
        if runs and runs[-1][0] == letter:
            runs[-1] += letter
        else:
            runs.append(letter)
    once = "".join(run[0] if len(run) > 2 else run for run in runs)
    twice = "".join(run[:2] for run in runs)
    return twice if twice in known_words() else once


@cache
def known_words() -> frozenset[str]:
    """Return the English words the rules know, which are never respelt."""
    rules = cues()
    listed = {word for words in rules.lists.values() for part in words for word in part.split(" ")}
    plain = {part for meant in rules.spelling.values() for part in meant}
    return (
        signs().vocabulary
        | rules.vocabulary
        | rules.common
        | rules.real_words
        | listed
        | plain
        | frozenset(rules.spelled)
    )


@cache
def _stems() -> tuple[str, ...]:
    return tuple(stem for stem in sorted(signs().stems) if len(stem) >= 4)


@cache
def _targets() -> dict[str, tuple[str, ...]]:
    by_letter: dict[str, list[str]] = {}
    for word in cues().spelled:
        if len(word) >= 5:
            by_letter.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in by_letter.items()}


def _nearest(word: str) -> tuple[str, ...]:
    """Trace a typing error to the one danger word it is near to: one letter out, two in long words."""
    if len(word) < 4 or not word.isascii():
        return ()
    best: tuple[int, str] | None = None
    for letter in dict.fromkeys(word[:2]):
        for target in _targets().get(letter, ()):
            allowed = 1 if len(target) < 8 else 2
            if abs(len(target) - len(word)) > allowed:
                continue
            distance = OSA.distance(word, target, score_cutoff=allowed)
            if distance <= allowed and (best is None or (distance, target) < best):
                best = (distance, target)
    return (best[1],) if best else ()


def _cut(word: str) -> tuple[str, ...]:
    """Cut a run of letters without spaces into known words, fewest first; nothing when it does not fit."""
    if not 7 <= len(word) <= LONGEST_RUN:
        return ()
    known, spelling = known_words(), cues().spelling
    best: list[tuple[int, tuple[str, ...]] | None] = [(0, ())] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 16), end):
            before, piece = best[start], word[start:end]
            fits = piece in known or piece in spelling
            if before is None or not fits or (len(piece) == 1 and piece not in "ai"):
                continue
            cost = before[0] + (10 if len(piece) > 2 else 14)
            held = best[end]
            if held is None or cost < held[0]:
                best[end] = (cost, (*before[1], *spelling.get(piece, (piece,))))
    found = best[-1]
    telling = signs().vocabulary - cues().common
    return found[1] if found and not telling.isdisjoint(found[1]) else ()
