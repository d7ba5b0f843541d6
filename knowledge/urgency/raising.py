"""Where the second reader is heard: it supports signs in loose words and tells of scenes; it never lowers anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.urgency.findings import Findings
from knowledge.urgency.reader_features import size
from knowledge.urgency.rules import signs
from knowledge.urgency.second_reader import BRIEF, RULE, Settings, Thresholds, Window, read, score, settings
from knowledge.urgency.tokens import Plain
from knowledge.urgency.verdict import QUIET, Kind, Reason, Span, Tier

_RED = (Tier.E, Tier.R)
WEAK_CUES = frozenset(("when", "other-person"))  # "when she smiles only half her face moves" reports


@dataclass(frozen=True)
class Heard:
    """The reasons the second reader adds; else whether it would advise to call, or at least sees a sign named."""

    reasons: tuple[Reason, ...]
    advises: bool
    names: bool


NOTHING_HEARD = Heard((), advises=False, names=False)


def listen(folded: Plain, found: Findings, language: str) -> Heard:
    """Score the message's windows against what the rules made of each."""
    settled = settings()
    limits = settled.english if language == "en" else settled.other
    scored = read(folded)
    supported = tuple(_supported(found, scored, settled, limits))
    own: tuple[Reason, ...] = ()
    if not any(reason.tier in _RED for reason in (*found.reported, *supported)):
        telling = [w for w in scored if w.tells and w.score > _needed(w, found, limits)]
        own = _own_reasons(max(telling, key=lambda window: window.score), settled) if telling else ()
    if own or any(reason.tier in _RED for reason in (*found.reported, *supported)):
        return Heard((*supported, *own, *_crises(scored, settled)), advises=False, names=False)
    aside = [item.span for item in found.aside if item.why not in QUIET]
    advises = any(
        w.tells and w.score > limits.advise and not any(_overlap(w.span, span) for span in aside) for w in scored
    )
    names = any(window.tells and score(window.text, "named") > limits.named for window in scored)
    return Heard(supported, advises, names)


def _supported(found: Findings, scored: tuple[Window, ...], settled: Settings, limits: Thresholds) -> Iterable[Reason]:
    """Yield the signs in loose words to which the reader does not object; two words alone are no window to it."""
    for reason in found.loose:
        around = [window for window in scored if _overlap(window.span, reason.span)]
        if not around or _agrees(reason, around, reason in found.personal, limits):
            yield _in_its_tier(reason, around, settled)


def _agrees(reason: Reason, around: list[Window], is_personal: bool, limits: Thresholds) -> bool:
    """An amber sign is no report to the reader, so it is asked whether one is named at all."""
    if reason.tier is Tier.A:
        return max(score(window.text, "named") for window in around) > 0
    return max(window.score for window in around) > (limits.personal if is_personal else limits.supported)


def _in_its_tier(reason: Reason, around: list[Window], settled: Settings) -> Reason:
    """A threat to life in loose words names the emergency number first only where the scene looks like one too."""
    if reason.tier is not Tier.E or not around or signs().by_id[reason.sign].kind is not Kind.MEDICAL:
        return reason
    telling = max(around, key=lambda window: window.score)
    is_threat = score(telling.text, "emergency") > settled.emergency_words_above
    return reason if is_threat else replace(reason, tier=Tier.R)


def _needed(window: Window, found: Findings, limits: Thresholds) -> float:
    """Return the score a window must pass: a high one where the rules saw a sign in it and judged it no red one."""
    seen = [item for item in found.aside if item.why not in QUIET and _overlap(window.span, item.span)]
    amber = any(_overlap(window.span, reason.span) for reason in found.reported)
    if amber or any(item.cue not in WEAK_CUES for item in seen):
        return limits.against
    if seen:
        return limits.doubted
    return limits.brief if size(window.text) <= BRIEF else limits.urgent


def _own_reasons(window: Window, settled: Settings) -> tuple[Reason, ...]:
    """Name what a telling window stands for: a threat to life, or that something is wrong."""
    is_threat = score(window.text, "emergency") > settled.emergency_above
    return (_reason(settled.emergency_sign if is_threat else settled.sign, window),)


def _crises(scored: tuple[Window, ...], settled: Settings) -> Iterable[Reason]:
    """Yield the kinds of crisis heard in an urgent message, each once."""
    for kind, sign in settled.kind_signs.items():
        loudest = max(scored, key=lambda window: score(window.text, kind), default=None)
        if loudest and score(loudest.text, kind) > settled.kind_above:
            yield _reason(sign, loudest)


def _reason(sign: str, window: Window) -> Reason:
    return Reason(RULE, sign, window.span, signs().by_id[sign].tier)


def _overlap(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]
