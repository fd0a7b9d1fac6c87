"""The sendings of an event, and the people each is for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Account
from app.core.db import db
from app.directory.models import Person
from app.directory.queries import one_person
from app.events.models import Event
from app.invitations.models import Answer, Invitation, Purpose, Sending
from app.invitations.queries import invited_to


def read_who_signs(event: Event) -> None:
    """The facilitator, the organiser, the partners and the networks of the event, whom its letters name, and its days, are read at once."""
    facilitator = joinedload(Event.facilitator).lazyload(Account.grants)
    named = facilitator, joinedload(Event.organiser), joinedload(Event.partners), joinedload(Event.networks), joinedload(Event.days)
    db.session.scalars(select(Event).where(Event.id == event.id).options(*named)).unique().all()


def unfinished_sendings(now: datetime) -> list[int]:
    """The numbers of the sendings that still have people to write to, the oldest first; those that wait for their hour left out."""
    due = or_(Sending.not_before.is_(None), Sending.not_before <= now)
    return list(db.session.scalars(select(Sending.id).where(Sending.finished_at.is_(None), due).order_by(Sending.id)))


def taken_sending(number: int) -> Sending | None:
    """The sending, for this worker alone until its transaction ends; None while another worker carries it out."""
    statement = select(Sending).where(Sending.id == number).with_for_update(skip_locked=True, of=Sending)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def sending_named(event: Event, public_id: str) -> Sending | None:
    """The sending of this event that bears this public name."""
    return db.session.scalar(select(Sending).where(Sending.event_id == event.id, Sending.public_id == public_id))


def sendings_of(event: Event) -> list[Sending]:
    """What was sent to many for this event, the latest first."""
    statement = select(Sending).where(Sending.event_id == event.id).options(joinedload(Sending.asked_by))
    return list(db.session.scalars(statement.order_by(Sending.id.desc())))


def announced_to(event: Event) -> list[Person]:
    """Everybody to whom the date of this event was announced."""
    statement = select(Sending.people, Sending.done).where(Sending.event_id == event.id, Sending.purpose == Purpose.SAVE_THE_DATE)
    numbers = [number for people, done in db.session.execute(statement) for number in people[:done]]
    return people_in_order(numbers) if numbers else []


def twins_of(event: Event, purpose: Purpose, since: datetime) -> list[Sending]:
    """The sendings of the same purpose asked for since then: a second click is recognised among them."""
    statement = select(Sending).where(Sending.event_id == event.id, Sending.purpose == purpose, Sending.asked_at > since)
    return list(db.session.scalars(statement.order_by(Sending.id.desc())))


def people_in_order(numbers: Sequence[int]) -> list[Person]:
    """These people, under the name they bear now, with whoever looks after their letters, in this order."""
    row = aliased(Person)
    statement = select(row.id, Person).join(Person, Person.id == one_person(row)).where(row.id.in_(numbers))
    found = {number: person for number, person in db.session.execute(statement.options(joinedload(Person.cared_for_by)))}
    return list(dict.fromkeys(found[number] for number in numbers if number in found))


def invitations_to(event: Event, numbers: Sequence[int]) -> dict[int, Invitation]:
    """The invitation to this event of each of these people who has one."""
    asked = invited_to(event)
    statement = select(asked.c.person_id, Invitation).join(Invitation, Invitation.id == asked.c.invitation_id)
    return {person_id: invitation for person_id, invitation in db.session.execute(statement.where(asked.c.person_id.in_(numbers)))}


def count_nudge(invitation: Invitation, most: int) -> bool:
    """One nudge more for this invitation, unless it was answered, taken back or nudged enough meanwhile."""
    silent = (Invitation.answer.is_(None)) & (Invitation.withdrawn_at.is_(None)) & (Invitation.nudges < most)
    statement = update(Invitation).where(Invitation.id == invitation.id, silent).values(nudges=Invitation.nudges + 1)
    counted = bool(db.session.execute(statement.returning(Invitation.id)).all())
    db.session.refresh(invitation, ["nudges"])
    return counted


def silent_numbers(event: Event, most: int) -> list[int]:
    """Who was invited, did not answer and may still be nudged."""
    asked = invited_to(event)
    statement = (
        select(Person.id)
        .join(asked, asked.c.person_id == Person.id)
        .join(Invitation, Invitation.id == asked.c.invitation_id)
        .where(Invitation.answer.is_(None), Invitation.withdrawn_at.is_(None))
        .where(Invitation.nudges < most, Person.undeliverable_at.is_(None))
    )
    return list(db.session.scalars(statement.order_by(Person.search, Person.id)))


def answers_of(event: Event) -> tuple[int, int, int, int]:
    """Of the people invited to this event: all, accepted, declined, without an answer; those taken back do not count."""
    accepted = func.count().filter(Invitation.answer == Answer.REGISTERED)
    declined = func.count().filter(Invitation.answer == Answer.DECLINED)
    silent = func.count().filter(Invitation.answer.is_(None))
    asked = invited_to(event)
    statement = select(func.count(), accepted, declined, silent).join(asked, asked.c.invitation_id == Invitation.id)
    row = db.session.execute(statement.where(Invitation.withdrawn_at.is_(None))).one()
    return row[0], row[1], row[2], row[3]
