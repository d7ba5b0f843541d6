"""A circuit breaker: after several failures in a row, stop asking for a while instead of making everyone wait."""

import time
from collections.abc import Callable
from threading import Lock


class Circuit:
    """Opens after `failures` in a row, for `rest` seconds; then lets one trial through at a time."""

    def __init__(self, failures: int = 5, rest: float = 3.0, clock: Callable[[], float] = time.monotonic) -> None:
        """Start closed."""
        self._most = failures
        self._rest = rest
        self._clock = clock
        self._failed = 0
        self._closed_again_at = 0.0
        self._lock = Lock()

    def lets_through(self) -> bool:
        """Whether a call may be made now; while open, one trial a rest period."""
        with self._lock:
            if self._failed < self._most:
                return True
            if self._clock() < self._closed_again_at:
                return False
            self._closed_again_at = self._clock() + self._rest
            return True

    def succeeded(self) -> None:
        """A call went well: closed."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """A call failed; the one that fills the count opens the circuit."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._closed_again_at = self._clock() + self._rest
