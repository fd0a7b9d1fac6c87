"""Whom our invitations tire: by job role and by network month after month, by person, and these last thirty days."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from fractions import Fraction
from functools import cached_property
from statistics import median_low
from typing import Any

from app.core.clock import PARIS
from app.dashboards import solicitation_queries as queries
from app.directory.models import Person
from app.directory.people_queries import people_by_ids
from app.ui.charts import Line
from app.ui.french import MONTHS, NBSP, SHORT_MONTHS, number, plural
from app.ui.numbers import decimal

RECENT = timedelta(days=30)
SHADES = 4
NAMED = 10  # people told by their names, the most asked ones
WITHOUT_ROLE = "Fonction non précisée"
STEPS = ((1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (21, None))  # how many times one was asked, in the drawing of everybody


class Level(IntEnum):
    """How much a job role is asked."""

    USUAL = 0
    NOTICE = 1
    WARNING = 2


LEVELS = {Level.WARNING: ("Beaucoup", "error"), Level.NOTICE: ("À surveiller", "warning"), Level.USUAL: ("Habituel", "success")}


@dataclass(frozen=True)
class Limits:
    """From how many solicitations by person, in thirty days, one is told: two settings."""

    notice: int
    warning: int

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "Limits":
        """As the settings say."""
        return cls(config["SOLICITATION_NOTICE"], config["SOLICITATION_WARNING"])

    def level(self, mean: Fraction) -> Level:
        return Level.WARNING if mean >= self.warning else Level.NOTICE if mean >= self.notice else Level.USUAL


@dataclass(frozen=True)
class Row:
    """A job role or a network, month after month."""

    code: str
    name: str
    counts: tuple[int, ...]
    people: int | None = None  # how many different ones, where it is counted

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def shown_mean(self) -> str:
        """How often each was asked, with one decimal."""
        return decimal(Fraction(self.total, self.people)) if self.people else ""


@dataclass(frozen=True)
class Heat:
    """A table whose cells are numbers and shades; one scale for all its cells."""

    rows: list[Row]
    months: tuple[str, ...] = MONTHS
    short: tuple[str, ...] = SHORT_MONTHS

    @property
    def most(self) -> int:
        return max((count for row in self.rows for count in row.counts), default=0)

    @property
    def sums(self) -> list[int]:
        """All the rows together, month by month."""
        return [sum(row.counts[month] for row in self.rows) for month in range(len(self.months))]

    def shade(self, count: int) -> int:
        """From 0, nothing, to 4."""
        return -(-count * SHADES // self.most) if count else 0

    @property
    def legend(self) -> list[tuple[int, int, int]]:
        """Shade, first and last number of each shade that a number can have."""
        lasts = [self.most * shade // SHADES for shade in range(SHADES + 1)]
        return [(shade, lasts[shade - 1] + 1, lasts[shade]) for shade in range(1, SHADES + 1) if lasts[shade] > lasts[shade - 1]]


@dataclass(frozen=True)
class Recent:
    """What the people of a job role received these last thirty days."""

    name: str
    letters: int
    people: int
    most: int
    level: Level

    @property
    def mean(self) -> Fraction:
        return Fraction(self.letters, self.people)

    @property
    def shown_mean(self) -> str:
        return decimal(self.mean)

    @property
    def line(self) -> Line:
        return Line(self.name, (self.letters,), (number(self.letters),))

    @property
    def words(self) -> str:
        """``145 sollicitations ces 30 derniers jours, 1,4 par personne sollicitée``."""
        each = f", {decimal(self.mean)}{NBSP}par personne sollicitée" if self.people > 1 else ""
        return f"{plural(self.letters, 'sollicitation')} ces 30{NBSP}derniers jours{each}"


class Solicitation:
    """A year of invitations, of everything we do or of the events of some networks; to one job role, if it is named."""

    def __init__(self, year: int, networks: Collection[str] = (), role: str = "") -> None:
        self.year, self.networks, self.labels = year, networks, queries.role_labels()
        self.role = role if role in self.labels else ""
        starts = [*(date(year, month, 1) for month in range(1, 13)), date(year + 1, 1, 1)]
        self.bounds = [datetime.combine(on, time(), PARIS) for on in starts]

    @cached_property
    def by_role(self) -> Heat:
        """Invitations, and the nudges and announcements that ask again."""
        counts = Counter({(role or "", month): count for (role, month), count in queries.by_role(self.bounds, self.networks).items()})
        for posted in self._posted:
            month = posted.asked_at.astimezone(PARIS).month - 1
            counts.update((self._roles[row][1] or "", month) for row in posted.people if row in self._roles)
        kept = {key: count for key, count in counts.items() if not self.role or key[0] == self.role}
        people = Counter(role for role, _ in self._asked)
        return Heat([replace(row, people=people[row.code]) for row in _rows(kept, self.labels | {"": WITHOUT_ROLE})])

    def by_network(self, names: Mapping[str, str]) -> Heat:
        counts = Counter(queries.by_network(self.bounds, self.networks, self.role))
        for posted in self._posted:
            meant = sum(not self.role or self._roles.get(row, (0, None))[1] == self.role for row in posted.people)
            for code in posted.networks & {*self.networks} if self.networks else posted.networks:
                counts[code, posted.asked_at.astimezone(PARIS).month - 1] += meant
        return Heat(_rows(+counts, names))

    @property
    def months(self) -> list[tuple[str, tuple[int]]]:
        """All of them, month by month, each letter once."""
        return [(SHORT_MONTHS[month], (count,)) for month, count in enumerate(self.by_role.sums)]

    @property
    def total(self) -> int:
        return sum(row.total for row in self.by_role.rows)

    @cached_property
    def by_person(self) -> Counter[int]:
        """How often each person was asked."""
        found: Counter[int] = Counter()
        for (role, person), count in self._asked.items():
            if not self.role or role == self.role:
                found[person] += count
        return found

    @cached_property
    def _asked(self) -> Counter[tuple[str, int]]:
        """How often each person was asked in each job role."""
        invited = queries.by_person(self.bounds[0], self.bounds[-1], self.networks)
        found = Counter({(role or "", person): count for (role, person), count in invited.items()})
        for posted in self._posted:
            found.update((self._roles[row][1] or "", self._roles[row][0]) for row in posted.people if row in self._roles)
        return found

    @cached_property
    def most_asked(self) -> list[tuple[Person, int]]:
        """The people asked most often; nobody who was asked once or twice only."""
        ordered = sorted(self.by_person.items(), key=lambda row: (-row[1], row[0]))
        often = [(number, times) for number, times in ordered[:NAMED] if times > 2]
        known = people_by_ids(number for number, _ in often)
        return [(known[number], times) for number, times in often if number in known]

    @property
    def spread(self) -> list[tuple[str, int]]:
        """How many people were asked once, twice, three to five times."""
        return [(_times(low, high), sum(low <= times <= (high or times) for times in self.by_person.values())) for low, high in STEPS]

    @property
    def spread_bars(self) -> list[tuple[str, tuple[int]]]:
        return [(words.removesuffix(" fois"), (people,)) for words, people in self.spread]

    @property
    def shown_middle(self) -> str:
        """Half of the people asked were asked so often at most."""
        return str(median_low(self.by_person.values()))

    @property
    def most(self) -> int:
        return max(self.by_person.values())

    @cached_property
    def _posted(self) -> list[queries.Posted]:
        found = queries.postings(self.bounds[0], self.bounds[-1])
        return [one for one in found if not self.networks or one.networks & {*self.networks}]

    @cached_property
    def _roles(self) -> dict[int, tuple[int, str | None]]:
        return queries.people_and_roles({number for one in self._posted for number in one.people})


def recent(at: datetime, limits: Limits) -> list[Recent]:
    """What each job role of today received these last thirty days, the most solicited first."""
    by_role: dict[str, list[int]] = defaultdict(list)
    for name, count in queries.received_by_role(at - RECENT, at):
        by_role[name or WITHOUT_ROLE].append(count)
    found = [_recent(name, counts, limits) for name, counts in by_role.items()]
    return sorted(found, key=lambda one: (-one.level, -one.letters, one.name))


def recent_of(names: Iterable[str | None], at: datetime, limits: Limits) -> list[Recent]:
    """The same of the job roles of these people, those of most of them first."""
    asked = Counter(name or WITHOUT_ROLE for name in names)
    return sorted((one for one in recent(at, limits) if one.name in asked), key=lambda one: (-asked[one.name], one.name))


def _recent(name: str, counts: list[int], limits: Limits) -> Recent:
    letters = sum(counts)
    return Recent(name, letters, len(counts), max(counts), limits.level(Fraction(letters, len(counts))))


def _rows(counts: Mapping[tuple[str, int], int], names: Mapping[str, str]) -> list[Row]:
    codes = {code for code, _ in counts}
    rows = [Row(code, names.get(code, code), tuple(counts.get((code, month), 0) for month in range(12))) for code in codes]
    return sorted(rows, key=lambda row: (-row.total, row.name))


def _times(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} et plus"
    return f"{low} fois" if low == high else f"{low} à {high} fois"
