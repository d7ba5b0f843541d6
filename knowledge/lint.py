"""Look over the whole guide and list what an editor or a reviewer should mend; refuses nothing."""

import datetime as dt
import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.agreement import contradictions, near_duplicates
from knowledge.glossary import GLOSSARY_FILE, GLOSSARY_SECTION
from knowledge.passage_rules import RULES, Limits, load_limits, plain
from knowledge.passages import Guide

_FILE = Path(__file__).resolve().parent / "lint.yml"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, and where it stands."""

    place: str  # a passage's id, or the file of a section
    rule: str
    message: str


def lint(guide: Guide, today: dt.date) -> tuple[Finding, ...]:
    """What the rules find: passage by passage in reading order, then between passages, then by section.

    Raises:
        GuideError: `lint.yml` is malformed; the message names file and key.
    """
    limits = _limits()
    return (
        *_in_passages(guide, limits, today),
        *_repeated_asks(guide),
        *_between_passages(guide, limits),
        *_not_approved(guide),
    )


def _in_passages(guide: Guide, limits: Limits, today: dt.date) -> Iterator[Finding]:
    for passage in guide.passages:
        for rule, check in RULES.items():
            if message := check(passage, limits, today):
                yield Finding(passage.id, rule, message)


def _repeated_asks(guide: Guide) -> Iterator[Finding]:
    owner: dict[str, str] = {}
    for passage in guide.passages:
        for ask in passage.asks:
            if (words := plain(ask)) in owner:
                yield Finding(passage.id, "repeated-ask", f"{ask!r} stands in {owner[words]} already")
            owner.setdefault(words, passage.id)


def _between_passages(guide: Guide, limits: Limits) -> Iterator[Finding]:
    for one, other in contradictions(guide.passages, limits.same_statement, limits.fewest_shared_words):
        message = f"{one.sentence!r}, but {other.passage.id} says {other.sentence!r}"
        yield Finding(one.passage.id, "contradiction", message)
    for first, second in near_duplicates(guide.passages, limits.same_passage):
        yield Finding(first.id, "near-duplicate", f"says nearly the same as {second.id}")


def _not_approved(guide: Guide) -> Iterator[Finding]:
    for section, passages in itertools.groupby(guide.passages, lambda each: each.section):
        if open_ids := [each.id for each in passages if each.review.status in ("submitted", "under_review")]:
            file = GLOSSARY_FILE if section == GLOSSARY_SECTION else f"{section}.md"
            yield Finding(file, "approval", f"not approved yet: {', '.join(open_ids)}")


@functools.cache
def _limits() -> Limits:
    return load_limits(_FILE)
