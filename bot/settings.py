"""The settings that the assistant's own components read, once, from environment variables."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.urgency import Contacts


@dataclass(frozen=True)
class BotSettings:
    """Whom an urgent reply names when Rasa renders it itself."""

    contacts: Contacts

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "BotSettings":
        """Read `SERVICE_NAME`, `CENTRE_NAME`, `CENTRE_PHONE` and `DEFAULT_COUNTRY`; none is required."""
        return cls(
            Contacts(
                service_name=environ.get("SERVICE_NAME") or "CancerFax",
                centre_name=environ.get("CENTRE_NAME") or None,
                centre_phone=environ.get("CENTRE_PHONE") or None,
                default_country=environ.get("DEFAULT_COUNTRY") or None,
            )
        )


def load_settings() -> BotSettings:
    """Settings of this process; Rasa gives a component no other way to its environment."""
    return BotSettings.from_env(os.environ)
