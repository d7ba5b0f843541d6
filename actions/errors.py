"""What can go wrong in `actions`, named for what the caller will do about it."""


class ActionsError(Exception):
    """Base of all errors of this package; the message is meant for a maintainer."""


class ServicesNotLoaded(ActionsError):
    """An action ran before the process loaded its services. Call `services.load` first."""


class CuesError(ActionsError):
    """The file of cues is malformed; the message names file and key. Mend the file."""
