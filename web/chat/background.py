"""Work that no family waits for: one thread, a short queue, and a full queue drops the work instead of growing."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore

import structlog

log = structlog.get_logger(__name__)
MOST_WAITING = 200


class Background:
    """Runs jobs one after the other, off the request's thread."""

    def __init__(self) -> None:
        """Start with nothing to do; the thread is made at the first job, in the process that serves."""
        self._worker = ThreadPoolExecutor(1, "background")
        self._room = BoundedSemaphore(MOST_WAITING)

    def do(self, name: str, job: Callable[[], object]) -> None:
        """Run `job` soon. Its failure is logged by name and kind, without its message."""
        if not self._room.acquire(blocking=False):
            log.warning("background_full", job=name)
            return
        done = self._worker.submit(job)
        done.add_done_callback(lambda future: self._finished(name, future))

    def _finished(self, name: str, done: "Future[object]") -> None:
        self._room.release()
        error = done.exception()
        if error is not None:
            log.warning("background_failed", job=name, error=type(error).__name__)

    def drain(self, seconds: float) -> None:
        """Wait until everything queued so far is done, at most so many seconds."""
        self._worker.submit(lambda: None).result(timeout=seconds)
