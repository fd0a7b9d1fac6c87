"""Who came of one department and of one organisation, as the registrations of those days say."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, distinct, exists, func, select

from app.attendance.models import Mark, Presence
from app.core.db import db
from app.directory.models import JobRole, Organisation, Person
from app.directory.queries import one_person
from app.events.models import Event
from app.registrations.models import Part, Registration, Standing

_COUNTED = (Registration.standing == Standing.CONFIRMED, Registration.part == Part.PARTICIPANT)


@dataclass(frozen=True)
class Seen:
    """Somebody of an organisation registered at an event, with the function of that day."""

    event_id: int
    person_id: int
    job_role: str | None
    came: bool


def delegation_at(ids: Collection[int], department: str) -> frozenset[int]:
    """The events to which somebody of an ARS came who stood for this department: its delegation."""
    statement = select(Registration.event_id).distinct().join(Organisation, Organisation.id == Registration.organisation_id)
    ours = (Registration.event_id.in_(ids), Registration.department_code == department, Organisation.type == "ars")
    return frozenset(db.session.scalars(statement.where(*_COUNTED, *ours, _came())))


def of_department(ids: Collection[int], department: str) -> dict[int, tuple[int, int]]:
    """By event, how many participants of this department registered, and how many came."""
    present = func.sum(case((_came(), 1), else_=0))
    statement = select(Registration.event_id, func.count(), present).where(*_COUNTED, Registration.event_id.in_(ids))
    rows = db.session.execute(statement.where(Registration.department_code == department).group_by(Registration.event_id))
    return {event_id: (registered, int(came)) for event_id, registered, came in rows}


def people_of_department(ids: Collection[int], department: str) -> int:
    """How many different people of this department came to one of these events."""
    statement = select(func.count(distinct(one_person()))).select_from(Registration).join(Person, Person.id == Registration.person_id)
    ours = (Registration.event_id.in_(ids), Registration.department_code == department)
    return db.session.scalar(statement.where(*_COUNTED, *ours, _came())) or 0


def of_organisation(ids: Collection[int], organisation: int) -> list[Seen]:
    """Each registration of somebody of this organisation."""
    columns = (Registration.event_id, one_person(), JobRole.label, case((_came(), 1), else_=0))
    statement = select(*columns).select_from(Registration).join(Person, Person.id == Registration.person_id)
    statement = statement.outerjoin(JobRole, JobRole.code == Registration.job_role_code)
    rows = db.session.execute(statement.where(*_COUNTED, Registration.event_id.in_(ids), Registration.organisation_id == organisation))
    return [Seen(event_id, person_id, role, bool(came)) for event_id, person_id, role, came in rows]


def last_presence(organisation: int) -> tuple[datetime, str] | None:
    """When somebody of this organisation last came to an event, on what clocks."""
    statement = select(Event.starts_at, Event.timezone).join(Registration, Registration.event_id == Event.id)
    last = statement.where(*_COUNTED, Registration.organisation_id == organisation, _came()).order_by(Event.starts_at.desc())
    found = db.session.execute(last.limit(1)).first()
    return (found.starts_at, found.timezone) if found else None


def _came() -> ColumnElement[bool]:
    return exists(select(Presence.id).where(Presence.registration_id == Registration.id, Presence.mark == Mark.PRESENT))
