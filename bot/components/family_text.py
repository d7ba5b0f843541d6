"""Make what a family typed safe to hand to Rasa. Knows nothing of Rasa."""

import unicodedata

MOST_CHARACTERS = 2_000
TYPED_SLASH = "\N{FRACTION SLASH}"  # looks like the slash that was typed, and is no command to Rasa


def clean(text: str) -> str:
    """Drop control characters and half surrogates, cut to 2,000 characters, disarm a leading slash.

    Rasa reads "/restart" or "/urgent{…}" as a command; the first visible slash becomes another character.
    """
    kept = "".join(each for each in text if each in "\n\t" or unicodedata.category(each) not in {"Cc", "Cs"})
    kept = kept.strip()[:MOST_CHARACTERS].rstrip()
    return TYPED_SLASH + kept[1:] if kept.startswith("/") else kept


def is_typed_command(text: str) -> bool:
    """Whether the text began with a slash before it was cleaned."""
    return text.startswith(TYPED_SLASH)
