"""The glossary: what a single word means, one short passage a word, read from one file and refused where malformed."""

import functools
import json
import re
from pathlib import Path
from typing import Any

import jsonschema

from knowledge.errors import GuideError
from knowledge.section_file import (
    SectionFile,
    check_sources,
    check_text,
    checked_asks,
    read_mapping,
    section_schema,
)

GLOSSARY_FILE = "glossary.yml"
GLOSSARY_SECTION = "glossary"
_TITLE = "Plain words"
_ORDER = 1000  # behind every section
_MOST_WORDS = 49
_MOST_SENTENCES = 3
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_SCHEMA = Path(__file__).resolve().parent / "schemas" / "glossary.json"


def read_glossary(folder: Path) -> SectionFile | None:
    """Read a guide's glossary as one more section, or nothing where the guide has none.

    Each alias is an ask too.

    Raises:
        GuideError: something is malformed; the message names file, id and key.
    """
    file = folder / GLOSSARY_FILE
    if not file.exists():
        return None
    content = read_mapping(file)
    _validate(content)
    entries: dict[str, dict[str, Any]] = {}
    for entry in content["entries"]:
        if entry["id"] in entries:
            raise GuideError(f"{GLOSSARY_FILE}: {entry['id']}: id: it stands over two words.")
        entries[entry["id"]] = entry
    provenance = read_mapping(folder / "provenance.yml")
    for entry_id, entry in entries.items():
        _check(f"{GLOSSARY_FILE}: {entry_id}", entry, provenance)
    return SectionFile(
        file=GLOSSARY_FILE,
        id=GLOSSARY_SECTION,
        title=_TITLE,
        order=_ORDER,
        review=content["review"],
        about={each: _about(entry) for each, entry in entries.items()},
        texts={each: (_question(entry["term"]), " ".join(entry["text"].split())) for each, entry in entries.items()},
        asks={each: _asks(f"{GLOSSARY_FILE}: {each}", entry) for each, entry in entries.items()},
    )


def _validate(content: dict[str, Any]) -> None:
    as_json = json.loads(json.dumps(content, default=str))  # YAML reads 2026-11-20 as a date
    errors = sorted(jsonschema.Draft7Validator(_schema()).iter_errors(as_json), key=lambda each: list(each.path))
    if errors:
        raise GuideError(f"{GLOSSARY_FILE}: {_place(as_json, list(errors[0].path))}: {errors[0].message}")


def _place(content: dict[str, Any], path: list[str | int]) -> str:
    """Where an error lies, an entry by its id rather than its number where it has one."""
    if len(path) > 1 and path[0] == "entries":
        entry = content["entries"][path[1]]
        named = entry.get("id") if isinstance(entry, dict) else None
        path = [named or f"entry {int(path[1]) + 1}", *path[2:]]
    return ": ".join(map(str, path)) or "file"


def _check(where: str, entry: dict[str, Any], provenance: dict[str, Any]) -> None:
    check_text(where, entry["text"].strip(), _MOST_WORDS)
    sentences = len(_SENTENCE_END.findall(entry["text"]))
    if sentences > _MOST_SENTENCES:
        raise GuideError(f"{where}: text: {sentences} sentences; at most {_MOST_SENTENCES} are allowed.")
    check_sources(where, entry["sources"], provenance)


def _about(entry: dict[str, Any]) -> dict[str, Any]:
    about = {"setting": "any", "therapy": "any", "never_with_urgent": False, "sources": entry["sources"]}
    return {**about, "review": entry["review"]} if "review" in entry else about


def _question(word: str) -> str:
    return f'What does "{word}" mean?'


def _asks(where: str, entry: dict[str, Any]) -> tuple[str, ...]:
    """The asks as written, then one for each alias that none of them asks for in the same words."""
    asks = checked_asks(where, entry["asks"])
    asked = {_words(ask) for ask in asks}
    return (*asks, *(ask for alias in entry["aliases"] if _words(ask := _question(alias)) not in asked))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


@functools.cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return {**schema, "definitions": section_schema()["definitions"]}
