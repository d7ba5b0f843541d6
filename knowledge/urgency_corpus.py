"""The labelled messages on which the reading of danger signs is trained, tuned and measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.urgency import FirstCall, RulesError, Tier
from knowledge.urgency.rules import FOLDER

PARTS = ("training", "tuning", "locked")
EXPECTED = ("urgent", "advise", "conditional", "none")
_NEEDED = {"id", "text", "expect", "style"}
_ALLOWED = _NEEDED | {"signs", "tier", "first"}


@dataclass(frozen=True)
class Message:
    """One labelled message. `expect` is one of EXPECTED; tier and first call are given for reports."""

    id: str
    text: str
    expect: str
    style: str
    signs: tuple[str, ...] = ()
    tier: Tier | None = None
    first: FirstCall | None = None

    @property
    def is_report(self) -> bool:
        """Whether the message reports a sign that is happening, red or amber."""
        return self.expect in ("urgent", "advise")


def messages(part: str, folder: Path = FOLDER / "corpus") -> tuple[Message, ...]:
    """Return the messages of a part, by file and place; raise RulesError naming file, id and key."""
    found: list[Message] = []
    for file in sorted((folder / part).glob("*.yml")):
        found.extend(_listed(f"corpus/{part}/{file.name}", _content(file)))
    if not found:
        raise RulesError(f"corpus/{part}: no messages")
    seen: set[str] = set()
    for message in found:
        if message.id in seen:
            raise RulesError(f"corpus/{part}: {message.id}: id: used twice")
        seen.add(message.id)
    return tuple(found)


def _content(file: Path) -> Any:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RulesError(f"corpus/{file.parent.name}/{file.name}: unreadable: {type(error).__name__}") from error


def _listed(name: str, content: Any) -> Iterator[Message]:
    if not isinstance(content, list):
        raise RulesError(f"{name}: a list of messages is expected")
    for place, entry in enumerate(content):
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise RulesError(f"{name}: message {place + 1}: id: missing")
        yield _message(f"{name}: {entry['id']}", entry)


def _message(where: str, entry: dict[str, Any]) -> Message:
    wrong = (set(entry) - _ALLOWED) or (_NEEDED - set(entry))
    if wrong:
        raise RulesError(f"{where}: {min(wrong)}: missing or unknown key")
    if entry["expect"] not in EXPECTED:
        raise RulesError(f"{where}: expect: one of {', '.join(EXPECTED)}")
    for key in ("text", "style"):
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise RulesError(f"{where}: {key}: a text is expected")
    named = entry.get("signs", [])
    if not isinstance(named, list) or not all(isinstance(sign, str) for sign in named):
        raise RulesError(f"{where}: signs: a list of sign ids is expected")
    try:
        tier = Tier(entry["tier"]) if "tier" in entry else None
        first = FirstCall(entry["first"]) if "first" in entry else None
    except ValueError as error:
        raise RulesError(f"{where}: tier or first: unknown value") from error
    return Message(entry["id"], entry["text"], entry["expect"], entry["style"], tuple(named), tier, first)
