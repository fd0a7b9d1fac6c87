"""Lists of organisations, and the joining of one to another."""

from datetime import date

from sqlalchemy import Select, Table, func, or_, select, update

from app.core.db import Base, db
from app.core.text import searchable
from app.directory.models import Organisation, Person
from app.directory.people_queries import are_current

_OWN = {"organisation_department"}


PAGE = 50


def organisations_found(words: str, kind: str, on: date, page: int | None = None) -> list[tuple[Organisation, int]]:
    """The organisations of that day with the number of people known there, those to review first: all of them, or one page."""
    counted = select(Person.organisation_id, func.count().label("people")).where(*are_current()).group_by(Person.organisation_id).subquery()
    statement = (
        _found_by(words, kind, on)
        .outerjoin(counted, counted.c.organisation_id == Organisation.id)
        .add_columns(func.coalesce(counted.c.people, 0))
        .order_by(Organisation.to_review_since.is_(None), Organisation.type, Organisation.slug)
    )
    if page is not None:
        statement = statement.limit(PAGE).offset(PAGE * (page - 1))
    return [(organisation, people) for organisation, people in db.session.execute(statement)]


def count_organisations(words: str, kind: str, on: date) -> int:
    """How many organisations are found."""
    return db.session.scalar(select(func.count()).select_from(_found_by(words, kind, on).subquery())) or 0


def _found_by(words: str, kind: str, on: date) -> Select[Organisation]:
    statement = select(Organisation).where(or_(Organisation.valid_to.is_(None), Organisation.valid_to > on))
    for word in searchable(words).split():
        statement = statement.where(Organisation.search.contains(word, autoescape=True))
    return statement.where(Organisation.type == kind) if kind else statement


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
