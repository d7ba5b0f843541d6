"""The settings of the action server, read once from environment variables or `.env`."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _none_if_empty(value: object) -> object:
    return value or None


class ActionsSettings(BaseSettings):
    """Where the action server listens, and which country a bare phone number is read for."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    host: str = Field(default="127.0.0.1", validation_alias="SANIC_HOST")
    port: int = Field(default=5055, validation_alias="ACTIONS_PORT", gt=0, lt=65536)
    default_country: Annotated[str | None, BeforeValidator(_none_if_empty)] = Field(
        default=None, validation_alias="DEFAULT_COUNTRY", pattern="^[A-Za-z]{2}$"
    )
