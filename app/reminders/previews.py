"""The calendar part of a letter, readable by a person."""

from dataclasses import replace

from flask import current_app

from app.ics import build
from app.ics.entry import Party
from app.outbox.letter import Letter


def calendar_of(letter: Letter) -> str:
    """What calendars would read, line by line; empty for a letter without a calendar part."""
    if letter.calendar is None:
        return ""
    config = current_app.config
    organiser = Party(config["ORGANISATION_NAME"], config["MAIL_FROM"])
    entry = replace(letter.calendar.entry, organiser=organiser, attendee=Party(letter.to_name, "vous@example.org"))
    made = build.cancel(entry) if letter.calendar.method == "CANCEL" else build.request(entry)
    return made.decode().replace("\r\n ", "").replace("\r\n", "\n")
