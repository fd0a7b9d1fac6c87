"""Finding feeds, and the events that each shows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import abort
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Account
from app.core.db import db
from app.directory.models import Person
from app.events.models import Cycle, Event
from app.events.queries import read_by, run_by
from app.events.words import Hosting, State
from app.feeds.models import Feed, Scope
from app.networks.models import Network
from app.registrations.models import Registration, Standing

PAST = timedelta(days=365)  # how far back a calendar goes
CANCELLED = timedelta(days=30)  # how long an event that was called off is still said to be
_LIVE = (Standing.CONFIRMED, Standing.PENDING, Standing.WAITING)


def live_feed(public_id: str) -> Feed | None:
    found = select(Feed).where(Feed.public_id == public_id, Feed.revoked_at.is_(None))
    return db.session.scalar(found.options(joinedload(Feed.person), joinedload(Feed.account)))


def feed_of_person(person: Person) -> Feed | None:
    return db.session.scalar(select(Feed).where(Feed.person_id == person.id, Feed.revoked_at.is_(None)))


def feed_of(account: Account, scope: Scope, scope_id: int | None) -> Feed | None:
    mine = select(Feed).where(Feed.account_id == account.id, Feed.scope == scope, Feed.revoked_at.is_(None))
    return db.session.scalar(mine.where(Feed.scope_id.is_(None) if scope_id is None else Feed.scope_id == scope_id))


def feeds_of(account: Account) -> Sequence[Feed]:
    """The addresses this account has, in the order in which they were given."""
    mine = select(Feed).where(Feed.account_id == account.id, Feed.revoked_at.is_(None))
    return db.session.scalars(mine.order_by(Feed.given_at, Feed.id)).all()


def own_feed(account: Account, public_id: str) -> Feed:
    """One of this account's addresses, or the page that does not exist."""
    feed = live_feed(public_id)
    return feed if feed and feed.account_id == account.id else abort(404)


def network_numbered(number: int | None) -> Network | None:
    return db.session.get(Network, number) if number else None


def cycle_numbered(number: int | None) -> Cycle | None:
    return db.session.get(Cycle, number) if number else None


def events_run_by(account: Account, at: datetime) -> Sequence[Event]:
    return _events(at, run_by(account, at))


def events_of_network(account: Account, network: Network, at: datetime) -> Sequence[Event]:
    return _events(at, and_(run_by(account, at), Event.networks.any(Network.id == network.id)))


def events_of_cycle(account: Account, cycle: Cycle, at: datetime) -> Sequence[Event]:
    return _events(at, and_(read_by(account, at), Event.cycle_id == cycle.id))


def listed_events(at: datetime, network: str, kind: str) -> Sequence[Event]:
    """What the public list shows, and for a month what was called off."""
    shown = [Event.is_listed, Event.hosting != Hosting.EXTERNAL, Event.ends_at > at]
    shown += [Event.networks.any(Network.code == network)] if network else []
    shown += [Event.kind_code == kind] if kind else []
    return _events(at, and_(*shown))


def registrations_shown(person: Person, at: datetime) -> Sequence[Registration]:
    """What this person registered for or waits for, by any of the names they were merged from, at events that a calendar shows."""
    people = select(Person.id).where(or_(Person.id == person.id, Person.merged_into_id == person.id))
    found = select(Registration).join(Registration.event).where(Registration.person_id.in_(people), Registration.standing.in_(_LIVE))
    found = found.where(*_shown(at)).order_by(Event.starts_at, Event.id)
    return db.session.scalars(found.options(selectinload(Registration.event).selectinload(Event.days))).all()


def last_move(person: Person) -> datetime | None:
    """When this person last came in, was let in, was refused or left, anywhere."""
    columns = (Registration.registered_at, Registration.confirmed_at, Registration.refused_at, Registration.withdrawn_at)
    people = select(Person.id).where(or_(Person.id == person.id, Person.merged_into_id == person.id))
    moves = db.session.execute(select(*map(func.max, columns)).where(Registration.person_id.in_(people))).one()
    return max((moment for moment in moves if moment), default=None)


def _events(at: datetime, which: Any) -> Sequence[Event]:
    found = select(Event).where(which, *_shown(at)).order_by(Event.starts_at, Event.id)
    return db.session.scalars(found.options(selectinload(Event.days))).all()


def _shown(at: datetime) -> tuple[Any, ...]:
    called_off = and_(Event.state == State.CANCELLED, Event.cancelled_at > at - CANCELLED)
    return Event.ends_at > at - PAST, or_(Event.state.not_in((State.DRAFT, State.CANCELLED)), called_off)
