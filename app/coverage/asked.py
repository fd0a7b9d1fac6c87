"""Of what a page of coverage speaks: read from its address, said in words, and written again in the links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from app.core.text import clean_line
from app.coverage import scope_queries as queries
from app.events import queries as events
from app.events.models import Cycle, EventKind, Series
from app.events.words import stem_of
from app.indicators.scope import Scope
from app.networks.models import Network
from app.ui.french import NBSP, short_day

FIRST_YEAR, LAST_YEAR = 2000, 2100
Said = Mapping[str, list[str]]
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Asked:
    """The scope of a page, what it is called, and how its address says it."""

    scope: Scope
    name: str  # "Tous nos réseaux"
    period: str  # "en 2026"
    place: dict[str, str]  # what stands in the path
    said: dict[str, str]  # what stands after the question mark
    networks: list[Network]  # all there are, closed ones included: what they did is not forgotten
    kinds: list[EventKind] = field(default_factory=list)
    network: Network | None = None
    cycle: Cycle | None = None
    series: Series | None = None
    refused: list[str] = field(default_factory=list)  # what the address asked and means nothing, in words

    @property
    def year(self) -> int | None:
        return self.scope.year

    @property
    def choices(self) -> list[Network]:
        """The networks that one may choose from: none where the path has already chosen."""
        return [] if self.place else [one for one in self.networks if not one.is_closed]

    @property
    def address(self) -> dict[str, str]:
        """What every link to a page about the same scope repeats."""
        return {**self.place, **self.said}


def of_year(said: Said, today: date, networks: list[Network], network: Network | None = None) -> Asked:
    """A year of everything we do, or of one network; what means nothing is not listened to, and that is said."""
    year, kinds = _year(said, today.year), [*events.kinds()]
    place = {"network": network.code} if network else {}
    chosen = network or _one(said, "reseau", networks, lambda one: one.code)
    kind = _one(said, "genre", kinds, lambda one: one.code)
    filters: dict[str, Any] = {"networks": (chosen.code,)} if chosen else {}
    filters |= {"kinds": (kind.code,)} if kind else {}
    words = {"annee": str(year)} | ({"genre": kind.code} if kind else {}) | ({"reseau": chosen.code} if chosen and not network else {})
    name = chosen.name if chosen else "Tous nos réseaux"
    period = f"en {year}" + (f", {kind.plural.lower()}" if kind else "")
    refused = _refused(said, year, chosen is None, kind is None)
    return Asked(Scope.of_year(year, **filters), name, period, place, words, networks, kinds, chosen, refused=refused)


def of_cycle(cycle: Cycle, networks: list[Network]) -> Asked:
    """A whole cycle, whatever the years that it crosses."""
    first, last = queries.days_of_cycle(cycle.id) or (date(cycle.year, 1, 1), date(cycle.year, 12, 31))
    scope = Scope(first, last, cycles=(cycle.code,))
    return Asked(scope, cycle.name, _days(first, last), {"cycle": cycle.code}, {}, networks, cycle=cycle)


def of_series(series: Series, networks: list[Network], today: date) -> Asked:
    """The dates of one season of a series."""
    first, last = queries.days_of_series(series.id) or (date(today.year, 1, 1), date(today.year, 12, 31))
    scope = Scope(first, last, series=(stem_of(series.code),))
    return Asked(scope, series.name, _days(first, last), {"series": series.code}, {}, networks, series=series)


def day(said: Said, name: str, usual: date) -> date:
    """The day asked for, the usual one when it is none."""
    try:
        on = date.fromisoformat((said.get(name) or [""])[0])
    except ValueError:
        return usual
    return on if FIRST_YEAR < on.year <= LAST_YEAR else usual


def _refused(said: Said, year: int, no_network: bool, no_kind: bool) -> list[str]:
    """What is shown in place of a year, a network or a kind that do not exist."""
    told = [
        ("annee", _text(said, "annee") != str(year), f"n’est pas une année entre {FIRST_YEAR + 1} et {LAST_YEAR}{NBSP}: voici {year}."),
        ("reseau", no_network, f"n’est pas un de nos réseaux{NBSP}: voici tous nos réseaux."),
        ("genre", no_kind, f"n’est pas un genre d’événement{NBSP}: voici tous les genres."),
    ]
    return [f"«{NBSP}{_text(said, name)[:30]}{NBSP}» {words}" for name, is_wrong, words in told if is_wrong and _text(said, name)]


def not_a_day(said: Said, name: str) -> str:
    """The sentence that says so, when a day was asked for that does not exist."""
    text = _text(said, name)
    return (
        f"«{NBSP}{text[:30]}{NBSP}» n’est pas un jour que l’on puisse demander." if text and day(said, name, date.min) == date.min else ""
    )


def _text(said: Said, name: str) -> str:
    return clean_line((said.get(name) or [""])[0])


def _year(said: Said, now: int) -> int:
    text = (said.get("annee") or [""])[0]
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else now
    return year if FIRST_YEAR < year <= LAST_YEAR else now


def _one(said: Said, name: str, among: list[Thing], code: Callable[[Thing], str]) -> Thing | None:
    asked = (said.get(name) or [""])[0]
    return next((one for one in among if code(one) == asked), None)


def _days(first: date, last: date) -> str:
    return f"du {short_day(first)} au {short_day(last)}" if first != last else f"le {short_day(first)}"
