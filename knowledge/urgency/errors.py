"""What can go wrong in the urgency reader, named for what the caller will do about it."""


class UrgencyError(Exception):
    """Anything this package raises on purpose."""


class RulesError(UrgencyError):
    """A data file (signs, cues, wording, numbers) is malformed; the message names file, id and key."""


class InvalidSituation(UrgencyError, ValueError):
    """A situation, contacts or verdict handed over from outside has an unknown key or value."""
