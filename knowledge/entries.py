"""What the index holds: each passage and each boundary with all the texts by which it can be found."""

import hashlib
import json
from dataclasses import dataclass

from knowledge.boundaries import Boundary
from knowledge.passages import Guide, Passage


@dataclass(frozen=True, slots=True)
class Entry:
    """Something a question can be near to: a passage, or a boundary that the guide does not cross."""

    target: Passage | Boundary
    texts: tuple[str, ...]


def entries_of(guide: Guide, boundaries: tuple[Boundary, ...]) -> tuple[Entry, ...]:
    """The guide's passages in reading order, then the boundaries."""
    passages = (Entry(each, (each.title, each.text, *each.sentences, *each.asks)) for each in guide.passages)
    return (*passages, *(Entry(each, each.asks) for each in boundaries))


def digest_of(entries: tuple[Entry, ...]) -> str:
    """SHA-256 over ids and texts, in order."""
    content = [(entry.target.id, entry.texts) for entry in entries]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
