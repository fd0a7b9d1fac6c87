"""What the dashboards read beside the figures: movements of members, first invitations, years, silent networks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, literal, or_, select

from app.core.db import among, db
from app.directory.models import Person
from app.directory.queries import one_person
from app.events.models import Cycle, Event, event_network
from app.events.words import State
from app.invitations.models import Invitation
from app.networks.models import Membership, Network

_ANNOUNCED = (State.PUBLISHED, State.CLOSED, State.HELD, State.ARCHIVED)


@dataclass(frozen=True)
class Stay:
    """Somebody, or an organisation, in a network from a day to the eve of another."""

    member: str
    joined_on: date
    left_on: date | None

    def holds(self, on: date) -> bool:
        return self.joined_on <= on and (self.left_on is None or on < self.left_on)


def stays(codes: Collection[str], until: date) -> list[Stay]:
    """Who was or is in one of these networks, from when to when; people united are one, and a network that closes has nobody any more."""
    is_open = or_(Network.closed_on.is_(None), Membership.joined_on < Network.closed_on)
    inside = (Network.code.in_(codes), Membership.joined_on <= until, is_open)
    closes_first = or_(Membership.left_on.is_(None), Network.closed_on < Membership.left_on) & Network.closed_on.is_not(None)
    left_on = case((closes_first, Network.closed_on), else_=Membership.left_on)
    people = select(literal("p"), one_person(), Membership.joined_on, left_on)
    people = (
        people.select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(Network, Network.id == Membership.network_id)
        .where(*inside)
    )
    bodies = select(literal("s"), Membership.organisation_id, Membership.joined_on, left_on)
    bodies = (
        bodies.select_from(Membership)
        .join(Network, Network.id == Membership.network_id)
        .where(Membership.organisation_id.is_not(None), *inside)
    )
    rows = db.session.execute(people.union_all(bodies))
    return [Stay(f"{sort}{number}", joined_on, left_on) for sort, number, joined_on, left_on in rows]


def years_told() -> list[int]:
    """From the first to the last year in which an event begins, drafts left out."""
    told = select(func.min(Event.starts_at), func.max(Event.starts_at)).where(Event.state != State.DRAFT)
    first, last = db.session.execute(told).one()
    return [*range(first.year, last.year + 1)] if first and last else []


def first_invitations(ids: Collection[int]) -> dict[int, datetime]:
    """When the first invitation to each of these events left; those that invited nobody have no line."""
    statement = select(Invitation.event_id, func.min(Invitation.invited_at)).where(among(Invitation.event_id, ids))
    return {event_id: invited_at for event_id, invited_at in db.session.execute(statement.group_by(Invitation.event_id))}


def cycles() -> list[Cycle]:
    """Every cycle, the earliest first."""
    return list(db.session.scalars(select(Cycle).order_by(Cycle.year, Cycle.code)))


def last_events() -> dict[int, datetime]:
    """When the last event of each network begins, held, or announced and still to come; whoever held it, it gathered them."""
    statement = select(event_network.c.network_id, func.max(Event.starts_at)).join(Event, Event.id == event_network.c.event_id)
    return {
        number: begins
        for number, begins in db.session.execute(statement.where(Event.state.in_(_ANNOUNCED)).group_by(event_network.c.network_id))
    }
