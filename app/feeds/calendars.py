"""What a feed shows at an instant: its name, and its entries; nobody is named, and the same data always gives the same bytes."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from app.accounts.models import Account
from app.core.clock import PARIS
from app.core.links import absolute
from app.directory.models import Person
from app.directory.queries import same_person
from app.events.models import Event
from app.feeds import queries
from app.feeds.models import Feed, Scope
from app.feeds.queries import Facts, Which
from app.ics import build
from app.ics.entry import Entry
from app.invitations.calendars import entries_of, public_entries
from app.registrations.models import Registration

OPEN_EVENTS = "Événements ouverts"
_WRITERS = (
    "feeds/calendars.py",
    "invitations/calendars.py",
    "ics/build.py",
    "ics/clean.py",
    "ics/lines.py",
    "core/text.py",
    "ui/french.py",
)


@dataclass(frozen=True)
class Calendar:
    """A calendar that is not written yet: what tells this state of it from any other, and how to write it."""

    tag: str
    changed_at: datetime
    write: Callable[[], bytes]


def calendar_of(feed: Feed, service: str, at: datetime) -> Calendar | None:
    """The calendar behind a secret address; nothing when its reader no longer may read it."""
    name = name_of(feed)
    if name is None:
        return None
    shown_as = f"{service} – {name}"
    if feed.person:
        person = same_person(feed.person)
        return _of_person(person, shown_as, at) if person.anonymised_at is None else None
    account = feed.account
    if account is None or account.is_disabled:
        return None
    return _of_events(_which(feed, account, at), shown_as, entries_of, at)


def public_calendar(service: str, at: datetime, *, network: str = "", kind: str = "") -> Calendar:
    """The events that the public list shows."""
    return _of_events(queries.listed(at, network, kind), f"{service} – {OPEN_EVENTS}", public_entries, at)


def name_of(feed: Feed) -> str | None:
    """What the feed is called; nothing when what it shows is gone."""
    if feed.scope is Scope.NETWORK:
        network = queries.network_numbered(feed.scope_id)
        return network.name if network else None
    if feed.scope is Scope.CYCLE:
        cycle = queries.cycle_numbered(feed.scope_id)
        return cycle.name if cycle else None
    return "Mes inscriptions" if feed.scope is Scope.PERSON else "Mes événements"


def _which(feed: Feed, account: Account, at: datetime) -> Which:
    """What the account may read of it today: a right that ended shows nothing more."""
    if feed.scope is Scope.NETWORK and (network := queries.network_numbered(feed.scope_id)):
        return queries.of_network(account, network, at)
    if feed.scope is Scope.CYCLE and (cycle := queries.cycle_numbered(feed.scope_id)):
        return queries.of_cycle(account, cycle, at)
    return queries.run(account, at)


def _of_events(which: Which, name: str, entries: Callable[[Event], list[Entry]], at: datetime) -> Calendar:
    def write() -> bytes:
        return build.public([entry for event in queries.events(which, at) for entry in entries(event)], name)

    facts = queries.facts(which, at)
    return Calendar(_tag(name, facts, queries.programme(which, at)), _changed_at([row[0] for row in facts], at), write)


def _of_person(person: Person, name: str, at: datetime) -> Calendar:
    facts, moved_at = queries.facts_of_person(person, at), queries.last_move(person)
    times = queries.programme(queries.of_person(person), at)
    moments = [row[2] for row in facts] + ([moved_at] if moved_at else [])
    return Calendar(_tag(name, facts, times), _changed_at(moments, at), lambda: build.public(_registered(person, at), name))


def _registered(person: Person, at: datetime) -> list[Entry]:
    """A place that is held with the link to join, one that is waited for without it; each event once (F4)."""
    entries: list[Entry] = []
    first: dict[int, Registration] = {}
    for one in queries.registrations(person, at):
        first.setdefault(one.event_id, one)
    for one in first.values():
        if one.is_confirmed:
            entries += entries_of(one.event, one.modality)
        else:
            entries += [replace(entry, is_tentative=True) for entry in public_entries(one.event)]
    return entries


def _tag(name: str, *facts: Facts) -> str:
    """Two calendars with the same tag are the same bytes: the tag is made of all that is written, and of who writes it."""
    return hashlib.sha256(repr((_written_by(), absolute("feeds.how"), name, facts)).encode()).hexdigest()[:32]


@cache
def _written_by() -> str:
    """A release that writes the same facts in other words has other tags."""
    here = Path(__file__).resolve().parent.parent
    return hashlib.sha256(b"".join((here / name).read_bytes() for name in _WRITERS)).hexdigest()


def _changed_at(moments: Sequence[datetime], at: datetime) -> datetime:
    """What left a calendar leaves no date behind: it counts as changed once a day at least."""
    midnight = at.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    return min(max([midnight, *moments]), at)
