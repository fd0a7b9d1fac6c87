"""How often one address, person or machine may ask: counted in the database, so that every worker agrees (T15, T34)."""

import hashlib
from datetime import datetime, timedelta

from flask import request
from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from app.core.db import Base, db, transaction

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
    key = hashlib.sha256(f"{what}|{who}".encode()).hexdigest()
    with transaction():
        made = db.session.scalar(select(func.count()).where(Hit.key == key, Hit.at > at - within)) or 0
        if made >= most:
            return False
        db.session.add(Hit(key=key, at=at))
    return True


def spend_or_stop(what: str, who: str, *, most: int, within: timedelta, at: datetime) -> None:
    """As ``spend``, answering 429 when the demands are used up."""
    if not spend(what, who, most=most, within=within, at=at):
        raise TooManyRequests()


def caller() -> str:
    """The machine that asks: the address seen by the trusted proxy, never one that the caller writes himself."""
    return request.remote_addr or "-"


def forget_old(now: datetime) -> int:
    """Delete the counts of more than a day; says how many."""
    return db.session.execute(delete(Hit).where(Hit.at < now - KEPT)).rowcount  # type: ignore[attr-defined,no-any-return]
