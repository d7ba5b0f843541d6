"""Hand-written stand-ins for what lies outside this project's own processes."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from web.chat.rasa_reply import RasaReply, read_reply
from web.errors import RasaUnavailable

Body = Any
ANSWER = "CRS is short for cytokine release syndrome."


def answered(passage_id: str, text: str = ANSWER, **custom: Any) -> Body:
    """A channel body: answered from one passage."""
    said = {"outcome": "answered", "passages": [{"id": passage_id, "sentences": [0]}], **custom}
    return {"messages": [{"text": text}, {"custom": said}]}


def ended(outcome: str, text: str = "A sentence.", **custom: Any) -> Body:
    """A channel body that ended in this outcome."""
    return {"messages": [{"text": text}, {"custom": {"outcome": outcome, **custom}}]}


class FakeRasa:
    """Rasa as the chat sees it. Set `mode` to answer, hang, refuse or rubbish, and `body` to what is answered."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.mode = "answer"
        self.hangs_for = 0.3
        self.asked: list[tuple[str, str, Mapping[str, Any]]] = []
        self.told: list[tuple[str, str, Mapping[str, Any]]] = []
        self.forgotten: list[str] = []

    def ask(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> RasaReply:
        self.asked.append((conversation_id, text, metadata))
        self._be_there()
        return read_reply("rubbish" if self.mode == "rubbish" else self.body)

    probe = ask

    def tell(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> None:
        self.told.append((conversation_id, text, metadata))
        self._be_there()

    def forget(self, conversation_id: str) -> None:
        self._be_there()
        self.forgotten.append(conversation_id)

    def _be_there(self) -> None:
        if self.mode == "hang":
            time.sleep(self.hangs_for)
            raise RasaUnavailable("deadline")
        if self.mode == "refuse":
            raise RasaUnavailable("ConnectError")


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that hang up in the middle are what the tests are about."""


class FakeRasaServer:
    """The family channel over real HTTP, on a free port; `mode` is what goes wrong, `body` what is answered."""

    def __init__(self, secret: str, body: Body) -> None:
        self.secret = secret
        self.body = body
        self.mode = "answer"
        self.hangs_for = 8.0
        self.turns: list[dict[str, Any]] = []
        self.forgotten: list[str] = []
        self._released = threading.Event()
        self._http = _QuietServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def release(self) -> None:
        """Let every hanging call end, and hang no more."""
        self._released.set()

    def stop(self) -> None:
        self.release()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    def respond(self, call: BaseHTTPRequestHandler, normally: Callable[[], None]) -> None:
        """Answer one call as `mode` has it."""
        if self.mode == "hang":
            self._released.wait(self.hangs_for)
        elif self.mode == "trickle":
            self._trickle(call)
        elif self.mode == "half":
            send(call, 200, b'{"messages": [{"te', length=400)
            call.close_connection = True
        elif self.mode in FAULTS:
            send(call, *FAULTS[self.mode])
        else:
            normally()

    def _trickle(self, call: BaseHTTPRequestHandler) -> None:
        send(call, 200, b"", length=100_000)
        with contextlib.suppress(ConnectionError):  # the caller has given up, as it should
            while not self._released.wait(0.1):
                call.wfile.write(b" ")

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"]))
                if not self._is_known():
                    return send(self, 401, b'{"error": "unauthorised"}')
                fake.turns.append(json.loads(sent))
                return fake.respond(self, lambda: send(self, 200, json.dumps(fake.body).encode()))

            def do_DELETE(self) -> None:
                if not self._is_known():
                    return send(self, 401, b'{"error": "unauthorised"}')
                return fake.respond(self, self._forget)

            def _forget(self) -> None:
                fake.forgotten.append(self.path.rsplit("/", 1)[-1])
                send(self, 204, b"")

            def _is_known(self) -> bool:
                return self.headers.get("Authorization") == f"Bearer {fake.secret}"

            def log_message(self, *_: Any) -> None:
                """Stay silent."""

        return Handler


FAULTS = {
    "empty": (200, b'{"messages": []}'),
    "list": (200, b"[]"),
    "no_outcome": (200, b'{"messages": [{"text": "Hello"}]}'),
    "unknown_outcome": (200, b'{"messages": [{"text": "Hello"}, {"custom": {"outcome": "magic"}}]}'),
    "not_json": (200, b"<html>no</html>"),
    "error": (500, b'{"error": "failed"}'),
    "deadline": (504, b'{"error": "deadline"}'),
    "huge": (200, b'{"messages": [{"text": "' + b"x" * 600_000 + b'"}]}'),
}


def send(call: BaseHTTPRequestHandler, status: int, content: bytes, length: int | None = None) -> None:
    """Send one response whole, or with a length it does not have."""
    call.send_response(status)
    call.send_header("Content-Type", "application/json")
    if status != 204:
        call.send_header("Content-Length", str(len(content) if length is None else length))
    call.end_headers()
    call.wfile.write(content)
