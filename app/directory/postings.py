"""Where someone works, as what, from when to when: a move closes one posting and opens another."""

from datetime import date
from typing import NamedTuple

from app.core.db import db
from app.directory.models import Organisation, Person, Posting
from app.directory.people_queries import open_posting


class Place(NamedTuple):
    """Where, for which department, as what."""

    organisation_id: int | None
    department_code: str | None
    job_role_code: str | None


def place_of(person: Person) -> Place:
    """Where the person works today."""
    return Place(person.organisation_id, person.department_code, person.job_role_code)


def place(organisation_id: int | None, department_code: str | None, job_role_code: str | None) -> Place:
    """A place, whose department is known without being said when the organisation has only one."""
    return Place(organisation_id, department_code or _only_department(organisation_id), job_role_code or None)


def _only_department(organisation_id: int | None) -> str | None:
    organisation = db.session.get(Organisation, organisation_id) if organisation_id else None
    covered = organisation.departments if organisation else []
    return covered[0].code if len(covered) == 1 else None


def completed(known: Place, given: Place) -> Place:
    """What is known, with what was missing of it; what speaks of another organisation says nothing: a facilitator decides."""
    if known.organisation_id is not None and given.organisation_id not in (None, known.organisation_id):
        return known
    return Place(
        known.organisation_id if known.organisation_id is not None else given.organisation_id,
        known.department_code or given.department_code,
        known.job_role_code or given.job_role_code,
    )


def complete(person: Person, given: Place, on: date) -> None:
    """Fill what is not known of where the person works; never what is."""
    known = place_of(person)
    whole = completed(known, given)
    if whole != known:
        post(person, whole, on)


def post(person: Person, new: Place, on: date) -> None:
    """Close the posting of before and open this one; a posting that began the same day was a slip and is replaced."""
    current = open_posting(person.id)
    if current and current.started_on >= on:
        current.organisation_id, current.department_code, current.job_role_code = new
    else:
        if current:
            current.ended_on = on
        if any(new):
            db.session.add(Posting(person_id=person.id, started_on=on, **new._asdict()))
    person.organisation_id, person.department_code, person.job_role_code = new
    db.session.flush()
    db.session.expire(person, ["organisation", "department", "job_role"])
