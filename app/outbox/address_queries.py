"""Finding what is known against addresses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core.clock import PARIS
from app.core.db import db
from app.outbox.models import AddressTrouble, Trust


def trouble_of(address: str, *, held: bool = False) -> AddressTrouble | None:
    """What is known against one address; ``held`` until the end of the transaction."""
    found = select(AddressTrouble).where(AddressTrouble.address == address)
    if held:
        found = found.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(found)


def held(address: str, at: datetime) -> AddressTrouble:
    """The row of an address, written if there was none, and held: two workers that judge it at once wait for each other."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    values = {"address": address, "soft_days": 0, "told_at": at, "words": ""}
    db.session.flush()
    db.session.execute(dialect.insert(AddressTrouble).values(**values).on_conflict_do_nothing(index_elements=["address"]))
    found = select(AddressTrouble).where(AddressTrouble.address == address).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def trusts(addresses: Iterable[str]) -> Mapping[str, Trust]:
    """The addresses among these that are not to be written to as others are."""
    found = select(AddressTrouble.address, AddressTrouble.trust).where(AddressTrouble.address.in_({*addresses}))
    rows = db.session.execute(found.where(AddressTrouble.trust.is_not(None)))
    return {address: trust for address, trust in rows if trust is not None}


def troubles_of(addresses: Iterable[str]) -> Mapping[str, AddressTrouble]:
    """What is known against these addresses, of those that are not trusted."""
    found = select(AddressTrouble).where(AddressTrouble.address.in_({*addresses}), AddressTrouble.trust.is_not(None))
    return {one.address: one for one in db.session.scalars(found)}


def untold(most: int = 200) -> Sequence[AddressTrouble]:
    """What the directory does not know yet, held until it does."""
    found = select(AddressTrouble).where(AddressTrouble.told_at.is_(None)).order_by(AddressTrouble.address).limit(most)
    return db.session.scalars(found.with_for_update(skip_locked=True)).all()


def delete_without_news_since(moment: datetime) -> int:
    """Forget the addresses whose last news, good or bad, is older than this instant: the directory is told first, then the row is gone."""
    on = moment.astimezone(PARIS).date()
    old = func.coalesce(AddressTrouble.since, moment) <= moment, func.coalesce(AddressTrouble.last_soft_on, on) <= on
    told = delete(AddressTrouble).where(*old, AddressTrouble.trust.is_(None), AddressTrouble.told_at.is_not(None))
    gone = db.session.execute(told.execution_options(synchronize_session=False))
    doubted = update(AddressTrouble).where(*old, AddressTrouble.trust.is_not(None)).values(trust=None, told_at=None, words="")
    db.session.execute(doubted.execution_options(synchronize_session=False))
    return int(gone.rowcount)  # type: ignore[attr-defined]
