"""What a conversation carries from turn to turn. It travels in the signed token, so no store is needed to go on."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from knowledge.urgency import Assessment, Episode, Situation, Typed

REMEMBERED = timedelta(hours=24)  # how long a told setting and an amber sign hold
MOST_CONVERSATIONS = 20_000


@dataclass(frozen=True, slots=True)
class ConversationState:
    """One conversation as it stands after `number` turns and changes of context. All moments are aware."""

    conversation_id: str
    started_at: datetime
    expires_at: datetime
    store: bool = False
    consent_version: str = ""
    number: int = 0
    context: Situation = field(default_factory=Situation)
    setting_told_at: datetime | None = None
    amber: Mapping[str, datetime] = field(default_factory=dict)  # sign id → when it was last reported
    episode: Episode | None = None
    asked_about: Assessment | None = None  # the conditional banner that "this is happening now" answers
    typed: tuple[Typed, ...] = ()  # how the last messages were written, newest last

    def situation(self, now: datetime) -> Situation:
        """What is known now: a setting told over 24 h ago no longer counts, nor an amber sign that old."""
        stale = self.setting_told_at is None or now - self.setting_told_at > REMEMBERED
        recent = tuple(sign for sign, at in self.amber.items() if now - at <= REMEMBERED)
        return replace(self.context, setting="unknown" if stale else self.context.setting, earlier_signs=recent)

    def with_context(self, changes: Mapping[str, Any], now: datetime) -> "ConversationState":
        """The state with some fields of the context changed; raises `InvalidSituation`."""
        context = Situation.from_dict(self.context.as_dict() | dict(changes))
        told = now if "setting" in changes else self.setting_told_at
        return replace(self, context=context, setting_told_at=told, number=self.number + 1)

    def in_setting(self, setting: str, now: datetime) -> "ConversationState":
        """The state with the place that a message told."""
        return replace(self, context=replace(self.context, setting=setting), setting_told_at=now)

    def open_episode(self, now: datetime) -> Episode | None:
        """The alarm, where it is not over."""
        return self.episode if self.episode and not self.episode.is_over(now) else None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, with short names, since they travel with every request."""
        return {
            "c": self.conversation_id,
            "b": self.started_at.isoformat(),
            "x": self.expires_at.isoformat(),
            "s": self.store,
            "v": self.consent_version,
            "n": self.number,
            "k": self.context.as_dict(),
            "t": self.setting_told_at.isoformat() if self.setting_told_at else None,
            "a": {sign: at.isoformat() for sign, at in self.amber.items()},
            "e": self.episode.as_dict() if self.episode else None,
            "q": self.asked_about.as_dict() if self.asked_about else None,
            "w": [each.as_list() for each in self.typed],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "ConversationState":
        """What `as_dict` described; raises `KeyError`, `TypeError` or `ValueError` on anything else."""
        return cls(
            conversation_id=values["c"],
            started_at=datetime.fromisoformat(values["b"]),
            expires_at=datetime.fromisoformat(values["x"]),
            store=values["s"],
            consent_version=values["v"],
            number=values["n"],
            context=Situation.from_dict(values["k"]),
            setting_told_at=datetime.fromisoformat(values["t"]) if values["t"] else None,
            amber={sign: datetime.fromisoformat(at) for sign, at in values["a"].items()},
            episode=Episode.from_dict(values["e"]) if values["e"] else None,
            asked_about=Assessment.from_dict(values["q"]) if values["q"] else None,
            typed=tuple(Typed.from_list(each) for each in values.get("w", ())),
        )


class LatestStates:
    """The newest state of each recent conversation in this process, for a client whose token is a turn behind."""

    def __init__(self) -> None:
        """Start knowing of no conversation."""
        self._states: OrderedDict[str, ConversationState | None] = OrderedDict()  # None: deleted
        self._lock = Lock()

    def latest(self, state: ConversationState) -> ConversationState:
        """The newer of the given state and the one known here."""
        with self._lock:
            return self._newer(state)

    def advance(
        self, state: ConversationState, change: Callable[[ConversationState], ConversationState]
    ) -> ConversationState:
        """Apply a change to the newest state, whole, so that turns sent side by side lose nothing of each other."""
        with self._lock:
            changed = change(self._newer(state))
            if not self._is_gone(state.conversation_id):
                self._keep(state.conversation_id, changed)
            return changed

    def forget(self, conversation_id: str) -> None:
        """The conversation was deleted; its tokens open nothing more."""
        with self._lock:
            self._keep(conversation_id, None)

    def is_gone(self, conversation_id: str) -> bool:
        """Whether the conversation was deleted through this process."""
        with self._lock:
            return self._is_gone(conversation_id)

    def _is_gone(self, conversation_id: str) -> bool:
        return conversation_id in self._states and self._states[conversation_id] is None

    def _newer(self, state: ConversationState) -> ConversationState:
        known = self._states.get(state.conversation_id)
        return known if known is not None and known.number > state.number else state

    def _keep(self, conversation_id: str, state: ConversationState | None) -> None:
        self._states[conversation_id] = state
        self._states.move_to_end(conversation_id)
        while len(self._states) > MOST_CONVERSATIONS:
            self._states.popitem(last=False)
