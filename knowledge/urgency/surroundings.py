"""Who writes, where, and who is with them: words in the message override what was stored."""

from __future__ import annotations

from functools import cached_property

from knowledge.urgency.matching import matches
from knowledge.urgency.rules import cues
from knowledge.urgency.situation import Situation
from knowledge.urgency.spelling import respell
from knowledge.urgency.tokens import Sentence, plain, sentences


class Surroundings:
    """What the whole message says about the place and the people around the patient."""

    def __init__(self, parts: tuple[Sentence, ...], situation: Situation) -> None:
        """Take the message's sentences and what is stored about the family."""
        self.parts, self.situation = parts, situation

    def said(self, group: str) -> bool:
        """Whether any sentence holds a cue of this group."""
        return any(matches(cues().groups[group], part) for part in self.parts)

    @cached_property
    def on_ward(self) -> bool:
        """Whether the bell is nearer than the telephone."""
        if self.said("home"):
            return False
        return self.said("ward") or self.situation.setting == "ward"

    @cached_property
    def staff_present(self) -> bool:
        """Whether a nurse or doctor is stated to be with the patient now."""
        return any(
            matches(cues().groups["staff_present"], part) and not matches(cues().groups["staff_absent"], part)
            for part in self.parts
        )

    @cached_property
    def second_route(self) -> str | None:
        """Why the usual first call does not help: nobody answers, sent home, or no money; None where it may."""
        for part in self.parts:
            for match in matches(cues().groups["second_route"], part):
                return match.pattern.owner
        return None

    @cached_property
    def child_writes(self) -> bool:
        """Whether a child seems to be typing."""
        return self.said("child_writes")


def setting_told(text: str) -> str | None:
    """Return where a message says the patient is now, "ward" or "home"; None where it says neither, or both."""
    groups = cues().groups
    parts = [part for part in sentences(plain(text), respell) if not matches(groups["not_told"], part)]
    told = [name for name in ("ward", "home") if any(matches(groups[f"told_{name}"], part) for part in parts)]
    return told[0] if len(told) == 1 else None
