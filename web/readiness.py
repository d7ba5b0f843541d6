"""Remember for a while whether a question goes all the way through."""

import time
from collections.abc import Callable
from threading import Lock

CACHED_SECONDS = 10.0


class Readiness:
    """The last result of the canary question, good for ten seconds; one caller at a time asks anew."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start unchecked, and so not ready."""
        self._clock = clock
        self._checked_at: float | None = None
        self._ready = False
        self._asking = Lock()

    def is_ready(self, ask: Callable[[], bool]) -> bool:
        """Whether the canary question came back answered; `ask` puts it once more where the last result is old."""
        fresh = self._checked_at is not None and self._clock() - self._checked_at < CACHED_SECONDS
        if fresh or not self._asking.acquire(blocking=False):
            return self._ready
        try:
            self._ready = ask()
            self._checked_at = self._clock()
        finally:
            self._asking.release()
        return self._ready
