"""Read the answers to the form's questions. Knows nothing of Rasa."""

import functools
import re
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from actions.errors import CuesError
from actions.navigator_request import NO, YES

CUES = Path(__file__).with_name("form_cues.yml")
_LONGEST_NAME = 60
_MOST_NAME_WORDS = 6
_LONGEST_TIME = 200


@dataclass(frozen=True, slots=True)
class FormCues:
    """The words by which an answer is read; all in lower case."""

    questions_begin: tuple[str, ...]
    skips: tuple[str, ...]
    names_begin: tuple[str, ...]
    says_yes: tuple[str, ...]
    says_no: tuple[str, ...]
    denies: tuple[str, ...]


def load_cues(path: Path = CUES) -> FormCues:
    """Read the cues; raises CuesError naming file and key."""
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    names = {field.name for field in fields(FormCues)}
    if not isinstance(values, dict) or set(values) != names:
        raise CuesError(f"{path.name}: the keys must be {', '.join(sorted(names))}")
    for key, phrases in values.items():
        if not isinstance(phrases, list) or not all(isinstance(each, str) and each for each in phrases):
            raise CuesError(f"{path.name}: {key}: a list of words is needed (quote yes and no)")
    return FormCues(**{key: tuple(phrases) for key, phrases in values.items()})


def is_question(text: str) -> bool:
    """Whether an answer is a question of the family's own."""
    return text.rstrip().endswith("?") or _begins_with(text, _cues().questions_begin) is not None


def read_name(text: str) -> str | None:
    """Return the name, "" when it is kept back, or None when there is none to be read."""
    if _plain(text) in _cues().skips:
        return ""
    lead = _begins_with(text, _cues().names_begin)
    name = " ".join(text.split()[len(lead.split()) if lead else 0 :]).strip(" .,;:!")
    looks_like_one = name and len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_NAME_WORDS
    return name if looks_like_one and re.search(r"[^\W\d_]", name) and not re.search(r"[\d@]", name) else None


def read_time(text: str) -> str | None:
    """Return when the family can be reached, in its own words, or None when that is nothing or far too long."""
    time = " ".join(text.split())
    return time if time and len(time) <= _LONGEST_TIME else None


def read_consent(text: str) -> str | None:
    """Return "yes" or "no", or None when it says both or neither."""
    agrees = _begins_with(text, _cues().says_yes) is not None
    refuses = _begins_with(text, _cues().says_no) is not None or bool(set(_plain(text).split()) & set(_cues().denies))
    if agrees == refuses:
        return None
    return YES if agrees else NO


@functools.cache
def _cues() -> FormCues:
    return load_cues()


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w'\s-]", " ", text.lower().replace("’", "'")).split())


def _begins_with(text: str, phrases: tuple[str, ...]) -> str | None:
    """Return the longest phrase, in whole words, that the text begins with."""
    plain = f"{_plain(text)} "
    return max((each for each in phrases if plain.startswith(f"{each} ")), key=len, default=None)
