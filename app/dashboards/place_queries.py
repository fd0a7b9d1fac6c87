"""Who came of one department and of one organisation, as the registrations of those days say."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, literal, or_, select, union_all

from app.core.db import among, db
from app.directory.models import JobRole, Organisation, Person
from app.directory.people_queries import are_current, with_posting
from app.directory.queries import one_person
from app.events.models import Event
from app.indicators.entries import HELD
from app.indicators.queries import came, participants
from app.indicators.scope import OURS
from app.invitations.models import Invitation
from app.registrations.models import Part, Registration, Standing
from app.reminders.models import PlannedLetter

_CAME = (
    *(Event.state.in_(HELD), Event.hosting.in_(OURS)),
    *(Registration.standing == Standing.CONFIRMED, Registration.part == Part.PARTICIPANT, came()),
)


@dataclass(frozen=True)
class Seen:
    """Somebody of an organisation registered at an event, with the function of that day."""

    event_id: int
    person_id: int
    job_role: str | None
    came: bool


@dataclass(frozen=True)
class SeenThere:
    """Somebody registered at an event for a department, where they worked and with the function of that day."""

    event_id: int
    person_id: int
    job_role: str
    organisation_id: int
    organisation: str
    slug: str
    came: bool


@dataclass(frozen=True)
class Written:
    """What somebody wrote with an answer."""

    event_id: int
    person_id: int
    sort: str
    words: str


def delegation_at(ids: Collection[int], department: str) -> frozenset[int]:
    """The events to which somebody of an ARS came who stood for this department: its delegation."""
    statement = select(Registration.event_id).distinct().join(Organisation, Organisation.id == Registration.organisation_id)
    ours = (Registration.department_code == department, Organisation.type == "ars")
    return frozenset(db.session.scalars(statement.where(*participants(ids), *ours, came())))


def of_department(ids: Collection[int], department: str) -> dict[int, tuple[int, int]]:
    """By event, how many participants of this department registered, and how many came."""
    seen = func.sum(case((came(), 1), else_=0))
    statement = select(Registration.event_id, func.count(), seen).where(*participants(ids), Registration.department_code == department)
    rows = db.session.execute(statement.group_by(Registration.event_id))
    return {event_id: (registered, int(present)) for event_id, registered, present in rows}


def of_organisation(ids: Collection[int], organisation: int) -> list[Seen]:
    """Each registration of somebody of this organisation."""
    columns = (Registration.event_id, one_person(), JobRole.label, case((came(), 1), else_=0))
    statement = select(*columns).select_from(Registration).join(Person, Person.id == Registration.person_id)
    statement = statement.outerjoin(JobRole, JobRole.code == Registration.job_role_code)
    rows = db.session.execute(statement.where(*participants(ids), Registration.organisation_id == organisation))
    return [Seen(event_id, person_id, role, bool(present)) for event_id, person_id, role, present in rows]


def seen_of_department(ids: Collection[int], department: str) -> list[SeenThere]:
    """Each registration for this department, whatever the organisation."""
    seen = case((came(), 1), else_=0)
    columns = (Registration.event_id, one_person(), JobRole.label, Organisation.id, Organisation.short_name, Organisation.slug, seen)
    statement = select(*columns).select_from(Registration).join(Person, Person.id == Registration.person_id)
    statement = statement.outerjoin(JobRole, JobRole.code == Registration.job_role_code)
    statement = statement.outerjoin(Organisation, Organisation.id == Registration.organisation_id)
    rows = db.session.execute(statement.where(*participants(ids), Registration.department_code == department))
    return [
        SeenThere(event, person, role or "", number or 0, name or "Structure non précisée", slug or "", bool(present))
        for event, person, role, number, name, slug, present in rows
    ]


def people_there(department: str, own: Collection[int], agencies: Collection[int]) -> list[Person]:
    """Those known today in the organisations of a department, and those of its agencies who stand for it."""
    of_own = Person.organisation_id.in_(own) & or_(Person.department_code == department, Person.department_code.is_(None))
    of_agencies = Person.organisation_id.in_(agencies) & (Person.department_code == department)
    statement = select(Person).where(*are_current(), of_own | of_agencies).options(*with_posting())
    return list(db.session.scalars(statement))


def last_presence_of(people: Collection[int]) -> dict[int, tuple[datetime, str]]:
    """When each of these people last came to an event of ours, on what clocks."""
    statement = (
        select(one_person(), Event.starts_at, Event.timezone).select_from(Registration).join(Event, Event.id == Registration.event_id)
    )
    statement = statement.join(Person, Person.id == Registration.person_id).where(one_person().in_(people), *_CAME)
    rows = db.session.execute(statement.order_by(Event.starts_at))
    return {number: (starts_at, zone) for number, starts_at, zone in rows}


def words_of_department(ids: Collection[int], department: str, own: Collection[int]) -> list[Written]:
    """What its people wrote when they registered, gave up their seat or declined."""
    registered = among(Registration.event_id, ids) & (Registration.department_code == department)
    found = []
    for sort, words in (("à l’inscription", Registration.comment), ("en se désistant", Registration.withdraw_word)):
        columns = (Registration.event_id, one_person(), literal(sort), words)
        found.append(select(*columns).join(Person, Person.id == Registration.person_id).where(registered, words != ""))
    columns = (Invitation.event_id, one_person(), literal("en déclinant"), Invitation.decline_word)
    theirs = or_(Person.department_code == department, Person.department_code.is_(None) & Person.organisation_id.in_(own))
    declined = select(*columns).join(Person, Person.id == Invitation.person_id).where(among(Invitation.event_id, ids), theirs)
    found.append(declined.where(Invitation.decline_word != ""))
    return [Written(*row) for row in db.session.execute(union_all(*found))]


def links_of(ids: Collection[int], letters: Collection[str]) -> list[tuple[int, str, str]]:
    """The addresses that were given for what came out of these events: minutes, documents, a replay."""
    statement = select(PlannedLetter.event_id, PlannedLetter.letter, PlannedLetter.link).order_by(PlannedLetter.letter)
    rows = db.session.execute(
        statement.where(among(PlannedLetter.event_id, ids), PlannedLetter.letter.in_(letters), PlannedLetter.link != "")
    )
    return [(event_id, letter, link) for event_id, letter, link in rows]


def last_presence(organisation: int) -> tuple[datetime, str] | None:
    """When somebody of this organisation last came to an event of ours, on what clocks."""
    statement = select(Event.starts_at, Event.timezone).join(Registration, Registration.event_id == Event.id)
    last = statement.where(*_CAME, Registration.organisation_id == organisation).order_by(Event.starts_at.desc())
    found = db.session.execute(last.limit(1)).first()
    return (found.starts_at, found.timezone) if found else None
