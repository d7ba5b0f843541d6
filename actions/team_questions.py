"""The questions that a family keeps for the care team, in its own words and newest last."""

import re

from rasa_sdk import Tracker

SLOT = "team_questions"
MOST_QUESTIONS = 20
_LONGEST = 300  # characters; so the whole list stays well under what web shows in one reply


def kept_questions(tracker: Tracker) -> list[str]:
    """Return the questions kept so far."""
    return list(tracker.get_slot(SLOT) or ())


def in_one_line(text: str) -> str:
    """Return a question as it is kept: one line, cut after a whole word where it is far too long."""
    # Rasa takes "0[" in a finished reply for a placeholder that it failed to fill.
    line = " ".join(text.split()).replace("0[", "0 [")
    if len(line) <= _LONGEST:
        return line
    cut = line[: _LONGEST - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def is_kept(question: str, questions: list[str]) -> bool:
    """Whether a question is on the list already."""
    return any(same_words(question, each) for each in questions)


def same_words(one: str, other: str) -> bool:
    """Whether two messages are the same but for case, spaces and marks."""
    return _plain(one) == _plain(other)


def numbered(questions: list[str]) -> str:
    """Return the list as it is shown, one question a line."""
    return "\n".join(f"{number}. {each}" for number, each in enumerate(questions, start=1))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())) or text
