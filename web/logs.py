"""Logging: JSON lines on standard error. Ids, rule ids and kinds of errors; never what a family typed."""

import logging
import sys

import structlog
from structlog.typing import EventDict, WrappedLogger

SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def _kind_of_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception's kind instead of its message and traceback, which may quote a text."""
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    if isinstance(raised, tuple) and raised[0] is not None:
        event["error"] = raised[0].__name__
    elif isinstance(raised, BaseException):
        event["error"] = type(raised).__name__
    event.pop("stack_info", None)
    return event


def set_up_logs() -> None:
    """Send every log line of this process, libraries' too, through one formatter; safe to call twice."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            _kind_of_error,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.raiseExceptions = False  # a handler that fails must not print the line it failed on
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for talkative in ("httpx", "httpcore", "alembic", "werkzeug", "flask_limiter"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
