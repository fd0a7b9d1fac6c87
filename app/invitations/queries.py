"""Invitations and calendar objects, as letters, pages and answers need them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CTE, Select, bindparam, case, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Account
from app.core.db import db
from app.directory.models import Person
from app.directory.queries import one_person, rows_of
from app.events.models import Event
from app.invitations.models import CalendarObject, Invitation, Sending

_EVENT, _PERSON = joinedload(Invitation.event), joinedload(Invitation.person)
# An invitation with all that its page shows; built once, because it is read at each click of each person.
_WITH_PAGE = (
    select(Invitation)
    .where(Invitation.public_id == bindparam("public_id"))
    .options(_EVENT.joinedload(Event.partners), _EVENT.joinedload(Event.parts), _EVENT.joinedload(Event.organiser))
    .options(_EVENT.joinedload(Event.facilitator).lazyload(Account.grants))
    .options(_PERSON.joinedload(Person.organisation), _PERSON.joinedload(Person.department))
)


def invitation_named(public_id: str) -> Invitation | None:
    """The invitation that bears this public name, with its event and person."""
    return db.session.scalars(_WITH_PAGE, {"public_id": public_id}).unique().one_or_none()


def invitation_numbered(number: int) -> Invitation | None:
    """The invitation of a letter."""
    return db.session.get(Invitation, number)


def invitation_of(event_id: int, person_id: int) -> Invitation | None:
    """The invitation of this person to this event, whichever of their rows was asked: the one that still holds, if any."""
    statement = select(Invitation).where(Invitation.event_id == event_id, Invitation.person_id.in_(rows_of(person_id)))
    return db.session.scalar(statement.order_by(Invitation.withdrawn_at.is_not(None), Invitation.id).limit(1))


def invited_to(event: Event) -> CTE:
    """One line for each person asked to this event: their number, and the invitation that tells the most (an answer, then one that holds)."""
    answered = func.max(case((Invitation.answer.is_not(None), Invitation.id)))
    holding = func.max(case((Invitation.withdrawn_at.is_(None), Invitation.id)))
    row = aliased(Person)
    statement = select(one_person(row).label("person_id"), func.coalesce(answered, holding, func.max(Invitation.id)).label("invitation_id"))
    statement = statement.join(row, row.id == Invitation.person_id).where(Invitation.event_id == event.id)
    return statement.group_by(one_person(row)).cte("invited")


def open_invitations(event_id: int) -> Sequence[Invitation]:
    """Those who were asked and have not answered, with their people."""
    statement = select(Invitation).where(Invitation.event_id == event_id, Invitation.answer.is_(None), Invitation.withdrawn_at.is_(None))
    people = joinedload(Invitation.person).joinedload(Person.cared_for_by)
    return db.session.scalars(statement.options(people).order_by(Invitation.id)).all()


def open_objects(event_id: int, person_id: int) -> list[CalendarObject]:
    """What the calendar of this person holds for this event, day after day."""
    return list(db.session.scalars(_open_objects(event_id).where(CalendarObject.person_id.in_(rows_of(person_id)))))


def open_objects_of(event_id: int) -> dict[int, list[CalendarObject]]:
    """What the calendars of everybody hold for one event, by person."""
    statement = _open_objects(event_id).join(Person, Person.id == CalendarObject.person_id).add_columns(one_person())
    found: dict[int, list[CalendarObject]] = {}
    for one, person_id in db.session.execute(statement):
        found.setdefault(person_id, []).append(one)
    return found


def _open_objects(event_id: int) -> Select[CalendarObject]:
    statement = select(CalendarObject).where(CalendarObject.event_id == event_id, CalendarObject.closed_at.is_(None))
    return statement.order_by(CalendarObject.on, CalendarObject.id)


def object_numbered(number: int) -> CalendarObject | None:
    """The calendar object of a letter."""
    return db.session.get(CalendarObject, number)


def object_of(uid: str) -> CalendarObject | None:
    """The calendar object that bears this UID."""
    return db.session.scalar(select(CalendarObject).where(CalendarObject.uid == uid))


def said_by_calendar(event_id: int) -> dict[int, CalendarObject]:
    """What each person answered in their calendar of an event that is still in it.

    "Perhaps" for one day says it of all, else "no" for one: the last of the alphabet.
    """
    statement = _open_objects(event_id).where(CalendarObject.partstat.is_not(None)).join(Person, Person.id == CalendarObject.person_id)
    found: dict[int, CalendarObject] = {}
    for one, person_id in db.session.execute(statement.add_columns(one_person())):
        if person_id not in found or str(one.partstat) > str(found[person_id].partstat):
            found[person_id] = one
    return found


def open_object(event_id: int, person_id: int, on: date, uid: str, at: datetime) -> CalendarObject | None:
    """One open object for that day, whoever asks first: the index lets one in; None when it was somebody else."""
    row = {"uid": uid, "event_id": event_id, "person_id": person_id, "on": on, "created_at": at}
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return db.session.scalars(dialect.insert(CalendarObject).values(row).on_conflict_do_nothing().returning(CalendarObject)).one_or_none()


def sending_numbered(number: int) -> Sending | None:
    """The sending that a letter belongs to."""
    return db.session.get(Sending, number)


def person_numbered(number: int) -> Person | None:
    """The person a letter is for."""
    return db.session.get(Person, number)


def event_numbered(number: int) -> Event | None:
    """The event a letter is about."""
    return db.session.get(Event, number)
