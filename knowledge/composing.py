"""Put an answer together from the passages that fit: every sentence stands in one of them, and none is new."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.passages import Passage

MOST_WORDS = 120  # of a visible answer
_FEWEST_SENTENCES = 2  # of the second passage: one by itself says too little


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage an answer quotes, and which of its sentences (numbered from 0) answer."""

    passage_id: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """A visible answer of at most `MOST_WORDS` words: a paragraph for each passage quoted."""

    text: str
    cited: tuple[Cited, ...]


SentenceScores = Callable[[Passage], Sequence[float]]


def compose(first: Passage, second: Passage | None, scores: SentenceScores) -> Composed:
    """Quote the first passage whole, since a shorter cut loses facts, and what still fits of the second."""
    paragraphs = [(first, tuple(range(len(first.sentences))))]
    if second is not None:
        room = MOST_WORDS - len(first.text.split())
        kept = _fitting(second, scores(second), room)
        if len(kept) >= min(_FEWEST_SENTENCES, len(second.sentences)):
            paragraphs.append((second, kept))
    text = "\n\n".join(" ".join(passage.sentences[at] for at in kept) for passage, kept in paragraphs)
    return Composed(text, tuple(Cited(passage.id, kept) for passage, kept in paragraphs))


def _fitting(passage: Passage, scores: Sequence[float], room: int) -> tuple[int, ...]:
    """The sentences that say most, as many as fit, in the passage's order."""
    kept: list[int] = []
    for at in sorted(range(len(scores)), key=lambda each: -scores[each]):
        words = len(passage.sentences[at].split())
        if words > room:
            break
        kept.append(at)
        room -= words
    return tuple(sorted(kept))
