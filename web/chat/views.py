"""The values of the HTTP contract around the turns: the conversation, the guide, the card, the probes, an error."""

from datetime import datetime
from typing import Any, Literal

from web.chat.schemas import ContactLine, EpisodeView, Review, Setting, Therapy, Value


class Context(Value):
    """What is known of the family's situation."""

    setting: Setting
    country: str | None
    therapy: Therapy
    audience: Literal["family", "patient"]
    infusion_day: int | None
    language: str | None


class ContextChanged(Value):
    """The token to go on with, and the context it carries."""

    token: str
    context: Context


class PastFeedback(Value):
    """A rating given earlier."""

    rating: Literal["up", "down"]
    reason: str | None


class PastTurn(Value):
    """One stored turn: what was typed, and the reply without its token."""

    turn_id: str
    asked_at: datetime
    text: str
    reply: dict[str, Any]
    feedback: PastFeedback | None


class ConversationExport(Value):
    """A conversation as stored, oldest turn first; `turns` is empty where storing was declined."""

    conversation_id: str
    stored: bool
    context: Context
    episode: EpisodeView | None
    turns: tuple[PastTurn, ...]


class Sentence(Value):
    """One sentence of a passage; `marked` where it answered the question."""

    text: str
    marked: bool


class PassageView(Value):
    """A whole passage of the guide."""

    passage_id: str
    title: str
    section: str
    sentences: tuple[Sentence, ...]
    review: Review
    sources: tuple[str, ...]
    disclaimer: str


class CardView(Value):
    """The emergency card."""

    title: str
    contacts: tuple[ContactLine, ...]
    signs: tuple[str, ...]
    say: str
    note: str


class Deleted(Value):
    """How far a deletion has come, and what stays."""

    status: Literal["pending"]
    detail: str


class Health(Value):
    """The process is alive and reads the canary message as urgent."""

    status: Literal["ok"]


class Ready(Value):
    """A canary question went through Rasa and the index."""

    status: Literal["ready"]
    versions: dict[str, str]


class Problem(Value):
    """An error (RFC 9457), always with the emergency text."""

    type: str
    title: str
    status: int
    detail: str
    emergency: str
    fields: tuple[str, ...] = ()
