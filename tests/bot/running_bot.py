"""Starts the real Rasa process for tests, with an action server that can be told to misbehave."""

import json
import os
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from tests.bot.conftest import RASA_PYTHON, ROOT

SECRET = "a-secret-for-tests"
DEADLINE = 1.5
CALM = {"level": "none"}
URGENT = {"level": "urgent", "tier": "R", "signs": ["fever"], "first_call": "care_team"}


class ActionServer(ThreadingHTTPServer):
    """Plays the action server. `mode`: answers | fails (as rasa-sdk does) | rubbish | drops | slow."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _ActionCall)
        self.mode = "answers"
        self.calls: list[dict[str, Any]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/webhook"


class _ActionCall(BaseHTTPRequestHandler):
    server: ActionServer

    def do_POST(self) -> None:
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append(call)
        mode = self.server.mode
        if mode == "drops":
            self.connection.close()
        elif mode == "fails":
            self._send(500, {"error": "KeyError", "request_body": call})
        elif mode == "rubbish":
            self._send(200, {"events": call["tracker"]["latest_message"]["text"]})
        else:
            if mode == "slow":
                time.sleep(DEADLINE * 2)
            self._send(200, {"events": [], "responses": self._responses(call["next_action"])})

    @staticmethod
    def _responses(action: str) -> list[dict[str, Any]]:
        answered = [{"text": "From the guide.", "custom": {"outcome": "answered"}}]
        return answered if action == "action_answer_question" else []

    def _send(self, status: int, body: Any) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


class RunningBot:
    """The process, and the calls that web would make to it."""

    def __init__(self, model: Path, folder: Path, ready: int = 200) -> None:
        """Start it and wait until its health is `ready`."""
        self.actions = ActionServer()
        self.database = folder / "trackers.db"
        self.log = folder / "rasa.log"
        credentials = folder / "credentials.yml"
        credentials.write_text(
            "bot.components.family_channel.FamilyChannel:\n"
            f"  secret: ${{RASA_CHANNEL_SECRET}}\n  deadline: {DEADLINE}\n"
        )
        port = _free_port()
        environment = {
            **os.environ,
            "RASA_TELEMETRY_ENABLED": "false",
            "RASA_CHANNEL_SECRET": SECRET,
            "RASA_TRACKER_DB": str(self.database),
            "ACTIONS_URL": self.actions.url,
            "CENTRE_PHONE": "+44 20 7946 0018",
        }
        command = [RASA_PYTHON, "-m", "rasa", "run", "--debug", "-i", "127.0.0.1", "-p", str(port)]
        command += ["-m", str(model), "--credentials", str(credentials), "--endpoints", "bot/endpoints.yml"]
        command += ["--logging-config-file", "bot/logging.yml"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        headers = {"Authorization": f"Bearer {SECRET}"}
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}/webhooks/family", headers=headers, timeout=20)
        self._wait(ready)

    def say(self, text: str, conversation: str, verdict: dict[str, Any] | None = CALM) -> httpx.Response:
        body = {"conversation_id": conversation, "text": text, "metadata": {"turn_id": "t", "verdict": verdict}}
        return self.http.post("/turns", json=body)

    def reply(self, text: str, conversation: str, verdict: dict[str, Any] | None = CALM) -> "Reply":
        response = self.say(text, conversation, verdict)
        assert response.status_code == 200, response.text
        return Reply(response.json()["messages"])

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        self.actions.shutdown()

    def _wait(self, ready: int) -> None:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            assert self._process.poll() is None, self.log.read_text()[-3000:]
            try:
                if self.http.get("/health").status_code == ready:
                    return
            except httpx.TransportError:
                time.sleep(0.3)
        raise TimeoutError(self.log.read_text()[-3000:])


class Reply:
    """What web gets: the texts and the one custom."""

    def __init__(self, messages: list[dict[str, Any]]) -> None:
        self.messages = messages
        self.text = "\n".join(each["text"] for each in messages if "text" in each)
        self.customs = [each["custom"] for each in messages if "custom" in each]

    @property
    def outcome(self) -> str:
        (custom,) = self.customs
        return custom["outcome"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
