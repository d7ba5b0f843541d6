"""A conversation can be erased from wherever Rasa keeps it."""

import asyncio

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, MongoTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components import tracker_store
from bot.components.tracker_store import FamilyTrackerStore, forget

PLANTED = "my neighbour Zebulon sings at night"


def talk(conversation_id, **metadata):
    return DialogueStateTracker.from_events(conversation_id, [UserUttered(PLANTED, metadata=metadata)])


@pytest.fixture
def database(tmp_path):
    return tmp_path / "new" / "trackers.db"


@pytest.fixture
def store(database):
    return FamilyTrackerStore(db=str(database), domain=Domain.empty())


def test_what_is_forgotten_is_gone_from_the_file_and_the_rest_stays(store, database):
    asyncio.run(store.save(talk("one")))
    asyncio.run(store.save(talk("two")))
    assert PLANTED.encode() in database.read_bytes()

    forget(FailSafeTrackerStore(store), "one")
    assert list(asyncio.run(store.keys())) == ["two"]

    forget(FailSafeTrackerStore(store), "two")
    assert PLANTED.encode() not in database.read_bytes()


def test_a_conversation_whose_storing_was_declined_never_reaches_the_file(store, database):
    asyncio.run(store.save(talk("unkept", store=False)))

    held = asyncio.run(store.retrieve("unkept"))
    assert [event.text for event in held.events if isinstance(event, UserUttered)] == [PLANTED]
    assert len(asyncio.run(store.retrieve_full_tracker("unkept")).events) == len(held.events)
    assert PLANTED.encode() not in database.read_bytes()

    forget(store, "unkept")
    assert asyncio.run(store.retrieve("unkept")) is None


def test_memory_holds_only_so_many_unkept_conversations(store, monkeypatch):
    monkeypatch.setattr(tracker_store, "MOST_UNKEPT", 2)
    for name in ("first", "second", "third"):
        asyncio.run(store.save(talk(name, store=False)))

    assert asyncio.run(store.retrieve("first")) is None
    assert asyncio.run(store.retrieve("third")) is not None


def test_the_store_that_stands_in_for_a_failing_one_forgets_too(store):
    safe = FailSafeTrackerStore(store)
    asyncio.run(safe.fallback_tracker_store.save(talk("one")))

    forget(safe, "one")

    assert list(asyncio.run(safe.fallback_tracker_store.keys())) == []


def test_an_unknown_conversation_is_no_error(store):
    forget(store, "never seen")
    forget(InMemoryTrackerStore(Domain.empty()), "never seen")


def test_a_store_without_a_way_to_forget_is_refused():
    with pytest.raises(TypeError, match="MongoTrackerStore"):
        forget(MongoTrackerStore.__new__(MongoTrackerStore), "one")
