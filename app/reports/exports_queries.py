"""The rows of the exports, read a few hundred at a time and always in the same order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.attendance.models import Mark, Presence
from app.core.db import db
from app.directory.models import Department, JobRole, Organisation, Person, Region
from app.events.models import Event
from app.events.models import Part as EventPart
from app.events.words import Modality
from app.registrations.models import Origin, Part, Registration, Standing, registration_part

AT_ONCE = 500


def _actor(row: type[Person]) -> ColumnElement[str]:
    """How the journal names this person."""
    return "personne:" + row.public_id


_KEPT, _OWN_REGION = aliased(Person), aliased(Region)
# Someone merged into another is named as they are now known; where they worked is what their registration says.
_LAST_NAME = func.coalesce(_KEPT.last_name, Person.last_name)
_FIRST_NAME = func.coalesce(_KEPT.first_name, Person.first_name)
_COLUMNS = (
    Registration.id,
    Organisation.short_name,
    Organisation.type,
    Department.code,
    Department.name,
    func.coalesce(Region.name, _OWN_REGION.name),
    _LAST_NAME,
    _FIRST_NAME,
    func.coalesce(_KEPT.email, Person.email),
    JobRole.label,
    Registration.part,
    Registration.modality,
    Registration.standing,
    Registration.origin,
    Registration.registered_by,
    Registration.registered_by.in_([_actor(Person), _actor(_KEPT)]),
    Registration.registered_at,
    Registration.confirmed_at,
    Registration.comment,
    func.coalesce(_KEPT.id, Person.id),
)


class Guest(NamedTuple):
    """One registration with all that an export may say of it, as it was on the day."""

    id: int
    organisation: str | None
    type: str | None
    department_code: str | None
    department: str | None
    region: str | None
    last_name: str
    first_name: str
    email: str | None
    job_role: str | None
    part: Part
    modality: Modality
    standing: Standing
    origin: Origin
    registered_by: str
    is_own: bool | None  # NULL is no: nobody was merged, and it was somebody else
    registered_at: datetime
    confirmed_at: datetime | None
    comment: str
    person_id: int


def guests(event: Event, standings: Iterable[Standing]) -> Iterator[Guest]:
    """The people of the event by last name; never all in memory."""
    statement = _guests(event).where(Registration.standing.in_([*standings])).order_by(Person.search, Registration.id)
    for row in db.session.execute(statement.execution_options(yield_per=AT_ONCE)):
        yield Guest._make(row)


def _guests(event: Event) -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(_KEPT, _KEPT.id == Person.merged_into_id)
        .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
        .outerjoin(_OWN_REGION, _OWN_REGION.code == Organisation.region_code)
        .outerjoin(Department, Department.code == Registration.department_code)
        .outerjoin(Region, Region.code == Department.region_code)
        .outerjoin(JobRole, JobRole.code == Registration.job_role_code)
        .where(Registration.event_id == event.id)
    )


def workshops_of(event: Event) -> dict[int, str]:
    """The workshops that each registration chose, in their order."""
    found: dict[int, list[str]] = defaultdict(list)
    chosen = select(registration_part.c.registration_id, EventPart.title).join(EventPart, EventPart.id == registration_part.c.part_id)
    for registration_id, title in db.session.execute(
        chosen.where(EventPart.event_id == event.id).order_by(EventPart.starts_at, EventPart.id)
    ):
        found[registration_id].append(title)
    return {number: ", ".join(titles) for number, titles in found.items()}


def marks_of(event: Event) -> dict[int, dict[int, Mark]]:
    """What was marked: registration, half-day, mark."""
    found: dict[int, dict[int, Mark]] = defaultdict(dict)
    statement = select(Presence.registration_id, Presence.half_day_id, Presence.mark).join(Presence.registration)
    for registration_id, half_day_id, mark in db.session.execute(statement.where(Registration.event_id == event.id)):
        found[registration_id][half_day_id] = mark
    return found


def names_of_actors(event: Event) -> dict[str, str]:
    """The names of those who registered somebody else, by the journal's name for them."""
    by = select(Registration.registered_by).join(Registration.person).distinct()
    by = by.where(Registration.event_id == event.id, Registration.registered_by != _actor(Person))
    said = {word.partition(":")[2] for word in db.session.scalars(by) if ":" in word}
    accounts = db.session.execute(select(Account.public_id, Account.name).where(Account.public_id.in_(said)))
    people = select(Person.public_id, Person.first_name, Person.last_name).where(Person.public_id.in_(said))
    found = {f"compte:{public_id}": name for public_id, name in accounts}
    return found | {f"personne:{public_id}": f"{first} {last}".strip() for public_id, first, last in db.session.execute(people)}
