"""An answer of a calendar as a value, read from its bytes by a library that is not the one that writes ours. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from app.core.text import canonical_email, clean_line, clean_text
from app.inbox.calendar_words import LARGEST, LONGEST_WORD, unfolded
from app.inbox.mail import Piece
from app.inbox.sorting import method_of

LONGEST_UID = 250
DELEGATED = "DELEGATED"


@dataclass(frozen=True)
class Said:
    """What one person answered: their canonical address, and PARTSTAT in capitals."""

    email: str
    partstat: str
    is_through_another: bool = False  # SENT-BY, or somebody answers in their place


@dataclass(frozen=True)
class Reply:
    """One answer about one UID. ``organiser`` is None when it names none (outlook.com), or one without an address (Exchange)."""

    method: str
    uid: str
    sequence: int | None
    stamped_at: datetime | None
    organiser: str | None
    said: tuple[Said, ...]
    word: str = ""
    starts_at: datetime | None = None  # what a counter-proposal proposes

    def by(self, email: str) -> Said | None:
        """What this address answered; the other lines are nobody's answer (R8)."""
        return next((one for one in self.said if one.email == email), None)


def reply_in(piece: Piece) -> Reply | None:
    """The answer that this part carries; None when it cannot be read, or speaks of one date of a series: we invite to none, and expand none."""
    if len(piece.data) > LARGEST:
        return None
    try:
        [event] = Calendar.from_ical(_unix(unfolded(piece).words)).walk("VEVENT")
        if "RECURRENCE-ID" in event:
            return None
        uid = clean_line(str(event.get("UID", "")))[:LONGEST_UID]
        return _reply(method_of(piece), uid, event) if uid else None
    except Exception:  # whatever a stranger's calendar makes the library say: a person reads it
        return None


def _reply(method: str, uid: str, event: Any) -> Reply:
    return Reply(
        method=method,
        uid=uid,
        sequence=_number(event.get("SEQUENCE")),
        stamped_at=_instant(event.get("DTSTAMP")),
        organiser=_address(event.get("ORGANIZER", "")) or None,
        said=tuple(_said(one) for one in _several(event.get("ATTENDEE"))),
        word=clean_text("\n".join(str(one) for one in _several(event.get("COMMENT"))))[:LONGEST_WORD],
        starts_at=_instant(event.get("DTSTART")),
    )


def _said(attendee: Any) -> Said:
    parameters = getattr(attendee, "params", {})
    partstat = str(parameters.get("PARTSTAT", "")).upper()
    through = any(name in parameters for name in ("SENT-BY", "DELEGATED-FROM")) or ("DELEGATED-TO" in parameters and partstat != DELEGATED)
    return Said(_address(attendee), partstat, through)


def _address(value: Any) -> str:
    """``MAILTO:`` and ``mailto:`` are the same; compared whole, never in part (R4)."""
    scheme, _, address = str(value).partition(":")
    return canonical_email(address if scheme.lower() == "mailto" else str(value)) or ""


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _number(value: Any) -> int | None:
    return int(value) if value is not None else None


def _instant(value: Any) -> datetime | None:
    found = getattr(value, "dt", None)
    if not isinstance(found, datetime):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _unix(words: str) -> str:
    """Lines end in many ways by the time they arrive; the library wants one."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"
