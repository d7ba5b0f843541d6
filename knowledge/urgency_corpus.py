"""The labelled messages on which the reading of danger signs is trained, tuned and measured.

A file is a list of blocks; the texts of a block share its labels:

    - expect: urgent             # one of EXPECTED
      style: indirect            # how it is said, or what else it is
      signs: [confusion]         # ids of signs.yml, where the message names any
      tier: R                    # tier and first call: for urgent messages
      first: care_team
      language: es               # only where it is not English
      texts: ["…", "…"]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.urgency import FirstCall, RulesError, Tier
from knowledge.urgency.rules import FOLDER, signs

PARTS = ("training", "tuning", "locked")
EXPECTED = ("urgent", "advise", "conditional", "none")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NEEDED = {"expect", "style", "texts"}
_ALLOWED = _NEEDED | {"signs", "tier", "first", "language"}


@dataclass(frozen=True)
class Message:
    """One labelled message. `expect` is one of EXPECTED; tier and first call are given for urgent ones."""

    id: str
    text: str
    expect: str
    style: str
    signs: tuple[str, ...] = ()
    tier: Tier | None = None
    first: FirstCall | None = None
    language: str = "en"

    @property
    def is_report(self) -> bool:
        """Whether the message reports a sign that is happening, red or amber."""
        return self.expect in ("urgent", "advise")


def messages(part: str, folder: Path = FOLDER / "corpus") -> tuple[Message, ...]:
    """Return the messages of a part, by file and place; raise RulesError naming file, block and key."""
    found = [message for file in sorted((folder / part).glob("*.yml")) for message in _listed(part, file)]
    if not found:
        raise RulesError(f"corpus/{part}: no messages")
    return tuple(found)


def _listed(part: str, file: Path) -> Iterator[Message]:
    name = f"corpus/{part}/{file.name}"
    try:
        blocks = yaml.load(file.read_bytes(), Loader=_LOADER)  # noqa: S506 - a safe loader, the fast one where it is
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RulesError(f"{name}: unreadable: {type(error).__name__}") from error
    if not isinstance(blocks, list):
        raise RulesError(f"{name}: a list of blocks is expected")
    number = 0
    for place, block in enumerate(blocks, start=1):
        where = f"{name}: block {place}"
        labels = _labels(where, block)
        for text in block["texts"]:
            number += 1
            if not isinstance(text, str) or not text.strip():
                raise RulesError(f"{where}: texts: a text is expected")
            yield Message(f"{file.stem}-{number:04d}", text, **labels)


def _labels(where: str, block: Any) -> dict[str, Any]:
    if not isinstance(block, dict):
        raise RulesError(f"{where}: a mapping is expected")
    wrong = (set(block) - _ALLOWED) or (_NEEDED - set(block))
    if wrong:
        raise RulesError(f"{where}: {min(wrong)}: missing or unknown key")
    if block["expect"] not in EXPECTED:
        raise RulesError(f"{where}: expect: one of {', '.join(EXPECTED)}")
    if not isinstance(block["texts"], list) or not block["texts"]:
        raise RulesError(f"{where}: texts: a list is expected")
    named = block.get("signs", [])
    unknown = [sign for sign in named if sign not in signs().by_id]
    if unknown:
        raise RulesError(f"{where}: signs: {unknown[0]!r} is no sign of signs.yml")
    try:
        tier = Tier(block["tier"]) if "tier" in block else None
        first = FirstCall(block["first"]) if "first" in block else None
    except ValueError as error:
        raise RulesError(f"{where}: tier or first: unknown value") from error
    return {
        "expect": block["expect"],
        "style": str(block["style"]),
        "signs": tuple(named),
        "tier": tier,
        "first": first,
        "language": str(block.get("language", "en")),
    }
