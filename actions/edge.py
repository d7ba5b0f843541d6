"""The edge towards Rasa: no exception leaves an action, and none is logged with its text."""

import functools
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

Events = list[dict[str, Any]]
Run = Callable[[Any, CollectingDispatcher, Tracker, dict[str, Any]], Awaitable[Events]]

logger = logging.getLogger(__name__)


def _no_events(_tracker: Tracker) -> Events:
    return []


def never_raises(events_on_failure: Callable[[Tracker], Events] = _no_events) -> Callable[[Run], Run]:
    """Wrap an action's `run`: on any exception only `utter_failed` is said, and these events are returned."""

    def wrap(run: Run) -> Run:
        @functools.wraps(run)
        async def guarded(
            self: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
        ) -> Events:
            try:
                return await run(self, dispatcher, tracker, domain)
            except Exception as error:  # noqa: BLE001  rasa-sdk would send the error back with the family's words
                logger.error("%s failed: %s", self.name(), type(error).__name__)  # noqa: TRY400  no traceback: it may hold them too
                dispatcher.messages.clear()
                dispatcher.utter_message(response="utter_failed")
                return events_on_failure(tracker)

        return guarded

    return wrap
