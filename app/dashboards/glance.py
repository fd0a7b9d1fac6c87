"""A year at a glance: of everything we do, or of one network."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from app.dashboards import queries
from app.dashboards.comparing import REACHED, Pair, pairs
from app.dashboards.held import Held, held_of
from app.dashboards.months import Month, Movement, months_of, movements, totals
from app.events.words import Hosting
from app.indicators.ledger import Ledger
from app.indicators.scope import Scope
from app.indicators.stock_queries import Letter
from app.ui.charts import Line
from app.ui.french import number

KEY_FIGURES = (
    "evenements_tenus",
    "inscriptions",
    "participations",
    "presents_distincts",
    "moyenne_participants",
    "taux_presence",
    "taux_satisfaction",
    "membres",
    "lettres_envoyees",
)
PLANNED = ("evenements_programmes", "evenements_tenus", "evenements_annules")
DRAWN = 30  # events drawn one by one; above, networks are


class Glance:
    """What the page of a year tells; each thing is read once, and only if the page asks for it.

    A year that is not over is compared with the same days of the year before.
    """

    def __init__(self, year: int, today: date, network: str | None = None) -> None:
        filters: dict[str, Any] = {"networks": (network,)} if network else {}
        self.year, self.today, self.ledger = year, today, Ledger()
        self.whole = Scope.of_year(year, **filters)
        self.is_over, self.has_begun = today > self.whole.last, today >= self.whole.first
        is_current = self.has_begun and not self.is_over
        self.so_far = Scope(self.whole.first, today, **filters) if is_current else self.whole
        self.before = self.so_far.a_year_before()
        self.ledger.prepare(self.whole, self.so_far, self.whole.a_year_before(), self.before)

    @cached_property
    def key_figures(self) -> list[Pair]:
        return pairs(self.ledger, KEY_FIGURES, self.so_far, self.before)

    @cached_property
    def reached(self) -> list[Pair]:
        return pairs(self.ledger, REACHED, self.so_far, self.before)

    @cached_property
    def planned(self) -> list[Pair]:
        """Whole years: what is still to come was planned too."""
        return pairs(self.ledger, PLANNED, self.whole, self.whole.a_year_before())

    @cached_property
    def months(self) -> list[Month]:
        return months_of(self.ledger.entries(self.whole), self.today)

    @property
    def sums(self) -> tuple[int, ...]:
        return totals(self.months)

    @cached_property
    def external(self) -> int:
        """Events that others hold, counted apart."""
        return sum(entry.is_announced for entry in self.ledger.entries(self.whole.with_(hostings=(Hosting.EXTERNAL,))))

    @cached_property
    def held(self) -> list[Held]:
        """The events that took place, in their order."""
        return held_of(self.ledger, self.whole)

    @property
    def is_drawn(self) -> bool:
        """Whether there are few enough events to draw each of them."""
        return len(self.held) <= DRAWN

    @cached_property
    def networks(self) -> list[tuple[str, int, int | None]]:
        """Code, events held and participants of each network of the scope; an event of two networks is in both lines."""
        ours, events, present = self.ledger.networks(self.whole), Counter[str](), Counter[str]()
        for one in self.held:
            for code in one.entry.own_networks & ours:
                events[code] += 1
                present[code] += one.present or 0
        known = {code for one in self.held if one.present is not None for code in one.entry.own_networks}
        rows = [(code, count, present[code] if code in known else None) for code, count in events.items()]
        return sorted(rows, key=lambda row: (-(row[2] or 0), -row[1], row[0]))

    def drawn_networks(self, names: Mapping[str, str]) -> list[Line]:
        """The participants of each network."""
        return [
            Line(names.get(code, code), (present,), ("non connu" if present is None else number(present),))
            for code, _, present in self.networks
        ]

    @property
    def most_of_network(self) -> int:
        return max((present or 0 for _, _, present in self.networks), default=0)

    @cached_property
    def movements(self) -> Sequence[Movement]:
        """Members month after month, when the page is about networks one of which at least has members."""
        if not self.whole.networks or not self.has_begun:
            return []
        found = movements(queries.stays(self.ledger.networks(self.whole), self.so_far.last), self.so_far.first, self.so_far.last)
        return found if any(one.members or one.left for one in found) else []

    @cached_property
    def letters(self) -> list[Letter]:
        return self.ledger.letters_of(self.whole)
