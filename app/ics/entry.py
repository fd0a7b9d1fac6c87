"""What a calendar needs to know, in plain values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Party:
    """A name and an address."""

    name: str
    email: str


@dataclass(frozen=True)
class Entry:
    """One day of an event in one calendar. Instants are aware; ``stamped_at`` is when this version was made."""

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    description: str
    location: str
    page: str  # the public page, absolute
    join_url: str  # empty on site
    created_at: datetime
    changed_at: datetime
    stamped_at: datetime
    categories: tuple[str, ...] = ()
    organiser: Party | None = None
    attendee: Party | None = None
    is_cancelled: bool = False
    is_tentative: bool = False  # a place is asked for, not held
