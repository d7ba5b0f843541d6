"""The real chat for tests: the three processes as `make run` starts them, on free ports and in a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
CONSENT = {"consent": {"version": "1", "store": True}}


@dataclass
class RunningChat:
    """The three processes and how a test reaches, kills and waits for them."""

    var: Path
    environ: dict[str, str]
    runner: subprocess.Popen[str] | None = None
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.address = f"http://127.0.0.1:{self.environ['WEB_PORT']}"
        self.http = httpx.Client(base_url=self.address, timeout=15)

    @classmethod
    def prepare(cls, var: Path, **settings: str) -> "RunningChat":
        """Free ports, and the index and the model that `make` has built."""
        (var / "log").mkdir(parents=True)
        for built in ("index", "models"):
            (var / built).symlink_to(ROOT / "var" / built)
        environ = {**os.environ, "VAR_DIR": str(var), "CHAT_RATE_LIMIT": "100000 per minute", **settings}
        for name in ("WEB_PORT", "RASA_PORT", "ACTIONS_PORT"):
            environ[name] = str(free_port())
        return cls(var, environ)

    def start(self) -> None:
        """Start as `make run` does and wait until a question goes through."""
        self.runner = subprocess.Popen(
            [sys.executable, "-m", "deploy.run"],
            cwd=ROOT,
            env=self.environ,
            stdout=(self.var / "log" / "run.log").open("w"),
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.wait_until(self.is_ready, within=120)

    def stop(self) -> int:
        """Stop as Ctrl-C does; the exit code."""
        assert self.runner is not None
        self.runner.send_signal(signal.SIGINT)
        return self.runner.wait(timeout=40)

    def is_ready(self) -> bool:
        try:
            return self.http.get("/readyz").status_code == 200
        except httpx.HTTPError:
            return False

    def answers(self) -> bool:
        """Whether a guide question is answered, by every part and not from a cache."""
        return self.converse().say("How long does CRS last?")["outcome"] == "answered"

    def is_alive(self) -> bool:
        try:
            return self.http.get("/healthz").status_code == 200
        except httpx.HTTPError:
            return False

    def wait_until(self, condition: Callable[[], bool], within: float) -> float:
        """Wait for the condition; the seconds it took.

        Raises:
            AssertionError: it did not come true; the processes' last words are in the message.
        """
        started = time.monotonic()
        while time.monotonic() - started < within:
            if condition():
                return time.monotonic() - started
            time.sleep(0.2)
        logs = {
            file.name: file.read_text(errors="replace")[-1500:] for file in sorted((self.var / "log").glob("*.log"))
        }
        raise AssertionError(f"{condition} did not come true within {within} s; logs: {logs}")

    def processes(self, name: str) -> list[psutil.Process]:
        """The processes listening for this part: `web`, `rasa` or `actions`, the eldest first."""
        marks = {"web": "web.wsgi:app", "rasa": "rasa", "actions": "actions"}
        assert self.runner is not None
        family = psutil.Process(self.runner.pid).children(recursive=True)
        mark = marks[name]
        return [each for each in family if each.is_running() and mark in each.cmdline()]

    def kill(self, name: str) -> None:
        """SIGKILL every process of this part at once."""
        for process in self.processes(name):
            process.kill()

    def converse(self, **context: str) -> "Conversation":
        """Open a conversation that is stored."""
        reply = self.http.post("/api/conversations", json={**CONSENT, "context": context})
        assert reply.status_code == 201, reply.text
        return Conversation(self, reply.json()["conversation_id"], reply.json()["token"])


@dataclass
class Conversation:
    """One family's conversation over the HTTP contract."""

    chat: RunningChat
    id: str
    token: str

    def say(self, text: str, **more: str) -> dict:
        """Send one message; the Turn."""
        reply = self.chat.http.post(
            f"/api/conversations/{self.id}/turns", json={"text": text, **more}, headers=self.headers
        )
        assert reply.status_code == 200, reply.text
        turn = reply.json()
        self.token = turn["token"]
        return turn

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def visible(turn: dict) -> str:
    """The text a family sees of an answer."""
    return "\n".join(message["text"] for message in turn["messages"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
