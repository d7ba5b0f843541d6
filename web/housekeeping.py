"""What has to be done now and then: reconcile the spool, finish erasures, let old conversations expire."""

import threading
import time
from datetime import timedelta

import structlog

from web.errors import StoreUnavailable
from web.services import Services

log = structlog.get_logger(__name__)
PAUSE = 20.0  # seconds
BETWEEN_EXPIRIES = 3600.0


def keep_house(services: Services) -> threading.Thread:
    """Start the thread that tidies every 20 seconds; for a process that serves, after it was forked."""
    thread = threading.Thread(target=_forever, args=(services,), name="housekeeping", daemon=True)
    thread.start()
    return thread


def tidy(services: Services) -> None:
    """Reconcile the spool and carry out the erasures that are due; raises `StoreUnavailable`."""
    if not services.recorder.spool.is_empty():
        services.recorder.replay()
    services.erasures.run_due(services.now())


def expire(services: Services) -> int:
    """Erase what is older than `RETENTION_DAYS`; how many conversations. Raises `StoreUnavailable`."""
    settings = services.settings
    asked = services.erasures.expire(
        services.now(),
        retention=timedelta(days=settings.retention_days),
        tombstones=timedelta(days=settings.conversation_days + settings.retention_days),
    )
    services.erasures.run_due(services.now())
    return asked


def _forever(services: Services) -> None:
    next_expiry = 0.0
    while True:
        try:
            tidy(services)
            if time.monotonic() >= next_expiry:
                expire(services)
                next_expiry = time.monotonic() + BETWEEN_EXPIRIES
        except StoreUnavailable as error:
            log.warning("housekeeping_postponed", error=str(error))
        except Exception:  # the thread's edge: one bad row must not end all tidying
            log.exception("housekeeping_failed")
        time.sleep(PAUSE)
