"""What the calendar of one person holds for one event: one object a day, from its first REQUEST to its CANCEL."""

import uuid
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from app.core.links import absolute
from app.directory.models import Person
from app.events.days import Span
from app.events.models import Day, Event
from app.events.words import PART_KINDS, Modality
from app.ics.entry import Entry, Party
from app.invitations import queries
from app.invitations.models import CalendarObject
from app.ui.french import NBSP, day, hour, zone_name


def calendar_objects(event: Event, person: Person, at: datetime) -> list[CalendarObject]:
    """One open object for each day of the event, in order; when days moved, the objects move with them and keep their UID."""
    known = queries.open_objects(event.id, person.id)
    days = {d.on for d in event.days}
    kept, free = [one for one in known if one.on in days], [one for one in known if one.on not in days]
    for on in sorted(days - {one.on for one in kept}):
        if free:
            free[0].on = on
        opened = free.pop(0) if free else queries.open_object(event.id, person.id, on, _new_uid(), at)
        if opened is None:  # somebody else opened it at this instant
            return calendar_objects(event, person, at)
        kept.append(opened)
    return sorted(kept, key=lambda one: (one.on, one.id))


def close_calendar_objects(event: Event, person: Person, at: datetime) -> list[CalendarObject]:
    """Nothing of the event stays in the person's calendar: each object is closed by the CANCEL that tells it."""
    return close(queries.open_objects(event.id, person.id), event, at)


def close(objects: list[CalendarObject], event: Event, at: datetime) -> list[CalendarObject]:
    """These objects are done with; the CANCEL of each stands above all that was sent of it."""
    for one in objects:
        one.last_sequence = event.sequence + one.own_changes + 1
        one.closed_at = at
    return objects


def follow_days(
    event: Event, person: Person, known: list[CalendarObject], at: datetime
) -> tuple[list[CalendarObject], list[CalendarObject]]:
    """After the days of the event moved, those who hold objects hold one a day; then those of days too many, closed.

    An object moves to a new day with its UID, so that a calendar moves what it shows instead of losing it.
    """
    days = [one_day.on for one_day in event.days]
    if not known:
        return [], []
    by_day = {one.on: one for one in known if one.on in days}
    free = [one for one in known if by_day.get(one.on) is not one]
    for on in days:
        if on not in by_day and free:
            free[0].on = on
            by_day[on] = free.pop(0)
    kept = [by_day[on] for on in days] if len(by_day) == len(days) else calendar_objects(event, person, at)
    return kept, close(free, event, at)


def note_own_change(event: Event, person: Person) -> None:
    """The person's own choice changed the place or the link: their objects have a new version."""
    for one in queries.open_objects(event.id, person.id):
        one.own_changes += 1


def entry_for(
    calendar_object: CalendarObject,
    event: Event,
    person: Person,
    at: datetime,
    cancelled: bool = False,
    modality: Modality | None = None,
) -> Entry:
    """The object as a calendar reads it today, for this one person; ``modality`` is how they come to a hybrid event."""
    modality = modality or event.modality
    link = "" if cancelled or modality is Modality.ONSITE else event.join_url  # nobody joins what they no longer come to
    entry = _entry(event, _day_of(event, calendar_object), link, link if modality is Modality.ONLINE else "", at)
    entry["changed_at"] = max(event.changed_at, calendar_object.created_at)  # nothing is changed before it exists
    return Entry(
        **entry,
        uid=calendar_object.uid,
        sequence=calendar_object.sequence(event),
        created_at=calendar_object.created_at,
        organiser=Party(current_app.config["ORGANISATION_NAME"], current_app.config["MAIL_FROM"]),
        attendee=Party(person.name, person.letterbox or ""),
        is_cancelled=cancelled,
    )


def public_entries(event: Event) -> list[Entry]:
    """The event as anybody may put it into a calendar: nobody is named, nothing is secret; stable between two changes."""
    return _subscribed(event, "", "À distance" if event.is_online and event.join_url else "")


def entries_of(event: Event, modality: Modality | None = None) -> list[Entry]:
    """The event for a calendar that only one person reads: the link to join is in it, for those who come online."""
    link = "" if (modality or event.modality) is Modality.ONSITE else event.join_url
    return _subscribed(event, link, link if (modality or event.modality) is Modality.ONLINE else "")


def _subscribed(event: Event, link: str, location: str) -> list[Entry]:
    """One entry a day, named by its rank: an event that moves to another date is moved by calendars, not lost and found again (C5)."""
    host = current_app.config["MAIL_FROM"].rpartition("@")[2]
    entries = []
    for rank, one_day in enumerate(event.days, 1):
        fields = _entry(event, one_day, link, location, event.changed_at)
        uid = f"jour-{event.public_id}-{rank}@{host}"
        entries.append(Entry(**fields, uid=uid, sequence=event.sequence, created_at=event.created_at, is_cancelled=event.is_cancelled))
    return entries


def _entry(event: Event, one_day: Day | Span, link: str, location: str, at: datetime) -> dict[str, Any]:
    page = absolute("registration_pages.show", slug=event.slug)
    return {
        "title": event.title,
        "starts_at": one_day.starts_at,
        "ends_at": one_day.ends_at,
        "description": _description(event, one_day, link, page),
        "location": location or ", ".join(part for part in (event.place, event.address) if part) or "À distance",
        "page": page,
        "join_url": link,
        "changed_at": event.changed_at,
        "stamped_at": at,
        "categories": (event.kind.label,),
    }


def _description(event: Event, one_day: Day | Span, link: str, page: str) -> str:
    zone = event.timezone
    hours = f"de {hour(one_day.starts_at, zone)} à {hour(one_day.ends_at, zone)} ({zone_name(zone)})"
    lines = [f"{day(one_day.on).capitalize()}{_rank(event, one_day)}, {hours}"]
    if event.place:
        lines.append(event.location)
    if link:
        lines.append(f"À distance\u00a0: {link}")
    lines += _programme(event, one_day)
    lines.append(f"En savoir plus\u00a0: {page}")
    return "\n".join(lines)


def _rank(event: Event, one_day: Day | Span) -> str:
    """``, jour 2 sur 2``: each day of several is an entry of its own; one that the event lost has no rank."""
    days = [one.on for one in event.days]
    return f", jour{NBSP}{days.index(one_day.on) + 1} sur {len(days)}" if len(days) > 1 and one_day.on in days else ""


def _programme(event: Event, one_day: Day | Span) -> list[str]:
    """The times of that day that are open to all: they are told in the one entry of the day, not joined one by one."""
    zone = event.timezone
    parts = [part for part in event.parts if not part.invitation_only and one_day.starts_at <= part.starts_at < one_day.ends_at]
    told = [f"{hour(one.starts_at, zone)} à {hour(one.ends_at, zone)}\u00a0: {PART_KINDS[one.kind].lower()}, {one.title}" for one in parts]
    return ["Au programme\u00a0:", *told] if told else []


def _day_of(event: Event, calendar_object: CalendarObject) -> Day | Span:
    """The day of the object; one that the event lost keeps its date, at the hours of the first that remains: its CANCEL names no other."""
    first, on = event.days[0], calendar_object.on
    if found := next((one for one in event.days if one.on == on), None):
        return found
    if calendar_object.closed_at is None:
        return first
    zone, by = ZoneInfo(event.timezone), on - first.on
    starts_at, ends_at = ((at.astimezone(zone) + by).astimezone(UTC) for at in (first.starts_at, first.ends_at))
    return Span(on, starts_at, ends_at)


def _new_uid() -> str:
    return f"{uuid.uuid4()}@{current_app.config['MAIL_FROM'].rpartition('@')[2]}"
