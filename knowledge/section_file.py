"""The guide's files: front matter, text under headings, and asks beside them, refused where malformed.

The format is described in docs/how-to/change-the-guide.md.
"""

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from knowledge.errors import GuideError

_MOST_WORDS = 90
_FEWEST_ASKS = 8
_HEADING = re.compile(r"^## (?P<title>.+?) \{#(?P<id>[a-z0-9-]+)\}$")
_SCHEMA = Path(__file__).resolve().parent / "schemas" / "section.json"


@dataclass(frozen=True, slots=True)
class SectionFile:
    """One section as its files hold it; every mapping is keyed by passage id, in reading order."""

    file: str
    id: str
    title: str
    order: int
    review: dict[str, Any]
    about: dict[str, dict[str, Any]]
    texts: dict[str, tuple[str, str]]  # title and text
    asks: dict[str, tuple[str, ...]]


def read_sections(folder: Path) -> list[SectionFile]:
    """Read every section of a guide, in the order of the file names.

    Raises:
        GuideError: something is malformed; the message names file, id and key.
    """
    files = sorted(folder.glob("*.md"))
    if not files:
        raise GuideError(f"{folder}: no section of the guide is here.")
    provenance = read_mapping(folder / "provenance.yml")
    return [_read_section(file, provenance) for file in files]


def _read_section(file: Path, provenance: dict[str, Any]) -> SectionFile:
    front, body = _split(file)
    _validate(file, front)
    if front["section"] != file.stem:
        raise GuideError(f"{file.name}: section: {front['section']!r} differs from the file's name.")
    texts = _texts(file, body)
    asks = read_mapping(file.parent / "asks" / f"{file.stem}.yml")
    for name, ids in {"front matter": front["passages"], f"asks/{file.stem}.yml": asks}.items():
        if differing := ", ".join(sorted(set(texts) ^ set(ids))):
            raise GuideError(f"{file.name}: passages: {differing}: in the {name} or the text, not in both.")
    for passage_id, (_, text) in texts.items():
        where = f"{file.name}: {passage_id}"
        check_text(where, text)
        check_sources(where, front["passages"][passage_id]["sources"], provenance)
    return SectionFile(
        file=file.name,
        id=front["section"],
        title=front["title"],
        order=front["order"],
        review=front["review"],
        about=front["passages"],
        texts=texts,
        asks={each: checked_asks(f"{file.name}: {each}", asks[each]) for each in texts},
    )


def _split(file: Path) -> tuple[dict[str, Any], str]:
    parts = file.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise GuideError(f"{file.name}: the file must begin with front matter between two lines of ---.")
    return _parse(file, parts[1]), parts[2]


def read_mapping(file: Path) -> dict[str, Any]:
    """Read a YAML file of names with values; raises `GuideError` naming the file."""
    if not file.exists():
        raise GuideError(f"{file.name}: the file is missing (looked for {file}).")
    return _parse(file, file.read_text(encoding="utf-8"))


def _parse(file: Path, text: str) -> dict[str, Any]:
    try:
        parsed = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise GuideError(f"{file.name}: not valid YAML: {error}") from error
    if not isinstance(parsed, dict):
        raise GuideError(f"{file.name}: expected names with values.")
    return parsed


def _validate(file: Path, front: dict[str, Any]) -> None:
    as_json = json.loads(json.dumps(front, default=str))  # YAML reads 2026-11-20 as a date
    errors = sorted(
        jsonschema.Draft7Validator(section_schema()).iter_errors(as_json), key=lambda each: list(map(str, each.path))
    )
    if errors:
        where = ": ".join(map(str, errors[0].path)) or "front matter"
        raise GuideError(f"{file.name}: {where}: {errors[0].message}")


def _texts(file: Path, body: str) -> dict[str, tuple[str, str]]:
    texts: dict[str, tuple[str, str]] = {}
    current: str | None = None
    for line in body.splitlines():
        if line.startswith("#"):
            heading = _HEADING.match(line.strip())
            if heading is None:
                raise GuideError(f"{file.name}: heading {line!r} is not of the form `## Title {{#passage-id}}`.")
            current = heading["id"]
            if current in texts:
                raise GuideError(f"{file.name}: {current}: the id stands over two passages.")
            texts[current] = (heading["title"], "")
        elif line.strip():
            if current is None:
                raise GuideError(f"{file.name}: text before the first heading: {line[:40]!r}.")
            title, text = texts[current]
            texts[current] = (title, f"{text} {line.strip()}".strip())
    return texts


def check_text(where: str, text: str, most_words: int = _MOST_WORDS) -> None:
    """Refuse a text that is empty, too long or cut off."""
    words = len(text.split())
    if not 0 < words <= most_words:
        raise GuideError(f"{where}: text: {words} words; 1 to {most_words} are allowed.")
    if not text.endswith((".", "!", "?")):
        raise GuideError(f"{where}: text: does not end with a whole sentence.")


def checked_asks(where: str, asks: Any) -> tuple[str, ...]:
    """The asks, if they are questions and enough of them differ; raises `GuideError`."""
    if not isinstance(asks, list) or not all(isinstance(ask, str) and ask.strip() for ask in asks):
        raise GuideError(f"{where}: asks: expected a list of questions.")
    distinct = {" ".join(ask.casefold().split()) for ask in asks}
    if len(distinct) < _FEWEST_ASKS:
        raise GuideError(f"{where}: asks: {len(distinct)} different questions; at least {_FEWEST_ASKS} are needed.")
    return tuple(asks)


def check_sources(where: str, sources: list[str], provenance: dict[str, Any]) -> None:
    """Refuse a source that does not begin with a key of provenance.yml."""
    for source in sources:
        if source.split(":", 1)[0] not in provenance:
            raise GuideError(f"{where}: sources: {source!r} does not begin with a key of provenance.yml.")


@functools.cache
def section_schema() -> dict[str, Any]:
    """The JSON schema of a section's front matter; its definitions serve the glossary too."""
    schema: dict[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return schema
