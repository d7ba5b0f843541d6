"""Bring a family's words to the guide's words before searching: abbreviations, everyday names, slips of the key."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from knowledge.errors import GuideError
from knowledge.urgency.repair import repaired

WORDS_FILE = Path(__file__).resolve().parent / "words.yml"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHORTEST_MEDICINE = 7  # letters; a shorter slip is near to too many names
_LIKE_A_MEDICINE = 80  # of 100


@dataclass(frozen=True, slots=True)
class Words:
    """The content of `words.yml`."""

    meant: dict[str, str]
    medicines: frozenset[str]


def load_words(file: Path = WORDS_FILE) -> Words:
    """Read the words.

    Raises:
        GuideError: something is malformed; the message names file and key.
    """
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise GuideError(f"{file.name}: not valid YAML: {error}") from error
    if not isinstance(content, dict) or set(content) != {"meant", "medicines"}:
        raise GuideError(f"{file.name}: expected exactly meant and medicines.")
    meant = content["meant"]
    if not isinstance(meant, dict) or not all(isinstance(each, str) for pair in meant.items() for each in pair):
        raise GuideError(f"{file.name}: meant: expected texts with texts.")
    if not isinstance(content["medicines"], str):
        raise GuideError(f"{file.name}: medicines: expected names with spaces between.")
    return Words(meant, frozenset(content["medicines"].split()))


class Normaliser:
    """Knows the words of a guide and how families write them."""

    def __init__(self, texts: Iterable[str], words: Words) -> None:
        """Take every text of the guide, asks included: each of their words stays as it is."""
        known = {word for text in texts for word in _WORD.findall(text.casefold())}
        self._known = known | words.medicines | set(" ".join(words.meant).split())
        self._medicines = sorted(words.medicines)
        self._meant = words.meant
        phrases = "|".join(re.escape(each) for each in sorted(words.meant, key=len, reverse=True))
        self._phrase = re.compile(rf"(?<![\w-])(?:{phrases})(?![\w-])")

    def __call__(self, text: str) -> str:
        """The text in small letters, its slips mended and everyday names put into the guide's words."""
        mended = _WORD.sub(lambda match: self._mended(match[0]), text.casefold().replace("’", "'"))
        return self._phrase.sub(lambda match: self._meant[match[0]], mended)

    def _mended(self, word: str) -> str:
        """The word that was meant; the name of a medicine is never taken for a slip of another one."""
        if word in self._known:
            return word
        if len(word) >= _SHORTEST_MEDICINE:
            near = process.extractOne(word, self._medicines, scorer=fuzz.ratio, score_cutoff=_LIKE_A_MEDICINE)
            if near:
                return near[0]
        return repaired(word)
