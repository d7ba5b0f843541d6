"""What a message gets for a reply: the urgent wording, a fixed sentence, or what Rasa says."""

from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from knowledge.outcomes import Outcome
from knowledge.urgency import WRITING_SIGN, Act, UrgentReply, fixed_reply, is_translated, urgent_reply
from web.chat.happening import urgent_by_rasa
from web.chat.rasa_reply import RasaReply
from web.chat.reading import Reading
from web.chat.schemas import Source
from web.chat.sources import shown_passage, source_of
from web.chat.state import ConversationState
from web.errors import HiddenPassage, RasaUnavailable
from web.services import Services
from web.transcripts.entries import Handover

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """The words of a reply and how the turn ended, before they are dressed as a `Turn`."""

    outcome: Outcome
    texts: tuple[str, ...]
    urgent: UrgentReply | None = None
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    handover: Handover | None = None
    retrieval: dict[str, Any] = field(default_factory=dict)
    language: str = "en"


def urgent(services: Services, reading: Reading) -> Reply:
    """The fixed wording, with nothing else in the way."""
    words = urgent_reply(reading.assessment, reading.situation, services.contacts)
    kept = (fixed_reply("question_kept", reading.situation, services.contacts),) if "?" in reading.text else ()
    return Reply(Outcome.URGENT, (words.text, *kept), urgent=words, language=words.language)


def fixed(services: Services, reading: Reading, name: str, outcome: Outcome) -> Reply:
    """One of the reviewed sentences of `knowledge.urgency`."""
    return Reply(outcome, (fixed_reply(name, reading.situation, services.contacts),))


def failed(services: Services, reading: Reading) -> Reply:
    """That nothing trustworthy came in time, with the care team's number."""
    return fixed(services, reading, "failed", Outcome.FAILED)


def without_rasa(
    services: Services, before: ConversationState, after: ConversationState, reading: Reading
) -> Reply | None:
    """The reply to a message that needs no dialogue; None where Rasa is to be asked."""
    is_open = after.episode is not None and after.episode.state == "open"
    if reading.act is Act.REACHED_TEAM and before.episode is not None:
        return fixed(services, reading, "team_reached", Outcome.SMALL_TALK)
    if reading.act is Act.NO_CALL_BACK and before.episode is not None:
        return fixed(services, reading, "call_again", Outcome.CARE_TEAM)
    if reading.act is Act.ASKS_REASSURANCE and is_open:
        return fixed(services, reading, "cannot_tell_call", Outcome.CARE_TEAM)
    language = reading.assessment.language
    if language != "en":
        words = fixed_reply("other_language", reading.situation, services.contacts, language)
        ask = fixed_reply("ask_for_a_call", reading.situation, services.contacts)
        spoken = language if is_translated(language) else "en"
        return Reply(Outcome.OTHER_LANGUAGE, (words,), suggestions=(ask,), language=spoken)
    return None


def by_rasa(services: Services, state: ConversationState, reading: Reading, turn_id: str) -> Reply:
    """What Rasa says, checked; `failed` where it says nothing, rubbish, too late, or what may not be shown."""
    try:
        answer = services.rasa.ask(state.conversation_id, reading.text, metadata(state, reading, turn_id))
        return _checked(services, state, reading, answer)
    except RasaUnavailable as error:
        log.warning("rasa_unavailable", turn_id=turn_id, reason=str(error))
    except HiddenPassage as error:
        log.warning("hidden_passage_cited", turn_id=turn_id, reason=str(error))
    return failed(services, reading)


def metadata(state: ConversationState, reading: Reading, turn_id: str) -> dict[str, Any]:
    """What Rasa is told beside the text; `store` false asks it to keep nothing it can do without."""
    return {
        "turn_id": turn_id,
        "situation": reading.situation.as_dict(),
        "verdict": reading.assessment.as_dict(),
        "episode_open": state.episode is not None and state.episode.state == "open",
        "store": state.store,
    }


def _checked(services: Services, state: ConversationState, reading: Reading, answer: RasaReply) -> Reply:
    if answer.outcome is Outcome.URGENT:
        seen = replace(reading, assessment=urgent_by_rasa(reading.assessment, reading.situation))
        return urgent(services, seen)
    today = services.now().date()
    settings = services.settings
    passages = [
        shown_passage(services.guide, each.passage_id, show_unreviewed=settings.show_unreviewed, today=today)
        for each in answer.cited
    ]
    if answer.outcome is Outcome.ANSWERED and not passages:
        raise HiddenPassage("answered without a source")
    if answer.outcome is Outcome.NOT_IN_GUIDE and WRITING_SIGN in reading.assessment.signs:
        return fixed(services, reading, "show_someone", Outcome.CARE_TEAM)
    if state.episode and state.episode.state == "open" and any(each.never_with_urgent for each in passages):
        return fixed(services, reading, "cannot_tell_call", Outcome.CARE_TEAM)
    return Reply(
        outcome=answer.outcome,
        texts=answer.texts,
        choices=answer.choices,
        suggestions=answer.suggestions,
        sources=tuple(source_of(passage, cited) for passage, cited in zip(passages, answer.cited, strict=True)),
        handover=answer.handover,
        retrieval={
            "ranked": [{"id": passage_id, "score": score} for passage_id, score in answer.ranked],
            "belief": answer.belief,
            "threshold": answer.threshold,
        },
    )
