"""Characters that were damaged on the way are mended: by ftfy, and by the small rules in `repairs.yml`."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import ftfy
import yaml

from knowledge.importing.errors import GuideImportError

_RULES = Path(__file__).resolve().parent / "repairs.yml"
_RULE_KEYS = {"id", "why", "pattern", "replacement", "example"}
_UNSEEN = re.compile(r"[^\S\n]|[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_EXAMPLE_SIDE = 12  # characters shown on each side of a repair
# Full-width signs belong to Chinese text, and entities to the parser of the document.
_FTFY = ftfy.TextFixerConfig(unescape_html=False, fix_character_width=False)
_FTFY_NAMES = {
    "uncurl_quotes": "curly quotes made straight",
    "fix_latin_ligatures": "ligatures spelt out",
    "normalize": "accents put together with their letters",
    "remove_control_chars": "control characters removed",
    "remove_terminal_escapes": "control characters removed",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A damage of one kind and how it is undone."""

    id: str
    pattern: re.Pattern[str]
    replacement: str
    example: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Repair:
    """How often one kind of repair was made, and the first time as an example."""

    kind: str
    count: int
    before: str
    after: str


class Repairer:
    """Mends text piece by piece and remembers what it did."""

    def __init__(self) -> None:  # noqa: D107 - the class says it
        self._made: dict[str, Repair] = {}

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What was mended so far, in the order of first meeting it."""
        return tuple(self._made.values())

    def repaired(self, text: str) -> str:
        """The text with damage undone, line by line, and with no character that cannot be seen."""
        return "\n".join(self._line(line) for line in re.split(r"\r\n|\r|\n", text))

    def _line(self, line: str) -> str:
        for rule in _rules():  # before ftfy, which would make the quotes straight that they look for
            line = rule.pattern.sub(functools.partial(self._apply, rule), line)
        fixed = ftfy.fix_and_explain(line, _FTFY)
        if fixed.text != line:
            for kind in dict.fromkeys(_kind(step) for step in fixed.explanation or ()):
                self._count(kind, *_around_difference(line, fixed.text))
        return _UNSEEN.sub(lambda found: " " if found[0].isspace() else "", fixed.text)

    def _apply(self, rule: Rule, found: re.Match[str]) -> str:
        left, right = _left(found.string, found.start()), found.string[found.end() : found.end() + _EXAMPLE_SIDE]
        self._count(rule.id, f"{left}{found[0]}{right}", f"{left}{rule.replacement}{right}")
        return rule.replacement

    def _count(self, kind: str, before: str, after: str) -> None:
        first = self._made.get(kind, Repair(kind, 0, before, after))
        self._made[kind] = Repair(kind, first.count + 1, first.before, first.after)


def load_rules(file: Path) -> tuple[Rule, ...]:
    """Read the repair rules.

    Raises:
        GuideImportError: a rule is malformed or fails its own example; the message names file, id and key.
    """
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(entries, list):
        raise GuideImportError(f"{file.name}: expected a list.")
    return tuple(_rule(file, entry) for entry in entries)


def _rule(file: Path, entry: object) -> Rule:
    if not isinstance(entry, dict) or set(entry) != _RULE_KEYS:
        raise GuideImportError(f"{file.name}: {entry!r:.60}: expected exactly {', '.join(sorted(_RULE_KEYS))}.")
    where = f"{file.name}: {entry['id']}"
    try:
        pattern = re.compile(entry["pattern"].replace("<?>", "[?\ufffd]"))
    except (re.error, AttributeError) as error:
        raise GuideImportError(f"{where}: pattern: {error}") from error
    if not isinstance(entry["example"], dict) or set(entry["example"]) != {"before", "after"}:
        raise GuideImportError(f"{where}: example: expected before and after.")
    before, after = entry["example"]["before"], entry["example"]["after"]
    if pattern.sub(lambda _: entry["replacement"], before) != after:
        raise GuideImportError(f"{where}: example: {before!r} does not become {after!r}.")
    return Rule(entry["id"], pattern, entry["replacement"], (before, after))


@functools.cache
def _rules() -> tuple[Rule, ...]:
    return load_rules(_RULES)


def _kind(step: ftfy.ExplanationStep) -> str:
    if step.action in ("encode", "decode", "transcode") or "utf8" in step.parameter or "a0" in step.parameter:
        return "double encoding undone"
    return _FTFY_NAMES.get(step.parameter, step.parameter.replace("_", " "))


def _left(text: str, end: int) -> str:
    return text[max(0, end - _EXAMPLE_SIDE) : end]


def _around_difference(before: str, after: str) -> tuple[str, str]:
    pairs = zip(before, after, strict=False)
    start = next((n for n, (old, new) in enumerate(pairs) if old != new), min(len(before), len(after)))
    around = slice(max(0, start - _EXAMPLE_SIDE), start + _EXAMPLE_SIDE)
    return before[around], after[around]
