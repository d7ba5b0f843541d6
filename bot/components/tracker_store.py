"""Where Rasa keeps its trackers: a database, from which a conversation can be erased."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore, TrackerStore


class FamilyTrackerStore(SQLTrackerStore):
    """Rasa's own SQL store, in a file or at any database address, with a way to forget a conversation."""

    def __init__(self, db: str, host: str | None = None, **kwargs: Any) -> None:
        """Open `db`: the path of an SQLite file, made if there is none, or an address such as postgresql://…"""
        if "://" not in db:
            Path(db).parent.mkdir(parents=True, exist_ok=True)
            db = f"sqlite:///{db}"
        super().__init__(host=db, **kwargs)  # Rasa takes a whole address in place of a host's name

    def forget(self, conversation_id: str) -> None:
        """Erase every event of a conversation; one that is not known is no error."""
        with self.session_scope() as session:
            if self.engine.dialect.name == "sqlite":
                session.connection().exec_driver_sql("PRAGMA secure_delete = ON")  # overwrite what is deleted
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == conversation_id).delete()
            session.commit()


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
