"""Registrations and demands, as pages, letters and actions need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Account
from app.core.db import db
from app.directory.models import Person
from app.directory.queries import one_person, rows_of
from app.events.models import Event
from app.invitations.queries import invited_to
from app.registrations.models import Demand, Part, Registration, Standing

LIVE = (Standing.PENDING, Standing.CONFIRMED, Standing.WAITING)


_EVENT = joinedload(Registration.event)
# A registration with all that its own page shows; built once, because it is read at each click of each person.
_WITH_PAGE = (
    select(Registration)
    .where(Registration.public_id == bindparam("public_id"))
    .options(_EVENT.joinedload(Event.partners), _EVENT.joinedload(Event.parts), _EVENT.joinedload(Event.organiser))
    .options(_EVENT.joinedload(Event.facilitator).lazyload(Account.grants), joinedload(Registration.workshops))
    .options(joinedload(Registration.person).joinedload(Person.department))
)


@dataclass(frozen=True)
class Counts:
    """How many participants stand where."""

    confirmed: int = 0
    pending: int = 0
    waiting: int = 0
    refused: int = 0
    withdrawn: int = 0

    @property
    def live(self) -> int:
        return self.confirmed + self.pending + self.waiting


def live_of(event: Event) -> Sequence[Registration]:
    """Those who count for something, confirmed, pending or waiting, in the order of arrival, with their people."""
    people = joinedload(Registration.person).joinedload(Person.cared_for_by)
    statement = select(Registration).where(Registration.event_id == event.id, Registration.standing.in_(LIVE))
    return db.session.scalars(statement.options(people).order_by(Registration.id)).all()


def answered_or_asked(event: Event) -> set[int]:
    """The number of everybody who was invited to this event or ever registered to it, whatever became of it."""
    row = aliased(Person)
    registered = select(one_person(row)).join(Registration, Registration.person_id == row.id).where(Registration.event_id == event.id)
    return {*db.session.scalars(registered), *db.session.scalars(select(invited_to(event).c.person_id))}


def registration_of(event_id: int, person_id: int) -> Registration | None:
    """The live registration of this person, under any of the identities merged into them; a refused one counts too."""
    statement = select(Registration).where(
        Registration.event_id == event_id, Registration.person_id.in_(rows_of(person_id)), Registration.standing != Standing.WITHDRAWN
    )
    return db.session.scalar(statement.order_by(Registration.id).limit(1))


def last_of(event_id: int, person_id: int) -> Registration | None:
    """The latest registration of this person, withdrawn or not."""
    statement = select(Registration).where(Registration.event_id == event_id, Registration.person_id.in_(rows_of(person_id)))
    return db.session.scalar(statement.order_by(Registration.id.desc()).limit(1))


def registration_named(public_id: str) -> Registration | None:
    """The registration that bears this public name, with its event and person."""
    return db.session.scalars(_WITH_PAGE, {"public_id": public_id}).unique().one_or_none()


def registration_numbered(number: int) -> Registration | None:
    """The registration of a letter."""
    return db.session.get(Registration, number)


def registration_by_form(form_key: str) -> Registration | None:
    """What one sending of one form made."""
    number = db.session.scalar(select(Registration.id).where(Registration.form_key == form_key))
    return db.session.get(Registration, number) if number else None


def registrations_by(person: Person) -> Sequence[Registration]:
    """All the registrations of one person, the latest event first."""
    statement = (
        select(Registration).join(Event).where(Registration.person_id.in_(rows_of(person.id))).options(joinedload(Registration.event))
    )
    return db.session.scalars(statement.order_by(Event.starts_at.desc(), Registration.id.desc())).all()


def read_again(registration: Registration) -> None:
    """The registration as it is now that its event is held."""
    db.session.refresh(registration)


def bring_to(event: Event) -> None:
    """Everybody comes the only way that the event now leaves."""
    concerned = Registration.event_id == event.id, Registration.modality != event.modality, Registration.standing != Standing.WITHDRAWN
    db.session.execute(update(Registration).where(*concerned).values(modality=event.modality))


def first_waiting(event_id: int) -> Registration | None:
    """Who is served next: strict order of arrival."""
    statement = select(Registration).where(_waits(event_id)).order_by(Registration.waiting_since, Registration.id)
    return db.session.scalar(statement.limit(1).execution_options(populate_existing=True))


def is_queue_empty(event_id: int) -> bool:
    """Whether nobody waits for a seat."""
    return db.session.scalar(select(Registration.id).where(_waits(event_id)).limit(1)) is None


def rank_of(registration: Registration) -> int:
    """The place in the waiting list, from 1."""
    before = or_(
        Registration.waiting_since < registration.waiting_since,
        (Registration.waiting_since == registration.waiting_since) & (Registration.id < registration.id),
    )
    return 1 + (db.session.scalar(select(func.count()).where(_waits(registration.event_id), before)) or 0)


def counts_of(event: Event) -> Counts:
    """How many participants of the event stand where; speakers and staff are not counted."""
    statement = select(Registration.standing, func.count()).where(Registration.event_id == event.id, Registration.part == Part.PARTICIPANT)
    return Counts(**{standing.value: count for standing, count in db.session.execute(statement.group_by(Registration.standing)).all()})


def demand_named(public_id: str) -> Demand | None:
    """The demand that bears this public name, with its event."""
    return db.session.scalar(select(Demand).where(Demand.public_id == public_id).options(joinedload(Demand.event)))


def demand_numbered(number: int) -> Demand | None:
    """The demand of a letter."""
    return db.session.get(Demand, number)


def demand_by_form(form_key: str) -> Demand | None:
    """What one sending of the public form made."""
    return db.session.scalar(select(Demand).where(Demand.form_key == form_key))


def coming_registrations_by(person: Person, at: datetime) -> list[Registration]:
    """The live registrations of a person to what is not over, the nearest first."""
    found = [one for one in registrations_by(person) if one.is_live and not one.event.is_over(at) and not one.event.is_cancelled]
    return sorted(found, key=lambda one: one.event.starts_at)


def _waits(event_id: int) -> ColumnElement[bool]:
    return (Registration.event_id == event_id) & (Registration.standing == Standing.WAITING)


def read_demand_again(demand: Demand) -> None:
    """The demand as it is now that its event is held: it may have been confirmed meanwhile."""
    db.session.refresh(demand, ["confirmed_at"])


def delete_demands_asked_before(instant: datetime) -> int:
    """Nothing is kept of the demands made before this instant; says how many there were."""
    return db.session.execute(delete(Demand).where(Demand.asked_at < instant)).rowcount  # type: ignore[attr-defined,no-any-return]
