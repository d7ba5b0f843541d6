"""HTTP to Rasa's family channel: a hard deadline, few threads that may wait, a circuit breaker, no text in errors."""

import re
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from threading import BoundedSemaphore
from typing import Any, Protocol

import httpx

from web.chat.circuit import Circuit
from web.chat.rasa_reply import RasaReply, read_reply
from web.errors import RasaUnavailable

DEADLINE = 4.7  # seconds: a little over the channel's own 4.5, and under 5 with all that comes around it
FORGET_DEADLINE = 2.0
SLOT_WAIT = 0.05
MOST_BYTES = 256 * 1024
MOST_CHARACTERS = 2_000
_COMMAND = re.compile(r"^[\s/]+")


class Rasa(Protocol):
    """What the chat asks of Rasa. Every method raises `RasaUnavailable` where nothing trustworthy came in time."""

    def ask(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> RasaReply:
        """The reply to one message."""

    def tell(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> None:
        """Let Rasa know of a turn that was already answered; its reply is dropped."""

    def forget(self, conversation_id: str) -> None:
        """Have the conversation's tracker deleted."""

    def probe(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> RasaReply:
        """As `ask`, for the readiness check, which also tries an open circuit."""


class RasaClient:
    """The real client. At most `slots` calls wait at once; one that finds none within 50 ms is refused."""

    def __init__(self, base_url: str, secret: str, slots: int, deadline: float = DEADLINE) -> None:
        """Speak to the channel under `base_url`; `deadline` in seconds."""
        # Explicit time limits below the deadline let the worker end by itself soon after its caller has gone.
        self._http = httpx.Client(
            base_url=f"{base_url}/webhooks/family",
            headers={"Authorization": f"Bearer {secret}"},
            timeout=httpx.Timeout(deadline, connect=min(1.0, deadline)),
            limits=httpx.Limits(max_connections=slots + 2, max_keepalive_connections=slots + 2),
            trust_env=False,
        )
        self._deadline = deadline
        self._slots = BoundedSemaphore(slots)
        self._workers = ThreadPoolExecutor(slots, "rasa")
        self._circuit = Circuit()

    def ask(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> RasaReply:
        """See `Rasa.ask`."""
        if not self._circuit.lets_through():
            raise RasaUnavailable("circuit open")
        return self.probe(conversation_id, text, metadata)

    def probe(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> RasaReply:
        """See `Rasa.probe`."""
        body = {"conversation_id": conversation_id, "text": without_command(text), "metadata": dict(metadata)}
        return read_reply(self._call("POST", "/turns", self._deadline, body))

    def tell(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> None:
        """See `Rasa.tell`."""
        body = {"conversation_id": conversation_id, "text": without_command(text), "metadata": dict(metadata)}
        self._call("POST", "/turns", self._deadline, body)

    def forget(self, conversation_id: str) -> None:
        """See `Rasa.forget`."""
        self._call("DELETE", f"/conversations/{conversation_id}", FORGET_DEADLINE, None)

    def _call(self, method: str, path: str, deadline: float, body: Mapping[str, Any] | None) -> Any:
        if not self._slots.acquire(timeout=SLOT_WAIT):
            raise RasaUnavailable("no free slot")  # says nothing of Rasa, so the circuit does not count it
        job = self._workers.submit(self._send, method, path, deadline, body)
        job.add_done_callback(self._free_slot)
        try:
            answer = job.result(timeout=deadline)
        except TookTooLong:
            self._circuit.failed()
            raise RasaUnavailable("deadline") from None
        except RasaUnavailable:
            self._circuit.failed()
            raise
        self._circuit.succeeded()
        return answer

    def _free_slot(self, _job: Future[Any]) -> None:
        self._slots.release()

    def _send(self, method: str, path: str, deadline: float, body: Mapping[str, Any] | None) -> Any:
        ends_at = time.monotonic() + deadline
        received = bytearray()
        try:
            with self._http.stream(method, path, json=body, timeout=deadline) as response:
                response.raise_for_status()
                for chunk in response.iter_bytes():
                    received += chunk
                    if len(received) > MOST_BYTES or time.monotonic() > ends_at:
                        raise RasaUnavailable("too long")
                if response.status_code == httpx.codes.NO_CONTENT:
                    return None
            return httpx.Response(200, content=bytes(received)).json()
        except ValueError:
            return None  # not JSON: Rasa is there but says nothing, which `read_reply` refuses
        except httpx.HTTPError as error:
            raise RasaUnavailable(type(error).__name__) from None


def without_command(text: str) -> str:
    """At most 2,000 characters, its head and its tail where it is longer, and no leading slash to command Rasa with."""
    plain = _COMMAND.sub("", text).strip()
    if len(plain) <= MOST_CHARACTERS:
        return plain
    half = MOST_CHARACTERS // 2
    return f"{plain[:half]} {plain[1 - half :]}"
