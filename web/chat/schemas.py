"""The values of the HTTP contract. The OpenAPI document is made from them, and so is every reply."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from knowledge.outcomes import Outcome
from knowledge.urgency import Banner, FirstCall, Kind, Level, Tier

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
LanguageTag = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", min_length=2, max_length=12)]
Setting = Literal["ward", "near_centre", "home", "elsewhere", "unknown"]
Therapy = Literal["car_t", "bispecific", "allogeneic", "unknown"]
ReviewStatus = Literal["submitted", "under_review", "approved", "withdrawn"]


class Value(BaseModel):
    """A frozen value; what is not part of it is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Consent(Value):
    """What the family agreed to. Nothing is stored unless `store` is true."""

    version: Annotated[str, StringConstraints(min_length=1, max_length=32)]
    store: bool


class ContextPatch(Value):
    """What the family tells of their situation; a field left out stays as it was, null forgets it."""

    setting: Setting | None = None
    country: Annotated[str, StringConstraints(pattern="^[A-Za-z]{2}$")] | None = None
    therapy: Therapy | None = None
    audience: Literal["family", "patient"] | None = None
    infusion_day: Annotated[int, Field(ge=-365, le=36500)] | None = None
    language: LanguageTag | None = None


class StartRequest(Value):
    """The body that opens a conversation; an empty one will do."""

    consent: Consent | None = None
    context: ContextPatch | None = None


class TurnRequest(BaseModel):
    """One message. Sent again with the same `client_turn_id`, it gets the first reply again."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str
    client_turn_id: ShortText | None = None


class FeedbackRequest(Value):
    """What the family thought of a reply."""

    rating: Literal["up", "down"]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] | None = None


class Text(Value):
    """One paragraph or one choice, as plain text."""

    text: str


class ContactLine(Value):
    """Whom to call; the number is null where it is not known here."""

    label: str
    phone: str | None


class Urgency(Value):
    """How the message was read."""

    level: Level
    tier: Tier | None
    banner: Banner | None
    kinds: tuple[Kind, ...]
    signs: tuple[str, ...]
    first_call: FirstCall | None


class EpisodeView(Value):
    """An alarm that is not over."""

    state: Literal["open", "team_reached"]
    since: datetime
    signs: tuple[str, ...]


class Steps(Value):
    """An urgent reply in parts, in one language."""

    title: str
    steps: tuple[str, ...]
    contacts: tuple[ContactLine, ...]
    say: str


class Urgent(Steps):
    """The urgent reply; the same words stand, joined, in `messages`.

    In another language than English, `note` says that nobody reviewed the translation, and `english` stands beside it.
    """

    note: str | None = None
    english: Steps | None = None


class Review(Value):
    """Whether a clinician has reviewed a passage."""

    status: ReviewStatus
    reviewed_on: date | None


class Source(Value):
    """Where an answer comes from; `sentences` are numbered from 0 within the passage."""

    passage_id: str
    title: str
    section: str
    href: str
    sentences: tuple[int, ...]
    review: Review


class Turn(Value):
    """The reply to one message. What is read aloud or shown is `messages`, joined."""

    turn_id: str
    token: str
    outcome: Outcome
    lang: str
    dir: Literal["ltr", "rtl"]
    urgency: Urgency
    episode: EpisodeView | None
    messages: tuple[Text, ...]
    urgent: Urgent | None
    banner: Text | None
    choices: tuple[Text, ...]
    sources: tuple[Source, ...]
    disclaimer: str
    suggestions: tuple[str, ...]
    reference: str | None
    degraded: bool

    def without_token(self) -> dict[str, Any]:
        """The reply as it is stored: a token is never kept."""
        return self.model_dump(mode="json", exclude={"token"})


class Started(Value):
    """A new conversation."""

    conversation_id: str
    token: str
    notice: str
    messages: tuple[Text, ...]
