"""The calendar part of a letter, readable by a person."""

from app.outbox.letter import Letter
from app.outbox.message import calendar_of

READER = "vous@example.org"


def calendar_lines(letter: Letter) -> str:
    """What calendars would read, line by line; empty for a letter without a calendar part."""
    if letter.calendar is None:
        return ""
    made = calendar_of(letter, letter.calendar, READER, letter.calendar.entry.stamped_at)
    return made.decode().replace("\r\n ", "").replace("\r\n", "\n")
