"""Events as they are found: through the person who asks, or from the street."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, String, cast, false, literal, or_, select, true, union_all
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Account
from app.core.db import db
from app.core.text import searchable
from app.directory.models import Department, Organisation, Region, Theme
from app.events.models import Cycle, Event, EventKind, ExpectedDates, Series
from app.events.words import Hosting, State
from app.networks.models import Network
from app.networks.queries import networks_run_by


def event_run_by(account: Account, public_id: str, at: datetime) -> Event:
    """The event, for someone who may change it; nobody else learns that it exists (404)."""
    return _one_of(run_by(account, at), public_id)


def event_read_by(account: Account, public_id: str, at: datetime) -> Event:
    """The event, for someone who may see it: its facilitators and its organisers (404 otherwise)."""
    return _one_of(read_by(account, at), public_id)


def hold(event: Event) -> None:
    """From here to the end of the transaction the event is ours alone, and read again as it is now.

    A conditional UPDATE that matches nothing locks nothing: without this row, someone who withdraws and someone who
    registers could cross, and leave a seat empty beside a person who waits. SQLite is already alone (BEGIN IMMEDIATE).
    """
    db.session.flush()
    statement = select(Event).where(Event.id == event.id).with_for_update(of=Event)
    db.session.scalars(statement.execution_options(populate_existing=True)).all()


def public_event(slug: str) -> Event:
    """The event of a public address, known by its last 26 letters; what was never announced does not exist (404)."""
    shown = joinedload(Event.networks), joinedload(Event.partners), joinedload(Event.parts)
    statement = select(Event).where(Event.public_id == slug[-26:], Event.published_at.is_not(None)).options(*shown)
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        abort(404)
    return found


def run_by(account: Account, at: datetime) -> ColumnElement[bool]:
    """The condition under which events are this account's to run."""
    if account.is_admin:
        return true()
    networks = account.network_ids(at)
    if not networks:
        return false()
    return or_(Event.facilitator_id == account.id, Event.networks.any(Network.id.in_(networks)))


def read_by(account: Account, at: datetime) -> ColumnElement[bool]:
    """The condition under which events are this account's to read."""
    return or_(run_by(account, at), Event.id.in_(account.event_ids(at)))


def series_run_by(account: Account, at: datetime) -> ColumnElement[bool]:
    """A series is its network's, and of whoever runs one of its dates: nobody else slips a date into it, or sees its name."""
    if account.is_admin:
        return true()
    dated = select(Event.series_id).where(run_by(account, at), Event.series_id.is_not(None))
    return or_(Series.network_id.in_(account.network_ids(at)), Series.id.in_(dated))


def kinds() -> Sequence[EventKind]:
    """The kinds of event, in the order of the reference."""
    return db.session.scalars(select(EventKind).order_by(EventKind.position)).all()


def kind_of(code: str) -> EventKind | None:
    return db.session.get(EventKind, code)


def networks_of(ids: Iterable[int]) -> list[Network]:
    return [*db.session.scalars(select(Network).where(Network.id.in_([*ids])).order_by(Network.sort_order))]


def networks_to_choose(account: Account, at: datetime, kept: Iterable[Network] = ()) -> list[Network]:
    """The networks this account may put on an event, and those that are already on it."""
    mine = networks_run_by(account, at)
    return [*mine, *(network for network in kept if network not in mine)]


def regions_of(codes: Iterable[str]) -> list[Region]:
    return [*db.session.scalars(select(Region).where(Region.code.in_([*codes])))]


def departments_of(codes: Iterable[str]) -> list[Department]:
    return [*db.session.scalars(select(Department).where(Department.code.in_([*codes])))]


def themes_of(codes: Iterable[str]) -> list[Theme]:
    return [*db.session.scalars(select(Theme).where(Theme.code.in_([*codes])))]


def all_regions() -> Sequence[Region]:
    """The regions by name, accents ignored: databases do not agree on them."""
    return sorted(db.session.scalars(select(Region)), key=lambda region: searchable(region.name))


def all_departments() -> Sequence[Department]:
    return db.session.scalars(select(Department).order_by(Department.code)).all()


def all_cycles() -> Sequence[Cycle]:
    return db.session.scalars(select(Cycle).order_by(Cycle.year.desc(), Cycle.name)).all()


def lists_to_choose(account: Account, at: datetime) -> dict[str, list[tuple[str, str]]]:
    """Code and words of every region, department, theme and cycle, and of one's series, in order; one question for the five lists."""
    lists = (
        _list("regions", Region.code, Region.name, Region.name, literal(0)),
        _list("departments", Department.code, Department.name + " (" + Department.code + ")", Department.code, literal(0)),
        _list("themes", Theme.code, Theme.label, Theme.type, Theme.position),
        _list("cycles", Cycle.code, Cycle.name + " (" + cast(Cycle.year, String) + ")", literal(""), -Cycle.year),
        _list("series", Series.code, Series.name, Series.name, literal(0)).where(series_run_by(account, at)),
    )
    rows = db.session.execute(union_all(*lists)).all()
    found: dict[str, list[tuple[str, str]]] = {"regions": [], "departments": [], "themes": [], "cycles": [], "series": []}
    for row in sorted(rows, key=lambda row: (searchable(row.words), row.number, searchable(row.label))):
        found[row.list].append((row.code, row.label))
    return found


def _list(name: str, code: Any, label: Any, words: Any, number: Any) -> Select[Any]:
    return select(literal(name).label("list"), code.label("code"), label.label("label"), words.label("words"), number.label("number"))


def cycle_of(code: str) -> Cycle | None:
    return db.session.scalar(select(Cycle).where(Cycle.code == code))


def expected_of(series: Series) -> ExpectedDates | None:
    """How many dates are awaited of it, when somebody said so."""
    return db.session.get(ExpectedDates, series.id)


def series_of(code: str) -> Series | None:
    return db.session.scalar(select(Series).where(Series.code == code))


def own_series(account: Account, code: str, at: datetime) -> Series:
    """The series, for whoever may change it; nobody else learns that it exists (404)."""
    return series_to_choose(account, code, at) or abort(404)


def series_to_choose(account: Account, code: str, at: datetime) -> Series | None:
    """The series of that code, if this account may put an event in it."""
    return db.session.scalar(select(Series).where(Series.code == code, series_run_by(account, at)))


def organisation_by_name(name: str) -> Organisation | None:
    """The organisation of the directory that bears exactly this name, long or short."""
    return db.session.scalar(select(Organisation).where(or_(Organisation.name == name, Organisation.short_name == name)).limit(1))


def to_close(now: datetime) -> Sequence[Event]:
    """Published events whose registration has ended, or that have begun."""
    ended = or_(Event.closes_at <= now, Event.starts_at <= now)
    return db.session.scalars(select(Event).where(Event.state == State.PUBLISHED, ended).with_for_update(of=Event)).all()


def to_hold(now: datetime) -> Sequence[Event]:
    """Events that are over and were never marked as held."""
    announced = Event.state.in_((State.PUBLISHED, State.CLOSED))
    over = select(Event).where(announced, Event.ends_at <= now, Event.held_at.is_(None))
    return db.session.scalars(over.with_for_update(of=Event)).all()


def listed_events(at: datetime, *, past: bool = False, network: str = "", kind: str = "") -> Sequence[Event]:
    """What the public list shows: open events to come, or those that took place, the latest first."""
    query = select(Event).where(Event.is_listed, Event.hosting != Hosting.EXTERNAL).options(selectinload(Event.networks))
    if past:
        query = query.where(Event.state.in_((State.PUBLISHED, State.CLOSED, State.HELD, State.ARCHIVED)), Event.ends_at <= at)
        query = query.order_by(Event.starts_at.desc())
    else:
        query = query.where(Event.state.in_((State.PUBLISHED, State.CLOSED)), Event.ends_at > at).order_by(Event.starts_at)
    if network:
        query = query.where(Event.networks.any(Network.code == network))
    if kind:
        query = query.where(Event.kind_code == kind)
    return db.session.scalars(query.limit(200)).all()


def _one_of(allowed: ColumnElement[bool], public_id: str) -> Event:
    found = db.session.scalar(select(Event).where(Event.public_id == public_id, allowed))
    if found is None:
        abort(404)
    return found
