"""The console's pages. Views hold no queries; whatever shows a transcript is noted before it is read."""

from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Flask, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_login import current_user, login_required
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from web.console import sign_in as session_of
from web.console.marking import Piece, pieces
from web.errors import AccountLocked, ChatError, WrongCredentials
from web.services import services
from web.transcripts.console_queries import REVIEWED, ConsoleQueries, Place
from web.transcripts.records import StoredTurn

blueprint = Blueprint("console", __name__)


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A turn as the transcript shows it."""

    turn: StoredTurn
    pieces: tuple[Piece, ...]
    milliseconds: int


@blueprint.record_once
def _set_up(state: BlueprintSetupState) -> None:
    session_of.set_up(cast(Flask, state.app))


@blueprint.after_request
def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.errorhandler(ChatError)
@blueprint.errorhandler(HTTPException)
def _say_what_went_wrong(error: ChatError | HTTPException) -> AnyResponse | HTTPException:
    status = error.status if isinstance(error, ChatError) else error.code or 500
    if status < 400:
        return cast(HTTPException, error)  # a redirect
    return make_response(render_template("console/problem.html", status=status), status)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> AnyResponse:
    """Name and password. Whatever was wrong, the answer is the same."""
    if current_user.is_authenticated:
        return redirect(url_for(".conversations"))
    form = session_of.SignInForm()
    if not form.validate_on_submit():
        return make_response(render_template("console/sign_in.html", form=form, refused=False))
    held = services()
    try:
        member = held.staff.sign_in(form.username.data, form.password.data)
    except (WrongCredentials, AccountLocked) as error:
        held.audit.record(None, "sign_in_refused", type(error).__name__)
        return make_response(render_template("console/sign_in.html", form=form, refused=True), 401)
    held.audit.record(member.id, "signed_in", member.username)
    session_of.begin(member)
    return redirect(url_for(".conversations"), 303)


@blueprint.post("/sign-out")
@login_required
def sign_out() -> AnyResponse:
    """End the session."""
    services().audit.record(current_user.id, "signed_out", current_user.username)
    session_of.end()
    return redirect(url_for(".sign_in"), 303)


@blueprint.get("/")
@login_required
def conversations() -> str:
    """The stored conversations: urgent ones first, then the newest."""
    show = "all" if request.args.get("show") == "all" else "unreviewed"
    after = Place.from_text(request.args["after"]) if "after" in request.args else None
    page = _queries().conversations(after=after, unreviewed_only=show == "unreviewed")
    return render_template("console/conversations.html", page=page, show=show)


@blueprint.get("/conversations/<conversation_id>")
@login_required
def transcript(conversation_id: str) -> str:
    """One conversation, with what was decided and why; raises `UnknownConversation`."""
    held = services()
    held.audit.record(current_user.id, "conversation_viewed", conversation_id)
    found = held.store.transcript(conversation_id)
    turns = tuple(_shown(turn) for turn in found.turns)
    reviewed = _queries().is_reviewed(conversation_id)
    return render_template("console/transcript.html", transcript=found, turns=turns, reviewed=reviewed)


@blueprint.post("/conversations/<conversation_id>/reviewed")
@login_required
def mark_reviewed(conversation_id: str) -> AnyResponse:
    """Note that somebody has read the conversation to its end; raises `UnknownConversation`."""
    held = services()
    held.store.transcript(conversation_id)
    held.audit.record(current_user.id, REVIEWED, conversation_id)
    flash("", "reviewed")
    return redirect(url_for(".conversations"), 303)


@blueprint.get("/call-backs")
@login_required
def callbacks() -> str:
    """Everyone who asked to be called back."""
    services().audit.record(current_user.id, "callbacks_viewed", "all")
    return render_template("console/callbacks.html", requests=_queries().callbacks())


@blueprint.post("/call-backs/<reference>/done")
@login_required
def callback_done(reference: str) -> AnyResponse:
    """Note that a call-back was made."""
    if not _queries().finish_callback(reference):
        abort(404)
    services().audit.record(current_user.id, "callback_done", reference)
    flash(reference, "callback_done")
    return redirect(url_for(".callbacks"), 303)


def _queries() -> ConsoleQueries:
    return ConsoleQueries(services().database)


def _shown(turn: StoredTurn) -> ShownTurn:
    took = turn.replied_at - turn.asked_at
    return ShownTurn(turn, pieces(turn.text, turn.assessment), round(took.total_seconds() * 1000))
