"""The page's own sentences for families, read from `wording.yml` and refused when malformed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from web.errors import ChatError, WordingError

FILE = Path(__file__).resolve().parent / "wording.yml"


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """What a person is told when a request cannot be met."""

    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences with the settings' names already filled in."""

    consent_version: str
    notice: str
    greeting: str
    disclaimer: str
    deletion_pending: str
    canary_danger: str
    canary_question: str
    problems: Mapping[str, ProblemWords]


def load_wording(file: Path = FILE, *, service_name: str, cover_hours: str | None) -> Wording:
    """Read and fill the sentences; raises `WordingError` naming file and key."""
    values = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(values, dict):
        raise WordingError(f"{file.name}: expected names with sentences.")
    hours = values.pop("with_cover_hours" if cover_hours else "without_cover_hours", None)
    values.pop("without_cover_hours" if cover_hours else "with_cover_hours", None)
    if not isinstance(hours, str):
        raise WordingError(f"{file.name}: with_cover_hours and without_cover_hours: a sentence is missing.")
    problems = values.pop("problems", None)
    names = {field.name for field in fields(Wording)} - {"problems"}
    if differing := names ^ set(values):
        raise WordingError(f"{file.name}: {', '.join(sorted(differing))}: missing or unknown.")
    fill = {"service_name": service_name, "cover": hours.strip().replace("{cover_hours}", cover_hours or "")}
    return Wording(
        **{name: _filled(file, name, values[name], fill) for name in names},
        problems=_problems(file, problems, fill),
    )


def _problems(file: Path, values: Any, fill: Mapping[str, str]) -> Mapping[str, ProblemWords]:
    needed = {"not_found", "not_allowed", "not_ready"} | {each.name for each in _all_errors(ChatError)}
    if not isinstance(values, dict) or set(values) != needed:
        differing = needed ^ set(values if isinstance(values, dict) else ())
        raise WordingError(f"{file.name}: problems: {', '.join(sorted(differing))}: missing or unknown.")
    words = {}
    for name, each in values.items():
        if not isinstance(each, dict) or set(each) != {"title", "detail"}:
            raise WordingError(f"{file.name}: problems: {name}: needs title and detail.")
        place = f"problems: {name}"
        words[name] = ProblemWords(**{key: _filled(file, place, text, fill) for key, text in each.items()})
    return words


def _all_errors(kind: type[ChatError]) -> set[type[ChatError]]:
    return {kind}.union(*(_all_errors(each) for each in kind.__subclasses__()))


def _filled(file: Path, name: str, text: Any, fill: Mapping[str, str]) -> str:
    if not isinstance(text, str) or not text.strip():
        raise WordingError(f"{file.name}: {name}: a sentence is missing.")
    try:
        return text.strip().format(**fill)
    except (KeyError, IndexError, ValueError) as error:
        raise WordingError(f"{file.name}: {name}: {error}: only {', '.join(fill)} can be filled in.") from None
