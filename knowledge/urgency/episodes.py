"""An open alarm, from the first urgent turn until the team is reached or a day has passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from knowledge.urgency.errors import InvalidSituation
from knowledge.urgency.matching import matches
from knowledge.urgency.rules import cues, signs
from knowledge.urgency.situation import Contacts, Situation
from knowledge.urgency.spelling import respell
from knowledge.urgency.tokens import plain, sentences
from knowledge.urgency.verdict import Assessment, Level, Tier
from knowledge.urgency.wording import wording

LASTS = timedelta(hours=24)


class Act(str, Enum):
    """What a message does to an episode, beside reporting signs."""

    REACHED_TEAM = "reached_team"
    NO_CALL_BACK = "no_call_back"
    ASKS_REASSURANCE = "asks_reassurance"
    HAPPENING_NOW = "happening_now"


@dataclass(frozen=True)
class Episode:
    """An alarm that is not over. Aware moments: `since` of the last urgent turn, `last_sign_at` of any last sign."""

    state: str  # open | team_reached
    since: datetime
    signs: tuple[str, ...]
    tier: Tier
    last_sign_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether a day has passed without a sign."""
        return now - self.last_sign_at >= LASTS

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; `from_dict` reads them back."""
        return {
            "state": self.state,
            "since": self.since.isoformat(),
            "signs": list(self.signs),
            "tier": self.tier.value,
            "last_sign_at": self.last_sign_at.isoformat(),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Episode:
        """Rebuild what `as_dict` gave; raise InvalidSituation on anything else."""
        try:
            state, since = str(values["state"]), datetime.fromisoformat(values["since"])
            last_sign_at = datetime.fromisoformat(values.get("last_sign_at", values["since"]))
            told = tuple(str(sign) for sign in values["signs"])
            episode = cls(state, since, told, Tier(values["tier"]), last_sign_at)
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidSituation(f"not an episode: {type(error).__name__}") from error
        if state not in ("open", "team_reached") or since.tzinfo is None or last_sign_at.tzinfo is None:
            raise InvalidSituation("not an episode: state, or a time without a zone")
        return episode


def read_act(text: str) -> Act | None:
    """Return what a message does to an episode, or None; signs in it are `assess`'s matter."""
    parts = sentences(plain(text), respell)

    def said(group: str) -> bool:
        return any(matches(cues().groups[group], part) for part in parts)

    if said("act_reached_team") and not said("act_not_reached") and not any(p.is_question for p in parts):
        return Act.REACHED_TEAM
    if said("act_no_call_back"):
        return Act.NO_CALL_BACK
    if said("act_happening_now") and not said("act_not_happening"):
        return Act.HAPPENING_NOW
    return Act.ASKS_REASSURANCE if said("act_asks_reassurance") else None


def next_episode(episode: Episode | None, assessment: Assessment, act: Act | None, now: datetime) -> Episode | None:
    """Return the episode after a turn: opened or raised by an urgent one, marked reached, or over after a day.

    That nobody calls back opens it again; an amber sign makes it last.
    """
    current = episode if episode and not episode.is_over(now) else None
    if assessment.is_urgent or (act is Act.HAPPENING_NOW and current is None and assessment.level is Level.BANNER):
        return _opened(current, assessment, act, now)
    if current is None:
        return None
    if assessment.tier is Tier.A:
        current = replace(current, last_sign_at=now)
    if act is Act.REACHED_TEAM:
        return replace(current, state="team_reached")
    if act is Act.NO_CALL_BACK:
        return replace(current, state="open")
    if act is Act.HAPPENING_NOW:
        return replace(current, state="open", since=now, last_sign_at=now)
    return current


def takes_over(episode: Episode | None, assessment: Assessment) -> bool:
    """Whether an urgent turn brings a new sign or a higher tier, and so is shown in full again."""
    if episode is None or not assessment.is_urgent:
        return assessment.is_urgent
    return bool(set(assessment.signs) - set(episode.signs)) or (
        assessment.tier is Tier.E and episode.tier is not Tier.E
    )


def _opened(current: Episode | None, assessment: Assessment, act: Act | None, now: datetime) -> Episode:
    tier = assessment.tier if assessment.tier in (Tier.E, Tier.R) else Tier.R
    if current is None:
        return Episode("open", now, assessment.signs, tier, now)
    signs_told = tuple(dict.fromkeys([*current.signs, *assessment.signs]))
    reached = act is Act.REACHED_TEAM and not takes_over(current, assessment)
    higher = Tier.E if Tier.E in (tier, current.tier) else tier
    return Episode("team_reached" if reached else "open", now, signs_told, higher, now)


def episode_line(episode: Episode, situation: Situation, contacts: Contacts, now: datetime) -> str:
    """Return the first line of every reply while an episode lasts: when, what they told us, and whom to call."""
    words = wording()
    name = "team_reached" if episode.state == "team_reached" else "open"
    if name == "open" and situation.setting == "ward":
        name = "open_ward"
    elif name == "open" and (episode.tier is Tier.E or not contacts.centre_phone):
        name = "open_emergency"
    when = _ago(now - episode.since, situation, contacts)
    return words.line("episode", name, situation, contacts, when=when, signs=_named(episode))


def _named(episode: Episode) -> str:
    by_id, told = signs().by_id, wording().sections["episode"]
    names = [by_id[sign].name for sign in episode.signs if sign in by_id]
    if not names:
        return told["unnamed"]
    return "; ".join([*names[:2], told["and_more"]] if len(names) > 2 else names)


def _ago(passed: timedelta, situation: Situation, contacts: Contacts) -> str:
    minutes = max(0, int(passed.total_seconds() // 60))
    name, count = "just_now", minutes
    if minutes >= 90:
        name, count = "hours", round(minutes / 60)
    elif minutes >= 55:
        name = "one_hour"
    elif minutes >= 2:
        name = "minutes"
    elif minutes == 1:
        name = "one_minute"
    return wording().line("episode", name, situation, contacts, count=str(count))
