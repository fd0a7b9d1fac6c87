"""Finding feeds, and the events that each shows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Account
from app.core.db import db
from app.directory.models import Person
from app.directory.queries import rows_of
from app.events.models import Cycle, Day, Event, EventKind, Part
from app.events.queries import read_by, run_by
from app.events.words import Hosting, State
from app.feeds.models import Feed, Scope
from app.journal.models import Act
from app.networks.models import Network
from app.registrations.models import Registration, Standing

Which = ColumnElement[bool]
Facts = list[tuple[Any, ...]]

PAST = timedelta(days=365)  # how far back a calendar goes
CANCELLED = timedelta(days=30)  # how long an event that was called off is still said to be
# What is written of an event: tests/feeds/test_tags.py changes each of these and looks at the calendar.
_SAID = (
    *(Event.changed_at, Event.created_at, Event.sequence, Event.state, Event.public_id, Event.title, Event.modality, Event.timezone),
    *(Event.place, Event.address, Event.join_url, EventKind.label, Day.on, Day.starts_at, Day.ends_at),
)
_TIMES = (Part.event_id, Part.kind, Part.title, Part.starts_at, Part.ends_at, Part.invitation_only)
_LIVE = (Standing.CONFIRMED, Standing.PENDING, Standing.WAITING)


def live_feed(public_id: str) -> Feed | None:
    found = select(Feed).where(Feed.public_id == public_id, Feed.revoked_at.is_(None))
    return db.session.scalar(found.options(joinedload(Feed.person), joinedload(Feed.account)))


def feeds_of_person(person: Person) -> Sequence[Feed]:
    """The addresses that show this person's registrations, those of the names they were merged from after their own."""
    theirs = select(Feed).where(Feed.person_id.in_(rows_of(person.id)), Feed.revoked_at.is_(None))
    return db.session.scalars(theirs.order_by(Feed.person_id != person.id, Feed.id)).all()


def feed_of(account: Account, scope: Scope, scope_id: int | None) -> Feed | None:
    mine = select(Feed).where(Feed.account_id == account.id, Feed.scope == scope, Feed.revoked_at.is_(None))
    return db.session.scalar(mine.where(Feed.scope_id.is_(None) if scope_id is None else Feed.scope_id == scope_id))


def feeds_of(account: Account) -> Sequence[Feed]:
    """The addresses this account has, in the order in which they were given."""
    mine = select(Feed).where(Feed.account_id == account.id, Feed.revoked_at.is_(None))
    return db.session.scalars(mine.order_by(Feed.scope, Feed.scope_id, Feed.id)).all()


def own_feed(account: Account, public_id: str) -> Feed:
    """One of this account's addresses, or the page that does not exist."""
    feed = live_feed(public_id)
    return feed if feed and feed.account_id == account.id else abort(404)


def network_numbered(number: int | None) -> Network | None:
    return db.session.get(Network, number) if number else None


def cycle_numbered(number: int | None) -> Cycle | None:
    return db.session.get(Cycle, number) if number else None


def run(account: Account, at: datetime) -> Which:
    """What the account runs today."""
    return run_by(account, at)


def of_network(account: Account, network: Network, at: datetime) -> Which:
    return and_(run_by(account, at), Event.networks.any(Network.id == network.id))


def of_cycle(account: Account, cycle: Cycle, at: datetime) -> Which:
    return and_(read_by(account, at), Event.cycle_id == cycle.id)


def listed(at: datetime, network: str, kind: str) -> Which:
    """What the public list shows, and for a month what was called off."""
    shown = [Event.is_listed, Event.hosting != Hosting.EXTERNAL, Event.ends_at > at]
    shown += [Event.networks.any(Network.code == network)] if network else []
    shown += [Event.kind_code == kind] if kind else []
    return and_(*shown)


def facts(which: Which, at: datetime) -> Facts:
    """All that a calendar of these events says, as plain values: asked alone, it costs a tenth of writing the calendar."""
    return _values(select(*_SAID).join(Event.kind).join(Event.days).where(which, *_shown(at)))


def programme(which: Which, at: datetime) -> Facts:
    """The times of these events, as plain values."""
    found = select(*_TIMES).join(Part.event).where(which, *_shown(at)).order_by(Part.event_id, Part.starts_at, Part.id)
    return [tuple(row) for row in db.session.execute(found)]


def events(which: Which, at: datetime) -> Sequence[Event]:
    found = select(Event).where(which, *_shown(at)).order_by(Event.starts_at, Event.id)
    return db.session.scalars(found.options(selectinload(Event.days), selectinload(Event.parts))).all()


def facts_of_person(person: Person, at: datetime) -> Facts:
    """The same for what a person registered for, and where they stand in each."""
    said = select(Registration.standing, Registration.modality, *_SAID).join(Registration.event).join(Event.kind).join(Event.days)
    return _values(said.where(*_registered(person, at)).order_by(Registration.id))


def of_person(person: Person) -> Which:
    """What this person registered for, under any of their names."""
    return Event.id.in_(
        select(Registration.event_id).where(Registration.person_id.in_(rows_of(person.id)), Registration.standing.in_(_LIVE))
    )


def registrations(person: Person, at: datetime) -> Sequence[Registration]:
    """What this person registered for or waits for, by any of the names they were merged from, at events that a calendar shows.

    Those with a place first, for who went to one event under two names.
    """
    waits = Registration.standing != Standing.CONFIRMED
    found = select(Registration).join(Registration.event).where(*_registered(person, at))
    found = found.order_by(Event.starts_at, Event.id, waits, Registration.id)
    theirs = selectinload(Registration.event)
    return db.session.scalars(found.options(theirs.selectinload(Event.days), theirs.selectinload(Event.parts))).all()


def last_move(person: Person) -> datetime | None:
    """When this person last came in, was let in, was refused, chose to come another way or left, anywhere."""
    columns = (Registration.registered_at, Registration.confirmed_at, Registration.refused_at, Registration.withdrawn_at)
    theirs = Registration.person_id.in_(rows_of(person.id))
    acts = select(func.max(Act.at)).where(Act.thing.in_(select(literal("inscription:") + Registration.public_id).where(theirs)))
    moves = db.session.execute(select(*map(func.max, columns), acts.scalar_subquery()).where(theirs)).one()
    return max((moment for moment in moves if moment), default=None)


def _values(said: Select[*tuple[Any, ...]]) -> Facts:
    found = db.session.execute(said.order_by(Event.starts_at, Event.id, Day.starts_at, Day.id))
    return [tuple(row) for row in found]


def _registered(person: Person, at: datetime) -> tuple[Which, ...]:
    return Registration.person_id.in_(rows_of(person.id)), Registration.standing.in_(_LIVE), *_shown(at)


def _shown(at: datetime) -> tuple[Which, ...]:
    return Event.ends_at > at - PAST, or_(Event.state.not_in((State.DRAFT, State.CANCELLED)), Event.cancelled_at > at - CANCELLED)
