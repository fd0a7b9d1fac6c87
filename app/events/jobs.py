"""What the clock does to events."""

from collections.abc import Callable, Sequence
from datetime import datetime

from app.core.db import transaction
from app.events import queries
from app.events.models import Event
from app.journal import actions as journal


def close_and_hold(now: datetime) -> None:
    """Registrations close at their hour, or when the event begins; what is over was held, unless an administrator said otherwise."""
    with transaction():
        _move(queries.to_close(now), "event_closed", lambda event: event.close(now), now)
    with transaction():
        _move(queries.to_hold(now), "event_held", lambda event: event.hold(now), now)


def _move(events: Sequence[Event], verb: str, change: Callable[[Event], None], now: datetime) -> None:
    for event in events:
        before = event.state.value
        change(event)
        event.changed_at = now
        journal.write("système", verb, event.thing, at=now, before={"state": before}, after={"state": event.state.value})
