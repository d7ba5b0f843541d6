"""The web process in a test: real guide, real danger reader, real store in a folder of its own, and a fake Rasa."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from knowledge.passages import Guide, load_guide
from knowledge.settings import Settings as KnowledgeSettings
from tests.fakes import FakeRasa, FakeRasaServer, answered
from web.application import build
from web.chat.rasa_client import RasaClient
from web.services import Services
from web.settings import Settings
from web.transcripts import recorder

URGENT = "Her temperature is 38.6 and she is confused"
QUESTION = "What is CRS?"


class Chat:
    """One family's conversation over the HTTP contract."""

    def __init__(self, client: FlaskClient, *, store: bool = True, context: dict[str, Any] | None = None) -> None:
        self.client = client
        body: dict[str, Any] = {"consent": {"version": "2026-11", "store": store}}
        if context:
            body["context"] = context
        started = client.post("/api/conversations", json=body)
        assert started.status_code == 201, started.text
        self.id: str = started.json["conversation_id"]
        self.token: str = started.json["token"]
        self.first_token = self.token

    @property
    def path(self) -> str:
        return f"/api/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, text: Any, **more: Any) -> Any:
        """The raw response to one message."""
        return self.client.post(f"{self.path}/turns", json={"text": text, **more}, headers=self.headers)

    def say(self, text: str, **more: Any) -> dict[str, Any]:
        """The turn that one message gets; goes on with its token."""
        response = self.post(text, **more)
        assert response.status_code == 200, response.text
        self.token = response.json["token"]
        return response.json

    def read(self) -> dict[str, Any]:
        response = self.client.get(self.path, headers=self.headers)
        assert response.status_code == 200, response.text
        return response.json


def shown(turn: dict[str, Any]) -> str:
    """The visible text of a reply."""
    return "\n".join(message["text"] for message in turn["messages"])


@pytest.fixture(scope="session")
def guide() -> Guide:
    return load_guide(KnowledgeSettings().guide)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        var_dir=tmp_path / "var",
        secret_key="k" * 40,
        rasa_channel_secret="r" * 40,
        centre_name="Hill Hospital",
        centre_phone="+49 30 555 0100",
        chat_rate_limit="1000 per minute",
    )


@pytest.fixture(autouse=True)
def unhurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the store time, on a busy machine too, save in tests of how long a family waits for it."""
    if request.node.get_closest_marker("hurried") is None:
        monkeypatch.setattr(recorder, "PATIENCE", 5)


@pytest.fixture
def rasa(guide: Guide) -> FakeRasa:
    first = guide.passages[0]
    return FakeRasa(answered(first.id, first.sentences[0]))


@pytest.fixture
def make_app(rasa: FakeRasa, guide: Guide) -> Iterator[Callable[[Settings], Flask]]:
    apps: list[Flask] = []

    def make(settings: Settings) -> Flask:
        app = build(settings, rasa, guide)
        app.testing = False  # errors are handled as in production
        apps.append(app)
        return app

    yield make
    for app in apps:
        held(app).background.drain(5)
        held(app).database.dispose()


@pytest.fixture
def app(settings: Settings, make_app: Callable[[Settings], Flask]) -> Flask:
    return make_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def chat(client: FlaskClient) -> Chat:
    return Chat(client)


@pytest.fixture
def rasa_server(settings: Settings, rasa: FakeRasa) -> Iterator[FakeRasaServer]:
    server = FakeRasaServer(settings.rasa_channel_secret, rasa.body)
    yield server
    server.stop()


@pytest.fixture
def rasa_client(rasa_server: FakeRasaServer) -> RasaClient:
    return RasaClient(rasa_server.url, rasa_server.secret, slots=2, deadline=0.5)


@pytest.fixture
def break_database(tmp_path: Path) -> Callable[[Settings], Settings]:
    """Settings whose database can neither be opened nor made."""
    (tmp_path / "file").write_text("not a folder")
    return lambda settings: settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/file/transcripts"})


@pytest.fixture
def break_disk(tmp_path: Path) -> Callable[[Settings], Settings]:
    """Settings whose whole VAR_DIR can be neither read nor written."""
    (tmp_path / "disk").write_text("not a folder")
    return lambda settings: settings.model_copy(update={"var_dir": tmp_path / "disk" / "var"})


def held(app: Flask) -> Services:
    """The services of an application."""
    services: Services = app.extensions["services"]
    return services
