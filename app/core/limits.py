"""How often one address, person or machine may ask: counted in the database, so that every worker agrees (T15, T34)."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import request
from sqlalchemy import String, delete, func, select, text
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from app.core.db import Base, db, transaction
from app.core.links import proof

KEPT = timedelta(days=1)


class Hit(Base):
    """One demand, known only by the fingerprint of who made it and of what was asked."""

    __tablename__ = "limit_hit"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


def spend(what: str, who: str, *, most: int, within: timedelta, at: datetime) -> bool:
    """Count one demand and say whether it may be followed; call it before the request has written anything else.

    The count is kept even if the request fails afterwards: it commits a transaction of its own.
    """
    key = proof("limite", what, who)  # keyed: nobody who reads the table can try addresses on it
    with transaction():
        _take_turns(key)
        made = db.session.scalar(select(func.count()).where(Hit.key == key, Hit.at > at - within)) or 0
        if made >= most:
            return False
        db.session.add(Hit(key=key, at=at))
    return True


def spend_or_stop(what: str, who: str, *, most: int, within: timedelta, at: datetime) -> None:
    """As ``spend``, answering 429 when the demands are used up."""
    if not spend(what, who, most=most, within=within, at=at):
        raise TooManyRequests()


def spend_letter(to: str, at: datetime) -> None:
    """One more letter that somebody sends again to this address by a button: five a quarter of an hour, twenty a day (T15)."""
    spend_or_stop("renvoi", to, most=5, within=timedelta(minutes=15), at=at)
    spend_or_stop("renvoi-jour", to, most=20, within=KEPT, at=at)


def caller() -> str:
    """The machine that asks: the address seen by the trusted proxy, never one that the caller writes himself.

    In IPv6 the whole network of 64 bits, of which one customer has every address.
    """
    try:
        seen = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return "-"
    if not isinstance(seen, IPv6Address):
        return str(seen)
    return str(seen.ipv4_mapped or ip_network((seen, 64), strict=False))


def _take_turns(key: str) -> None:
    """Two demands at the same instant are counted one after the other; on SQLite every writer waits for the one before."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


def forget_old(now: datetime) -> int:
    """Delete the counts of more than a day; says how many."""
    return db.session.execute(delete(Hit).where(Hit.at < now - KEPT)).rowcount  # type: ignore[attr-defined,no-any-return]
