"""How many turns a sender may take. Asked in code, after the message has been read for danger."""

from flask import Flask
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address
from limits.errors import ConfigurationError

from web.errors import SettingsRefused, TooManyTurns
from web.settings import Settings

REDIS_SECONDS = 0.2


class TurnLimit:
    """Counts turns per sender's address, in Redis where one is set, else (or while it is away) in this process."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        """Count in `REDIS_URL` at `CHAT_RATE_LIMIT`; raises `SettingsRefused` where that cannot be done."""
        options = {"socket_connect_timeout": REDIS_SECONDS, "socket_timeout": REDIS_SECONDS}
        try:
            limiter = Limiter(
                get_remote_address,
                app=app,
                storage_uri=settings.redis_url or "memory://",
                storage_options=options if settings.redis_url else {},  # type: ignore[arg-type]  # fractions are fine
                in_memory_fallback_enabled=bool(settings.redis_url),
                swallow_errors=True,
            )
        except ConfigurationError as error:
            message = f"REDIS_URL cannot be used ({type(error).__name__}): is its driver installed?"
            raise SettingsRefused(message) from None
        self._count = limiter.limit(settings.chat_rate_limit)(_counted_turn)

    def count(self) -> None:
        """Count one turn of the present request's sender; raises `TooManyTurns`."""
        try:
            self._count()
        except RateLimitExceeded:
            raise TooManyTurns("rate limit") from None


def _counted_turn() -> None:
    """What the limiter wraps: it counts calls of a function."""
