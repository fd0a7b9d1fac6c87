"""Lists of people, and what the page of one of them shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.core.db import db
from app.core.text import searchable
from app.directory.models import Department, Organisation, Person, Posting

PAGE = 50
EVERYBODY = true()


@dataclass(frozen=True)
class Filter:
    """What one looks for among people; every word of ``words`` must be found in the name or the address."""

    words: str = ""
    organisation_type: str = ""
    organisation: str = ""
    department: str = ""
    job_role: str = ""
    undeliverable: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Filter()


def are_current() -> tuple[ColumnElement[bool], ...]:
    """The condition under which a row is a person of today: not merged into another, not anonymised."""
    return Person.merged_into_id.is_(None), Person.anonymised_at.is_(None)


def _found_by(sought: Filter, also: ColumnElement[bool]) -> Select[Person]:
    statement = select(Person).where(*are_current())
    for word in searchable(sought.words).split():
        statement = statement.where(Person.search.contains(word, autoescape=True))
    if sought.organisation_type or sought.organisation:
        statement = statement.join(Organisation, Organisation.id == Person.organisation_id)
    if sought.organisation_type:
        statement = statement.where(Organisation.type == sought.organisation_type)
    if sought.organisation:
        statement = statement.where(Organisation.slug == sought.organisation)
    if sought.department:
        statement = statement.where(Person.department_code == sought.department)
    if sought.job_role:
        statement = statement.where(Person.job_role_code == sought.job_role)
    if sought.undeliverable:
        statement = statement.where(Person.undeliverable_at.is_not(None))
    return statement.where(also)


def people(sought: Filter, page: int | None = None, also: ColumnElement[bool] = EVERYBODY) -> list[Person]:
    """The people found, by last name: all of them, or one page; only those who meet one more condition if it is given."""
    statement = _found_by(sought, also).order_by(Person.search, Person.id)
    if page is not None:
        statement = statement.limit(PAGE).offset(PAGE * (page - 1))
    return list(db.session.scalars(statement.options(*with_posting())))


def count_people(sought: Filter, also: ColumnElement[bool] = EVERYBODY) -> int:
    """How many people are found."""
    return db.session.scalar(select(func.count()).select_from(_found_by(sought, also).subquery())) or 0


def with_posting() -> tuple[ORMOption, ...]:
    """What a list shows of each person, read with them."""
    return joinedload(Person.organisation), joinedload(Person.department).joinedload(Department.region), joinedload(Person.job_role)


def open_posting(person_id: int) -> Posting | None:
    """Where this person works now, since when."""
    statement = select(Posting).where(Posting.person_id == person_id, Posting.ended_on.is_(None))
    return db.session.scalar(statement.order_by(Posting.started_on.desc(), Posting.id.desc()).limit(1))


def postings_of(person: Person) -> list[Posting]:
    """Where this person worked, under whichever of their rows, the latest first."""
    rows = select(Person.id).where((Person.id == person.id) | (Person.merged_into_id == person.id))
    statement = select(Posting).where(Posting.person_id.in_(rows))
    loaded = statement.options(joinedload(Posting.organisation), joinedload(Posting.job_role))
    return list(db.session.scalars(loaded.order_by(Posting.started_on.desc(), Posting.id.desc())))


def absorbed_by(person: Person) -> list[Person]:
    """The rows that turned out to be this person."""
    return list(db.session.scalars(select(Person).where(Person.merged_into_id == person.id).order_by(Person.id)))


def cared_for(person: Person) -> list[Person]:
    """The people whose letters this person receives."""
    return list(db.session.scalars(select(Person).where(Person.cared_for_by_id == person.id, *are_current()).order_by(Person.search)))


def people_of(organisation: Organisation) -> list[Person]:
    """The people who work there."""
    statement = select(Person).where(Person.organisation_id == organisation.id, *are_current()).options(*with_posting())
    return list(db.session.scalars(statement.order_by(Person.search)))


def people_with_emails(addresses: Sequence[str]) -> dict[str, Person]:
    """The rows that hold these addresses, by address; merged ones are not yet resolved."""
    found = db.session.scalars(select(Person).where(Person.email.in_(addresses)).options(*with_posting()))
    return {person.email: person for person in found if person.email}


def names_of_everybody() -> list[tuple[int, str, str, str | None, int | None, str | None]]:
    """Number, first name, last name, address, organisation and department of everybody, to be compared."""
    columns = (Person.id, Person.first_name, Person.last_name, Person.email, Person.organisation_id, Person.department_code)
    rows = db.session.execute(select(*columns).where(*are_current()).order_by(Person.search))
    return [(number, first, last, email, place, department) for number, first, last, email, place, department in rows]


def people_by_ids(ids: Iterable[int]) -> dict[int, Person]:
    """These people, by number."""
    found = db.session.scalars(select(Person).where(Person.id.in_(list(ids))).options(*with_posting()))
    return {person.id: person for person in found}
