"""The web process's settings: environment variables or `.env`, read once, refused with one sentence."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from limits import parse_many
from pydantic import Field, StringConstraints, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.urgency import Contacts
from web.errors import SettingsRefused
from web.secret_files import kept_secret

ROOT = Path(__file__).resolve().parent.parent
Country = Annotated[str, StringConstraints(pattern="^[A-Za-z]{2}$", to_upper=True)]
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """Every setting of the web process; `docs/settings.md` explains each. Frozen; paths are absolute."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True, hide_input_in_errors=True
    )

    app_env: Literal["development", "production"] = "development"
    var_dir: Path = ROOT / "var"
    web_host: str = "127.0.0.1"
    web_port: Port = 8000
    web_workers: Annotated[int, Field(ge=1, le=64)] = 1
    web_threads: Annotated[int, Field(ge=4, le=256)] = 16
    trusted_proxies: Annotated[int, Field(ge=0, le=8)] = 0
    chat_rate_limit: str = "60 per minute; 1000 per hour"
    conversation_days: Annotated[int, Field(ge=1, le=365)] = 14
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 30
    database_url: str = ""
    redis_url: str = ""
    secret_key: str = ""
    rasa_channel_secret: str = ""
    rasa_port: Port = 5005
    rasa_url: str = ""
    service_name: str = "CancerFax"
    centre_name: str | None = None
    centre_phone: str | None = None
    default_country: Country | None = None
    cover_hours: str | None = None
    show_unreviewed: bool = True
    clinical_sign_off: str | None = None
    clinical_sign_off_date: date | None = None

    @field_validator("var_dir")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        return folder.expanduser().absolute()

    @field_validator("chat_rate_limit")
    @classmethod
    def _readable_limit(cls, limit: str) -> str:
        if not parse_many(limit):
            raise ValueError("not a rate limit, such as 60 per minute")
        return limit

    @model_validator(mode="before")
    @classmethod
    def _strip(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {key: value.strip() if isinstance(value, str) else value for key, value in values.items()}

    @model_validator(mode="after")
    def _production_is_whole(self) -> Self:
        if self.app_env != "production":
            return self
        needed = ("centre_phone", "clinical_sign_off", "clinical_sign_off_date", "secret_key", "rasa_channel_secret")
        missing = [name.upper() for name in needed if not getattr(self, name)]
        if missing:
            raise ValueError(f"APP_ENV=production also needs {', '.join(missing)}")
        if self.clinical_sign_off_date and self.clinical_sign_off_date > date.today():
            raise ValueError("CLINICAL_SIGN_OFF_DATE lies in the future")
        return self

    @property
    def demonstration(self) -> bool:
        """Whether every page must say that it is not for real patients."""
        return self.app_env != "production"

    @property
    def contacts(self) -> Contacts:
        """Whom a family can call."""
        return Contacts(self.service_name, self.centre_name, self.centre_phone, self.default_country)

    @property
    def transcripts_url(self) -> str:
        """The database of the transcripts, in SQLAlchemy's form; a SQLite file under `VAR_DIR` by default."""
        return self.database_url or f"sqlite:///{self.var_dir / 'transcripts.sqlite3'}"

    @property
    def rasa_base_url(self) -> str:
        """Where Rasa listens."""
        return (self.rasa_url or f"http://127.0.0.1:{self.rasa_port}").rstrip("/")


def load_settings(**given: Any) -> Settings:
    """The settings of this process, with both secrets made and kept under `VAR_DIR` where they were not given.

    Raises:
        SettingsRefused: one sentence naming every setting that is missing or cannot be used.
    """
    try:
        settings = Settings(**given)
    except ValidationError as error:
        problems = "; ".join(_problem(each) for each in error.errors(include_input=False, include_url=False))
        raise SettingsRefused(f"The web process cannot start with these settings: {problems}.") from None
    made = {
        name: kept_secret(settings.var_dir, name)
        for name in ("secret_key", "rasa_channel_secret")
        if not getattr(settings, name)
    }
    return settings.model_copy(update=made)


def _problem(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"]).upper()
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
