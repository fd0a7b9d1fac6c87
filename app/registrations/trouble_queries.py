"""Who is expected or invited at events, and cannot be written to."""

from sqlalchemy import ColumnElement, select, union
from sqlalchemy.orm import aliased, joinedload

from app.core.db import db
from app.directory.models import Person
from app.directory.queries import one_person
from app.events.models import Event
from app.invitations.models import Invitation
from app.registrations.models import Registration, Standing

_LIVE = (Standing.PENDING, Standing.CONFIRMED, Standing.WAITING)


def out_of_reach(*events: ColumnElement[bool]) -> list[tuple[Event, Person]]:
    """The people whose letters come back, who are registered to these events or have not answered their invitation, by event and name."""
    invited = select(Invitation.event_id, Invitation.person_id).where(Invitation.withdrawn_at.is_(None), Invitation.answer.is_(None))
    registered = select(Registration.event_id, Registration.person_id).where(Registration.standing.in_(_LIVE))
    meant, row = union(invited, registered).subquery(), aliased(Person)
    found = select(Event, Person).join(meant, meant.c.event_id == Event.id).join(row, row.id == meant.c.person_id)
    found = found.join(Person, Person.id == one_person(row)).where(*events, Person.undeliverable_at.is_not(None)).distinct()
    rows = db.session.execute(found.options(joinedload(Person.cared_for_by)).order_by(Event.starts_at, Event.id, Person.search))
    return [(event, person) for event, person in rows]
