"""What Rasa says of a turn, checked before a word of it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.outcomes import Outcome
from web.errors import RasaRubbish
from web.transcripts.entries import Handover

MOST_CHARACTERS = 8_000
MOST_ITEMS = 50


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that was shown, and which of its sentences, numbered from 0."""

    passage_id: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RasaReply:
    """How Rasa ended a turn. `ranked`, `belief` and `threshold` are for reviewers."""

    outcome: Outcome
    texts: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    ranked: tuple[tuple[str, float], ...] = ()
    belief: float | None = None  # how likely the guide answers, 0 to 1
    threshold: float | None = None  # the least belief at which a passage is shown
    handover: Handover | None = None


def read_reply(body: Any) -> RasaReply:
    """The reply in a channel body; raises `RasaRubbish` when it does not say how the turn ended, or shows nothing."""
    try:
        messages = [message for message in body["messages"] if isinstance(message, Mapping)]
        texts = tuple(_text(message["text"]) for message in messages if message.get("text"))
        custom = [message["custom"] for message in messages if message.get("custom")][-1]
        reply = _read_custom(custom, texts)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise RasaRubbish(type(error).__name__) from error
    if not (texts or reply.choices) or sum(map(len, texts)) > MOST_CHARACTERS:
        raise RasaRubbish("nothing to show, or too much")
    return reply


def _read_custom(custom: Mapping[str, Any], texts: tuple[str, ...]) -> RasaReply:
    return RasaReply(
        outcome=Outcome(custom["outcome"]),
        texts=texts,
        cited=tuple(
            Cited(_text(each["id"]), tuple(int(number) for number in each.get("sentences", ())))
            for each in _list(custom, "passages")
        ),
        choices=tuple(_text(each) for each in _list(custom, "choices")),
        suggestions=tuple(_text(each) for each in _list(custom, "suggestions")),
        ranked=tuple((_text(each["id"]), float(each["score"])) for each in _list(custom, "ranked")),
        belief=_number(custom.get("belief")),
        threshold=_number(custom.get("threshold")),
        handover=_handover(custom.get("handover")),
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _handover(values: Mapping[str, Any] | None) -> Handover | None:
    if not values:
        return None
    kind = values["contact_kind"]
    if kind not in ("phone", "email"):
        raise ValueError("contact_kind")
    optional = {key: _text(values[key]) for key in ("name", "preferred_time") if values.get(key)}
    return Handover(_text(values["reference"]), kind, _text(values["contact"]), **optional)


def _list(custom: Mapping[str, Any], key: str) -> Sequence[Any]:
    values = custom.get(key) or ()
    if isinstance(values, (str, Mapping)) or len(values) > MOST_ITEMS:
        raise TypeError(key)
    return list(values)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError("not a text")
    return value.strip()
