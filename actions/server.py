"""The action server as a Sanic application over the actions of this package."""

import logging
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from actions.answer_question import ActionAnswerQuestion
from actions.cancel_navigator_request import ActionCancelNavigatorRequest
from actions.clear_questions import ActionClearQuestions
from actions.keep_question import ActionKeepQuestion
from actions.restart_talk import ActionRestartTalk
from actions.show_questions import ActionShowQuestions
from actions.show_source import ActionShowSource
from actions.submit_navigator_request import ActionSubmitNavigatorRequest
from actions.validate_navigator_form import ValidateNavigatorForm

ACTIONS = (
    ActionAnswerQuestion,
    ActionCancelNavigatorRequest,
    ActionClearQuestions,
    ActionKeepQuestion,
    ActionRestartTalk,
    ActionShowQuestions,
    ActionShowSource,
    ActionSubmitNavigatorRequest,
    ValidateNavigatorForm,
)


class TypeOnlyFormatter(logging.Formatter):
    """Writes an exception as its type: its text and its frames can hold a family's words."""

    def formatException(self, ei: Any) -> str:
        """Return the exception's type alone."""
        return ei[0].__name__ if ei[0] else ""


def make_app() -> "Sanic[Any, Any]":
    """Make the server; `GET /health` answers 200 once it listens, which is after the services are loaded."""
    executor = ActionExecutor()
    for each in ACTIONS:
        executor.register_action(each)
    return create_app(executor, cors_origins=[])


def log_quietly() -> None:
    """Send this process's log to standard error, exceptions as types; rasa-sdk's own notes are left out."""
    handler = logging.StreamHandler()
    handler.setFormatter(TypeOnlyFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("rasa_sdk", "sanic", "bm25s", "sentence_transformers"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
