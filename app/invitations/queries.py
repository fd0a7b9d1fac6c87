"""Invitations and calendar objects, as letters, pages and answers need them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.core.db import db
from app.directory.models import Person
from app.events.models import Event
from app.invitations.models import CalendarObject, Invitation, Sending


def invitation_named(public_id: str) -> Invitation | None:
    """The invitation that bears this public name, with its event and person."""
    statement = select(Invitation).where(Invitation.public_id == public_id)
    event = joinedload(Invitation.event).joinedload(Event.facilitator).lazyload(Account.grants)
    person = joinedload(Invitation.person)
    options = (event, person.joinedload(Person.organisation), person.joinedload(Person.department))
    return db.session.scalar(statement.options(*options))


def invitation_numbered(number: int) -> Invitation | None:
    """The invitation of a letter."""
    return db.session.get(Invitation, number)


def invitation_of(event_id: int, person_id: int) -> Invitation | None:
    """The invitation of this person to this event."""
    return db.session.scalar(select(Invitation).where(Invitation.event_id == event_id, Invitation.person_id == person_id))


def told_invitations(event_id: int) -> Sequence[Invitation]:
    """Those who were asked and may still be waiting for the day: not taken back; with their people."""
    statement = select(Invitation).where(Invitation.event_id == event_id, Invitation.withdrawn_at.is_(None))
    return db.session.scalars(statement.options(joinedload(Invitation.person)).order_by(Invitation.id)).all()


def open_objects(event_id: int, person_id: int) -> list[CalendarObject]:
    """What the calendar of this person holds for this event, day after day."""
    return open_objects_of(event_id, [person_id]).get(person_id, [])


def open_objects_of(event_id: int, person_ids: Sequence[int] | None = None) -> dict[int, list[CalendarObject]]:
    """The open calendar objects of these people, or of everybody, for one event."""
    statement = select(CalendarObject).where(CalendarObject.event_id == event_id, CalendarObject.closed_at.is_(None))
    if person_ids is not None:
        statement = statement.where(CalendarObject.person_id.in_(person_ids))
    found: dict[int, list[CalendarObject]] = {}
    for one in db.session.scalars(statement.order_by(CalendarObject.on, CalendarObject.id)):
        found.setdefault(one.person_id, []).append(one)
    return found


def object_numbered(number: int) -> CalendarObject | None:
    """The calendar object of a letter."""
    return db.session.get(CalendarObject, number)


def open_object(event_id: int, person_id: int, on: date, uid: str, at: datetime) -> None:
    """One open object for that day, whoever asks first: the index lets one in."""
    row = {"uid": uid, "event_id": event_id, "person_id": person_id, "on": on, "created_at": at}
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(dialect.insert(CalendarObject).values(row).on_conflict_do_nothing())


def sending_numbered(number: int) -> Sending | None:
    """The sending that a letter belongs to."""
    return db.session.get(Sending, number)


def person_numbered(number: int) -> Person | None:
    """The person a letter is for."""
    return db.session.get(Person, number)


def event_numbered(number: int) -> Event | None:
    """The event a letter is about."""
    return db.session.get(Event, number)
