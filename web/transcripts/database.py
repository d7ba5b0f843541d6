"""The connection to the database: short transactions, time limits, and the schema brought up to date."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from web.errors import SettingsRefused, StoreUnavailable

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
BUSY_SECONDS = 2
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    f"busy_timeout={BUSY_SECONDS * 1000}",
)


class Database:
    """One database. A SQLite file brings its own schema up to date at first use; others by `flask db upgrade`."""

    def __init__(self, url: str) -> None:
        """Connect at first use; raises `SettingsRefused` for a URL that cannot be used."""
        try:
            self.url: URL = make_url(url)
            self._engine = _engine(self.url)
        except (ArgumentError, ImportError, SQLAlchemyError) as error:
            message = f"DATABASE_URL cannot be used ({type(error).__name__}): is its driver installed?"
            raise SettingsRefused(message) from None
        self._writer = self._engine.execution_options(writes=True)
        self._ready = not self.is_sqlite
        self._preparing = threading.Lock()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading alone; raises `StoreUnavailable`."""
        with self._session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session committed at the end, or rolled back; raises `StoreUnavailable`."""
        with self._session(self._writer) as session, session.begin():
            yield session

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        try:
            self.prepare()
            with Session(engine, expire_on_commit=False) as session:
                yield session
        except (SQLAlchemyError, OSError) as error:
            raise StoreUnavailable(type(error).__name__) from error

    def prepare(self) -> None:
        """Bring a SQLite schema up to date, once a process; raises `StoreUnavailable`."""
        with self._preparing:
            if not self._ready:
                try:
                    self.upgrade()
                except (SQLAlchemyError, OSError) as error:
                    raise StoreUnavailable(type(error).__name__) from error
                self._ready = True

    def prepare_now(self) -> None:
        """Bring any schema up to date; raises `StoreUnavailable`."""
        self._ready = False
        self.prepare()

    def upgrade(self) -> None:
        """Bring the schema up to date; raises what the database raises."""
        if self.is_sqlite and self.url.database:
            _make_private(Path(self.url.database))
        with self._writer.connect() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(MIGRATIONS))
            command.upgrade(config, "head")
            connection.commit()

    def forget_free_pages(self) -> None:
        """Let no deleted row linger in SQLite's write-ahead log; raises `StoreUnavailable`."""
        if not self.is_sqlite:
            return
        try:
            with closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise StoreUnavailable(type(error).__name__) from error

    def dispose(self) -> None:
        """Close every idle connection, so that a forked worker opens its own."""
        self._engine.dispose()


def _engine(url: URL) -> Engine:
    common: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": True}
    backend = url.get_backend_name()
    if backend == "sqlite":
        engine = create_engine(url, **common)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if backend == "postgresql":
        limits = f"-c statement_timeout={BUSY_SECONDS * 1000} -c lock_timeout={BUSY_SECONDS * 1000}"
        common["connect_args"] = {"connect_timeout": BUSY_SECONDS, "options": limits}
    return create_engine(url, pool_timeout=BUSY_SECONDS, **common)


def _set_up_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # SQLAlchemy's own BEGIN, below, instead of the driver's late one
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: one that first reads and then waits for the lock is refused without waiting.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_private(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
