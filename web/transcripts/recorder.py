"""Bring what a turn leaves behind into the store within 0.3 s, or else into the spool, to be reconciled later."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from enum import Enum
from threading import BoundedSemaphore, Lock
from typing import TypeVar

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from web.errors import StoreUnavailable
from web.transcripts.entries import Entry, StoredReply
from web.transcripts.spool import Spool
from web.transcripts.store import TranscriptStore

log = structlog.get_logger(__name__)
PATIENCE = 0.3  # seconds for the database, and again for the spool
REST = 2.0  # seconds during which a database that did not answer is not asked again
WORKERS = 2
MOST_WAITING = 32
T = TypeVar("T")


class Kept(Enum):
    """Where an entry ended up."""

    STORED = "stored"
    SPOOLED = "spooled"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an entry; `earlier` is the reply to an earlier sending of the same turn."""

    kept: Kept
    earlier: StoredReply | None = None


class Recorder:
    """Never raises and never takes much longer than twice 0.3 s, whatever state database and disk are in."""

    def __init__(self, store: TranscriptStore, spool: Spool) -> None:
        """Write to `store`, or else to `spool`."""
        self._store = store
        self.spool = spool
        self._database_worker = _Worker("store")
        self._spool_worker = _Worker("spool")
        self._resting_until = 0.0
        self._replaying = Lock()

    def record(self, entry: Entry) -> Receipt:
        """Keep an entry."""
        if entry.is_empty:
            return Receipt(Kept.STORED)
        try:
            return Receipt(Kept.STORED, self.ask(lambda: self._store.add(entry)))
        except StoreUnavailable as error:
            log.warning("store_unavailable", turn_id=entry.turn_id, error=str(error))
        try:
            self._spool_worker.run(lambda: self.spool.append(entry))
        except (OSError, StoreUnavailable):
            log.exception("turn_lost", turn_id=entry.turn_id)
            return Receipt(Kept.LOST)
        return Receipt(Kept.SPOOLED)

    def ask(self, question: Callable[[], T]) -> T:
        """What the store answers within 0.3 s; raises `StoreUnavailable` else, for 2 s without asking it again."""
        if time.monotonic() < self._resting_until:
            raise StoreUnavailable("resting")
        try:
            return self._database_worker.run(question)
        except StoreUnavailable:
            self._resting_until = time.monotonic() + REST
            raise

    def replay(self) -> int:
        """Bring waiting entries into the store, oldest first; how many. Raises `StoreUnavailable`, keeping the rest."""
        replayed = 0
        with self._replaying:
            for file, entry in self.spool.waiting():
                try:
                    self._store.add(entry)
                except StoreUnavailable as error:
                    if not isinstance(error.__cause__, (IntegrityError, DataError)):
                        raise
                    self.spool.refuse(file, error)  # it will never fit, and must not hold up the rest
                    continue
                file.unlink(missing_ok=True)
                replayed += 1
        return replayed


class _Worker:
    """Two threads that may get stuck, so that a request's thread does not."""

    def __init__(self, name: str) -> None:
        self._threads = ThreadPoolExecutor(WORKERS, name)
        self._room = BoundedSemaphore(MOST_WAITING)

    def run(self, job: Callable[[], T]) -> T:
        if not self._room.acquire(blocking=False):
            raise StoreUnavailable("too many waiting")
        future = self._threads.submit(job)
        future.add_done_callback(self._ended)
        try:
            return future.result(timeout=PATIENCE)
        except TookTooLong:
            raise StoreUnavailable("deadline") from None

    def _ended(self, _job: "Future[T]") -> None:
        self._room.release()
