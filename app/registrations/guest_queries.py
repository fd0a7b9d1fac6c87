"""One person of an event: their registration, their invitation, what happened; where they could go instead."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Account
from app.core.db import db
from app.directory.models import Person
from app.directory.queries import one_person, person_by_public_id, rows_of
from app.events.models import Event
from app.events.queries import run_by
from app.events.words import State
from app.invitations.models import CalendarObject, Invitation
from app.journal.models import Act
from app.registrations.models import Registration, Standing


def person_at(event: Event, public_id: str) -> Person | None:
    """Someone invited or registered to this event, under the name they bear now, whichever of their rows this was."""
    found = person_by_public_id(public_id)
    if found is None:
        return None
    registered = exists().where(Registration.event_id == event.id, Registration.person_id.in_(rows_of(found.id)))
    invited = exists().where(Invitation.event_id == event.id, Invitation.person_id.in_(rows_of(found.id)))
    statement = select(Person).where(Person.id == found.id, or_(registered, invited))
    return db.session.scalar(
        statement.options(joinedload(Person.organisation), joinedload(Person.department), joinedload(Person.cared_for_by))
    )


def last_registration(event: Event, person: Person) -> Registration | None:
    """The registration of this person to this event that lives, else the last one, whatever it came to."""
    statement = select(Registration).where(Registration.event_id == event.id, Registration.person_id.in_(rows_of(person.id)))
    places = joinedload(Registration.organisation), joinedload(Registration.department), joinedload(Registration.job_role)
    gone = Registration.standing == Standing.WITHDRAWN
    return db.session.scalar(statement.options(*places).order_by(gone, Registration.id.desc()).limit(1))


def registrations_at(event: Event, public_ids: Iterable[str]) -> Sequence[Registration]:
    """The registrations to this event of the people who bear these public names."""
    row = aliased(Person)
    people = select(row.id).join(Person, Person.id == one_person(row)).where(Person.public_id.in_([*public_ids]))
    statement = select(Registration).where(Registration.event_id == event.id, Registration.person_id.in_(people))
    return db.session.scalars(statement.options(joinedload(Registration.person)).order_by(Registration.id)).all()


def registrations_at_event(event: Event, person: Person) -> Sequence[Registration]:
    """All that this person has at an event, under any of their rows, but what was withdrawn; as it is now."""
    mine = Registration.event_id == event.id, Registration.person_id.in_(rows_of(person.id)), Registration.standing != Standing.WITHDRAWN
    return db.session.scalars(select(Registration).where(*mine).execution_options(populate_existing=True)).all()


def events_registered_twice(person: Person, at: datetime) -> Sequence[Event]:
    """The events to come where this person has more than one registration, because they were two."""
    mine = Registration.person_id.in_(rows_of(person.id)), Registration.standing != Standing.WITHDRAWN
    return _coming(select(Registration.event_id).where(*mine).group_by(Registration.event_id).having(func.count() > 1), at)


def events_held_twice(person: Person, at: datetime) -> Sequence[Event]:
    """The events to come that the calendars of this person hold more than once on one day, because they were two."""
    mine = CalendarObject.person_id.in_(rows_of(person.id)), CalendarObject.closed_at.is_(None)
    days = CalendarObject.event_id, CalendarObject.on
    return _coming(select(CalendarObject.event_id).where(*mine).group_by(*days).having(func.count() > 1), at)


def _coming(numbers: Select[int], at: datetime) -> Sequence[Event]:
    coming = Event.state.in_((State.PUBLISHED, State.CLOSED)), Event.ends_at > at
    return db.session.scalars(select(Event).where(*coming, Event.id.in_(numbers)).order_by(Event.id)).all()


def acts_on(thing: str) -> Sequence[tuple[Act, str | None]]:
    """What the journal says of this thing, the latest first, with the name of the account that did it."""
    statement = select(Act, Account.name).outerjoin(Account, Act.actor == "compte:" + Account.public_id).where(Act.thing == thing)
    return [(act, name) for act, name in db.session.execute(statement.order_by(Act.id.desc()))]


def events_to_move_to(event: Event, account: Account, at: datetime) -> list[tuple[str, Event]]:
    """The coming events of this account where someone may be expected instead, the nearest first."""
    coming = Event.state.in_((State.PUBLISHED, State.CLOSED)), Event.starts_at > at, Event.id != event.id
    statement = select(Event).where(*coming, run_by(account, at)).order_by(Event.starts_at).limit(100)
    return [(found.public_id, found) for found in db.session.scalars(statement)]
