"""A year month by month: its events, and the members who came and went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.dashboards.queries import Stay
from app.indicators.entries import Entry
from app.ui.french import MONTHS, SHORT_MONTHS

SORTS = ("tenus", "à venir", "annulés", "passés, pas encore marqués comme tenus")
HELD, COMING, CALLED_OFF, UNSAID = range(4)


@dataclass(frozen=True)
class Month:
    """The events that begin in a month, by what became of them."""

    number: int
    events: tuple[list[Entry], ...] = field(default_factory=lambda: ([], [], [], []))

    @property
    def name(self) -> str:
        return MONTHS[self.number - 1]

    @property
    def short(self) -> str:
        return SHORT_MONTHS[self.number - 1]

    @property
    def counts(self) -> tuple[int, ...]:
        return tuple(map(len, self.events))

    @property
    def bar(self) -> tuple[str, tuple[int, ...]]:
        return self.short, self.counts


def months_of(entries: Iterable[Entry], today: date) -> list[Month]:
    """The twelve months; drafts, and what was called off before anybody was told, are nowhere."""
    found = [Month(number) for number in range(1, 13)]
    for entry in entries:
        sort = _sort(entry, today)
        if sort is not None:
            found[entry.on.month - 1].events[sort].append(entry)
    return found


def totals(months: Sequence[Month]) -> tuple[int, ...]:
    """Of the whole year, sort by sort."""
    return tuple(sum(month.counts[sort] for month in months) for sort in range(len(SORTS)))


def _sort(entry: Entry, today: date) -> int | None:
    if entry.is_held:
        return HELD
    if entry.is_called_off:
        return CALLED_OFF
    if not entry.is_announced:
        return None
    return COMING if entry.on >= today else UNSAID


@dataclass(frozen=True)
class Movement:
    """A month of a network: who came in, who went out, and how many there are at its end."""

    name: str
    short: str
    joined: int
    left: int
    members: int

    @property
    def bar(self) -> tuple[str, tuple[int, ...]]:
        return self.short, (self.members,)


def movements(stays: Sequence[Stay], first: date, last: date) -> list[Movement]:
    """Each month of these days; coming back after having left is coming in again, a new line without a day outside is not."""
    found, begins = [], first
    while begins <= last:
        next_one = (begins.replace(day=1) + timedelta(days=32)).replace(day=1)
        ends = min(next_one - timedelta(days=1), last)
        inside = {on: {stay.member for stay in stays if stay.holds(on)} for on in (begins - timedelta(days=1), ends)}
        before, after = inside.values()
        passing = {stay.member for stay in stays if begins <= stay.joined_on <= ends and not stay.holds(ends)} - before - after
        name, short = MONTHS[begins.month - 1], SHORT_MONTHS[begins.month - 1]
        found.append(Movement(name, short, len((after - before) | passing), len((before - after) | passing), len(after)))
        begins = next_one
    return found
