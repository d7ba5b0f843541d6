"""What can go wrong in `web`, named for what the caller will do about it."""


class WebError(Exception):
    """Base of all errors of this package."""


class SettingsRefused(WebError):
    """A setting is missing or cannot be used; the message is one sentence for whoever starts the process."""


class WordingError(WebError):
    """A file of sentences is malformed; the message names file and key."""


class NotFitToServe(WebError):
    """The start-up check failed; the message is one sentence for whoever starts the process."""


class ChatError(WebError):
    """The request cannot be met; `name` is the key of its title and detail in `wording.yml`."""

    name = "failed"
    status = 500


class InvalidRequest(ChatError):
    """The body or the query is not what the contract asks for; `fields` names the places, never their values."""

    name = "invalid"
    status = 400

    def __init__(self, *fields: str) -> None:
        """Name the fields that cannot be used."""
        super().__init__(", ".join(fields))
        self.fields = fields


class EmptyText(ChatError):
    """There is nothing to read in the message."""

    name = "empty_text"
    status = 400


class TextTooLong(ChatError):
    """The message is longer than what is read for danger as a whole, and neither its head nor its tail is urgent."""

    name = "too_long"
    status = 413


class TooManyTurns(ChatError):
    """The sender has used up the rate limit; never raised for an urgent message."""

    name = "too_many_turns"
    status = 429


class StillAnswering(ChatError):
    """The first sending of this turn is still being answered and no more threads may wait for it."""

    name = "still_answering"
    status = 503


class InvalidToken(ChatError):
    """The conversation token is missing, altered or expired."""

    name = "invalid_token"
    status = 401


class UnknownConversation(ChatError):
    """No conversation has this id, or it was deleted."""

    name = "unknown_conversation"
    status = 404


class UnknownTurn(ChatError):
    """The conversation has no stored turn with this id."""

    name = "unknown_turn"
    status = 404


class HiddenPassage(ChatError):
    """No passage has this id, or it is withdrawn or not shown at present."""

    name = "unknown_passage"
    status = 404


class StoreUnavailable(ChatError):
    """The database does not answer; turns go to the spool, everything else is tried again later."""

    name = "store_unavailable"
    status = 503


class RasaUnavailable(WebError):
    """Rasa gave nothing in time; the family is told so, with the care team's number."""


class RasaRubbish(RasaUnavailable):
    """Rasa gave something that does not say how the turn ended; shown to nobody."""


class WrongCredentials(WebError):
    """No active account has this name and password; which of the two was wrong is not told."""


class AccountLocked(WebError):
    """Too many wrong passwords; the account opens again by itself."""


class AccountRefused(WebError):
    """The account cannot be made; the message says why, for whoever typed the command."""
