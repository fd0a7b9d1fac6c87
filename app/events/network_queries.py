"""The events of a network."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

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


def coming_events(network: Network, at: datetime, most: int = 20) -> Sequence[Event]:
    """The events of a network that are not over, drafts included, the next first."""
    return db.session.scalars(_of(network).where(Event.ends_at > at).order_by(Event.starts_at).limit(most)).all()


def past_events(network: Network, at: datetime, most: int = 20) -> Sequence[Event]:
    """The events of a network that took place, or would have, the latest first."""
    over = _of(network).where(Event.ends_at <= at, Event.state != State.DRAFT)
    return db.session.scalars(over.order_by(Event.starts_at.desc()).limit(most)).all()


def _of(network: Network) -> Select[Event]:
    return select(Event).join(event_network, event_network.c.event_id == Event.id).where(event_network.c.network_id == network.id)
