"""The navigator's console: sign in, read transcripts in order of urgency, mark them reviewed."""

from web.console.views import blueprint

__all__ = ["blueprint"]
