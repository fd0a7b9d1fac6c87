"""What the journal holds, in the order in which it was written."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select, update

from app.core.db import db
from app.journal.models import Act

BATCH = 1000


def last_sealed() -> Act | None:
    """The last link of the chain."""
    return db.session.scalar(select(Act).where(Act.seal.is_not(None)).order_by(Act.id.desc()).limit(1))


def unsealed_after(number: int) -> Sequence[Act]:
    """The next acts to chain."""
    return db.session.scalars(select(Act).where(Act.id > number, Act.seal.is_(None)).order_by(Act.id).limit(BATCH)).all()


def keep_seal(number: int, seal: str) -> None:
    """Chain one act; an act already chained keeps its link."""
    db.session.execute(update(Act).where(Act.id == number, Act.seal.is_(None)).values(seal=seal))


def acts_in_order() -> Iterator[Act]:
    """Every act, the oldest first, without holding them all."""
    yield from db.session.scalars(select(Act).order_by(Act.id).execution_options(yield_per=BATCH))


def acts_about(thing: str, most: int = 100) -> Sequence[Act]:
    """What was done to one thing, the last first."""
    return db.session.scalars(select(Act).where(Act.thing == thing).order_by(Act.id.desc()).limit(most)).all()
