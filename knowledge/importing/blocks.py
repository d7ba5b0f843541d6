"""What a document is made of once it is read: headings, paragraphs and list items, and what was left out."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph or list item, its white space made single."""

    kind: str  # heading | paragraph | item
    text: str
    level: int = 0  # of a heading: 1 is the highest


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the document that stands in no passage, and what it is."""

    kind: str
    text: str


@dataclass(slots=True)
class Blocks:
    """Gathers what a reader finds, in the order of the document."""

    found: list[Block] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, kind: str, text: str, level: int = 0) -> None:
        """Keep a text, unless it says nothing: no letter, no digit."""
        text = one_line(text)
        if says_something(text):
            self.found.append(Block(kind, text, level))

    def leave_out(self, kind: str, text: str) -> None:
        """Remember that this was seen and not taken, even if it has no words."""
        self.left_out.append(LeftOut(kind, one_line(text)))


def one_line(text: str) -> str:
    """The text with every run of white space made one space."""
    return " ".join(text.split())


def says_something(text: str) -> bool:
    """Whether a letter or a digit stands in the text."""
    return any(letter.isalnum() for letter in text)
