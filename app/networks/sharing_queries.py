"""The letters a network sent and the places it shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, cast, false, literal, null, or_, select, true, union_all

from app.core.db import db
from app.networks.models import CollaborativeSpace, Network, Newsletter


@dataclass(frozen=True)
class Shared:
    """A letter sent in a year, or a place open in it, as the page of the network shows it."""

    is_letter: bool
    public_id: str
    name: str
    since: date
    until: date | None
    recipients: int
    url: str


def shared_in(network: Network, year: int) -> list[Shared]:
    """What a network sent and shared that year, by date: asked at once, the page has much to ask."""
    first, next_first = date(year, 1, 1), date(year + 1, 1, 1)
    letters = select(
        true(), Newsletter.public_id, Newsletter.title, Newsletter.sent_on, cast(null(), Date), Newsletter.recipients, literal(""),
    ).where(Newsletter.network_id == network.id, Newsletter.sent_on >= first, Newsletter.sent_on < next_first)  # fmt: skip
    space = CollaborativeSpace
    spaces = select(
        false(), space.public_id, space.name, space.opened_on, space.closed_on, literal(0), space.url,
    ).where(space.network_id == network.id, space.opened_on < next_first, or_(space.closed_on.is_(None), space.closed_on >= first))  # fmt: skip
    found: Sequence[Any] = db.session.execute(union_all(spaces, letters).order_by(space.opened_on, space.name)).all()
    return [Shared(*row) for row in found]


def letter_named(network: Network, public_id: str) -> Newsletter | None:
    """One letter of a network."""
    return db.session.scalar(select(Newsletter).where(Newsletter.public_id == public_id, Newsletter.network_id == network.id))


def space_named(network: Network, public_id: str) -> CollaborativeSpace | None:
    """One place of a network."""
    statement = select(CollaborativeSpace).where(CollaborativeSpace.public_id == public_id, CollaborativeSpace.network_id == network.id)
    return db.session.scalar(statement)
