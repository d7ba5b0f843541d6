"""Secrets made on the first local run and kept in files only their owner can read."""

import os
import secrets
from pathlib import Path

from web.errors import SettingsRefused


def kept_secret(folder: Path, name: str) -> str:
    """The secret kept in `folder/name`, made when there is none; safe when several processes start at once.

    Raises:
        SettingsRefused: the file can be neither read nor written.
    """
    file = folder / name
    try:
        if not file.exists():
            _make(file)
        secret = file.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise SettingsRefused(
            f"The secret {file} can be neither read nor made ({type(error).__name__}); "
            f"make its folder writable or set {name.upper()}."
        ) from error
    if len(secret) < 32:
        raise SettingsRefused(f"The secret {file} is shorter than 32 characters; delete it to have a new one made.")
    return secret


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, file)  # fails where another process was first, whose secret then counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
