"""Reading a year once, then giving any figure of it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, cast

from app.indicators import entry_queries, queries, stock_queries
from app.indicators.declared import Declared, latest
from app.indicators.entries import Counts, Entry
from app.indicators.entry_queries import Lines, Territory
from app.indicators.expected_queries import Expected, awaiting, expected_on
from app.indicators.queries import Place
from app.indicators.reaching import Reach, Sort, reach_of
from app.indicators.scope import Scope
from app.indicators.stock_queries import Body, Letter, Space

Found = TypeVar("Found")
Period = tuple[date, date]


class Ledger:
    """What was read of the database so far; ask it as many figures as needed, it reads each thing once.

    ``counting=False`` is for pages that need to know of which events somebody said who came, and no number of theirs.
    """

    def __init__(self, *, counting: bool = True) -> None:
        self._counting = counting
        self._told: dict[int, tuple[bool, bool]] = {}
        self._entries: dict[Period, list[Entry]] = {}
        self._counts: dict[int, Counts] = {}
        self._days: set[date] = set()  # on which members will be counted
        self._invited: dict[int, int | None] = {}
        self._known: dict[Any, Any] = {}

    def prepare(self, *scopes: Scope) -> None:
        """Read at once the days of all these scopes, a year and the one before it for instance."""
        self._read(min(one.first for one in scopes), max(one.last for one in scopes))
        self._days |= {one.last for one in scopes}

    def prepare_report(self, scopes: Collection[Scope]) -> None:
        """The same for a report, whose periods reach far back: each is then counted by itself. Its networks' members are read at once."""
        self.prepare(*scopes)
        for first, last in {(one.first, one.last) for one in scopes}:
            self._entries.setdefault((first, last), [entry for entry in self._read(first, last) if first <= entry.on <= last])
        on = max(one.last for one in scopes)
        found = stock_queries.members_by_network([*self.chapters()], on)
        for code in self.chapters():
            known: dict[date, int] = self.once(("members", frozenset({code})), dict)
            known[on] = found.get(code, 0)
        self._days.clear()  # members of other days are seldom asked

    def entries(self, scope: Scope) -> list[Entry]:
        """The events of a scope, whatever their state, in their order."""
        return self.once(("entries", scope), lambda: [entry for entry in self._read(scope.first, scope.last) if scope.holds(entry)])

    def _read(self, first: date, last: date) -> list[Entry]:
        wider = next((period for period in self._entries if period[0] <= first and last <= period[1]), None)
        if wider is None:
            wider = first, last
            self._entries[wider] = entry_queries.entries_between(first, last, self._lines, self.country)
        return self._entries[wider]

    def held(self, scope: Scope) -> list[Entry]:
        """Those that took place."""
        return self.once(("held", scope), lambda: [entry for entry in self.entries(scope) if entry.is_held])

    def is_empty(self, scope: Scope) -> bool:
        """Whether nothing at all is written of these days, whoever held it: a zero would say nothing of them."""
        return not any(scope.first <= entry.on <= scope.last for entry in self._read(scope.first, scope.last))

    def counts(self, entry: Entry) -> Counts:
        """What was counted at one event; all those read with it are counted at the same time."""
        if entry.id not in self._counts:
            missing = [one for one in self._beside(entry) if one.id not in self._counts]
            self._counts |= queries.counts_of({one.id: one for one in [*missing, entry]}.values())
        return self._counts[entry.id]

    def _beside(self, entry: Entry) -> Iterable[Entry]:
        """The events held that were read with this one; a reading of all the past is not counted for one of its days."""
        readings = [period for period in self._entries if period[0] <= entry.on <= period[1]]
        shortest = min(readings, key=lambda period: period[1] - period[0], default=None)
        return [one for one in self._entries[shortest] if one.is_held] if shortest else []

    def is_attendance_known(self, entry: Entry) -> bool:
        """Whether somebody said who came; finishing without a single mark says that nothing was taken, not that nobody came."""
        return self._said(entry)[1]

    def are_registrations_known(self, entry: Entry) -> bool:
        """An event of before, of which only the date was written, has no registrations at all: their number is not known."""
        return any(self._said(entry))

    def _said(self, entry: Entry) -> tuple[bool, bool]:
        """Whether somebody registered, and whether something was marked."""
        if self._counting or entry.id in self._counts:
            counts = self.counts(entry)
            return counts.registered > 0, counts.marks > 0
        if entry.id not in self._told:
            self._told |= queries.told_of({one.id for one in (*self._beside(entry), entry)})
        return self._told[entry.id]

    def invitations(self, entries: Collection[Entry]) -> Mapping[int, int]:
        """How many people were invited to each of these events; nothing is known of those that have no line."""
        missing = [entry for entry in entries if entry.id not in self._invited]
        if missing:
            read = {one.id for one in (*self._beside(missing[0]), *missing)}
            found = queries.invitations_of(read)
            self._invited |= {number: found.get(number) for number in read}
        invited = ((entry.id, self._invited[entry.id]) for entry in entries)
        return {number: count for number, count in invited if count is not None}

    def people_invited(self, entries: Collection[Entry]) -> int:
        """How many different people were invited to one of these events."""
        ids = frozenset(entry.id for entry in entries)
        return self.once(("people invited", ids), lambda: queries.people_invited_to(ids))

    def people(self, entries: Collection[Entry], *, present: bool) -> int:
        """The different people of these events: of those registered, or of those who came."""
        ids = frozenset(entry.id for entry in entries)
        return self.once(("people", ids), lambda: queries.people_of_each([ids])[0])[present]

    def reach(self, sort: Sort, entries: Collection[Entry], *, present: bool) -> Reach:
        """Their different departments, regions or organisations."""
        return reach_of(sort, self._places(frozenset(entry.id for entry in entries)), self.country, self.bodies, present=present)

    def prepare_reach(self, people: Iterable[Collection[Entry]], places: Iterable[Collection[Entry]]) -> None:
        """Read at once the different people of each of these sets of events, and the places of each of those."""
        for name, sets, find in (("people", people, queries.people_of_each), ("places", places, queries.places_of_each)):
            wanted = [ids for ids in dict.fromkeys(frozenset(entry.id for entry in one) for one in sets) if (name, ids) not in self._known]
            self._known |= {(name, ids): found for ids, found in zip(wanted, find(wanted), strict=True)}

    def _places(self, ids: frozenset[int]) -> list[Place]:
        return self.once(("places", ids), lambda: queries.places_of_each([ids])[0])

    def members(self, scope: Scope) -> int:
        """The members of these networks on the last day; somebody in two of them once."""
        networks, days = self.networks(scope), self._days | {scope.last}
        known: dict[date, int] = self.once(("members", networks), dict)
        if scope.last not in known:
            known |= stock_queries.members_of(networks, days - known.keys())
        return known[scope.last]

    def letters_of(self, scope: Scope) -> list[Letter]:
        """The letters that these networks sent on these days, by date."""
        networks = self.networks(scope)
        sent = (one for one in self.letters if one.network in networks and scope.first <= one.sent_on <= scope.last)
        return sorted(sent, key=lambda one: one.sent_on)

    def spaces_of(self, scope: Scope) -> list[Space]:
        """The spaces that these networks have open on the last day, the oldest first."""
        networks = self.networks(scope)
        opened = (one for one in self.every_space if one.network in networks and one.is_open(scope.last))
        return sorted(opened, key=lambda one: one.opened_on)

    @property
    def letters(self) -> list[Letter]:
        """Every letter ever sent."""
        return self.once("letters and spaces", stock_queries.letters_and_spaces)[0]

    @property
    def every_space(self) -> list[Space]:
        """Every collaborative space, closed ones too."""
        return self.once("letters and spaces", stock_queries.letters_and_spaces)[1]

    def out_of(self, sort: Sort, scope: Scope, reached: Reach) -> int | None:
        """How many of these there are: departments, regions, or organisations of the last day; one that ended since it came is one more."""
        if not sort.is_limited:
            return None
        if sort.name == "departments":
            return sum(one.in_101 for one in self.country.values())
        if sort.name == "regions":
            return len(self.region_names())
        return len({number for number, type in self._active(scope.last).items() if type == sort.type} | reached.values)

    def expected(self, scope: Scope) -> Expected:
        """The organisations that these networks await on the last day; those of its events for a cycle or a series; of a territory, its own."""
        networks = self.networks(scope) if scope.networks else self._of_events(scope)
        found = self.once(("awaiting", networks), lambda: awaiting(networks)) if networks is not None else None
        everywhere = self.once(("expected", networks, scope.last), lambda: expected_on(found, scope.last, self._active(scope.last)))
        return everywhere.among(self._covering(scope)) if scope.regions or scope.departments else everywhere

    def _covering(self, scope: Scope) -> frozenset[int]:
        """The organisations that cover one of the departments of these regions and departments."""
        inside = {one.code for one in self.country.values() if not scope.regions or one.region in scope.regions}
        inside &= {*scope.departments} or inside
        covered = self.once("covered", stock_queries.departments_covered)
        return frozenset(number for number, department in covered if department in inside)

    def _of_events(self, scope: Scope) -> frozenset[str] | None:
        own = (entry.own_networks for entry in self.entries(scope) if entry.is_announced) if scope.cycles or scope.series else ()
        return frozenset(code for codes in own for code in codes) or None

    def seen(self, entries: Collection[Entry]) -> frozenset[int]:
        """The organisations of which somebody came to one of these events."""
        ids = frozenset(entry.id for entry in entries)
        return frozenset(one.organisation for one in self._places(ids) if one.present and one.organisation is not None)

    def chapters(self) -> Mapping[str, tuple[str, ...]]:
        """Each network's code, then those of its parents."""
        return {line[0]: line for line in self._lines.values()}

    def networks(self, scope: Scope) -> frozenset[str]:
        """Every network that the scope names, by itself or by its parent."""
        return frozenset(code for code, line in self.chapters().items() if not scope.networks or {*line} & {*scope.networks})

    def region_names(self) -> Mapping[str, str]:
        """The name of each region, by its code."""
        return {one.region: one.region_name for one in self.country.values() if one.region}

    def declared(self, code: str, scope: Scope) -> Declared | None:
        """What somebody declared for exactly this."""
        return latest(self.once("declared", stock_queries.declared_figures), code, scope)

    def _active(self, on: date) -> Mapping[int, str]:
        """The type of each organisation of that day."""
        return self.once(("active", on), lambda: {number: one.type for number, one in self.bodies.items() if one.is_active(on)})

    @cached_property
    def bodies(self) -> Mapping[int, Body]:
        """Every organisation by its number."""
        return stock_queries.bodies()

    @cached_property
    def _lines(self) -> Lines:
        return entry_queries.network_lines()

    @cached_property
    def country(self) -> Mapping[str, Territory]:
        """The departments by their code, overseas collectivities included."""
        return entry_queries.country()

    def once(self, key: Any, find: Callable[[], Found]) -> Found:
        """What ``find`` gives, asked only the first time."""
        if key not in self._known:
            self._known[key] = find()
        return cast(Found, self._known[key])
