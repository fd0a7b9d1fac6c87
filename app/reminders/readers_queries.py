"""For whom a letter of an event can be looked at: those who registered, then those who were asked."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.directory.models import Person
from app.directory.queries import same_person
from app.events.models import Event
from app.events.words import Modality
from app.invitations.models import Invitation
from app.registrations.models import Registration, Standing

MOST = 300  # names that a list can hold
_LIVE = (Standing.PENDING, Standing.CONFIRMED, Standing.WAITING)


@dataclass(frozen=True)
class Reader:
    """Someone real, and how they come."""

    person: Person
    modality: Modality


def readers_of(event: Event) -> list[tuple[str, str]]:
    """The public name and the name of each, in alphabetical order."""
    came = select(Registration.person_id).where(Registration.event_id == event.id, Registration.standing.in_(_LIVE))
    asked = select(Invitation.person_id).where(Invitation.event_id == event.id, Invitation.withdrawn_at.is_(None))
    known = select(Person.public_id, Person.last_name, Person.first_name).where(
        Person.id.in_(came.union(asked)), Person.anonymised_at.is_(None)
    )
    rows = db.session.execute(known.order_by(Person.last_name, Person.first_name, Person.id).limit(MOST))
    return [(public_id, f"{last} {first}".strip()) for public_id, last, first in rows]


def reader_named(event: Event, public_id: str) -> Reader | None:
    """One of them; nobody else's letters are shown through this event."""
    person = db.session.scalar(select(Person).where(Person.public_id == public_id, Person.anonymised_at.is_(None)))
    if person is None:
        return None
    registered = select(Registration).where(Registration.event_id == event.id, Registration.person_id == person.id)
    row = db.session.scalar(registered.where(Registration.standing.in_(_LIVE)).options(joinedload(Registration.person)))
    asked = select(Invitation.id).where(
        Invitation.event_id == event.id, Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None)
    )
    if row is None and db.session.scalar(asked) is None:
        return None
    return Reader(same_person(person), row.modality if row else event.modality)
