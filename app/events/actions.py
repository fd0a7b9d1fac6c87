"""Planning events: creating, correcting, copying; what their dates mean in days."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.accounts.models import Account, Scope
from app.accounts.queries import delete_grants_over
from app.core.db import add, db
from app.core.errors import Refusal
from app.core.text import slug_of
from app.events import queries
from app.events.days import Span, periods, spans
from app.events.filing import place
from app.events.models import Day, Event, ExpectedDates, HalfDay, Part, Partner, Series
from app.events.sheet import EventSheet, PartnerLine, sheet_of
from app.events.words import Hosting, Modality, Period, season, stem_of
from app.journal import actions as journal

_LONGEST = timedelta(days=14)


def create(sheet: EventSheet, account: Account, at: datetime) -> Event:
    """A draft of the account's: nobody but its facilitators sees it before it is published."""
    _check(sheet)
    _check_networks(sheet, account, at)
    event = Event(facilitator_id=account.id, created_at=at, changed_at=at, kind_code=sheet.kind_code, capacity=sheet.capacity)
    _write(event, sheet)
    add(event)
    set_days(event)
    journal.write(account.actor, "event_created", event.thing, at=at)
    return event


def apply(event: Event, sheet: EventSheet, at: datetime) -> set[str]:
    """The event becomes what the sheet says; tells which of start, end, place, link and title changed.

    On an announced event, the sequence of calendars grows once when any did. Its seats, and those who registered, are left to
    ``registrations.corrections``, which holds the event first.
    """
    if not event.may_change:
        raise Refusal("Cet événement ne se modifie plus.")
    _check(sheet)
    _check_against(event, sheet, at)
    changed = material_changes(event, sheet)
    if event.is_coming and changed:
        event.sequence += 1
        _note_postponement(event, sheet)
    if not event.is_coming:
        event.capacity = sheet.capacity
    _move_parts(event, sheet)
    _write(event, sheet)
    event.changed_at = at
    set_days(event)
    db.session.flush()
    return changed


def material_changes(event: Event, sheet: EventSheet) -> set[str]:
    """What people who plan to come would have to be told."""
    ways = {event.modality, sheet.modality}
    pairs = {
        "start": (event.starts_at, sheet.starts_at),
        "end": (event.ends_at, sheet.ends_at),
        "place": ((event.modality, event.place, event.address), (sheet.modality, sheet.place, sheet.address)),
        "link": (event.join_url, sheet.join_url),
        "title": (event.title, sheet.title),
    }
    idle = {"place"} if ways == {Modality.ONLINE} else {"link"} if ways == {Modality.ONSITE} else set()
    return {name for name, (before, after) in pairs.items() if before != after} - idle


def duplicate(event: Event, account: Account, at: datetime, starts_at: datetime | None = None) -> Event:
    """A new draft like this one, its times and workshops too, a week later unless said otherwise; nobody's answers."""
    zone = ZoneInfo(event.timezone)
    by = (starts_at.astimezone(zone) - event.starts_at.astimezone(zone)) if starts_at else timedelta(days=7)
    mine = {network.id for network in queries.networks_to_choose(account, at)}
    sheet = replace(
        sheet_of(event),
        starts_at=_moved(event.starts_at, by, zone),
        ends_at=_moved(event.ends_at, by, zone),
        opens_at=_moved(event.opens_at, by, zone) if event.opens_at else None,
        closes_at=_moved(event.closes_at, by, zone) if event.closes_at else None,
        network_ids=tuple(network.id for network in event.networks if network.id in mine),
    )
    copy = create(sheet, account, at)
    for part in event.parts:
        copy.parts.append(
            Part(
                kind=part.kind,
                title=part.title,
                starts_at=_moved(part.starts_at, by, zone),
                ends_at=_moved(part.ends_at, by, zone),
                capacity=part.capacity,
                invitation_only=part.invitation_only,
            )
        )
    db.session.flush()
    return copy


def create_series(
    name: str,
    sheet: EventSheet,
    starts: Iterable[datetime],
    account: Account,
    at: datetime,
    *,
    network_id: int | None = None,
    follows: str = "",
) -> tuple[Series, list[Event]]:
    """The series and one draft for each of its dates, all alike; ``follows`` is the code of a series of other years that it continues."""
    from_dates = sorted(set(starts))
    if not from_dates:
        raise Refusal("Donnez au moins une date.", "dates")
    code = _code_after(follows, from_dates[0].year) if follows else _free_code(name, from_dates[0].year)
    series = add(Series(code=code, name=name, network_id=network_id))
    add(ExpectedDates(series_id=series.id, dates=len(from_dates)))
    lasts = sheet.ends_at - sheet.starts_at
    dated = [replace(sheet, starts_at=start, ends_at=start + lasts, series_code=series.code) for start in from_dates]
    journal.write(account.actor, "series_created", f"série:{series.code}", at=at, after={"dates": len(dated)})
    return series, [create(one, account, at) for one in dated]


def set_days(event: Event) -> None:
    """Days and half-days follow the dates; a day that stays keeps its row, so that nothing that points to it is lost."""
    wanted = spans(event.starts_at, event.ends_at, event.timezone)
    known_days = {day.on: day for day in event.days}
    days = []
    for span in wanted:
        day = known_days.get(span.on) or Day(on=span.on)
        day.starts_at, day.ends_at = span.starts_at, span.ends_at
        days.append(day)
    event.days = days
    known = {(half.on, half.period): half for half in event.half_days}
    event.half_days = [known.get(key) or HalfDay(on=key[0], period=key[1]) for key in _half_days(wanted, event)]
    for position, half in enumerate(event.half_days):
        half.position = position


def delete_draft(event: Event, account: Account, at: datetime) -> None:
    """A draft nobody was told about disappears, with the rights given over it; anything else is called off instead."""
    queries.hold(event)  # somebody may be publishing it
    if not event.is_draft:
        raise Refusal("Seul un brouillon se supprime : un événement annoncé s’annule, et les personnes sont prévenues.")
    journal.write(account.actor, "event_deleted", event.thing, at=at)
    delete_grants_over(Scope.EVENT, event.id)
    db.session.delete(event)
    db.session.flush()


def _half_days(days: Iterable[Span], of: Event | EventSheet) -> list[tuple[date, Period]]:
    """What is signed on these days, in order."""
    return [(span.on, period) for span in days for period in periods(span, of.modality, of.timezone)]


def _check(sheet: EventSheet) -> None:
    """What no event may be, whatever its state."""
    if sheet.ends_at <= sheet.starts_at:
        raise Refusal("La fin doit venir après le début.", "end")
    if sheet.ends_at - sheet.starts_at > _LONGEST:
        raise Refusal("Quatorze jours au plus : créez plutôt une série.", "last_on")
    if not sheet.network_ids:
        raise Refusal("Choisissez au moins un réseau.", "networks")
    if sheet.opens_at and sheet.closes_at and sheet.closes_at <= sheet.opens_at:
        raise Refusal("Les inscriptions doivent se fermer après leur ouverture.", "closes_on")
    if sheet.opens_at and sheet.opens_at >= sheet.starts_at:
        raise Refusal("Les inscriptions doivent s’ouvrir avant le début de l’événement.", "opens_on")
    if sheet.quota_per_organisation and sheet.capacity and sheet.quota_per_organisation > sheet.capacity:
        raise Refusal("Le quota par structure ne peut pas dépasser le nombre de places.", "quota")


def _check_networks(sheet: EventSheet, account: Account, at: datetime) -> None:
    allowed = {network.id for network in queries.networks_to_choose(account, at)}
    if not set(sheet.network_ids) <= allowed:
        raise Refusal("Vous n’animez pas l’un de ces réseaux.", "networks")


def _check_against(event: Event, sheet: EventSheet, at: datetime) -> None:
    """What this event may no longer become, now that people know of it."""
    if sheet.capacity is not None and sheet.capacity < event.seats_taken:
        taken = f"{event.seats_taken}\u00a0places sont déjà prises" if event.seats_taken > 1 else "Une place est déjà prise"
        raise Refusal(f"{taken} : la capacité ne peut pas descendre en dessous. Désinscrivez d’abord des personnes.", "capacity")
    if not event.is_coming:
        return
    if event.has_begun(at) and sheet.starts_at != event.starts_at:
        raise Refusal("L’événement a commencé : son début ne change plus.", "on")
    if sheet.starts_at != event.starts_at and sheet.starts_at <= at:
        raise Refusal("Un événement annoncé ne peut pas être déplacé dans le passé.", "on")
    if event.has_begun(at) and not {(half.on, half.period) for half in event.half_days} <= {
        *_half_days(spans(sheet.starts_at, sheet.ends_at, sheet.timezone), sheet)
    }:
        raise Refusal("L’événement a commencé : les demi-journées que l’on y signe ne changent plus.", "end")
    if sheet.modality is not Modality.ONLINE and not sheet.place:
        raise Refusal("Les personnes prévenues ont besoin d’un lieu.", "place")
    if sheet.modality is not Modality.ONSITE and not sheet.join_url:
        raise Refusal("Les personnes prévenues ont besoin d’un lien de connexion.", "join_url")
    if sheet.hosting is Hosting.EXTERNAL and event.seats_taken:
        raise Refusal("Des personnes sont inscrites : un événement organisé par d’autres n’a pas d’inscriptions ici.", "hosting")


def _note_postponement(event: Event, sheet: EventSheet) -> None:
    """Another day is a new date, and the page says from when it was moved; another hour of the same day is not."""
    zone = ZoneInfo(sheet.timezone)
    if event.starts_at.astimezone(zone).date() != sheet.starts_at.astimezone(zone).date():
        event.postponed_from = event.starts_at


def _write(event: Event, sheet: EventSheet) -> None:
    for name in _COPIED:
        setattr(event, name, getattr(sheet, name))
    place(event, sheet)
    if tuple(PartnerLine(one.name, one.role) for one in event.partners) != sheet.partners:
        event.partners = [_partner(line) for line in sheet.partners]


def _partner(line: PartnerLine) -> Partner:
    known = queries.organisation_by_name(line.name)
    return Partner(name=line.name, role=line.role, organisation_id=known.id if known else None)


def _moved(instant: datetime, by: timedelta, zone: ZoneInfo) -> datetime:
    """The instant so much later on these clocks, whatever they jump in between."""
    return (instant.astimezone(zone) + by).astimezone(UTC)


def _move_parts(event: Event, sheet: EventSheet) -> None:
    """The times and workshops of an event follow its beginning."""
    zone = ZoneInfo(event.timezone)
    by = sheet.starts_at.astimezone(zone) - event.starts_at.astimezone(zone)
    for part in event.parts if by else ():
        part.starts_at, part.ends_at = _moved(part.starts_at, by, zone), _moved(part.ends_at, by, zone)


def _code_after(known: str, year: int) -> str:
    """One season of a series a year."""
    code = season(stem_of(known), year)
    if queries.series_of(code):
        raise Refusal(f"Cette série a déjà ses dates de {year} : créez les autres une à une, en les rangeant dans la série.", "follows")
    return code


def _free_code(name: str, year: int) -> str:
    """The name and the year, which many names already say."""
    stem = slug_of(name, 50)
    stem = stem if stem[-4:].isdigit() else f"{stem}-{year}"
    code, number = stem, 2
    while queries.series_of(code):
        code, number = f"{stem}-{number}", number + 1
    return code


_COPIED = [
    "kind_code",
    "title",
    "description",
    "timezone",
    "hosting",
    "modality",
    "starts_at",
    "ends_at",
    "place",
    "address",
    "access",
    "join_url",
    "quota_per_organisation",
    "has_waiting_list",
    "needs_approval",
    "door",
    "is_listed",
    "opens_at",
    "closes_at",
]
