"""Is the process alive and does it read danger; does a question go all the way through."""

import importlib.metadata
import platform
import secrets

import structlog
from flask import Blueprint, Response

from knowledge.outcomes import Outcome
from knowledge.urgency import Situation, assess, urgent_reply
from web.chat.sources import shown_passage
from web.chat.views import Health, Ready
from web.errors import HiddenPassage, RasaUnavailable
from web.problems import problem_response
from web.services import Services, services

log = structlog.get_logger(__name__)
blueprint = Blueprint("health", __name__)
REPORTED = ("Flask", "spacy", "rasa-sdk")


def reads_danger(services: Services) -> bool:
    """Whether the canary message is read as urgent and gets somebody to call. Its first call loads every rule."""
    found = assess(services.wording.canary_danger, Situation())
    return found.is_urgent and bool(urgent_reply(found, Situation(), services.contacts).contacts)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Alive, and the canary message is read as urgent."""
    if not reads_danger(services()):
        log.critical("canary_not_urgent")
        return problem_response("failed", 503)
    return Response(Health(status="ok").model_dump_json(), mimetype="application/json")


@blueprint.get("/readyz")
def readyz() -> Response:
    """A question goes through Rasa, the action server and the index."""
    held = services()
    if not held.readiness.is_ready(lambda: _ask_canary(held)):
        return problem_response("not_ready", 503)
    return Response(Ready(status="ready", versions=_versions()).model_dump_json(), mimetype="application/json")


def _ask_canary(services: Services) -> bool:
    canary = f"canary-{secrets.token_hex(8)}"
    question = services.wording.canary_question
    metadata = {
        "turn_id": canary,
        "situation": Situation().as_dict(),
        "verdict": assess(question).as_dict(),
        "episode_open": False,
        "store": False,
    }
    try:
        reply = services.rasa.probe(canary, question, metadata)
        services.background.do("forget_canary", lambda: services.rasa.forget(canary))
        today, hidden_ones = services.now().date(), services.settings.show_unreviewed
        for cited in reply.cited:
            shown_passage(services.guide, cited.passage_id, show_unreviewed=hidden_ones, today=today)
    except (RasaUnavailable, HiddenPassage) as error:
        log.warning("not_ready", reason=str(error))
        return False
    return reply.outcome is Outcome.ANSWERED and bool(reply.cited)


def _versions() -> dict[str, str]:
    return {"python": platform.python_version()} | {name: importlib.metadata.version(name) for name in REPORTED}
