"""A month as a grid of weeks, a year as a table of networks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.core.clock import PARIS
from app.directory.models import Department, SchoolHoliday
from app.events.days import spans
from app.events.free_days import PUBLISHED_ZONES, public_holiday, school_holiday, zones_of
from app.events.models import Event
from app.networks.models import Network
from app.ui import french


@dataclass(frozen=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, on: date) -> "Month":
        return cls(on.year, on.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def name(self) -> str:
        return f"{french.MONTHS[self.number - 1]} {self.year}"

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.year}-{self.number:02d}"

    def plus(self, months: int) -> "Month":
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1)

    @property
    def begins_at(self) -> datetime:
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        return _midnight(self.plus(1).first)

    @property
    def grid(self) -> list[list[date]]:
        """Whole weeks, from the Monday before the first to the Sunday after the last."""
        monday = self.first - timedelta(days=self.first.weekday())
        days = (self.plus(1).first - monday).days
        return [[monday + timedelta(days=7 * week + number) for number in range(7)] for week in range(-(-days // 7))]

    # A day more on each side: the day of an event is read on its own clocks, which may be overseas.
    @property
    def grid_begins_at(self) -> datetime:
        return _midnight(self.grid[0][0] - timedelta(days=1))

    @property
    def grid_ends_at(self) -> datetime:
        return _midnight(self.grid[-1][-1] + timedelta(days=2))


@dataclass(frozen=True)
class Zones:
    """Whose holidays are shown: the school zones, the zones of public holidays."""

    school: list[str]
    public: list[str]


@dataclass
class Square:
    """One day of the grid."""

    on: date
    in_month: bool
    holiday: str = ""
    school: str = ""
    events: list[Event] = field(default_factory=list)

    @property
    def is_week_end(self) -> bool:
        return self.on.weekday() >= 5


@dataclass
class YearRow:
    """One network, and its events of each month."""

    network: Network | None
    months: list[list[Event]]

    @property
    def count(self) -> int:
        return sum(len(events) for events in self.months)


def holiday_zones(departments: Sequence[Department]) -> Zones:
    """The zones of a territory; of France, the three zones and the holidays of everybody."""
    if not departments:
        return Zones([*PUBLISHED_ZONES], ["Métropole"])
    return Zones(zones_of(departments), sorted({department.public_holiday_zone for department in departments}))


def month_of(month: Month, events: Sequence[Event], zones: Zones, filled: Sequence[SchoolHoliday] = ()) -> list[list[Square]]:
    """The weeks of a month, each day with its events and its holidays in words."""
    on_day: dict[date, list[Event]] = {}
    for event in events:
        for span in spans(event.starts_at, event.ends_at, event.timezone):
            on_day.setdefault(span.on, []).append(event)
    return [[_square(on, month, on_day.get(on, []), zones, filled) for on in week] for week in month.grid]


def months_of(events: Sequence[Event]) -> list[tuple[Month, list[Event]]]:
    """The same events under the month in which they begin."""
    groups: dict[Month, list[Event]] = {}
    for event in events:
        groups.setdefault(Month.of(first_day(event)), []).append(event)
    return [*groups.items()]


def year_of(year: int, events: Sequence[Event]) -> list[YearRow]:
    """One row per network in its order; an event of two networks stands in both."""
    rows: dict[int, YearRow] = {}
    for event in events:
        on = first_day(event)
        if on.year != year:
            continue
        shared: list[Network | None] = [*event.networks]
        for network in shared or [None]:
            row = rows.setdefault(network.id if network else 0, YearRow(network, [[] for _ in range(12)]))
            row.months[on.month - 1].append(event)
    return sorted(rows.values(), key=lambda row: (row.network is None, row.network.sort_order if row.network else 0))


def first_day(event: Event) -> date:
    """The day it begins, on its own clocks."""
    return event.starts_at.astimezone(ZoneInfo(event.timezone)).date()


def _square(on: date, month: Month, events: list[Event], zones: Zones, filled: Sequence[SchoolHoliday]) -> Square:
    public = next(filter(None, (public_holiday(on, zone) for zone in zones.public)), "")
    return Square(on, on.month == month.number, public, _school(on, zones.school, filled), events)


def _school(on: date, zones: list[str], filled: Sequence[SchoolHoliday]) -> str:
    """``Vacances d’hiver (zones A et C)``; the name alone when it holds for all that is looked at."""
    during = {zone: name for zone in zones if (name := school_holiday(on, zone, filled))}
    if not during:
        return ""
    name = next(iter(during.values()))
    if len(during) == len(zones):
        return name
    return f"{name} ({'zones' if len(during) > 1 else 'zone'} {french.listed(during)})"


def unknown_zones(zones: Zones, month: Month, filled: Sequence[SchoolHoliday]) -> list[str]:
    """The zones whose school calendar of that month nobody has published."""
    return [zone for zone in zones.school if school_holiday(month.first, zone, filled) is None]


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), PARIS).astimezone(UTC)
