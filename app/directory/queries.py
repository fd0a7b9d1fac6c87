"""Finding organisations, functions, territories and people. What lists and pages need beyond this is in ``people_queries.py``."""

from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from flask import abort
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.core.text import canonical_email, searchable
from app.directory.models import Department, JobRole, Organisation, Person
from app.directory.vocabulary import Vocabulary, vocabulary

LONGEST_CHAIN = 20  # of merges; a circle cannot be made, and would not hang the reader
Choices = list[tuple[str, str]]


def person_by_email(email: str) -> Person | None:
    """Who is written to at this address, whichever of their addresses it is."""
    address = canonical_email(email)
    found = db.session.scalar(select(Person).where(Person.email == address)) if address else None
    return same_person(found) if found else None


def person_by_public_id(public_id: str) -> Person | None:
    """The person of this public name, as they are now known."""
    found = db.session.scalar(select(Person).where(Person.public_id == public_id))
    return same_person(found) if found else None


def person_named(public_id: str) -> Person:
    """The person of this public name, as they are now known (404 otherwise)."""
    found = person_by_public_id(public_id)
    if found is None or found.anonymised_at is not None:
        abort(404)
    return found


def same_person(person: Person) -> Person:
    """The one person that this one turned out to be, or themself."""
    for _ in range(LONGEST_CHAIN):
        if person.merged_into_id is None:
            break
        kept = db.session.get(Person, person.merged_into_id)
        if kept is None:
            break
        person = kept
    return person


def is_active(on: date) -> ColumnElement[bool]:
    """The condition under which an organisation is used on that day."""
    return (Organisation.valid_from.is_(None) | (Organisation.valid_from <= on)) & (
        Organisation.valid_to.is_(None) | (Organisation.valid_to > on)
    )


def rows_of(person_id: int) -> Select[int]:
    """Every row under which this one person is known: what they turned out to be, and all that turned out to be them."""
    kept = select(one_person()).where(Person.id == person_id).scalar_subquery()
    return select(Person.id).where(or_(Person.id == kept, Person.merged_into_id == kept))


def one_person(row: type[Person] = Person) -> ColumnElement[int]:
    """The number of the person that a row turned out to be: what rows are grouped by when people are counted or listed."""
    return func.coalesce(row.merged_into_id, row.id)


def organisation_choices(on: date) -> Choices:
    """Slug and short name of every organisation of that day, those to review left out."""
    statement = select(Organisation.slug, Organisation.short_name).where(is_active(on), Organisation.to_review_since.is_(None))
    return [(slug, name) for slug, name in db.session.execute(statement.order_by(Organisation.type, Organisation.short_name))]


def organisation_by_slug(slug: str) -> Organisation | None:
    """The organisation of this address."""
    return db.session.scalar(select(Organisation).where(Organisation.slug == slug))


def organisation_at(slug: str) -> Organisation:
    """The organisation of this address (404 otherwise)."""
    found = organisation_by_slug(slug)
    if found is None:
        abort(404)
    return found


def organisation_named(text: str, on: date) -> Organisation | None:
    """The one organisation of that day that this text names: slug, short, full or former name, whatever the accents and capitals."""
    wanted = searchable(text)
    if not wanted:
        return None
    statement = select(Organisation).where(is_active(on), Organisation.search.contains(wanted, autoescape=True))
    found = [one for one in db.session.scalars(statement) if wanted in _names(one)]
    return found[0] if len(found) == 1 else None


def _names(organisation: Organisation) -> set[str]:
    return {searchable(name) for name in organisation.names}


def organisations_like(text: str, on: date, most: int = 5) -> list[Organisation]:
    """The organisations of that day that someone who typed this may have meant, the likeliest first."""
    words = searchable(text).split()
    if not words:
        return []
    statement = select(Organisation).where(is_active(on), Organisation.to_review_since.is_(None))
    for narrowed in (statement.where(*_every(words)), statement.where(or_(*_every(words)))):
        if found := list(db.session.scalars(narrowed)):
            return sorted(found, key=lambda one: -_likeness(" ".join(words), one))[:most]
    return []


def _every(words: Sequence[str]) -> list[ColumnElement[bool]]:
    return [Organisation.search.contains(word, autoescape=True) for word in words]


def _likeness(wanted: str, organisation: Organisation) -> float:
    shared = len(set(wanted.split()) & set(organisation.search.split()))
    return shared + max(SequenceMatcher(None, wanted, name).ratio() for name in _names(organisation))


def department_choices() -> Choices:
    """Code and label of every department and overseas collectivity."""
    return [(one.code, one.label) for one in db.session.scalars(select(Department).order_by(Department.code))]


def department_by_code(code: str | None) -> Department | None:
    """The department of this code."""
    return db.session.get(Department, code) if code else None


def job_roles(retired: bool = False) -> list[JobRole]:
    """The functions in use, by label; with those retired if asked."""
    statement = select(JobRole).order_by(JobRole.label)
    return list(db.session.scalars(statement if retired else statement.where(JobRole.retired_on.is_(None))))


def job_role_choices(types: Sequence[str] | None = None) -> Choices:
    """Code and label of the functions in use, those of some types of organisation only if given; "autre" comes last."""
    found = [role for role in job_roles() if types is None or set(types) & set(role.types)]
    return [(role.code, role.label) for role in sorted(found, key=lambda role: (role.code == "autre", searchable(role.label)))]


def job_role_by_code(code: str | None) -> JobRole | None:
    """The function of this code."""
    return db.session.get(JobRole, code) if code else None


def known_words(on: date) -> Vocabulary:
    """Every word by which a list may name an organisation, a department or a function of that day."""
    organisations = select(Organisation).where(is_active(on)).options(selectinload(Organisation.departments))
    departments = select(Department).order_by(Department.code)
    return vocabulary(list(db.session.scalars(organisations)), list(db.session.scalars(departments)), job_roles())
