"""Where entries wait while the database is away: one fsynced line of JSON a file, named so that they sort by time."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import structlog

from web.transcripts.entries import Entry

log = structlog.get_logger(__name__)


class Spool:
    """A folder of entries. Each file is whole or absent, so a killed process leaves nothing half-written."""

    def __init__(self, folder: Path) -> None:
        """Use this folder; it is made at the first entry."""
        self._folder = folder

    def append(self, entry: Entry) -> None:
        """Keep an entry, on the disk when this returns; raises `OSError`."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{time.time_ns():020d}.{entry.conversation_id}.{entry.turn_id}.jsonl"
        draft = self._folder / f".{name}"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(json.dumps(entry.as_dict()) + "\n")
                file.flush()
                os.fsync(file.fileno())
            draft.rename(self._folder / name)
        finally:
            draft.unlink(missing_ok=True)
        self._sync_folder()

    def waiting(self) -> Iterator[tuple[Path, Entry]]:
        """Every entry with its file, oldest first; a file that cannot be read is set aside and reported."""
        for file in self._files("*"):
            try:
                yield file, Entry.from_dict(json.loads(file.read_text(encoding="utf-8")))
            except FileNotFoundError:
                continue  # another process was faster
            except (ValueError, KeyError, TypeError) as error:
                self.refuse(file, error)

    def refuse(self, file: Path, error: Exception) -> None:
        """Set an entry aside that cannot be stored, and report it."""
        log.error("spool_entry_refused", file=file.name, error=type(error).__name__)
        file.rename(file.with_suffix(".refused"))

    def of(self, conversation_id: str) -> tuple[Entry, ...]:
        """The entries of one conversation, oldest first."""
        return tuple(entry for _, entry in self.waiting() if entry.conversation_id == conversation_id)

    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self._files("*")

    def purge(self, conversation_id: str) -> None:
        """Delete the waiting texts of one conversation; a waiting wish to erase it stays. Raises `OSError`."""
        for file, entry in self.waiting():
            if entry.conversation_id == conversation_id and not entry.erase:
                file.unlink(missing_ok=True)
        for refused in self._folder.glob(f"*.{conversation_id}.*.refused"):
            refused.unlink(missing_ok=True)

    def _files(self, pattern: str) -> list[Path]:
        return sorted(self._folder.glob(f"[0-9]{pattern}.jsonl")) if self._folder.is_dir() else []

    def _sync_folder(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
