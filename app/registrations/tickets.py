"""The ticket of a form that strangers fill in: it says when the form was shown, and makes one sending of it one sending."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.core.links import new_public_id, proof, proves

FASTEST = timedelta(seconds=2)
LONGEST = timedelta(hours=12)
PURPOSE = "formulaire"


@dataclass(frozen=True)
class Ticket:
    """What a form brought back."""

    key: str
    drawn_at: datetime

    def is_too_fast(self, at: datetime) -> bool:
        """Nobody reads and fills in a form so fast."""
        return at < self.drawn_at + FASTEST

    def is_too_old(self, at: datetime) -> bool:
        return at > self.drawn_at + LONGEST


def draw(at: datetime) -> str:
    """A ticket for the form that is shown now."""
    key, second = new_public_id(), int(at.timestamp())
    return f"{key}.{second}.{proof(PURPOSE, key, second)}"


def read(given: str) -> Ticket | None:
    """The ticket, if we drew it."""
    key, _, rest = given.partition(".")
    second, _, seal = rest.partition(".")
    if len(key) != 26 or not (second.isascii() and second.isdigit() and len(second) < 12) or not proves(seal, PURPOSE, key, int(second)):
        return None
    return Ticket(key, datetime.fromtimestamp(int(second), UTC))
