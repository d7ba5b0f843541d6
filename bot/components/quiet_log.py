"""Keep families' words out of every log record of the Rasa process.

Rasa writes the text of a failing message, and an action server's error body, into its own messages and
tracebacks. So a record says where it was made and which exceptions it carries, and nothing else, save
for records of our own loggers and of Rasa's start-up, whose messages hold no text.
"""

import logging
from pathlib import Path
from types import TracebackType
from typing import Any

_OURS = "bot."
_STARTING_UP = {
    ("run.py", "serve_application"),
    ("run.py", "load_agent_on_start"),
    ("processor.py", "_load_model"),
    ("agent.py", "load_agent"),
}

_ExcInfo = tuple[type[BaseException], BaseException, "TracebackType | None"]


def install() -> None:
    """Make every log record of this process from now on a quiet one. Safe to call again."""
    logging.setLogRecordFactory(quiet_record)
    logging.captureWarnings(True)


def installed() -> logging.Handler:
    """Do the same as a handler of bot/logging.yml; the handler itself writes nothing."""
    install()
    return logging.NullHandler()


def quiet_record(
    name: str,
    level: int,
    fn: str,
    lno: int,
    msg: Any,
    args: Any,
    exc_info: "_ExcInfo | None",
    func: "str | None" = None,
    sinfo: "str | None" = None,
    **kwargs: Any,
) -> logging.LogRecord:
    """Build a record whose text cannot hold a family's words; takes what `logging` hands a record factory."""
    if name.startswith(_OURS) or (Path(fn).name, func) in _STARTING_UP:
        return logging.LogRecord(name, level, fn, lno, msg, args, None, func, None, **kwargs)
    place = f"{Path(fn).name}:{lno} {func or ''}".rstrip()
    said = " <- ".join([place, *_types(exc_info[1] if exc_info else None)])
    return logging.LogRecord(name, level, fn, lno, said, (), None, func, None, **kwargs)


def _types(error: "BaseException | None") -> "list[str]":
    """Name the exception and those that led to it, outermost first."""
    names: list[str] = []
    while error is not None and len(names) < 10:
        names.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return names
