"""Where Rasa keeps its trackers: a database, from which a conversation can be erased."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from pathlib import Path
from typing import Any

from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

MOST_UNKEPT = 2_000  # conversations held in memory at a time; the oldest give way


class FamilyTrackerStore(SQLTrackerStore):
    """Rasa's own SQL store, in a file or at any database address, with a way to forget a conversation.

    A conversation whose family declined storing (`store` is false in a message's metadata) is held in this
    process's memory and never written.
    """

    def __init__(self, db: str, host: str | None = None, **kwargs: Any) -> None:
        """Open `db`: the path of an SQLite file, made if there is none, or an address such as postgresql://…"""
        if "://" not in db:
            Path(db).parent.mkdir(parents=True, exist_ok=True)
            db = f"sqlite:///{db}"
        super().__init__(host=db, **kwargs)  # Rasa takes a whole address in place of a host's name
        self._unkept = InMemoryTrackerStore(self.domain)
        if self.engine.dialect.name == "sqlite":
            # Held open, so that the file written ahead is not folded in at the end of every session.
            self._held_open = self.engine.connect()
            self._held_open.exec_driver_sql("PRAGMA journal_mode = WAL")

    @contextlib.contextmanager
    def session_scope(self) -> Generator[Any, None, None]:
        """Open Rasa's own session; an SQLite file is written ahead.

        That spares four waits for the disk a turn. What a power cut could take is what was being talked about,
        never a transcript: those are the web process's.
        """
        with super().session_scope() as session:
            if self.engine.dialect.name == "sqlite":
                for pragma in ("synchronous = NORMAL", "secure_delete = ON"):
                    session.connection().exec_driver_sql(f"PRAGMA {pragma}")
            yield session

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the tracker, or hold it in memory where storing was declined."""
        if not storing_was_declined(tracker):
            await super().save(tracker)
            return
        await self._unkept.save(tracker)
        while len(self._unkept.store) > MOST_UNKEPT:
            self._unkept.store.pop(next(iter(self._unkept.store)))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker, wherever it is held."""
        self._unkept.domain = self.domain  # Rasa sets it once the model is loaded
        return await self._unkept.retrieve(sender_id) or await super().retrieve(sender_id)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The tracker with all its sessions, wherever it is held."""
        self._unkept.domain = self.domain
        held = await self._unkept.retrieve_full_tracker(conversation_id)
        return held or await super().retrieve_full_tracker(conversation_id)

    def forget(self, conversation_id: str) -> None:
        """Erase every event of a conversation; one that is not known is no error."""
        self._unkept.store.pop(conversation_id, None)
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == conversation_id).delete()
            session.commit()
            if self.engine.dialect.name == "sqlite":  # what was deleted must not live on in the file beside it
                session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def storing_was_declined(tracker: DialogueStateTracker) -> bool:
    """Whether the latest message came with the word that nothing of this conversation is to be kept."""
    latest = tracker.latest_message
    return latest is not None and (latest.metadata or {}).get("store") is False


def forget(store: TrackerStore, conversation_id: str) -> None:
    """Erase a conversation from the agent's store, and from the one in memory that stands in when it fails."""
    for each in _stores(store):
        if isinstance(each, FamilyTrackerStore):
            each.forget(conversation_id)
        elif isinstance(each, InMemoryTrackerStore):
            each.store.pop(conversation_id, None)
        else:
            raise TypeError(f"{type(each).__name__} has no way to forget a conversation")


def _stores(store: TrackerStore) -> list[TrackerStore]:
    if isinstance(store, FailSafeTrackerStore):
        return [store._tracker_store, store.fallback_tracker_store]  # it offers no other way to its primary
    return [store]
