"""What somebody's calendar understands of a letter, read by two parsers that did not write it."""

from dataclasses import dataclass
from datetime import datetime

import icalendar
import vobject

from tests.letters import calendar_of


@dataclass(frozen=True)
class Said:
    """One object of one letter."""

    method: str
    uid: str
    sequence: int
    status: str
    starts_at: datetime
    location: str
    attendee: str


def said_by(letter):
    """What the calendar part of a letter says; both parsers agree on it."""
    data = calendar_of(letter)
    assert data, f"no calendar in {letter['Subject']}"
    calendar = icalendar.Calendar.from_ical(data)
    event = calendar.walk("VEVENT")[0]
    other = vobject.readOne(data.decode())
    assert other.method.value == str(calendar["METHOD"])
    assert other.vevent.uid.value == str(event["UID"])
    assert int(other.vevent.sequence.value) == event["SEQUENCE"]
    assert other.vevent.dtstart.value == event.decoded("DTSTART")
    return Said(
        str(calendar["METHOD"]),
        str(event["UID"]),
        event["SEQUENCE"],
        str(event["STATUS"]),
        event.decoded("DTSTART"),
        str(event.get("LOCATION", "")),
        str(event["ATTENDEE"]).removeprefix("mailto:"),
    )
