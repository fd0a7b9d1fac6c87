"""The events of a network."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.core.db import db
from app.events.models import Event, event_network
from app.events.words import State
from app.networks.models import Network

ANNOUNCED = (State.PUBLISHED, State.CLOSED)


def next_events(at: datetime) -> dict[int, Event]:
    """The next announced event of each network, by its number."""
    statement = select(event_network.c.network_id, Event).join(Event, Event.id == event_network.c.event_id)
    coming = statement.where(Event.state.in_(ANNOUNCED), Event.starts_at > at).order_by(Event.starts_at.desc())
    return {number: event for number, event in db.session.execute(coming)}


def events_of_network(network: Network, at: datetime, most: int = 100) -> tuple[Sequence[Event], Sequence[Event]]:
    """The events of a network that are not over, drafts included, the next first; then those of before, the latest first."""
    statement = select(Event).join(event_network, event_network.c.event_id == Event.id).where(event_network.c.network_id == network.id)
    found = db.session.scalars(statement.order_by(Event.starts_at.desc()).limit(most)).all()
    past = [event for event in found if event.is_over(at) and not event.is_draft]
    return [event for event in reversed(found) if not event.is_over(at)], past
