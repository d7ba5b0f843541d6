"""One sentence as the context rules see it: its words, its cues found once, and where its clauses begin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from knowledge.urgency.matching import Hit, Match, matches
from knowledge.urgency.rules import cues
from knowledge.urgency.tokens import Sentence

MARKS = frozenset(",;:-/()")


@dataclass(frozen=True)
class Judgement:
    """How a hit is read: `why` is None when it is reported as present; else the reason and the cue."""

    why: str | None = None
    cue: str = ""
    first: int = 0
    last: int = 0
    is_over: bool = False  # it happened days ago and is gone: red, but no threat to life at this moment


PRESENT = Judgement()
OVER = Judgement(is_over=True)


@dataclass(frozen=True)
class TextFacts:
    """What the whole message says, needed to judge any one sentence."""

    resolved: bool
    assessed: bool


class Clause:
    """One sentence with the hits in it, which limit each other, and what the message says as a whole."""

    def __init__(self, sentence: Sentence, hits: list[Hit], facts: TextFacts) -> None:
        """Take a sentence, all the hits in it (they limit each other) and what the message says as a whole."""
        self.sentence, self.facts = sentence, facts
        self.hits = [hit for hit in hits if not hit.is_topic]
        self.words = [token.word for token in sentence.tokens]
        self._found: dict[str, list[Match]] = {}

    def clause_start(self, place: int) -> int:
        """Return where the clause around a token begins: after the mark or "but" before it."""
        breaks = cues().lists["clause_breaks"]
        while place > 0 and self.words[place - 1] not in MARKS and self.words[place - 1] not in breaks:
            place -= 1
        return place

    def hard_clause_start(self, place: int) -> int:
        """Where the clause begins that has a subject of its own; a list's commas do not end it."""
        lists = cues().lists
        for at in range(place, 0, -1):
            word = self.words[at - 1]
            if word in lists["clause_breaks"]:
                return at
            joint = word in MARKS or word in {"and", "so", "because"}
            opening = self.words[at : at + 3]
            has_subject = bool(opening) and (
                opening[0] in lists["subject"] | {"now", "his", "her", "my", "is", "are", "this"}
                or (len(opening) > 1 and opening[1] in lists["subject"])
            )
            if joint and (has_subject or word in {";", "-", ":"}):
                return at
        return 0

    @cached_property
    def asks(self) -> bool:
        """Whether the sentence is a question, by its mark or by how it opens."""
        return self.sentence.is_question or self.headed

    @cached_property
    def headed(self) -> bool:
        """Whether the sentence opens as a question does, after any greeting."""
        lists = cues().lists
        for place, word in enumerate(self.words[:14]):
            following = self.words[place + 1] if place + 1 < len(self.words) else ""
            if (
                word in lists["heads"]
                and following != "not"
                and not (word in {"was", "am", "would", "can"} and following in {"wondering", "like"})
            ):
                return True
            if word not in lists["openers"]:
                return False
        return False

    def cues(self, group: str) -> list[Match]:
        """Return the cues of a group in this sentence."""
        if group not in self._found:
            self._found[group] = matches(cues().groups[group], self.sentence)
        return self._found[group]


def judged(why: str, cue: Match) -> Judgement:
    """Return the judgement a cue leads to."""
    return Judgement(why, cue.pattern.owner, cue.first, cue.last)
