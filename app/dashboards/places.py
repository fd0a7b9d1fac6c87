"""The year of a department: which events its authority, its MDPH and its ARS came to; and the year of one organisation."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from app.coverage.facts import NOTHING, Facts, Stage, together
from app.coverage.reading import Key, Reading
from app.coverage.territories import Body, Column, Territory
from app.dashboards import place_queries as queries
from app.directory.models import Person
from app.directory.people_queries import people_by_ids
from app.indicators.entries import Entry
from app.indicators.ledger import Ledger
from app.indicators.scope import Scope
from app.ui.charts import Line
from app.ui.french import local, number, plural, short_day

WITH = {
    Column.CD: "Avec le conseil départemental",
    Column.MDPH: "Avec la MDPH ou MDA",
    Column.ARS: "Avec l’agence régionale de santé",
}


@dataclass(frozen=True)
class Count:
    """A number of this year beside the same of the year before; ``None`` is "not known"."""

    label: str
    now: int | None
    before: int | None

    @property
    def difference(self) -> str:
        if self.now is None or self.before is None:
            return ""
        gap = self.now - self.before
        return f"{abs(gap)} de {'plus' if gap > 0 else 'moins'}" if gap else "sans changement"

    @property
    def line(self) -> Line:
        words = tuple("non connu" if one is None else number(one) for one in (self.now, self.before))
        return Line(self.label, (self.now, self.before), words)


class TwoYears:
    """The events announced of a year and of the one before, in which a year that is not over stops today."""

    def __init__(self, year: int, today: date) -> None:
        self.year, self.today, self.ledger = year, today, Ledger(counting=False)
        whole = Scope.of_year(year)
        is_current = whole.first <= today <= whole.last
        self.is_over = today > whole.last
        self.now = Scope(whole.first, today) if is_current else whole
        self.before = self.now.a_year_before()
        self.both = Scope(self.before.first, whole.last)
        self.ledger.prepare(self.both)

    @cached_property
    def announced(self) -> list[Entry]:
        """Of this year, what is held and what is to come."""
        return [one for one in self.ledger.entries(Scope.of_year(self.year)) if one.is_announced]

    @cached_property
    def held(self) -> list[Entry]:
        """Of this year and of the same days of the year before."""
        return [one for scope in (self.before, self.now) for one in self.ledger.held(scope)]

    def is_known(self, scope: Scope) -> bool:
        """Whether somebody said who came to one at least of the events held; where none was held, nobody came."""
        held = self.ledger.held(scope)
        return any(map(self.ledger.is_attendance_known, held)) if held else not self.ledger.is_empty(scope)

    def count(self, label: str, by_event: dict[int, int]) -> Count:
        """The sum over each of the two years."""
        sums = [sum(by_event.get(one.id, 0) for one in self.ledger.held(scope)) for scope in (self.now, self.before)]
        now, before = (total if total or self.is_known(scope) else None for total, scope in zip(sums, (self.now, self.before), strict=True))
        return Count(label, now, before)


class DepartmentYear(TwoYears):
    """What those who cover a department did, and who came from it."""

    def __init__(self, code: str, year: int, today: date) -> None:
        super().__init__(year, today)
        self.reading = Reading(self.both, self.ledger)
        self.territory: Territory | None = next((one for one in self.reading.country.territories if one.code == code), None)
        self.code = code

    def bodies(self, column: Column) -> list[Body]:
        """Who covers it; those that are no more only when they did something."""
        return [one for one in self.reading.country.covering(self.code, column) if one.is_active(self.now.last)]

    @cached_property
    def lines(self) -> list[tuple[Entry, dict[Column, Stage]]]:
        """The events of the year towards which one of the three went, however far."""
        found = [(entry, {column: self._stage(entry, column) for column in Column}) for entry in self.announced]
        return [(entry, stages) for entry, stages in found if any(stages.values())]

    @cached_property
    def counts(self) -> list[Count]:
        """At how many events each of the three was present."""
        return [
            self.count(WITH[column], {one.id: int(self._stage(one, column) is Stage.PRESENT) for one in self.held})
            for column in Column
            if self.reading.country.covering(self.code, column)
        ]

    @property
    def most(self) -> int:
        return max((value for one in self.counts for value in (one.now, one.before) if value), default=1)

    @cached_property
    def delegation(self) -> frozenset[int]:
        """The events to which the delegation of the ARS in this department came."""
        return queries.delegation_at([one.id for one in self.held], self.code)

    @cached_property
    def participants(self) -> list[Count]:
        """Those who said to be of this department, whatever their organisation."""
        found = queries.of_department([one.id for one in self.held], self.code)
        registered = self.count("Inscriptions du département", {event: counts[0] for event, counts in found.items()})
        return [registered, self.count("Participants du département", {event: counts[1] for event, counts in found.items()})]

    @cached_property
    def _facts(self) -> dict[Key, Facts]:
        """How far those who cover this department went towards each event of the two years."""
        covering = [body for column in Column for body in self.reading.country.covering(self.code, column)]
        return self.reading.facts({one.id: one for one in (*self.held, *self.announced)}.values(), covering)

    def _stage(self, entry: Entry, column: Column) -> Stage:
        bodies = self.reading.country.covering(self.code, column)
        return together(self._facts.get((entry.id, body.id), NOTHING) for body in bodies).stage


@dataclass(frozen=True)
class Face:
    """Somebody of an organisation, seen in a year."""

    person: Person
    job_role: str
    registered: int
    present: int
    last_on: date | None


class OrganisationYear(TwoYears):
    """Who of an organisation came to what."""

    def __init__(self, organisation: int, year: int, today: date) -> None:
        super().__init__(year, today)
        self.organisation = organisation

    @cached_property
    def seen(self) -> list[queries.Seen]:
        return queries.of_organisation([one.id for one in {*self.held, *self.announced}], self.organisation)

    @cached_property
    def counts(self) -> list[Count]:
        """Events to which somebody came, participants, registrations."""
        registered, present = self._by_event(self.seen), self._by_event([one for one in self.seen if one.came])
        events = self.count("Événements où quelqu’un est venu", dict.fromkeys(present, 1))
        return [events, self.count("Participants", present), self.count("Inscriptions", registered)]

    @cached_property
    def lines(self) -> list[tuple[Entry, int, int | None]]:
        """The events of the year at which somebody registered: how many, and how many came; not known, or still to come."""
        registered, present = self._by_event(self.seen), self._by_event([one for one in self.seen if one.came])
        found = [one for one in self.announced if one.id in registered]
        return [(one, registered[one.id], present.get(one.id, 0) if self._is_said(one) else None) for one in found]

    @staticmethod
    def drawn(lines: Iterable[tuple[Entry, int, int | None]]) -> list[tuple[str, int, int, str]]:
        """Those who came among those who registered, event by event."""
        return [
            (f"{short_day(one.on).rpartition(' ')[0]} – {one.title}", came or 0, asked, _words(came, asked)) for one, asked, came in lines
        ]

    @cached_property
    def faces(self) -> list[Face]:
        """The people of the year, those who came most first."""
        days = {one.id: one.on for one in self.announced}
        by_person: dict[int, list[queries.Seen]] = defaultdict(list)
        for one in self.seen:
            if one.event_id in days:
                by_person[one.person_id].append(one)
        known = people_by_ids(by_person)
        found = [_face(known[who], theirs, days) for who, theirs in by_person.items()]
        return sorted(found, key=lambda face: (-face.present, -face.registered, face.person.search))

    @property
    def networks(self) -> list[tuple[str, int]]:
        """Code of each network to whose events somebody came, and how many."""
        came = {one.event_id for one in self.seen if one.came}
        counts: dict[str, int] = defaultdict(int)
        for entry in self.announced:
            for code in entry.own_networks if entry.id in came else ():
                counts[code] += 1
        return sorted(counts.items(), key=lambda row: (-row[1], row[0]))

    @cached_property
    def last_on(self) -> date | None:
        """The last day on which somebody came, whatever the year."""
        found = queries.last_presence(self.organisation)
        return _day(*found) if found else None

    def is_long_absent(self) -> bool:
        """Nobody for twelve months."""
        return self.last_on is None or self.today - self.last_on > timedelta(days=365)

    def _is_said(self, entry: Entry) -> bool:
        return entry.is_held and self.ledger.is_attendance_known(entry)

    def _by_event(self, seen: Collection[queries.Seen]) -> dict[int, int]:
        found: dict[int, int] = defaultdict(int)
        for one in seen:
            found[one.event_id] += 1
        return dict(found)


def _face(person: Person, seen: list[queries.Seen], days: dict[int, date]) -> Face:
    latest = max(seen, key=lambda one: days[one.event_id])
    came = [days[one.event_id] for one in seen if one.came]
    return Face(person, latest.job_role or "", len(seen), len(came), max(came, default=None))


def _words(came: int | None, registered: int) -> str:
    return plural(registered, "inscrit") if came is None else f"{came} sur {registered}"


def _day(starts_at: datetime, zone: str) -> date:
    return local(starts_at, zone).date()
