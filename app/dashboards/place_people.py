"""The people of a department, organisation by organisation: who came in a year, who is known and did not come, and what they wrote."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from app.coverage.territories import Column
from app.dashboards import place_queries as queries
from app.dashboards.places import DepartmentYear
from app.directory.models import Person
from app.directory.people_queries import people_by_ids
from app.indicators.entries import Entry
from app.ui.french import local

SHOWN = 8  # people told before the rest is folded
PAPERS = {"minutes": "compte rendu", "documents": "documents", "replay": "rediffusion"}


@dataclass(frozen=True)
class Met:
    """Somebody of the department who came in the year, with the function of the last time."""

    person: Person
    job_role: str
    present: int
    last_on: date


@dataclass(frozen=True)
class Unmet:
    """Somebody known there today who did not come in the year."""

    person: Person
    last_on: date | None  # in another year; nothing is never
    registered: int  # in the year


@dataclass
class Company:
    """The people of one organisation."""

    name: str
    slug: str = ""
    met: list[Met] = field(default_factory=list)
    unmet: list[Unmet] = field(default_factory=list)

    @property
    def never(self) -> int:
        """How many of those known there never came, whatever the year."""
        return sum(one.last_on is None for one in self.unmet)


@dataclass(frozen=True)
class Word:
    """What somebody wrote to the team about an event."""

    entry: Entry
    person: Person
    sort: str
    words: str


class People:
    """Who came of a department in a year, and who of those known there did not."""

    def __init__(self, told: DepartmentYear, read: Collection[Entry]) -> None:
        """``read``: the events of which one may read what was written."""
        self.told, self.days = told, {one.id: one.on for one in told.announced}
        self.seen = queries.seen_of_department([*self.days], told.code)
        self.read = {entry.id: entry for entry in read}
        self.written = queries.words_of_department([*self.read], told.code, self._own)
        self.known = people_by_ids({one.person_id for one in self.seen} | {one.person_id for one in self.written})

    @property
    def came(self) -> set[int]:
        """The different people who came."""
        return {one.person_id for one in self.seen if one.came}

    @property
    def _own(self) -> list[int]:
        """The authority and the MDPH, whose people are of the department."""
        return [body.id for column in (Column.CD, Column.MDPH) for body in self.told.bodies(column)]

    def companies(self) -> list[Company]:
        """The authority, the MDPH and the ARS first, then the others from which somebody of the department came."""
        found = {body.id: Company(body.name, body.slug) for column in Column for body in self.told.bodies(column)}
        registered = self._gather(found)
        self._add_unmet(found, registered)
        return [one for one in found.values() if one.met or one.unmet]

    def _gather(self, found: dict[int, Company]) -> dict[int, int]:
        """Puts those who came under their organisation of the last time; gives how often each person registered."""
        by_person: dict[int, list[queries.SeenThere]] = defaultdict(list)
        for one in self.seen:
            by_person[one.person_id].append(one)
        for number, theirs in by_person.items():
            came = sorted((one for one in theirs if one.came), key=lambda one: self.days[one.event_id])
            if came and number in self.known:
                last = came[-1]
                company = found.setdefault(last.organisation_id, Company(last.organisation, last.slug))
                company.met.append(Met(self.known[number], last.job_role, len(came), self.days[last.event_id]))
        for company in found.values():
            company.met.sort(key=lambda one: (-one.last_on.toordinal(), -one.present, one.person.search))
        return {number: len(theirs) for number, theirs in by_person.items()}

    def _add_unmet(self, found: dict[int, Company], registered: dict[int, int]) -> None:
        """Puts those known there today who did not come in the year; an ARS stands for this department by those who say so."""
        agencies, came = [body.id for body in self.told.bodies(Column.ARS)], self.came
        known = [one for one in queries.people_there(self.told.code, self._own, agencies) if one.id not in came]
        last = queries.last_presence_of([one.id for one in known])
        for person in known:
            on = local(*last[person.id]).date() if person.id in last else None
            found[person.organisation_id or 0].unmet.append(Unmet(person, on, registered.get(person.id, 0)))
        for company in found.values():
            company.unmet.sort(key=lambda one: (one.last_on is not None, one.person.search))

    @property
    def words(self) -> list[Word]:
        """What people of the department wrote with their answers, the latest event first."""
        told = [
            Word(self.read[one.event_id], self.known[one.person_id], one.sort, one.words)
            for one in self.written
            if one.person_id in self.known
        ]
        return sorted(told, key=lambda one: (one.entry.starts_at, one.entry.id), reverse=True)


def papers(entries: Iterable[Entry]) -> list[tuple[Entry, str, str]]:
    """The minutes, documents and replays that these events have, the latest event first: the event, their name, their address."""
    by_id = {entry.id: entry for entry in entries}
    found = [(by_id[event_id], PAPERS[letter], link) for event_id, letter, link in queries.links_of([*by_id], [*PAPERS])]
    return sorted(found, key=lambda row: (row[0].starts_at, row[0].id), reverse=True)
