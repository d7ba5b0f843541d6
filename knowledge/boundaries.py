"""The questions that the guide does not answer, and what is said instead: data in `boundaries.yml`."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.errors import GuideError
from knowledge.outcomes import Outcome

_OUTCOMES = (Outcome.CARE_TEAM, Outcome.NOT_IN_GUIDE)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A kind of question that ends in the same outcome whatever the guide holds."""

    id: str
    outcome: Outcome
    asks: tuple[str, ...]


def load_boundaries(file: Path) -> tuple[Boundary, ...]:
    """Read the boundaries.

    Raises:
        GuideError: something is malformed; the message names file, id and key.
    """
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(entries, list):
        raise GuideError(f"{file.name}: expected a list.")
    boundaries = tuple(_boundary(file, entry) for entry in entries)
    ids = [each.id for each in boundaries]
    if repeated := {each for each in ids if ids.count(each) > 1}:
        raise GuideError(f"{file.name}: id {sorted(repeated)[0]!r} stands twice.")
    return boundaries


def _boundary(file: Path, entry: object) -> Boundary:
    if not isinstance(entry, dict) or set(entry) != {"id", "outcome", "asks"}:
        raise GuideError(f"{file.name}: {entry!r:.60}: expected exactly id, outcome and asks.")
    where = f"{file.name}: {entry['id']}"
    if entry["outcome"] not in _OUTCOMES:
        raise GuideError(f"{where}: outcome: {entry['outcome']!r} is not one of {', '.join(_OUTCOMES)}.")
    if not isinstance(entry["asks"], list) or not entry["asks"]:
        raise GuideError(f"{where}: asks: expected a list of questions.")
    return Boundary(str(entry["id"]), Outcome(entry["outcome"]), tuple(map(str, entry["asks"])))
