"""A letter as its reader sees it, on a page of the team: the words, the calendar part, and no link that opens anything."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import current_app

from app.events.models import Day
from app.outbox import paper
from app.outbox.letter import Calendar, Letter
from app.outbox.message import calendar_of
from app.ui.french import sentence, when

Facts = tuple[tuple[str, str], ...]

READER = "vous@example.org"
_SECRET = re.compile(r"(/)[a-z2-7]{26}[A-Za-z0-9_-]{43,}")
_UID = re.compile(r"^UID:[^@\n]*", re.M)  # who knows it may answer for its reader


@dataclass(frozen=True)
class Seen:
    """What reaches somebody: whom it comes from and goes to, the words alone, and what calendars keep (empty without such a part)."""

    sender: str
    to: str
    subject: str
    words: str
    calendar: str
    agenda: tuple[Facts, ...]  # the same in words, an entry after the other


def seen(letter: Letter, to: str | None = None, days: Sequence[Day] = ()) -> Seen:
    """The letter as it reaches that address; with the other ``days`` of its event, which have letters of their own."""
    config = current_app.config
    return Seen(
        sender=f"{config['ORGANISATION_NAME']} <{config['MAIL_FROM']}>",
        to=f"{letter.to_name} <{to or READER}>",
        subject=letter.subject,
        words=_SECRET.sub(r"\1…", paper.text(letter)),
        calendar=_calendar_lines(letter, to or READER),
        agenda=tuple(_agenda(letter.calendar, days)) if letter.calendar else (),
    )


def sheet(letter: Letter) -> str:
    """Its page, to be shown in a frame."""
    return _SECRET.sub(r"\1…", paper.html(letter))


def _calendar_lines(letter: Letter, to: str) -> str:
    if letter.calendar is None:
        return ""
    made = calendar_of(letter, letter.calendar, to, letter.calendar.entry.stamped_at)
    return _UID.sub("UID:…", made.decode().replace("\r\n ", "").replace("\r\n", "\n"))


def _agenda(calendar: Calendar, days: Sequence[Day]) -> Iterator[Facts]:
    """What a calendar shows of it, day after day."""
    entry = calendar.entry
    for starts_at, ends_at in [(one.starts_at, one.ends_at) for one in days] or [(entry.starts_at, entry.ends_at)]:
        hours = f"{sentence(when(starts_at, ends_at))} (heure de Paris)"
        if calendar.method == "CANCEL":
            yield (("Retiré de l’agenda", entry.title), ("Quand", hours))
        else:
            yield (
                ("Titre", entry.title),
                ("Quand", hours),
                ("Lieu", entry.location),
                ("Lien", entry.join_url),
                ("Rappel", "une heure avant"),
            )
