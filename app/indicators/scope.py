"""Of what a figure speaks: the days, and the events that these filters let through."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from app.events.words import Hosting, Modality
from app.indicators.entries import Entry

BEGINNING = date(1900, 1, 1)  # of "all that came before"
OURS = (Hosting.OWN, Hosting.JOINT)  # events held by others are counted apart


@dataclass(frozen=True)
class Scope:
    """Days, both included, on the clocks of each event; then filters: none lets everything through, several values are alternatives.

    ``networks`` names chapters too: a parent stands for its networks. ``series`` are stems: ``ems-apa`` for ``ems-apa-2024``.
    """

    first: date
    last: date
    networks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    cycles: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    modalities: tuple[Modality, ...] = ()
    hostings: tuple[Hosting, ...] = field(default=OURS)

    @classmethod
    def of_year(cls, year: int, **filters: Any) -> "Scope":
        """The calendar year, with these filters."""
        return cls(date(year, 1, 1), date(year, 12, 31), **filters)

    @property
    def year(self) -> int | None:
        """The year it is exactly, if it is one."""
        is_one = self.first == date(self.first.year, 1, 1) and self.last == date(self.first.year, 12, 31)
        return self.first.year if is_one else None

    def with_(self, **filters: Any) -> "Scope":
        """The same with other filters."""
        return replace(self, **filters)

    def a_year_before(self) -> "Scope":
        """The same filters over the same days of the year before."""
        return replace(self, first=_a_year_before(self.first), last=_a_year_before(self.last, is_last=True))

    def holds(self, entry: Entry) -> bool:
        """Whether this event is spoken of."""
        return self.first <= entry.on <= self.last and all(
            not wanted or has.intersection(wanted)
            for wanted, has in (
                (self.networks, entry.networks),
                (self.kinds, {entry.kind}),
                (self.cycles, {entry.cycle}),
                (self.series, {entry.series}),
                (self.themes, entry.themes),
                (self.regions, entry.covered_regions),
                (self.departments, entry.covered_departments),
                (self.modalities, {entry.modality}),
                (self.hostings, {entry.hosting}),
            )
        )

    def said(self) -> dict[str, list[str]]:
        """The filters as they are kept and written in addresses, the period left out; what is usual is not said."""
        values = {name: [str(one) for one in getattr(self, attribute)] for name, attribute in FILTERS.items()}
        usual = [str(one) for one in OURS]
        return {name: listed for name, listed in values.items() if listed and not (name == "organise" and listed == usual)}

    @classmethod
    def read(cls, first: date, last: date, said: Mapping[str, list[str]]) -> "Scope":
        """The scope that ``said`` writes; words that mean nothing are refused (ValueError)."""
        given: dict[str, Any] = {FILTERS[name]: tuple(values) for name, values in said.items() if values and name in FILTERS}
        if "modalities" in given:
            given["modalities"] = tuple(Modality(one) for one in given["modalities"])
        if "hostings" in given:
            given["hostings"] = tuple(Hosting(one) for one in given["hostings"])
        return cls(first, last, **given)


# The words of addresses and files, and the fields they fill.
FILTERS = {
    "reseau": "networks",
    "genre": "kinds",
    "cycle": "cycles",
    "serie": "series",
    "theme": "themes",
    "region": "regions",
    "departement": "departments",
    "modalite": "modalities",
    "organise": "hostings",
}


def _a_year_before(on: date, is_last: bool = False) -> date:
    """The same day; the end of February stays its end."""
    ends_february = (on.month, (on + timedelta(days=1)).month) == (2, 3)
    if ends_february and is_last:
        return on.replace(year=on.year - 1, month=3, day=1) - timedelta(days=1)
    return on.replace(year=on.year - 1, day=28) if (on.month, on.day) == (2, 29) else on.replace(year=on.year - 1)
