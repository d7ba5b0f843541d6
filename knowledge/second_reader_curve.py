"""How often the second reader speaks at each threshold, by style: the curve its thresholds are chosen from."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.urgency import Level, assess
from knowledge.urgency.assessment import assess_by_rules
from knowledge.urgency.reader_features import size, windows
from knowledge.urgency.second_reader import FEWEST_WORDS, Weights, score
from knowledge.urgency.tokens import plain
from knowledge.urgency_corpus import Message

CURVE = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)


def curve(lines: Weights, texts: tuple[Message, ...]) -> Iterator[str]:
    """Yield, by style, how often rules alone, rules with the reader, and the reader at each threshold speak."""
    yield f"{'style':<32}{'n':>4} {'none':>5} {'rules':>6} {'both':>6}  reader alone above {CURVE}"
    for key in sorted({(message.is_report, message.style, message.expect) for message in texts}, reverse=True):
        group = [message.text for message in texts if (message.is_report, message.style, message.expect) == key]
        by_rules = sum(assess_by_rules(text).is_urgent for text in group) / len(group)
        both = [assess(text) for text in group]
        best = [highest(lines, text) for text in group]
        rates = " ".join(f"{sum(points > above for points in best) / len(best):5.2f}" for above in CURVE)
        quiet, urgent = (sum(v.level is level for v in both) / len(group) for level in (Level.NONE, Level.URGENT))
        name = f"{'report' if key[0] else 'other'}: {key[1]} {key[2]}"
        yield f"{name:<32}{len(group):>4} {quiet:5.2f} {by_rules:6.2f} {urgent:6.2f}  {rates}"


def highest(lines: Weights, text: str) -> float:
    """Return the highest report score of a message's windows that are long enough to be a scene."""
    folded = plain(text).text
    pieces = (folded[start:end] for start, end in windows(folded))
    return max((score(piece, "report", lines) for piece in pieces if size(piece) >= FEWEST_WORDS), default=-10.0)
