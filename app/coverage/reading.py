"""What is known of a scope, read once: its events, and how far each organisation went towards each."""

from collections.abc import Iterable
from functools import cached_property

from app.coverage import queries
from app.coverage.facts import NOTHING, Facts, Stage
from app.coverage.territories import Body, Column, Country
from app.indicators.entries import Entry
from app.indicators.expected_queries import awaiting, expected_on
from app.indicators.figures import Figure
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.indicators.scope import Scope

Key = tuple[int, int]


class Reading:
    """The events of a scope, what was done by whom, and who is awaited; each thing is asked of the database once, and only if needed."""

    def __init__(self, scope: Scope, ledger: Ledger | None = None) -> None:
        self.scope = scope
        self.ledger = ledger or Ledger(counting=False)

    @cached_property
    def entries(self) -> list[Entry]:
        """The events announced and not called off, held or to come, in their order."""
        return [entry for entry in self.ledger.entries(self.scope) if entry.is_announced]

    @cached_property
    def held(self) -> list[Entry]:
        """Those that took place."""
        return [entry for entry in self.entries if entry.is_held]

    @cached_property
    def unknown(self) -> list[Entry]:
        """The events held of which nobody said who came."""
        return [entry for entry in self.held if not self.ledger.is_attendance_known(entry)]

    @cached_property
    def country(self) -> Country:
        """The departments and those who cover them; members of other sorts are known too."""
        return Country(queries.territories(), queries.bodies(self.awaited))

    @cached_property
    def awaited(self) -> frozenset[int]:
        """The organisations that the networks of the scope await, those of overseas collectivities included."""
        expected = self.ledger.expected(self.scope)
        return expected.organisations | expected.apart

    def awaited_at(self, entry: Entry) -> frozenset[int]:
        """Of those awaited, the ones that the networks of an event are made of: no authority is missed at a meeting of agencies."""
        codes = self._families.get(entry.id)
        return self._members[codes] if codes else self.awaited

    @cached_property
    def _members(self) -> dict[frozenset[str], frozenset[int]]:
        """By networks, the organisations that they await together on the last day."""
        families, on = {*self._families.values()}, self.scope.last
        known = awaiting(frozenset(code for codes in families for code in codes))
        active = {number: body.type for number, body in self.country.bodies.items() if body.is_active(on)}
        found = {codes: expected_on({code: known[code] for code in codes if code in known}, on, active) for codes in families}
        return {codes: (one.organisations | one.apart) & self.awaited for codes, one in found.items()}

    @cached_property
    def _families(self) -> dict[int, frozenset[str]]:
        """By event, its networks and those under them."""
        under: dict[str, set[str]] = {}
        for code, line in self.ledger.chapters().items():
            for above in line:
                under.setdefault(above, set()).add(code)
        return {entry.id: frozenset(code for own in entry.own_networks for code in under.get(own, {own})) for entry in self.entries}

    @property
    def unlisted(self) -> int:
        """How many networks of organisations of the scope have no member."""
        return len(self.ledger.expected(self.scope).unlisted)

    @cached_property
    def coverage(self) -> Figure:
        """The organisations seen at least once, out of those awaited."""
        return figure(self.ledger, "couverture", self.scope)

    def facts(self, entries: Iterable[Entry], bodies: Iterable[Body]) -> dict[Key, Facts]:
        """By event and organisation: only of these, since a year may have as many of them as it has registrations."""
        ids, numbers = [entry.id for entry in entries], [body.id for body in bodies]
        found = dict(queries.registered_facts(ids, numbers))
        for key, facts in queries.invited_facts(ids, numbers).items():
            found[key] = facts | found.get(key, NOTHING)
        return found

    @cached_property
    def counts(self) -> dict[tuple[str, str], dict[Stage, int]]:
        """By department and column, at how many events of the scope somebody was invited, answered, was confirmed, came."""
        return queries.events_by_stage([entry.id for entry in self.entries], self.country.covering_any)

    @cached_property
    def present(self) -> frozenset[int]:
        """The organisations of which somebody came at least once to what took place."""
        return self.ledger.seen([entry for entry in self.held if self.ledger.are_registrations_known(entry)])  # as the figure asks it

    @cached_property
    def by_column(self) -> dict[Column, tuple[int, int]]:
        """Of the organisations awaited of each sort, how many came at least once, and how many there are."""
        bodies = [self.country.bodies[number] for number in self.ledger.expected(self.scope).organisations if number in self.country.bodies]
        counted = {}
        for column in Column:
            ours = {body.id for body in bodies if body.type in column.types}
            counted[column] = (len(ours & self.present), len(ours))
        return {column: counts for column, counts in counted.items() if counts[1]}

    def bodies(self, numbers: Iterable[int]) -> list[Body]:
        """These organisations, in the order of the reference."""
        wanted = {*numbers}
        return [body for body in self.country.bodies.values() if body.id in wanted]
