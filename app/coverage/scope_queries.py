"""The days of a cycle or of a series, and what one may invite to."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.core.db import db
from app.events.models import Event
from app.events.queries import run_by
from app.events.words import Hosting, State


def days_of_cycle(number: int) -> tuple[date, date] | None:
    """The first and the last day on which an event of a cycle begins."""
    return _days(Event.cycle_id == number)


def days_of_series(number: int) -> tuple[date, date] | None:
    """The first and the last day on which an event of a series begins."""
    return _days(Event.series_id == number)


def coming_events(account: Account, at: datetime) -> list[Event]:
    """What this account runs, that is announced and has not begun: one may invite to it."""
    coming = (Event.state.in_((State.PUBLISHED, State.CLOSED)), Event.starts_at > at, Event.hosting != Hosting.EXTERNAL)
    statement = select(Event).where(run_by(account, at), *coming).options(joinedload(Event.networks))
    return list(db.session.scalars(statement.order_by(Event.starts_at, Event.id)).unique())


def _days(which: ColumnElement[bool]) -> tuple[date, date] | None:
    rows = db.session.execute(select(Event.starts_at, Event.timezone).where(which, Event.state != State.DRAFT)).all()
    days = [starts_at.astimezone(ZoneInfo(zone)).date() for starts_at, zone in rows]
    return (min(days), max(days)) if days else None
