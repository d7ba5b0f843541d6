"""The web process under a real gunicorn, with the family channel of a fake Rasa behind it, and a real browser."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from knowledge.passages import load_guide
from knowledge.settings import Settings as KnowledgeSettings
from tests.fakes import FakeRasaServer, answered
from tests.system.running_chat import ROOT, free_port
from web.transcripts.database import Database
from web.transcripts.staff import StaffAccounts

SECRET = "a secret between web and the fake"
PASSWORD = "a long enough passphrase"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
SCREENSHOTS = ROOT / "docs" / "screenshots"
MOST_BYTES = 200_000


@dataclass
class WebProcess:
    """A gunicorn that can be stopped and started again on the same port, and the fake Rasa behind it."""

    rasa: FakeRasaServer
    var: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        settings = {
            "VAR_DIR": str(self.var),
            "WEB_PORT": str(self.port),
            "RASA_URL": self.rasa.url,
            "RASA_CHANNEL_SECRET": SECRET,
            "CENTRE_NAME": "Example Cell Therapy Centre",
            "CENTRE_PHONE": "+1 555 0100",
            "CHAT_RATE_LIMIT": "100000 per minute",
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "web/gunicorn.conf.py", "web.wsgi:app"]
        with (self.var / "web.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while not self._is_alive():
            assert time.monotonic() < deadline, (self.var / "web.log").read_text()[-2000:]
            time.sleep(0.1)

    def stop(self) -> None:
        assert self.process
        self.process.terminate()
        self.process.wait(15)

    def _is_alive(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.address}/healthz").status_code == 200
        return False


@pytest.fixture(scope="session")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebProcess]:
    var = tmp_path_factory.mktemp("web") / "var"
    var.mkdir()
    running = WebProcess(FakeRasaServer(SECRET, _answer()), var, free_port())
    running.start()
    database = Database(f"sqlite:///{var / 'transcripts.sqlite3'}")
    StaffAccounts(database).create("navigator@example.org", PASSWORD)
    database.dispose()
    yield running
    running.stop()
    running.rasa.stop()


@pytest.fixture
def answers(web: WebProcess) -> Iterator[FakeRasaServer]:
    """The fake Rasa, which answers from the guide again after each test."""
    yield web.rasa
    web.rasa.mode, web.rasa.body = "answer", _answer()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page on a desk's screen."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    yield context.new_page()
    context.close()


def say(page: Page, text: str) -> None:
    """Type a message, press Enter and wait until the reply is there."""
    before = page.get_by_role("log").locator(".js-turn").count()
    page.get_by_label("Your question, or what you see").fill(text)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "before => document.querySelectorAll('.js-log .js-turn').length > before"
        " && document.querySelector('.js-send').getAttribute('aria-disabled') !== 'true'",
        arg=before,
    )


def assert_accessible(page: Page) -> None:
    """No violation of any impact, as axe sees the page."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def keep_picture(page: Page, name: str) -> None:
    """A screenshot for the documentation, once whatever moves has come to rest; kept where KEEP_PICTURES is set."""
    if not os.environ.get("KEEP_PICTURES"):
        return
    page.mouse.move(0, 0)
    page.wait_for_timeout(700)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    picture = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size < MOST_BYTES


def _answer() -> dict:
    guide = load_guide(KnowledgeSettings().guide)
    passage = next(each for each in guide.passages if "tocilizumab" in each.title.lower())
    text = " ".join(passage.sentences[:3])
    return answered(
        passage.id,
        text,
        passages=[{"id": passage.id, "sentences": [0, 1, 2]}],
        suggestions=["How long does CRS last?", "What are steroids for?"],
        ranked=[{"id": passage.id, "score": 0.83}],
        belief=0.6,
        threshold=0.45,
    )
