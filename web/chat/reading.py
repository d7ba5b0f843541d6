"""Read a message before anything else is asked: clean it, look for danger, and say what it does to the conversation."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge.urgency import (
    Act,
    Assessment,
    Situation,
    Tier,
    Typed,
    assess,
    next_episode,
    read_act,
    setting_told,
    trouble,
    typed,
    with_trouble,
)
from web.chat.happening import asked_about, reported_now
from web.chat.state import REMEMBERED, ConversationState
from web.errors import EmptyText

MOST_CHARACTERS = 20_000
MOST_REMEMBERED = 6  # messages whose writing the next one is held against
_BREAKS = re.compile("[\v\f\x1c-\x1f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Message:
    """A cleaned message; `whole` is False where only its head and tail are here."""

    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says of danger, and what it does to an open episode."""

    text: str
    at: datetime
    situation: Situation
    assessment: Assessment
    act: Act | None
    typed: Typed
    setting: str | None = None  # where the message says the patient is now, if that changes whom to call


def clean(raw: str) -> Message:
    """The message without control characters; its first and last 10,000 characters where it is over 20,000 long.

    Raises:
        EmptyText: nothing is left.
    """
    spaced = _BREAKS.sub(" ", raw)
    text = "".join(character for character in spaced if character in "\n\t" or not _is_unprintable(character)).strip()
    if not text.strip("/ \t\n"):
        raise EmptyText("nothing to read")
    if len(text) <= MOST_CHARACTERS:
        return Message(text, True)
    half = MOST_CHARACTERS // 2
    return Message(f"{text[:half]}\n{text[1 - half :]}", False)


def _is_unprintable(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")  # control characters and halves of surrogate pairs


def read_message(state: ConversationState, text: str, now: datetime) -> Reading:
    """Read a cleaned message in the light of the conversation so far. Needs no network, store or index."""
    situation = state.situation(now)
    setting = _new_setting(text, situation)
    situation = replace(situation, setting=setting or situation.setting)
    assessment = assess(text, situation)
    act = read_act(text)
    if act is Act.HAPPENING_NOW and state.asked_about is not None:
        assessment = reported_now(state.asked_about, assessment, situation)
    written = typed(text, now)
    assessment = with_trouble(assessment, trouble(written, state.typed), situation)
    return Reading(text, now, situation, assessment, act, written, setting)


def _new_setting(text: str, situation: Situation) -> str | None:
    """The setting told in words, where the bell takes the telephone's place or gives it back."""
    told = setting_told(text)
    return told if told and (told == "ward" or situation.setting in ("ward", "unknown")) else None


def after(state: ConversationState, reading: Reading) -> ConversationState:
    """The conversation's state once this message has been read."""
    assessment = reading.assessment
    amber = {sign: at for sign, at in state.amber.items() if reading.at - at <= REMEMBERED}
    if assessment.tier is Tier.A:
        amber |= dict.fromkeys(assessment.signs, reading.at)
    if reading.setting:
        state = state.in_setting(reading.setting, reading.at)
    return replace(
        state,
        number=state.number + 1,
        episode=next_episode(state.episode, assessment, reading.act, reading.at),
        amber=amber,
        typed=(*state.typed, reading.typed)[-MOST_REMEMBERED:],
        asked_about=None if assessment.is_urgent else asked_about(assessment) or state.asked_about,
    )
