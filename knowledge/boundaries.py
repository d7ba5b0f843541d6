"""The questions that the guide does not answer, and what is said instead: data in `boundaries/`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import GuideError
from knowledge.outcomes import Outcome

_OUTCOMES = (Outcome.CARE_TEAM, Outcome.NOT_IN_GUIDE)
_TONES = ("near", "far", "tender")
_NEEDED, _OPTIONAL = {"id", "outcome", "asks"}, {"tone", "whom", "about"}


@dataclass(frozen=True, slots=True)
class Boundary:
    """A kind of question that ends in the same outcome whatever the guide holds.

    `tone`: near to the guide's matter, far from it, or tender where someone may be hurting. `whom`: who can answer,
    as the end of "Please ask …". `about`: ids of passages that say what holds in general, the nearest of which may
    stand before the reply.
    """

    id: str
    outcome: Outcome
    asks: tuple[str, ...]
    tone: str = "near"
    whom: str = "the care team"
    about: tuple[str, ...] = ()


def load_boundaries(folder: Path) -> tuple[Boundary, ...]:
    """Read every file of boundaries, in the order of the file names.

    Raises:
        GuideError: something is malformed; the message names file, id and key.
    """
    boundaries = tuple(boundary for file in sorted(folder.glob("*.yml")) for boundary in _read(file))
    if not boundaries:
        raise GuideError(f"{folder}: no boundaries are here.")
    ids = [each.id for each in boundaries]
    if repeated := {each for each in ids if ids.count(each) > 1}:
        raise GuideError(f"{folder.name}: id {sorted(repeated)[0]!r} stands twice.")
    return boundaries


def _read(file: Path) -> list[Boundary]:
    try:
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise GuideError(f"{file.name}: not valid YAML: {error}") from error
    if not isinstance(entries, list):
        raise GuideError(f"{file.name}: expected a list.")
    return [_boundary(file, entry) for entry in entries]


def _boundary(file: Path, entry: Any) -> Boundary:
    if not isinstance(entry, dict) or not _NEEDED <= set(entry) <= _NEEDED | _OPTIONAL:
        raise GuideError(f"{file.name}: {entry!r:.60}: expected id, outcome, asks and perhaps tone, whom, about.")
    where = f"{file.name}: {entry['id']}"
    if entry["outcome"] not in _OUTCOMES:
        raise GuideError(f"{where}: outcome: {entry['outcome']!r} is not one of {', '.join(_OUTCOMES)}.")
    if entry.get("tone", "near") not in _TONES:
        raise GuideError(f"{where}: tone: {entry['tone']!r} is not one of {', '.join(_TONES)}.")
    for key in ("asks", "about"):
        values = entry.get(key, [])
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise GuideError(f"{where}: {key}: expected a list of texts.")
    if not entry["asks"]:
        raise GuideError(f"{where}: asks: expected a list of questions.")
    return Boundary(
        id=str(entry["id"]),
        outcome=Outcome(entry["outcome"]),
        asks=tuple(entry["asks"]),
        tone=str(entry.get("tone", "near")),
        whom=str(entry.get("whom", "the care team")),
        about=tuple(entry.get("about", [])),
    )
