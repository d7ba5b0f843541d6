"""The families' pages: the chat as a plain form, a passage of the guide, the privacy notice."""

import functools
import re
import secrets
from typing import Any

from babel import Locale
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from knowledge.urgency import Card, Situation, emergency_card
from web.chat import conversations, plain_form
from web.chat.plain_form import Shown
from web.services import Services, services

blueprint = Blueprint("pages", __name__)

NO_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}  # regions and placeholders among CLDR's territories


@blueprint.get("/")
def chat() -> Response:
    """The chat, before anything was said."""
    return _page(services(), None)


@blueprint.post("/")
def send() -> AnyResponse:
    """One message, rating or deletion, sent as a plain form; the page comes back with the reply."""
    held, form = services(), request.form
    shown = plain_form.read(held, form)
    if form.get("action") == "delete":
        conversations.delete(held, shown.state)
        return redirect(url_for("pages.chat"), 303)
    if form.get("rating"):
        return _page(held, plain_form.rate(held, shown, form["rating"]))
    return _page(held, plain_form.talk(held, shown, form))


@blueprint.get("/passages/<passage_id>")
def passage(passage_id: str) -> Response:
    """A whole passage of the guide, with the answering sentences marked; raises `HiddenPassage`, `InvalidRequest`."""
    view = conversations.passage_view(services(), passage_id, request.args.get("sentences", ""))
    return _html(render_template("passage.html", passage=view))


@blueprint.get("/privacy")
def privacy() -> Response:
    """What is kept of a chat, and for how long."""
    held = services()
    days = held.settings.retention_days
    return _html(render_template("privacy.html", retention_days=days, notice=held.wording.notice))


@blueprint.app_context_processor
def what_every_page_shows() -> dict[str, Any]:
    """The service's name, the demonstration notice and the emergency card, on error pages too."""
    held = services()
    return {
        "service_name": held.settings.service_name,
        "demonstration": held.settings.demonstration,
        "card": _card(held, Situation()),
    }


@blueprint.app_template_filter("dialled")
def dialled(phone: str) -> str:
    """A telephone number as a link dials it: digits, and the signs that mean something to a telephone."""
    return re.sub(r"[^\d+*#]", "", phone)


@functools.cache
def countries() -> tuple[tuple[str, str], ...]:
    """Every country as (ISO 3166 alpha-2, English name), by name."""
    names = Locale("en").territories.items()
    found = [(code, name) for code, name in names if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRIES]
    return tuple(sorted(found, key=lambda country: country[1]))


def _page(held: Services, shown: Shown | None) -> Response:
    situation = shown.state.situation(held.now()) if shown else Situation()
    carried = shown.carried if shown else plain_form.Carried()
    return _html(
        render_template(
            "chat.html",
            card=_card(held, situation),
            token=shown.token if shown else "",
            carried=plain_form.page_turns(held).sign(shown.state.conversation_id, carried) if shown else "",
            exchanges=carried.exchanges,
            shortened=carried.shortened,
            problem=shown.problem if shown else "",
            draft=shown.draft if shown else "",
            client_turn_id=secrets.token_urlsafe(18),
            situation=situation,
            stored=bool(shown and shown.state.store),
            consent=request.form.get("consent", ""),
            consent_version=held.wording.consent_version,
            countries=countries(),
        )
    )


def _card(held: Services, situation: Situation) -> Card:
    return emergency_card(situation, held.contacts)


def _html(text: str) -> Response:
    response = make_response(text)
    response.headers["Cache-Control"] = "no-store"
    return response
