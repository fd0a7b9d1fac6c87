"""Lists of guests: kept, matched with the directory, forgotten."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core.db import db
from app.core.text import searchable
from app.directory.models import Department, JobRole, Organisation, OrganisationDepartment, Person, Posting
from app.directory.people_queries import are_current
from app.directory.queries import is_active
from app.events.models import Event
from app.invitations.models import GuestList

_AT_ONCE = 200


@dataclass(frozen=True)
class Words:
    """What the words of a list may name: organisations, departments and functions, without accents or capitals."""

    organisations: dict[str, int]
    departments: dict[str, str]
    job_roles: dict[str, str]
    only_department: dict[int, str]  # of the organisations that cover one


def list_named(event: Event, public_id: str) -> GuestList | None:
    """The list given for this event that bears this public name."""
    return db.session.scalar(select(GuestList).where(GuestList.event_id == event.id, GuestList.public_id == public_id))


def held_list(event: Event, public_id: str) -> GuestList | None:
    """The same, for one confirmation at a time."""
    statement = select(GuestList).where(GuestList.event_id == event.id, GuestList.public_id == public_id).with_for_update()
    return db.session.scalar(statement.execution_options(populate_existing=True))


def delete_lists_given_before(instant: datetime) -> int:
    """Lists of before that instant are gone; says how many."""
    gone = db.session.execute(delete(GuestList).where(GuestList.given_at < instant).returning(GuestList.id)).all()
    return len(gone)


def people_at(addresses: Sequence[str]) -> dict[str, int]:
    """Who is written to at each of these addresses, as they are now known."""
    same = func.coalesce(Person.merged_into_id, Person.id)
    statement = select(Person.email, same).where(Person.email.in_(addresses))
    return {email: number for email, number in db.session.execute(statement) if email}


def people_called(names: Iterable[tuple[str, str]]) -> dict[str, list[tuple[int, int | None]]]:
    """The people of the directory who bear one of these (first, last) names: their number and their organisation's."""
    wanted = sorted({searchable(f"{last} {first} {last}") for first, last in names})
    found: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    columns = (Person.id, Person.first_name, Person.last_name, Person.organisation_id)
    for start in range(0, len(wanted), _AT_ONCE):
        some = [Person.search.startswith(name, autoescape=True) for name in wanted[start : start + _AT_ONCE]]
        for number, first, last, organisation in db.session.execute(select(*columns).where(*are_current(), or_(*some))):
            found[searchable(f"{last} {first}")].append((number, organisation))
    return found


def known_words(on: date) -> Words:
    """Everything that a list may name on that day."""
    organisations: dict[str, int] = {}
    statement = select(Organisation.id, Organisation.slug, Organisation.name, Organisation.short_name, Organisation.former_name)
    for number, *names in db.session.execute(statement.where(is_active(on), Organisation.to_review_since.is_(None))):
        organisations |= {searchable(name): number for name in names if name}
    departments: dict[str, str] = {}
    for code, name in db.session.execute(select(Department.code, Department.name)):
        departments |= {searchable(code): code, searchable(name): code, searchable(f"{name} {code}"): code}
    roles = db.session.execute(select(JobRole.code, JobRole.label).where(JobRole.retired_on.is_(None)))
    job_roles = {searchable(word): code for code, label in roles for word in (code, label)}
    return Words(organisations, departments, job_roles, _only_departments())


def add_people(rows: Sequence[dict[str, Any]], on: date) -> None:
    """These people are in the directory with their posting; an address that came in meanwhile stays as it is."""
    if not rows:
        return
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Person).on_conflict_do_nothing(index_elements=["email"], index_where=Person.email.is_not(None))
    written = set(db.session.execute(statement.returning(Person.email), list(rows)).scalars())
    known = people_at([row["email"] for row in rows])
    postings = [_posting(row, known[row["email"]], on) for row in rows if row["email"] in written]
    if told := [posting for posting in postings if posting["organisation_id"] or posting["department_code"] or posting["job_role_code"]]:
        db.session.execute(insert(Posting), told)


def _posting(row: dict[str, Any], person_id: int, on: date) -> dict[str, Any]:
    place = {key: row[key] for key in ("organisation_id", "department_code", "job_role_code")}
    return {"person_id": person_id, "started_on": on, **place}


def _only_departments() -> dict[int, str]:
    covered = select(OrganisationDepartment.organisation_id, func.min(OrganisationDepartment.department_code))
    one = covered.group_by(OrganisationDepartment.organisation_id).having(func.count() == 1)
    return {number: code for number, code in db.session.execute(one)}
