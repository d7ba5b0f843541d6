"""A turn sent again gets the first reply again: it waits for it while it is being made, then repeats it."""

import hashlib
from collections import OrderedDict
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock

from web.chat.schemas import Turn
from web.errors import StillAnswering

WAIT = 6.0  # seconds: a little over Rasa's deadline
MOST_TURNS = 5_000
Key = tuple[str, str]


@dataclass(frozen=True)
class Sending:
    """The first sending of a turn; `reply` is fulfilled once it is known."""

    digest: str
    reply: "Future[Turn]" = field(default_factory=Future)


class Resends:
    """The recent turns of this process, by conversation and `client_turn_id`. Holds digests, not texts."""

    def __init__(self, waiters: int) -> None:
        """Let at most `waiters` threads wait for a first sending at once."""
        self._sendings: OrderedDict[Key, Sending] = OrderedDict()
        self._lock = Lock()
        self._waiters = BoundedSemaphore(waiters)

    def claim(self, key: Key, text: str) -> tuple[Sending, bool]:
        """The first sending under this key, and whether it is the caller's own, to be fulfilled or abandoned."""
        with self._lock:
            known = self._sendings.get(key)
            if known is not None:
                return known, False
            sending = self._sendings[key] = Sending(digest_of(text))
            while len(self._sendings) > MOST_TURNS:
                self._sendings.popitem(last=False)
            return sending, True

    def wait_for(self, sending: Sending) -> Turn:
        """The first sending's reply; raises what it raised, or `StillAnswering`."""
        if sending.reply.done():
            return sending.reply.result()
        if not self._waiters.acquire(blocking=False):
            raise StillAnswering("no thread left to wait")
        try:
            return sending.reply.result(timeout=WAIT)
        except TookTooLong:
            raise StillAnswering("first sending not ended") from None
        finally:
            self._waiters.release()

    def abandon(self, key: Key, sending: Sending, error: BaseException) -> None:
        """The first sending got no reply: whoever waits is told, and the next sending starts anew."""
        with self._lock:
            self._sendings.pop(key, None)
        sending.reply.set_exception(error)

    def forget(self, conversation_id: str) -> None:
        """Drop every turn of a conversation."""
        with self._lock:
            for key in [key for key in self._sendings if key[0] == conversation_id]:
                del self._sendings[key]


def digest_of(text: str) -> str:
    """SHA-256 of a text, to tell whether a resend says the same."""
    return hashlib.sha256(text.encode()).hexdigest()
