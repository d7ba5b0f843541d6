"""What the views work with, made once in `create_app` and reached through `services()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app

from knowledge.passages import Guide
from knowledge.urgency import Contacts
from web.chat.background import Background
from web.chat.limits import TurnLimit
from web.chat.rasa_client import Rasa
from web.chat.resends import Resends
from web.chat.state import ConversationState, LatestStates
from web.chat.tokens import TokenSigner
from web.chat.wording import Wording
from web.readiness import Readiness
from web.settings import Settings
from web.transcripts.audit import AuditLog
from web.transcripts.database import Database
from web.transcripts.erasures import Erasures
from web.transcripts.recorder import Recorder
from web.transcripts.staff import StaffAccounts
from web.transcripts.store import TranscriptStore


def utc_now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Services:
    """Everything with state, behind one name each."""

    settings: Settings
    contacts: Contacts
    guide: Guide
    wording: Wording
    tokens: TokenSigner
    states: LatestStates
    resends: Resends
    limit: TurnLimit
    rasa: Rasa
    background: Background
    database: Database
    store: TranscriptStore
    recorder: Recorder
    erasures: Erasures
    staff: StaffAccounts
    audit: AuditLog
    readiness: Readiness
    now: Callable[[], datetime] = utc_now


def services() -> Services:
    """The services of the application that handles the present request."""
    found: Services = current_app.extensions["services"]
    return found


def open_token(services: Services, token: str) -> ConversationState:
    """The newest state of the conversation a token belongs to; raises `InvalidToken`.

    A deleted conversation still opens, so that a danger sign in its last message is read all the same.
    """
    return services.states.latest(services.tokens.open(token, services.now()))
