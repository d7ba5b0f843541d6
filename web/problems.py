"""The one place where an error becomes words: problem+json or a page, always with whom to call."""

import traceback
from http import HTTPStatus

import structlog
from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from knowledge.urgency import Situation, emergency_card
from web.chat.views import Problem
from web.errors import ChatError, InvalidRequest
from web.services import services

log = structlog.get_logger(__name__)
FOR_PROGRAMS = ("/api/", "/healthz", "/readyz")
MOST_DRAINED = 8 * 1024 * 1024
NAMES = {404: "not_found", 405: "not_allowed", 413: "too_long", 429: "too_many_turns"}


def handle_errors(app: Flask) -> None:
    """Let every error of the application end here."""
    app.register_error_handler(ChatError, _chat_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def problem_response(name: str, status: int, fields: tuple[str, ...] = ()) -> Response:
    """The problem named in `wording.yml`, as JSON or as a page."""
    words = services().wording.problems[name]
    problem = Problem(
        type=f"urn:crs-family-guide:problem:{name.replace('_', '-')}",
        title=words.title,
        status=status,
        detail=words.detail,
        emergency=emergency_text(),
        fields=fields,
    )
    if request.path.startswith(FOR_PROGRAMS):
        return Response(problem.model_dump_json(), status, mimetype="application/problem+json")
    return Response(_page(problem), status, mimetype="text/html")


def emergency_text() -> str:
    """Whom to call and what to say, as plain text: the emergency card of somebody who told nothing."""
    card = emergency_card(Situation(country=services().settings.default_country), services().contacts)
    calls = (f"{each.label}: {each.phone}" if each.phone else each.label for each in card.contacts)
    return "\n".join((card.title, *calls, card.say))


def _page(problem: Problem) -> str:
    return render_template("errors.html", problem=problem)


def _chat_error(error: ChatError) -> Response:
    fields = error.fields if isinstance(error, InvalidRequest) else ()
    response = problem_response(error.name, error.status, fields)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if error.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        response.headers["Retry-After"] = "5"
    return response


def _http_error(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error  # a redirect
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        _drain()
    return problem_response(NAMES.get(status, "invalid" if status < 500 else "failed"), status)


def _unexpected(error: Exception) -> Response:
    """Where it happened is logged; what the error says is not, for it may hold a family's words."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    at = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    log.error("unexpected", error=type(error).__name__, at=at)
    return problem_response("failed", 500)


def _drain() -> None:
    """Read what is still being sent, so that the sender sees the answer and not a broken connection."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, MOST_DRAINED)
    while left > 0 and (chunk := stream.read(min(left, 65536))):
        left -= len(chunk)
