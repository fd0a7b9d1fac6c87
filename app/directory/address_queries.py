"""Finding the people whom an address that is in trouble concerns."""

from collections.abc import Collection

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.directory.models import Person
from app.outbox.models import AddressTrouble

_CARER = aliased(Person)
_LETTERBOX = func.coalesce(Person.email, _CARER.email)


def people_at(addresses: Collection[str]) -> list[Person]:
    """Those whose letters go to these addresses: their own, or that of whoever looks after their letters."""
    return [*db.session.scalars(_people().where(_LETTERBOX.in_(addresses)).order_by(Person.id))] if addresses else []


def unmarked(most: int = 500) -> list[Person]:
    """Those whose letters go to an address that is known to be in trouble, and of whom the directory does not say it yet."""
    known = select(AddressTrouble.address).where(AddressTrouble.trust.is_not(None))
    found = _people().where(_LETTERBOX.in_(known), Person.undeliverable_at.is_(None), Person.merged_into_id.is_(None))
    return [*db.session.scalars(found.order_by(Person.id).limit(most))]


def _people() -> Select[Person]:
    return select(Person).outerjoin(_CARER, Person.cared_for_by_id == _CARER.id)
