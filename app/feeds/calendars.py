"""What a feed shows at an instant: its name, and its entries; nobody is named, and the same data always gives the same bytes."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from app.directory.queries import same_person
from app.events.models import Event
from app.feeds import queries
from app.feeds.models import Feed, Scope
from app.ics import build
from app.ics.entry import Entry
from app.invitations.calendars import entries_of, public_entries

OPEN_EVENTS = "Événements ouverts"


class Shown(NamedTuple):
    """A calendar as it is served."""

    content: bytes
    changed_at: datetime


def calendar_of(feed: Feed, service: str, at: datetime) -> Shown | None:
    """The calendar behind a secret address; nothing when its reader no longer may read it."""
    found = _found(feed, at)
    if found is None:
        return None
    moved_at = queries.last_move(same_person(feed.person)) if feed.person else None
    return _shown(f"{service} – {found[0]}", found[1], at, moved_at)


def public_calendar(service: str, at: datetime, *, network: str = "", kind: str = "") -> Shown:
    """The events that the public list shows."""
    events = queries.listed_events(at, network, kind)
    return _shown(f"{service} – {OPEN_EVENTS}", [entry for event in events for entry in public_entries(event)], at)


def name_of(feed: Feed) -> str | None:
    """What the feed is called; nothing when what it shows is gone."""
    if feed.scope is Scope.NETWORK:
        network = queries.network_numbered(feed.scope_id)
        return network.name if network else None
    if feed.scope is Scope.CYCLE:
        cycle = queries.cycle_numbered(feed.scope_id)
        return cycle.name if cycle else None
    return "Mes inscriptions" if feed.scope is Scope.PERSON else "Mes événements"


def _found(feed: Feed, at: datetime) -> tuple[str, list[Entry]] | None:
    name = name_of(feed)
    if name is None:
        return None
    if feed.person:
        return (name, _registered(feed, at)) if feed.person.anonymised_at is None else None
    account = feed.account
    if account is None or account.is_disabled:
        return None
    return name, [entry for event in _events(feed, at) for entry in entries_of(event)]


def _events(feed: Feed, at: datetime) -> list[Event]:
    """What the account may read of it today: a right that ended shows nothing more."""
    account = feed.account
    assert account is not None  # noqa: S101 - the row's own constraint
    network = queries.network_numbered(feed.scope_id) if feed.scope is Scope.NETWORK else None
    if network:
        return [*queries.events_of_network(account, network, at)]
    cycle = queries.cycle_numbered(feed.scope_id) if feed.scope is Scope.CYCLE else None
    if cycle:
        return [*queries.events_of_cycle(account, cycle, at)]
    return [*queries.events_run_by(account, at)]


def _registered(feed: Feed, at: datetime) -> list[Entry]:
    """A place that is held with the link to join, one that is waited for without it."""
    assert feed.person is not None  # noqa: S101 - the row's own constraint
    entries: list[Entry] = []
    for one in queries.registrations_shown(same_person(feed.person), at):
        if one.is_confirmed:
            entries += entries_of(one.event, one.modality)
        else:
            entries += [replace(entry, is_tentative=True) for entry in public_entries(one.event)]
    return entries


def _shown(name: str, entries: list[Entry], at: datetime, moved_at: datetime | None = None) -> Shown:
    """What left a calendar leaves no date behind: it counts as changed once a day at least."""
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [midnight, *([moved_at] if moved_at else []), *(entry.changed_at for entry in entries)]
    return Shown(build.public(entries, name), min(max(moments), at))
