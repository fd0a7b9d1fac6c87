"""What the journal holds, in the order in which it was written."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select, update

from app.core.db import db
from app.journal.models import Act

BATCH = 1000
# Not whole acts: the session would compare each of a thousand with each seal that is kept.
_SAID = (Act.id, Act.at, Act.actor, Act.verb, Act.thing, Act.before, Act.after, Act.seal)


def last_sealed() -> Act | None:
    """The last link of the chain."""
    return db.session.scalar(select(Act).where(Act.seal.is_not(None)).order_by(Act.id.desc()).limit(1))


def unsealed_after(number: int) -> Sequence[Any]:
    """What the next acts to chain say."""
    return db.session.execute(select(*_SAID).where(Act.id > number, Act.seal.is_(None)).order_by(Act.id).limit(BATCH)).all()


def keep_seal(number: int, seal: str) -> None:
    """Chain one act; an act already chained keeps its link."""
    db.session.execute(update(Act).where(Act.id == number, Act.seal.is_(None)).values(seal=seal))


def acts_in_order() -> Iterator[Any]:
    """What each act says, the oldest first, without holding them all."""
    yield from db.session.execute(select(*_SAID).order_by(Act.id).execution_options(yield_per=BATCH))


def count_sealed() -> int:
    """How many acts are chained."""
    return db.session.scalar(select(func.count()).select_from(Act).where(Act.seal.is_not(None))) or 0


def last_of(verb: str) -> Act | None:
    """The last time that something was done."""
    return db.session.scalar(select(Act).where(Act.verb == verb).order_by(Act.id.desc()).limit(1))


def acts_about(thing: str, most: int = 100) -> Sequence[Act]:
    """What was done to one thing, the last first."""
    return db.session.scalars(select(Act).where(Act.thing == thing).order_by(Act.id.desc()).limit(most)).all()
