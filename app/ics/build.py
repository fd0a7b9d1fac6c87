"""An entry as the bytes of a calendar: REQUEST and CANCEL for letters, without method for downloads and feeds."""

from collections.abc import Sequence
from datetime import UTC, datetime

from app.ics import clean
from app.ics.entry import Entry, Party
from app.ics.lines import joined, line, text

PRODUCT = "-//CNSA//Rencontres 1.0//FR"
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN")
FOOT = ("END:VCALENDAR",)
REFRESH = "PT4H"
ROOM = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Rejoindre la visioconférence"}
ASKED = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION"}
UNNAMED = "Événement"


def request(entry: Entry) -> bytes:
    """The invitation to one day of an event, or its new version: the same UID, a higher SEQUENCE."""
    return _scheduling("REQUEST", entry)


def cancel(entry: Entry) -> bytes:
    """The day is taken out of the calendar; ``entry.sequence`` must already be higher than that of the last REQUEST."""
    return _scheduling("CANCEL", entry)


def public(entries: Sequence[Entry], name: str) -> bytes:
    """A file to download or a feed: nobody is named, nothing is asked; the same entries always give the same bytes."""
    shown = clean.calendar_name(name)
    lines = [*HEAD, f"NAME:{shown}", f"X-WR-CALNAME:{shown}", f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}", f"X-PUBLISHED-TTL:{REFRESH}"]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *_event(entry, _status(entry)), "END:VEVENT"]
    return joined([*lines, *FOOT])


def _status(entry: Entry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_tentative else "CONFIRMED"


def _scheduling(method: str, entry: Entry) -> bytes:
    organiser, attendee = entry.organiser, entry.attendee
    if organiser is None or attendee is None:
        raise ValueError("a calendar in a letter needs its organiser and its attendee")
    if organiser.email.casefold() == attendee.email.casefold():
        raise ValueError("the organiser cannot invite itself")
    asks = method == "REQUEST"
    lines = [*HEAD, f"METHOD:{method}", "BEGIN:VEVENT", *_event(entry, "CONFIRMED" if asks else "CANCELLED")]
    lines.append(_address("ORGANIZER", organiser, {}))
    lines.append(_address("ATTENDEE", attendee, {**ASKED, "RSVP": "TRUE" if asks else "FALSE"}))
    return joined([*lines, *(_alarm(entry) if asks else ()), "END:VEVENT", *FOOT])


def _event(entry: Entry, status: str) -> list[str]:
    if entry.ends_at <= entry.starts_at:
        raise ValueError("an entry ends after it starts")
    return [
        f"UID:{_identifier(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_instant(entry.stamped_at)}",
        f"CREATED:{_instant(entry.created_at)}",
        f"LAST-MODIFIED:{_instant(entry.changed_at)}",
        f"DTSTART:{_instant(entry.starts_at)}",
        f"DTEND:{_instant(entry.ends_at)}",
        f"SUMMARY:{text(clean.one_line(entry.title) or UNNAMED)}",
        *_words(entry),
        "CLASS:PUBLIC",
        f"STATUS:{status}",
        f"TRANSP:{'TRANSPARENT' if status == 'CANCELLED' else 'OPAQUE'}",
    ]


def _words(entry: Entry) -> list[str]:
    description, location = clean.paragraphs(entry.description), clean.one_line(entry.location)
    page, room = clean.address(entry.page), clean.address(entry.join_url)
    categories = [text(kept) for kept in map(clean.one_line, entry.categories) if kept]
    written = [
        f"DESCRIPTION:{text(description)}" if description else "",
        f"LOCATION:{text(location)}" if location else "",
        f"URL:{page}" if page else "",
        line("CONFERENCE", room, ROOM) if room else "",
        f"CATEGORIES:{','.join(categories)}" if categories else "",
    ]
    return [one for one in written if one]


def _instant(at: datetime) -> str:
    """UTC, to the second: no zone to describe, the same everywhere (T1); a naive instant would be read as local time."""
    if at.tzinfo is None:
        raise ValueError("an instant of a calendar needs its time zone")
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _identifier(uid: str) -> str:
    """Stored, never made of what may change; calendars tell only the first 200 characters apart (C5)."""
    if not (uid.isascii() and uid.isprintable() and " " not in uid and 8 <= len(uid) <= 200):
        raise ValueError("an unfit identifier")
    return uid


def _address(name: str, party: Party, parameters: dict[str, str]) -> str:
    shown = clean.label(party.name)
    return line(name, f"mailto:{clean.mailbox(party.email)}", {**parameters, **({"CN": shown} if shown else {})})


def _alarm(entry: Entry) -> tuple[str, ...]:
    words = clean.one_line(f"Rappel : {entry.title}")
    return "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{text(words)}", "TRIGGER:-PT1H", "END:VALARM"
