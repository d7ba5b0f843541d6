"""What the rules find in a message: signs reported, signs in loose words, and signs set aside with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.urgency.asking import reports_someone
from knowledge.urgency.clause import Clause, Judgement, TextFacts
from knowledge.urgency.context import judge
from knowledge.urgency.language import foreign_signs
from knowledge.urgency.matching import Hit, matches, phrasings
from knowledge.urgency.rules import cues, signs
from knowledge.urgency.tokens import Plain, Sentence
from knowledge.urgency.verdict import Reason, SetAside, Tier
from knowledge.urgency.vitals import readings


@dataclass(frozen=True)
class Findings:
    """Signs by how they were named; `loose` ones count only where the second reader does not object.

    `personal`: those of the loose ones that are said of somebody in particular.
    """

    reported: tuple[Reason, ...]
    loose: tuple[Reason, ...]
    personal: frozenset[Reason]
    aside: tuple[SetAside, ...]


def find(folded: Plain, parts: tuple[Sentence, ...], language: str) -> Findings:
    """Return what the rules see in a message's sentences."""
    reported: list[Reason] = []
    loose: list[Reason] = []
    personal: set[Reason] = set()
    by_sentence, aside = _hits(folded, parts)
    facts = _facts(parts) if any(by_sentence.values()) else TextFacts(False, False)
    for number, hits in by_sentence.items():
        clause = Clause(parts[number], hits, facts)
        for hit in hits:
            judgement, span = judge(clause, hit), parts[number].span(hit.first, hit.last)
            if judgement.why is not None:
                cue_span = parts[number].span(judgement.first, judgement.last)
                aside.append(SetAside(hit.sign, span, judgement.why, judgement.cue, cue_span))
                continue
            reason = Reason(hit.rule, hit.sign, span, _tier(hit.sign, judgement))
            (loose if hit.is_loose else reported).append(reason)
            if hit.is_loose and reports_someone(clause, hit):
                personal.add(reason)
    if language != "en":
        more_loose, more_aside = foreign_signs(folded, language)
        loose, aside = [*loose, *more_loose], [*aside, *more_aside]
    sure = {(reason.sign, reason.span) for reason in reported}
    loose = [reason for reason in loose if (reason.sign, reason.span) not in sure]
    return Findings(_once(reported), _once(loose), frozenset(personal), tuple(dict.fromkeys(aside)))


def _hits(folded: Plain, parts: tuple[Sentence, ...]) -> tuple[dict[int, list[Hit]], list[SetAside]]:
    """Return the signs named in each sentence, readings among them, and apart what only looks like one."""
    by_sentence: dict[int, list[Hit]] = {}
    aside: list[SetAside] = []
    for number, sentence in enumerate(parts):
        by_sentence[number], disguised = phrasings(sentence)
        aside += [SetAside(hit.sign, sentence.span(hit.first, hit.last), "look_alike", rule) for hit, rule in disguised]
    for number, hit in readings(folded, parts):
        by_sentence[number].append(hit)
    return by_sentence, aside


def _tier(sign: str, judgement: Judgement) -> Tier:
    tier = signs().by_id[sign].tier
    return Tier.R if judgement.is_over and tier is Tier.E else tier


def _once(reasons: list[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))


def _facts(parts: tuple[Sentence, ...]) -> TextFacts:
    def said(group: str) -> bool:
        return any(matches(cues().groups[group], part) for part in parts)

    return TextFacts(said("resolved"), said("assessed") and not said("not_assessed"))
