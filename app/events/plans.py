"""What stands around events: cycles and series; and inside one: its times."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Account
from app.core.db import add, db
from app.core.errors import Refusal
from app.core.text import slug_of
from app.events import queries
from app.events.models import Cycle, Event, ExpectedDates, Part, Series
from app.events.words import PartKind
from app.journal import actions as journal


@dataclass(frozen=True)
class PartSheet:
    """A time of an event, as it is typed."""

    kind: PartKind
    title: str
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    invitation_only: bool


def create_cycle(name: str, year: int, objective: str, account: Account, at: datetime) -> Cycle:
    """A new cycle, empty of events."""
    stem = slug_of(name, 48)
    stem = code = stem if stem.endswith(str(year)) else f"{stem}-{year}"
    number = 2
    while queries.cycle_of(code):
        code, number = f"{stem}-{number}", number + 1
    cycle = add(Cycle(code=code, name=name, year=year, objective=objective))
    journal.write(account.actor, "cycle_created", f"cycle:{cycle.code}", at=at)
    return cycle


def correct_cycle(cycle: Cycle, name: str, year: int, objective: str, account: Account, at: datetime) -> None:
    """Its words change, its address stays."""
    cycle.name, cycle.year, cycle.objective = name, year, objective
    journal.write(account.actor, "cycle_described", f"cycle:{cycle.code}", at=at)


def correct_series(series: Series, name: str, cycle_code: str, account: Account, at: datetime, *, expected: int | None = None) -> None:
    """Its name, its cycle and how many dates are awaited change; its dates are corrected one by one."""
    series.name = name
    _expect(series, expected)
    cycle = queries.cycle_of(cycle_code) if cycle_code else None
    series.cycle_id = cycle.id if cycle else None
    journal.write(account.actor, "series_described", f"série:{series.code}", at=at)


def _expect(series: Series, dates: int | None) -> None:
    known = queries.expected_of(series)
    if dates and known:
        known.dates = dates
    elif dates:
        add(ExpectedDates(series_id=series.id, dates=dates))
    elif known:
        db.session.delete(known)


def add_part(event: Event, sheet: PartSheet, account: Account, at: datetime) -> Part:
    """One more time in the event."""
    queries.hold(event)
    _check_part(event, sheet, 0)
    part = Part(event_id=event.id)
    _write_part(part, sheet)
    add(part)
    event.changed_at = at
    journal.write(account.actor, "part_added", event.thing, at=at, after={"part": part.public_id})
    return part


def correct_part(event: Event, part: Part, sheet: PartSheet, account: Account, at: datetime) -> None:
    """Its hours, its words, its seats change; never fewer seats than are taken."""
    _hold(event, part)
    _check_part(event, sheet, part.seats_taken)
    _write_part(part, sheet)
    event.changed_at = at
    journal.write(account.actor, "part_described", event.thing, at=at, after={"part": part.public_id})


def remove_part(event: Event, part: Part, account: Account, at: datetime) -> None:
    """A time nobody has chosen disappears."""
    _hold(event, part)
    _expect_open(event)
    if part.seats_taken:
        raise Refusal("Des personnes ont choisi ce temps : déplacez-les d’abord.")
    journal.write(account.actor, "part_removed", event.thing, at=at, after={"part": part.public_id})
    event.parts.remove(part)
    event.changed_at = at
    db.session.flush()


def _hold(event: Event, part: Part) -> None:
    """Nobody chooses this workshop, or leaves it, until we are done; its seats are counted as they are now."""
    queries.hold(event)
    db.session.refresh(part, ["seats_taken"])


def _expect_open(event: Event) -> None:
    if not event.may_change:
        raise Refusal("Cet événement ne se modifie plus.")


def _check_part(event: Event, sheet: PartSheet, taken: int) -> None:
    _expect_open(event)
    if sheet.ends_at <= sheet.starts_at:
        raise Refusal("La fin doit venir après le début.", "end")
    if sheet.starts_at < event.starts_at or sheet.ends_at > event.ends_at:
        raise Refusal("Ce temps doit tenir dans les heures de l’événement.", "start")
    if sheet.capacity is not None and sheet.capacity < taken:
        raise Refusal(f"{taken} personnes ont déjà choisi ce temps.", "capacity")


def _write_part(part: Part, sheet: PartSheet) -> None:
    part.kind, part.title, part.starts_at, part.ends_at = sheet.kind, sheet.title, sheet.starts_at, sheet.ends_at
    part.capacity, part.invitation_only = sheet.capacity, sheet.invitation_only
