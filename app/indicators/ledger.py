"""Reading a year once, then giving any figure of it."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from app.indicators import queries
from app.indicators.entries import Counts, Entry
from app.indicators.expected_queries import Expected, expected_on, seen_at
from app.indicators.queries import Reach
from app.indicators.scope import Scope

Found = TypeVar("Found")


class Ledger:
    """What was read of the database so far; ask it as many figures as needed, it reads each thing once."""

    def __init__(self) -> None:
        self._entries: dict[tuple[date, date], list[Entry]] = {}
        self._counts: dict[int, Counts] = {}
        self._reaches: dict[tuple[frozenset[int], bool], Reach] = {}
        self._known: dict[Any, Any] = {}

    def entries(self, scope: Scope) -> list[Entry]:
        """The events of a scope, whatever their state, in their order."""
        period = (scope.first, scope.last)
        if period not in self._entries:
            self._entries[period] = queries.entries_between(*period)
        return [entry for entry in self._entries[period] if scope.holds(entry)]

    def held(self, scope: Scope) -> list[Entry]:
        """Those that took place."""
        return [entry for entry in self.entries(scope) if entry.is_held]

    def counts(self, entry: Entry) -> Counts:
        """What was counted at one event; all those read with it are counted at the same time."""
        if entry.id not in self._counts:
            missing = [one for read in self._entries.values() for one in read if one.is_held and one.id not in self._counts]
            self._counts |= queries.counts_of({one.id: one for one in [*missing, entry]}.values())
        return self._counts[entry.id]

    def is_attendance_known(self, entry: Entry) -> bool:
        """Whether somebody said who came, were it nobody."""
        return entry.is_attendance_closed or self.counts(entry).marks > 0

    def are_registrations_known(self, entry: Entry) -> bool:
        """An event of before, of which only the date was written, has no registrations at all: their number is not known."""
        return self.counts(entry).registered > 0 or self.is_attendance_known(entry)

    def reach(self, entries: Collection[Entry], *, present: bool) -> Reach:
        """The different people, departments and organisations of these events."""
        ids = frozenset(entry.id for entry in entries)
        if (ids, present) not in self._reaches:
            self._reaches[ids, present] = queries.reach_of(ids, present=present)
        return self._reaches[ids, present]

    def members(self, scope: Scope) -> int:
        """The members of these networks on the last day; somebody in two of them once."""
        networks = self._networks(scope)
        return self.once(("members", networks, scope.last), lambda: queries.members_of(networks, scope.last))

    def newsletters(self, scope: Scope) -> int:
        """The letters that these networks sent."""
        sent = self.once(("letters", scope.first, scope.last), lambda: queries.newsletters_between(scope.first, scope.last))
        return sum(sent.get(network, 0) for network in self._networks(scope))

    def spaces(self, scope: Scope) -> int:
        """The spaces that these networks have open on the last day."""
        opened = self.once(("spaces", scope.last), lambda: queries.spaces_on(scope.last))
        return sum(opened.get(network, 0) for network in self._networks(scope))

    def out_of(self, name: str, scope: Scope) -> int:
        """How many of these there are on the last day: departments, or organisations of a type."""
        return self.once(("reference", scope.last), lambda: queries.reference_on(scope.last)).get(name, 0)

    def expected(self, scope: Scope) -> Expected:
        """The organisations that these networks await on the last day."""
        networks = self._networks(scope) if scope.networks else None
        return self.once(("expected", networks, scope.last), lambda: expected_on(networks, scope.last))

    def seen(self, entries: Collection[Entry]) -> frozenset[int]:
        """The organisations of which somebody came to one of these events."""
        ids = frozenset(entry.id for entry in entries)
        return self.once(("seen", ids), lambda: seen_at(ids))

    def chapters(self) -> Mapping[str, tuple[str, ...]]:
        """Each network's code, then those of its parents."""
        return self.once("networks", queries.network_lines)

    def _networks(self, scope: Scope) -> frozenset[str]:
        """Every network that the scope names, by itself or by its parent."""
        return frozenset(code for code, line in self.chapters().items() if not scope.networks or {*line} & {*scope.networks})

    def region_names(self) -> Mapping[str, str]:
        """The name of each region, by its code."""
        return self.once("regions", queries.region_names)

    def once(self, key: Any, find: Callable[[], Found]) -> Found:
        """What ``find`` gives, asked only the first time."""
        if key not in self._known:
            self._known[key] = find()
        return cast(Found, self._known[key])
