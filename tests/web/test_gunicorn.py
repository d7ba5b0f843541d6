"""The web process as it is really served, with Rasa behind real HTTP: down, hanging, talking rubbish."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from tests.fakes import FakeRasaServer, answered
from tests.web.conftest import QUESTION, URGENT, shown

SECRET = "s" * 40
PHONE = "+49 30 555 0100"


class Served:
    """A running gunicorn and the Rasa it speaks to."""

    def __init__(self, folder: Path, rasa: FakeRasaServer) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.rasa = rasa
        self.folder = folder
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=15, trust_env=False)
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(self.folder / "var"),
            "WEB_PORT": str(self.port),
            "RASA_URL": self.rasa.url,
            "RASA_CHANNEL_SECRET": SECRET,
            "CENTRE_PHONE": PHONE,
            "CHAT_RATE_LIMIT": "1000 per minute",
        }
        command = [sys.executable, "-m", "gunicorn", "--config", "web/gunicorn.conf.py", "web.wsgi:app"]
        with (self.folder / "web.log").open("ab") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        self._wait_until_alive(process)
        return process

    def _wait_until_alive(self, process: subprocess.Popen[bytes]) -> None:
        for _ in range(300):
            assert process.poll() is None, self.log
            try:
                if self.http.get("/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(self.log)

    @property
    def log(self) -> str:
        return (self.folder / "web.log").read_text(encoding="utf-8")

    def open(self, *, store: bool = True) -> tuple[str, dict[str, str]]:
        """A new conversation: the address of its turns, and its header."""
        body = {"consent": {"version": "2026-11", "store": store}}
        started = self.http.post("/api/conversations", json=body).json()
        address = f"/api/conversations/{started['conversation_id']}"
        return address, {"Authorization": f"Bearer {started['token']}"}

    def say(self, text: str) -> tuple[dict, float]:
        """The turn that a message gets in a conversation of its own, and the seconds it took."""
        address, headers = self.open()
        began = time.monotonic()
        response = self.http.post(f"{address}/turns", json={"text": text}, headers=headers)
        seconds = time.monotonic() - began
        assert response.status_code == 200, response.text
        return response.json(), seconds

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(15)


@pytest.fixture(scope="module")
def served(guide, tmp_path_factory) -> Iterator[Served]:
    rasa = FakeRasaServer(SECRET, answered(guide.passages[0].id, guide.passages[0].sentences[0]))
    running = Served(tmp_path_factory.mktemp("served"), rasa)
    yield running
    if running.process.poll() is None:
        running.stop()
    rasa.stop()


@pytest.fixture(autouse=True)
def rasa_is_well(served: Served) -> None:
    served.rasa.mode = "answer"


def test_a_question_is_answered(served: Served):
    for _ in range(40):  # an earlier test may have left the circuit open
        turn, seconds = served.say(QUESTION)
        if turn["outcome"] == "answered":
            break
        time.sleep(0.2)

    assert turn["outcome"] == "answered"
    assert turn["sources"][0]["review"]["status"] == "submitted"
    assert seconds < 1


@pytest.mark.parametrize("mode", ["hang", "error", "empty", "not_json", "half", "deadline"])
def test_the_urgent_reply_comes_within_a_second_whatever_rasa_does(mode, served: Served):
    served.rasa.mode = mode
    turn, seconds = served.say(URGENT)

    assert turn["outcome"] == "urgent"
    assert PHONE in shown(turn)
    assert seconds < 1


def test_a_hanging_rasa_keeps_a_question_no_longer_than_its_deadline(served: Served):
    served.rasa.mode = "hang"
    turn, seconds = served.say(QUESTION)

    assert turn["outcome"] == "failed"
    assert PHONE in shown(turn)
    assert seconds < 5.5


def test_an_urgent_message_finds_a_thread_while_many_others_wait_for_rasa(served: Served):
    served.rasa.mode = "hang"
    with ThreadPoolExecutor(24) as families:
        others = [families.submit(served.say, QUESTION) for _ in range(24)]
        time.sleep(0.5)
        urgent = [served.say(URGENT) for _ in range(5)]
        outcomes = {other.result()[0]["outcome"] for other in others}

    assert outcomes == {"failed"}
    assert [turn["outcome"] for turn, _ in urgent] == ["urgent"] * 5
    assert max(seconds for _, seconds in urgent) < 1


def test_a_megabyte_gets_an_answer_and_not_a_broken_connection(served: Served):
    address, headers = served.open()
    for _ in range(3):
        response = served.http.post(f"{address}/turns", json={"text": "a" * 1_000_000}, headers=headers)

        assert response.status_code == 413
        assert PHONE in response.json()["emergency"]


def test_the_largest_libraries_stay_out_of_the_process(served: Served):
    (worker,) = psutil.Process(served.process.pid).children()
    maps = {Path(each.path).name for each in worker.memory_maps()}

    assert not any("torch" in name or "faiss" in name for name in maps)
    assert worker.memory_info().rss < 260 * 2**20


def test_a_killed_worker_is_replaced_and_nothing_stored_is_lost(served: Served):
    address, headers = served.open()
    sent = {"text": URGENT, "client_turn_id": "one"}
    first = served.http.post(f"{address}/turns", json=sent, headers=headers).json()
    (worker,) = psutil.Process(served.process.pid).children()
    worker.send_signal(signal.SIGKILL)
    served._wait_until_alive(served.process)
    again = served.http.post(f"{address}/turns", json=sent, headers=headers).json()

    assert again["turn_id"] == first["turn_id"]
    kept = served.http.get(address, headers=headers).json()
    assert [turn["text"] for turn in kept["turns"]] == [URGENT]


def test_the_log_holds_no_word_and_the_end_is_clean(served: Served):
    served.say("Wilhelmina from Quedlinburg asks what CRS is")
    began = time.monotonic()

    assert served.stop() == 0
    assert time.monotonic() - began < 10
    assert "Wilhelmina" not in served.log
    assert "confused" not in served.log
    assert "Traceback" not in served.log


def test_a_start_that_cannot_be_says_so_in_a_sentence(tmp_path):
    command = [sys.executable, "-m", "gunicorn", "--config", "web/gunicorn.conf.py", "web.wsgi:app"]
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "APP_ENV": "production"}
    refused = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert refused.returncode != 0
    assert "APP_ENV=production also needs CENTRE_PHONE" in refused.stderr
    assert "Traceback" not in refused.stderr
