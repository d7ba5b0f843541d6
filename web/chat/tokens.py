"""The conversation token: the state, signed. Whoever holds it may speak in the conversation, read it and delete it."""

from datetime import datetime

from itsdangerous import BadData, URLSafeSerializer

from knowledge.urgency import InvalidSituation
from web.chat.state import ConversationState
from web.errors import InvalidToken


class TokenSigner:
    """Signs states and opens tokens."""

    def __init__(self, secret_key: str) -> None:
        """Sign with `SECRET_KEY`."""
        self._serializer = URLSafeSerializer(secret_key, salt="conversation")

    def sign(self, state: ConversationState) -> str:
        """The token that carries this state, in URL-safe characters."""
        token = self._serializer.dumps(state.as_dict())
        return token if isinstance(token, str) else token.decode("ascii")

    def open(self, token: str, now: datetime) -> ConversationState:
        """The state in a token; raises `InvalidToken` when it is altered, malformed or past its absolute expiry."""
        try:
            state = ConversationState.from_dict(self._serializer.loads(token))
        except (BadData, InvalidSituation, KeyError, TypeError, ValueError, AttributeError) as error:
            raise InvalidToken(type(error).__name__) from error
        if now >= state.expires_at:
            raise InvalidToken("expired")
        return state
