"""An entry as the bytes of a calendar: REQUEST and CANCEL for letters, without method for downloads and feeds."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vUri

from app.ics import clean
from app.ics.entry import Entry, Party

PRODUCT = "-//CNSA//Rencontres 1.0//FR"
ALARM = timedelta(hours=-1)
REFRESH = timedelta(hours=4)


def request(entry: Entry) -> bytes:
    """The invitation to one day of an event, or its new version: the same UID, a higher SEQUENCE."""
    return _scheduling("REQUEST", entry)


def cancel(entry: Entry) -> bytes:
    """The day is taken out of the calendar; ``entry.sequence`` must already be higher than that of the last REQUEST."""
    return _scheduling("CANCEL", entry)


def public(entries: Sequence[Entry], name: str) -> bytes:
    """A file to download or a feed: nobody is named, nothing is asked; the same entries always give the same bytes."""
    calendar = _calendar()
    shown = clean.one_line(name)
    calendar.add("name", shown)
    calendar.add("x-wr-calname", shown)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for entry in entries:
        calendar.add_component(_event(entry, "CANCELLED" if entry.is_cancelled else "CONFIRMED"))
    return _bytes(calendar)


def _scheduling(method: str, entry: Entry) -> bytes:
    if entry.organiser is None or entry.attendee is None:
        raise ValueError("a calendar in a letter needs its organiser and its attendee")
    if entry.organiser.email.casefold() == entry.attendee.email.casefold():
        raise ValueError("the organiser cannot invite itself")
    calendar = _calendar()
    calendar.add("method", method)
    asks = method == "REQUEST"
    event = _event(entry, "CONFIRMED" if asks else "CANCELLED")
    event.add("organizer", _organiser(entry.organiser), encode=False)
    event.add("attendee", _attendee(entry.attendee, asks), encode=False)
    if asks:
        event.add_component(_alarm(entry))
    calendar.add_component(event)
    return _bytes(calendar)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(entry: Entry, status: str) -> Event:
    if entry.ends_at <= entry.starts_at:
        raise ValueError("an entry ends after it starts")
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _instant(entry.stamped_at))
    event.add("created", _instant(entry.created_at))
    event.add("last-modified", _instant(entry.changed_at))
    event.add("dtstart", _instant(entry.starts_at))
    event.add("dtend", _instant(entry.ends_at))
    event.add("summary", clean.one_line(entry.title) or "Événement")
    _add_words(event, entry)
    event.add("class", "PUBLIC")
    event.add("status", status)
    event.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    return event


def _add_words(event: Event, entry: Entry) -> None:
    if description := clean.paragraphs(entry.description):
        event.add("description", description)
    if location := clean.one_line(entry.location):
        event.add("location", location)
    if page := clean.address(entry.page):
        event.add("url", vUri(page), encode=False)
    if room := clean.address(entry.join_url):
        event.add("conference", _conference(room), encode=False)
    if categories := [kept for kept in map(clean.label, entry.categories) if kept]:
        event.add("categories", categories)


def _instant(at: datetime) -> datetime:
    """UTC, to the second: no zone to describe, the same everywhere (T1); a naive instant would be read as local time."""
    if at.tzinfo is None:
        raise ValueError("an instant of a calendar needs its time zone")
    return at.astimezone(UTC).replace(microsecond=0)


def _conference(url: str) -> vUri:
    room = vUri(url)
    room.params.update({"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Rejoindre la visioconférence"})
    return room


def _organiser(party: Party) -> vCalAddress:
    return _address(party, {})


def _attendee(party: Party, asks: bool) -> vCalAddress:
    return _address(
        party, {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE" if asks else "FALSE"}
    )


def _address(party: Party, parameters: dict[str, str]) -> vCalAddress:
    found = vCalAddress(f"mailto:{party.email}")
    found.params.update(parameters)
    if name := clean.label(party.name):
        found.params["CN"] = name
    return found


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"Rappel : {clean.one_line(entry.title)}"[: clean.LONGEST_LINE])
    alarm.add("trigger", ALARM)
    return alarm


def _bytes(calendar: Calendar) -> bytes:
    data: bytes = calendar.to_ical()
    return data
