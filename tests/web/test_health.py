"""Probes and headers."""

import pytest

from knowledge.urgency import Assessment
from tests.fakes import FakeRasa, ended
from tests.web.conftest import held
from web.errors import NotFitToServe
from web.readiness import Readiness


def test_alive_even_with_everything_behind_it_broken(settings, make_app, break_disk, rasa: FakeRasa):
    rasa.mode = "refuse"

    assert make_app(break_disk(settings)).test_client().get("/healthz").json == {"status": "ok"}


def test_a_process_that_no_longer_reads_danger_is_not_healthy(client, monkeypatch):
    monkeypatch.setattr("web.health.assess", lambda *_: Assessment())
    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.mimetype == "application/problem+json"


def test_such_a_process_does_not_even_start(settings, make_app, monkeypatch):
    monkeypatch.setattr("web.health.assess", lambda *_: Assessment())
    with pytest.raises(NotFitToServe, match="canary"):
        make_app(settings)


def test_ready_once_a_question_went_through_and_nothing_of_it_is_kept(client, app, rasa: FakeRasa):
    response = client.get("/readyz")
    held(app).background.drain(5)

    assert response.status_code == 200
    assert set(response.json["versions"]) >= {"python", "Flask", "spacy"}
    ((asked, _, metadata),) = rasa.asked
    assert asked.startswith("canary-")
    assert metadata["store"] is False
    assert rasa.forgotten == [asked]


@pytest.mark.parametrize("mode", ["refuse", "rubbish"])
def test_not_ready_with_rasa_away(mode, client, rasa: FakeRasa):
    rasa.mode = mode

    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("outcome", ["not_in_guide", "clarify", "failed"])
def test_not_ready_when_the_canary_is_not_answered(outcome, client, rasa: FakeRasa):
    rasa.body = ended(outcome)

    assert client.get("/readyz").status_code == 503


def test_the_result_is_good_for_ten_seconds():
    now, answers = [100.0], iter([True, False, True])
    readiness = Readiness(clock=lambda: now[0])

    seen = []
    for seconds in (0, 9, 2, 11):
        now[0] += seconds
        seen.append(readiness.is_ready(lambda: next(answers)))

    assert seen == [True, True, False, True]


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/api/emergency-card", "/api/nothing", "/nothing", "/navigator/sign-in"]
)
def test_every_response_carries_the_protecting_headers(path, client):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"].upper() == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Strict-Transport-Security" not in headers


def test_what_the_api_says_is_kept_out_of_every_cache(client):
    for path in ("/api/emergency-card", "/api/nothing", "/healthz"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_in_production_browsers_are_asked_for_https(settings, make_app):
    production = settings.model_copy(update={"app_env": "production"})
    app = make_app(production)

    assert "max-age=31536000" in app.test_client().get("/").headers["Strict-Transport-Security"]
    assert app.config["SESSION_COOKIE_SECURE"]
