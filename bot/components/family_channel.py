"""The only way into Rasa: web posts turns here and erases conversations."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.components import quiet_log
from bot.components.reply import shaped
from bot.components.tracker_store import forget
from bot.components.turn import FamilyTurn, InvalidTurn, is_conversation_id, read_turn

DEADLINE_SECONDS = 4.5

Handler = Callable[..., Awaitable[HTTPResponse]]
OnNewMessage = Callable[[UserMessage], Awaitable[Any]]

logger = logging.getLogger(__name__)


class FamilyChannel(InputChannel):
    """Answers every call within the deadline, and an error never carries text."""

    def __init__(self, secret: str, deadline: float = DEADLINE_SECONDS) -> None:
        """Take the secret that every call must carry, and the deadline in seconds."""
        self._bearer = f"Bearer {secret}".encode()
        self._deadline = deadline

    @classmethod
    def name(cls) -> str:
        """Name the channel, which is also its part of the address."""
        return "family"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> FamilyChannel:
        """Read `secret` and, optionally, `deadline`; from here on the whole process logs quietly."""
        quiet_log.install()
        secret = str((credentials or {}).get("secret") or "")
        if not secret:
            raise RasaException("The family channel needs a secret; set RASA_CHANNEL_SECRET.")
        return cls(secret, float((credentials or {}).get("deadline", DEADLINE_SECONDS)))

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Make the three routes."""
        routes = Blueprint("family_channel")

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            """Tell whether a model is loaded; without one Rasa would listen all the same, and stay silent."""
            if request.app.ctx.agent.is_ready():
                return response.json({"status": "ok"})
            return response.json({"error": "failed"}, status=503)

        @routes.post("/turns")
        @self._guarded
        async def take_turn(request: Request) -> HTTPResponse:
            turn = read_turn(request.json, len(request.body))
            return response.json({"messages": await self._ask(on_new_message, turn)})

        @routes.delete("/conversations/<conversation_id>")
        @self._guarded
        async def erase(request: Request, conversation_id: str) -> HTTPResponse:
            if not is_conversation_id(conversation_id):
                raise InvalidTurn
            agent = request.app.ctx.agent
            async with agent.lock_store.lock(conversation_id):
                forget(agent.tracker_store, conversation_id)
            return response.empty()

        return routes

    async def _ask(self, on_new_message: OnNewMessage, turn: FamilyTurn) -> list[dict[str, Any]]:
        said = CollectingOutputChannel()
        message = UserMessage(turn.text, said, turn.conversation_id, input_channel=self.name(), metadata=turn.metadata)
        await on_new_message(message)
        return shaped(said.messages)

    def _guarded(self, handler: Handler) -> Handler:
        """Check the secret, hold the deadline, and turn every error into a bare code.

        At the deadline the turn is cancelled: its lock is released and nothing of it is saved, so that the
        conversation's next turn starts from where this one did.
        """

        @wraps(handler)
        async def guarded(request: Request, **parts: str) -> HTTPResponse:
            if not hmac.compare_digest(_bearer(request), self._bearer):
                return response.json({"error": "unauthorized"}, status=401)
            try:
                return await asyncio.wait_for(handler(request, **parts), self._deadline)
            except (InvalidTurn, InvalidUsage):
                return response.json({"error": "invalid"}, status=400)
            except asyncio.TimeoutError:
                return response.json({"error": "deadline"}, status=504)
            except Exception as error:  # noqa: BLE001  the edge towards web: an error must carry no text
                logger.error("A turn failed: %s", type(error).__name__)  # noqa: TRY400  nor may a log
                return response.json({"error": "failed"}, status=500)

        return guarded


def _bearer(request: Request) -> bytes:
    return str(request.headers.get("authorization", "")).encode(errors="replace")
