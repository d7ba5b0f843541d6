"""What an import did, for the person who goes on from here."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.importing.blocks import LeftOut
from knowledge.importing.checking import Check
from knowledge.importing.cutting import Draft
from knowledge.importing.repairing import Repair
from knowledge.importing.twins import DroppedHeading

_FEWEST_ASKS = 8
_LONGEST_QUOTE = 100


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was read, mended, dropped, written and left out, and what a person has to do."""

    file: str
    title: str
    sha256: str
    kind: str
    encoding: str
    folder: Path
    repairs: tuple[Repair, ...]
    dropped: tuple[DroppedHeading, ...]
    passages: tuple[Draft, ...]
    left_out: tuple[LeftOut, ...]
    to_check: tuple[Check, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What a maintainer must add before the guide's loader takes the drafts."""
        return (
            f"asks: each of the {len(self.passages)} passages has 1 question, its heading; "
            f"at least {_FEWEST_ASKS} different ones are needed, in families' own words",
            "setting, therapy, never_with_urgent: they stand at any, any and true until a person has decided",
            "order: stands at 99, the end of the guide",
            "review: stands at submitted; nobody with a clinical sign-off has approved the text",
        )

    def lines(self, whole: bool = False) -> tuple[str, ...]:
        """The report as lines to print; `whole` quotes what was left out to its end."""
        return tuple(self._lines(str if whole else _short))

    def _lines(self, quoted: Callable[[str], str]) -> Iterator[str]:
        words = sum(draft.words for draft in self.passages)
        yield f"{self.file}: {self.kind}, encoding {self.encoding}, SHA-256 {self.sha256}"
        yield f"Title: {self.title}"
        yield f"{len(self.passages)} draft passages, {words} words, written to {self.folder}"
        yield from _part(
            "Repairs", (f"{each.kind}: {each.count}, e.g. {each.before!r} -> {each.after!r}" for each in self.repairs)
        )
        yield from _part("Headings dropped", (f"{quoted(each.title)}: {quoted(each.reason)}" for each in self.dropped))
        yield from _part("Passages", (f"{each.id}: {each.words} words, {each.title}" for each in self.passages))
        kinds = Counter(each.kind for each in self.left_out)
        yield from _part("Left out", (f"{kind}: {count}" for kind, count in kinds.items()))
        yield from (f"    {each.kind}: {quoted(each.text)}" for each in self.left_out if each.text)
        yield from _part(
            "For a person to check", (f"{each.passage}: {each.kind}: {each.detail}" for each in self.to_check)
        )
        yield from _part("Missing before the guide's loader takes it", self.missing)


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    rows = [f"  {line}" for line in lines]
    if rows:
        yield from (f"{title}:", *rows)
    else:
        yield f"{title}: none"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 2]} …"
