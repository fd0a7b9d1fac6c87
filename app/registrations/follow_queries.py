"""Who is at one event: invited, registered or both, one line per person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, func, literal, or_, select, type_coerce
from sqlalchemy.orm import aliased

from app.core.db import db
from app.core.text import searchable
from app.directory.models import Department, JobRole, Organisation, Person
from app.directory.queries import one_person
from app.events.models import Event
from app.events.words import Modality
from app.invitations.models import Answer, CalendarObject, Invitation, PartStat
from app.invitations.queries import invited_to
from app.registrations.models import Part, Registration, Standing

PAGE = 50
_CARER = aliased(Person)

# What the address of a page says, and what is told: registered, waiting... are a registration's; the others an invitation's.
SITUATIONS = {
    "inscrits": "Inscrits",
    "validation": "En attente de validation",
    "attente": "Sur liste d’attente",
    "sans-reponse": "Invités sans réponse",
    "declines": "Ont décliné",
    "desinscrits": "Désinscrits",
    "refuses": "Non retenus",
    "reprises": "Invitation reprise",
}
# The same, of one person.
SITUATION = {
    "inscrits": "Inscrit",
    "validation": "En attente de validation",
    "attente": "Sur liste d’attente",
    "sans-reponse": "Sans réponse",
    "declines": "A décliné",
    "desinscrits": "Désinscrit",
    "refuses": "Non retenu",
    "reprises": "Invitation reprise",
}
_OF_STANDING = {
    Standing.CONFIRMED: "inscrits",
    Standing.PENDING: "validation",
    Standing.WAITING: "attente",
    Standing.REFUSED: "refuses",
    Standing.WITHDRAWN: "desinscrits",
}


@dataclass(frozen=True)
class Selection:
    """Which of an event's people are looked at; empty means all of them."""

    situation: str = ""
    type: str = ""
    organisation: str = ""  # slug
    department: str = ""
    search: str = ""
    people: frozenset[str] = frozenset()  # public names, ticked one by one
    registrations: frozenset[int] | None = None  # those with some presence; None asks nothing


@dataclass(frozen=True)
class Guest:
    """One person at an event, with the organisation and department of that day when they are registered."""

    person_id: int
    person: str
    first_name: str
    last_name: str
    letterbox: str | None
    undeliverable_at: datetime | None
    organisation_slug: str | None
    organisation: str | None
    type: str | None
    department_code: str | None
    department: str | None
    job_role: str | None
    situation: str
    registration_id: int | None
    registration: str | None
    part: Part | None
    modality: Modality | None
    waiting_since: datetime | None
    invited: bool
    answered: bool
    nudges: int
    calendar: PartStat | None  # what they answered there, of an event that is still in it

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def told(self) -> str:
        return SITUATION[self.situation]

    @property
    def counts(self) -> bool:
        """Speakers, organisers and staff are not counted among the people one hoped for."""
        return self.part in (None, Part.PARTICIPANT)


def guests_of(event: Event, selection: Selection, *, page: int | None = None) -> list[Guest]:
    """The people of the selection, by name; one page of them if asked."""
    statement = _narrowed(event, selection).order_by(Person.search, Person.id)
    if selection.situation == "attente":
        statement = _narrowed(event, selection).order_by(Registration.waiting_since, Registration.id)
    if page is not None:
        statement = statement.limit(PAGE).offset(PAGE * (page - 1))
    return [Guest(*tuple(row)) for row in db.session.execute(statement)]


def count_of(event: Event, selection: Selection) -> int:
    """How many people the selection holds."""
    return db.session.scalar(select(func.count()).select_from(_narrowed(event, selection).subquery())) or 0


def person_ids_of(event: Event, selection: Selection) -> list[int]:
    """The numbers of the people of the selection, by name."""
    statement = _narrowed(event, selection).with_only_columns(Person.id).order_by(Person.search, Person.id)
    return list(db.session.scalars(statement))


def live_person_ids(event: Event) -> set[int]:
    """Who is registered, waits, or was refused: nobody to invite again."""
    statement = select(one_person()).join(Registration, Registration.person_id == Person.id)
    return set(db.session.scalars(statement.where(Registration.event_id == event.id, Registration.standing != Standing.WITHDRAWN)))


def counts_by_situation(event: Event) -> dict[str, int]:
    """How many people are in each situation."""
    found = _everyone(event).with_only_columns(_situation().label("situation")).subquery()
    return {word: count for word, count in db.session.execute(select(found.c.situation, func.count()).group_by(found.c.situation))}


def organisations_at(event: Event) -> list[tuple[str, str]]:
    """Slug and name of the organisations that have someone at this event."""
    found = _everyone(event).with_only_columns(Organisation.slug, Organisation.short_name).where(Organisation.id.is_not(None)).distinct()
    return [(slug, name) for slug, name in db.session.execute(found.order_by(Organisation.short_name))]


def departments_at(event: Event) -> list[tuple[str, str]]:
    """Code and label of the departments that have someone at this event."""
    found = _everyone(event).with_only_columns(Department.code, Department.name).where(Department.code.is_not(None)).distinct()
    return [(code, f"{name} ({code})") for code, name in db.session.execute(found.order_by(Department.code))]


def _situation() -> ColumnElement[str]:
    standings = [(Registration.standing == standing, literal(word)) for standing, word in _OF_STANDING.items()]
    return case(
        *standings,
        (Invitation.answer == Answer.DECLINED, literal("declines")),
        (Invitation.withdrawn_at.is_not(None), literal("reprises")),
        else_=literal("sans-reponse"),
    )


def registered_at(event: Event) -> CTE:
    """One line for each person who ever registered to this event: their number, and the registration that tells the most."""
    row = aliased(Person)
    live = func.max(case((Registration.standing != Standing.WITHDRAWN, Registration.id)))
    statement = select(one_person(row).label("person_id"), func.coalesce(live, func.max(Registration.id)).label("registration_id"))
    statement = statement.join(row, row.id == Registration.person_id).where(Registration.event_id == event.id)
    return statement.group_by(one_person(row)).cte("registered")


def _everyone(event: Event) -> Select[*tuple[Any, ...]]:
    """One row per person, under the name they bear now: their registration, their invitation, where they work (that day, or today)."""
    registered, invited, calendars = registered_at(event), invited_to(event), _said_in_calendars(event)
    return (
        _columns()
        .add_columns(calendars.c.said)
        .select_from(Person)
        .outerjoin(calendars, calendars.c.person_id == Person.id)
        .outerjoin(registered, registered.c.person_id == Person.id)
        .outerjoin(Registration, Registration.id == registered.c.registration_id)
        .outerjoin(invited, invited.c.person_id == Person.id)
        .outerjoin(Invitation, Invitation.id == invited.c.invitation_id)
        .outerjoin(_CARER, _CARER.id == Person.cared_for_by_id)
        .outerjoin(Organisation, Organisation.id == _that_day(Registration.organisation_id, Person.organisation_id))
        .outerjoin(Department, Department.code == _that_day(Registration.department_code, Person.department_code))
        .outerjoin(JobRole, JobRole.code == _that_day(Registration.job_role_code, Person.job_role_code))
        .where(Person.id.in_(select(registered.c.person_id).union(select(invited.c.person_id))))
    )


def _said_in_calendars(event: Event) -> CTE:
    """One line for each person whose calendar answered: "perhaps" for one day, else "no" for one, says it of all (the last of the alphabet)."""
    row = aliased(Person)
    said = type_coerce(func.max(CalendarObject.partstat), CalendarObject.partstat.type).label("said")
    statement = select(one_person(row).label("person_id"), said).join(row, row.id == CalendarObject.person_id)
    statement = statement.where(
        CalendarObject.event_id == event.id, CalendarObject.closed_at.is_(None), CalendarObject.partstat.is_not(None)
    )
    return statement.group_by(one_person(row)).cte("calendars")


def _that_day(then: ColumnElement[Any] | Any, today: ColumnElement[Any] | Any) -> ColumnElement[Any]:
    """What the registration says, for those who have one."""
    return case((Registration.id.is_not(None), then), else_=today)


def _columns() -> Select[*tuple[Any, ...]]:
    """The fields of ``Guest``, in its order, but for the last."""
    return select(
        Person.id,
        Person.public_id,
        Person.first_name,
        Person.last_name,
        func.coalesce(Person.email, _CARER.email),
        Person.undeliverable_at,
        Organisation.slug,
        Organisation.short_name,
        Organisation.type,
        Department.code,
        Department.name,
        JobRole.label,
        _situation(),
        Registration.id,
        Registration.public_id,
        Registration.part,
        Registration.modality,
        Registration.waiting_since,
        and_(Invitation.id.is_not(None), Invitation.withdrawn_at.is_(None)),
        and_(Invitation.id.is_not(None), or_(Invitation.answer.is_not(None), Registration.id.is_not(None))),
        func.coalesce(Invitation.nudges, 0),
    )


def _narrowed(event: Event, selection: Selection) -> Select[*tuple[Any, ...]]:
    conditions: list[ColumnElement[bool]] = []
    if selection.situation:
        conditions.append(_situation() == selection.situation)
    if selection.type:
        conditions.append(Organisation.type == selection.type)
    if selection.organisation:
        conditions.append(Organisation.slug == selection.organisation)
    if selection.department:
        conditions.append(Department.code == selection.department)
    if selection.people:
        conditions.append(Person.public_id.in_(selection.people))
    if selection.registrations is not None:
        conditions.append(Registration.id.in_(selection.registrations))
    conditions += _named(selection.search)
    return _everyone(event).where(*conditions)


def _named(text: str) -> Iterable[ColumnElement[bool]]:
    """Every word typed is in the name, the address or the organisation, whatever the accents."""
    found = (
        or_(Person.search.contains(word, autoescape=True), Organisation.search.contains(word, autoescape=True)) for word in _words(text)
    )
    return list(found)


def _words(text: str) -> Collection[str]:
    return searchable(text).split()[:6]
