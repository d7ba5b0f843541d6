"""Put the application together."""

import structlog
from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from knowledge.passages import Guide, load_guide
from knowledge.settings import Settings as KnowledgeSettings
from knowledge.urgency import assess
from web import console, health
from web.chat import api, pages
from web.chat.background import Background
from web.chat.limits import TurnLimit
from web.chat.rasa_client import Rasa, RasaClient
from web.chat.resends import Resends
from web.chat.state import LatestStates
from web.chat.tokens import TokenSigner
from web.chat.wording import load_wording
from web.cli import add_commands
from web.errors import NotFitToServe, StoreUnavailable
from web.headers import protect_responses
from web.logs import set_up_logs
from web.problems import handle_errors
from web.readiness import Readiness
from web.services import Services
from web.settings import Settings
from web.transcripts.audit import AuditLog
from web.transcripts.database import Database
from web.transcripts.erasures import Erasures
from web.transcripts.recorder import Recorder
from web.transcripts.spool import Spool
from web.transcripts.staff import StaffAccounts
from web.transcripts.store import TranscriptStore

log = structlog.get_logger(__name__)
MOST_BODY_BYTES = 256 * 1024  # 20,000 characters, each escaped as a pair of surrogates, and room for the rest


def build(settings: Settings, rasa: Rasa | None = None, guide: Guide | None = None) -> Flask:
    """The application; `rasa` and `guide` may be others than the settings name. Raises as `create_app` says."""
    set_up_logs()
    app = Flask("web")
    production = not settings.demonstration
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MOST_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BODY_BYTES,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=production,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.extensions["services"] = _services(app, settings, rasa, guide)
    _trust_proxies(app, settings.trusted_proxies)
    csrf = CSRFProtect(app)
    for blueprint in (api.blueprint, pages.blueprint, health.blueprint):
        app.register_blueprint(blueprint)
        csrf.exempt(blueprint)
    app.register_blueprint(console.blueprint, url_prefix="/navigator")
    handle_errors(app)
    protect_responses(app, https=production)
    add_commands(app)
    _prove_fit(app.extensions["services"])
    return app


def _prove_fit(services: Services) -> None:
    """Refuse to serve families without reading danger; also loads all rules, so that no family waits for that."""
    assess(services.wording.notice)
    if not health.reads_danger(services):
        raise NotFitToServe("The danger reader does not read its own canary message as urgent; see knowledge/urgency.")


def _services(app: Flask, settings: Settings, rasa: Rasa | None, guide: Guide | None) -> Services:
    """Everything with state. The database being away is no reason not to start."""
    quarter = max(1, settings.web_threads // 4)
    rasa = rasa or RasaClient(settings.rasa_base_url, settings.rasa_channel_secret, slots=quarter)
    database = Database(settings.transcripts_url)
    try:
        database.prepare()
    except StoreUnavailable:
        log.exception("store_unavailable_at_start")
    database.dispose()
    store = TranscriptStore(database)
    spool = Spool(settings.var_dir / "spool")
    return Services(
        settings=settings,
        contacts=settings.contacts,
        guide=guide or load_guide(KnowledgeSettings().guide),
        wording=load_wording(service_name=settings.service_name, cover_hours=settings.cover_hours),
        tokens=TokenSigner(settings.secret_key),
        states=LatestStates(),
        resends=Resends(waiters=quarter),
        limit=TurnLimit(app, settings),
        rasa=rasa,
        background=Background(),
        database=database,
        store=store,
        recorder=Recorder(store, spool),
        erasures=Erasures(database, spool, rasa.forget),
        staff=StaffAccounts(database),
        audit=AuditLog(database),
        readiness=Readiness(),
    )


def _trust_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
