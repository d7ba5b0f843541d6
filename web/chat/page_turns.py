"""What the page without script has shown so far, carried by the page itself.

The server keeps nothing for a family who declined storing, so the exchanges travel in a signed hidden field.
"""

from dataclasses import asdict, dataclass
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

SHAPE = "page-turns-1"  # to be counted up with the Turn's shape: a page of an older release then opens to nothing
MOST_CHARACTERS = 40_000  # of the field as sent; the oldest exchanges give way


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and the reply to it, the Turn of the HTTP contract without its token."""

    said: str
    turn: dict[str, Any]
    rating: str | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """The exchanges that fit into the field, oldest first, and whether earlier ones had to give way."""

    exchanges: tuple[Exchange, ...] = ()
    shortened: bool = False

    def with_exchange(self, exchange: Exchange) -> "Carried":
        """The same with one exchange more."""
        return Carried((*self.exchanges, exchange), self.shortened)

    def rated(self, turn_id: str, rating: str) -> "Carried":
        """The same with one reply rated."""
        exchanges = tuple(
            Exchange(each.said, each.turn, rating) if each.turn["turn_id"] == turn_id else each
            for each in self.exchanges
        )
        return Carried(exchanges, self.shortened)


class PageTurns:
    """Signs what a page carries, and opens it again for the same conversation alone."""

    def __init__(self, secret_key: str, days: int) -> None:
        """Fields older than `days` open to nothing."""
        self._serializer = URLSafeTimedSerializer(secret_key, salt=SHAPE)
        self._seconds = days * 24 * 3600

    def sign(self, conversation_id: str, carried: Carried) -> str:
        """The field's value, in URL-safe characters; at most `MOST_CHARACTERS` long."""
        for first in range(len(carried.exchanges) + 1):
            kept = Carried(carried.exchanges[first:], carried.shortened or first > 0)
            field = self._serializer.dumps({"c": conversation_id, **asdict(kept)})
            if len(field) <= MOST_CHARACTERS:
                break
        return field if isinstance(field, str) else field.decode("ascii")

    def open(self, conversation_id: str, field: str) -> Carried:
        """What the field holds; nothing where it is altered, too old or of another conversation."""
        if not field or len(field) > MOST_CHARACTERS:
            return Carried()
        try:
            values = self._serializer.loads(field, max_age=self._seconds)
            carried = Carried(tuple(Exchange(**each) for each in values["exchanges"]), values["shortened"])
        except (BadData, KeyError, TypeError):
            return Carried()
        return carried if values.get("c") == conversation_id else Carried()
