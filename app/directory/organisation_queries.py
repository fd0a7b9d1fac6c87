"""Lists of organisations, and the joining of one to another."""

from datetime import date

from sqlalchemy import Table, func, or_, select, update

from app.core.db import Base, db
from app.core.text import searchable
from app.directory.models import Organisation, Person
from app.directory.people_queries import are_current

_OWN = {"organisation_department"}


def organisations_found(words: str, kind: str, on: date) -> list[tuple[Organisation, int]]:
    """The organisations of that day with the number of people known there; those to review first."""
    counted = select(Person.organisation_id, func.count().label("people")).where(*are_current()).group_by(Person.organisation_id).subquery()
    statement = (
        select(Organisation, func.coalesce(counted.c.people, 0))
        .outerjoin(counted, counted.c.organisation_id == Organisation.id)
        .where(or_(Organisation.valid_to.is_(None), Organisation.valid_to > on))
        .order_by(Organisation.to_review_since.is_(None), Organisation.type, Organisation.slug)
    )
    for word in searchable(words).split():
        statement = statement.where(Organisation.search.contains(word, autoescape=True))
    if kind:
        statement = statement.where(Organisation.type == kind)
    return [(organisation, people) for organisation, people in db.session.execute(statement)]


def to_review_count() -> int:
    """How many organisations were typed by professionals and wait for a facilitator."""
    return db.session.scalar(select(func.count()).where(Organisation.to_review_since.is_not(None))) or 0


def take_departments(organisation: Organisation) -> None:
    """The organisation covers no department any more."""
    organisation.departments = []
    db.session.flush()


def point_to(old_id: int, kept_id: int) -> None:
    """Every row of every feature that speaks of the first organisation speaks of the second.

    Read from the tables themselves, so that the directory need not know the features above it.
    """
    for table in Base.metadata.sorted_tables:
        for column in _naming_organisations(table):
            db.session.execute(update(table).where(table.c[column] == old_id).values({column: kept_id}))


def _naming_organisations(table: Table) -> list[str]:
    if table.name in _OWN:
        return []
    return [column.name for column in table.columns if any(key.target_fullname == "organisation.id" for key in column.foreign_keys)]
