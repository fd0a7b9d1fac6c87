"""A cycle beside the one before it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from statistics import median

from app.coverage.scope_queries import days_of_cycle
from app.dashboards import queries
from app.dashboards.comparing import REACHED, Pair, pairs
from app.dashboards.held import Held, held_of
from app.dashboards.months import months_of, totals
from app.events.models import Cycle
from app.indicators.entries import Entry, cycle_number
from app.indicators.ledger import Ledger
from app.indicators.scope import Scope
from app.ui.charts import Line
from app.ui.french import plural

COMPARED = (
    "evenements_tenus",
    "inscriptions",
    "participations",
    "presents_distincts",
    "departements_presents",
    "moyenne_participants",
    "taux_presence",
    "taux_satisfaction",
)


class Round:
    """What the page of a cycle tells of it and of another."""

    def __init__(self, cycle: Cycle, other: Cycle | None, today: date) -> None:
        self.cycle, self.other, self.today, self.ledger = cycle, other, today, Ledger()
        self.scope = _scope(cycle)
        self.before = _scope(other) if other else None
        self.ledger.prepare(*(scope for scope in (self.scope, self.before) if scope))

    @cached_property
    def compared(self) -> list[Pair]:
        return pairs(self.ledger, COMPARED, self.scope, self.before)

    @cached_property
    def reached(self) -> list[Pair]:
        return pairs(self.ledger, REACHED, self.scope, self.before)

    @property
    def sums(self) -> tuple[int, ...]:
        """Held, coming, called off, not yet said."""
        return totals(months_of(self.ledger.entries(self.scope), self.today))

    @cached_property
    def held(self) -> list[Held]:
        return held_of(self.ledger, self.scope)

    @cached_property
    def held_before(self) -> list[Held]:
        return held_of(self.ledger, self.before) if self.before else []

    @cached_property
    def lead_times(self) -> tuple[int | None, int | None]:
        """Days between the first invitation and the event: the middle value of the events held, of this cycle and of the other."""
        ours = self.ledger.held(self.scope)
        theirs = self.ledger.held(self.before) if self.before else []
        invited = queries.first_invitations([entry.id for entry in [*ours, *theirs]])
        days = {entry.id: (entry.starts_at - invited[entry.id]).days for entry in [*ours, *theirs] if entry.id in invited}
        return _middle(ours, days), _middle(theirs, days)

    @property
    def drawn(self) -> list[Line]:
        """Each figure that both cycles have, on a scale of its own."""
        both = [(pair, pair.now.stated, pair.before.stated) for pair in self.compared if pair.before]
        return [
            Line(pair.label, (float(now), float(before)), (pair.now.shown, pair.shown_before))
            for pair, now, before in both
            if now is not None and before is not None
        ]

    @property
    def lead_time_difference(self) -> str:
        now, before = self.lead_times
        if now is None or before is None:
            return ""
        return f"{plural(abs(now - before), 'jour')} de {'plus' if now > before else 'moins'}" if now != before else "sans changement"


def before(cycle: Cycle, cycles: Sequence[Cycle]) -> Cycle | None:
    """The cycle before: the one whose code has the number before, else the last of an earlier year."""
    number = cycle_number(cycle.code)
    if number is not None:
        stem = cycle.code.removesuffix(str(number))
        numbered = next((one for one in cycles if one.code == f"{stem}{number - 1}"), None)
        if numbered is not None:
            return numbered
    return next((one for one in reversed(cycles) if one.year < cycle.year), None)


def _scope(cycle: Cycle) -> Scope:
    first, last = days_of_cycle(cycle.id) or (date(cycle.year, 1, 1), date(cycle.year, 12, 31))
    return Scope(first, last, cycles=(cycle.code,))


def _middle(entries: Sequence[Entry], days: dict[int, int]) -> int | None:
    known = [days[entry.id] for entry in entries if entry.id in days]
    return round(median(known)) if known else None
