"""Who never came: the organisations awaited at a scope, or for twelve months, and those whose counterpart came without them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from app.coverage import people_queries
from app.coverage.reading import Reading
from app.coverage.territories import LONG, Body, Column, column_of, counterparts
from app.indicators.scope import Scope


class Listing(StrEnum):
    """The lists of those who are missing."""

    TWELVE_MONTHS = "douze-mois"
    SCOPE = "periode"
    MDPH_ALONE = "cd-sans-mdph"
    CD_ALONE = "mdph-sans-cd"


LISTINGS = {
    Listing.TWELVE_MONTHS: "Jamais venues en douze mois",
    Listing.SCOPE: "Jamais venues sur la période",
    Listing.MDPH_ALONE: "CD venus sans leur MDPH",
    Listing.CD_ALONE: "MDPH venues sans leur CD",
}


@dataclass(frozen=True)
class Missing:
    """An organisation that did not come."""

    body: Body
    places: list[str]
    last_seen: datetime | None  # before the period
    people: int  # known there today
    is_awaited: bool = True  # no: its territory came without it, and it is in none of these networks

    @property
    def is_unknown(self) -> bool:
        """Nobody is known there: somebody has to be found before anybody is invited."""
        return not self.people


def twelve_months(scope: Scope, until: date) -> Scope:
    """The same filters over the twelve months that end with that day."""
    before = scope.with_(last=until, first=until).a_year_before().first
    return scope.with_(first=before + timedelta(days=1), last=until)


def missing(reading: Reading, listing: Listing) -> list[Missing]:
    """The organisations of a list, in the order of the reference."""
    return _told(reading, _FOUND[listing](reading))


def by_sort(found: Iterable[Missing]) -> list[tuple[str, list[Missing]]]:
    """Under the title of each sort of organisation."""
    groups: dict[Column | None, list[Missing]] = {}
    for one in found:
        groups.setdefault(column_of(one.body), []).append(one)
    titles: list[tuple[Column | None, str]] = [*LONG.items(), (None, "Autres structures")]
    return [(title, groups[column]) for column, title in titles if column in groups]


def sheet(found: Iterable[Missing]) -> tuple[list[str], list[list[str | int | datetime | None]]]:
    """The list as a table to take away: organisations, no name of anybody."""
    headings = ["Structure", "Type", "Départements", "Dernière venue", "Personnes connues"]
    return headings, [[one.body.name, _sort(one.body), ", ".join(one.places), one.last_seen, one.people] for one in found]


def _sort(body: Body) -> str:
    column = column_of(body)
    return LONG[column] if column else ""


def _never(reading: Reading) -> list[Body]:
    """Awaited, and seen at no event of the scope."""
    return [body for body in reading.bodies(reading.awaited) if body.id not in reading.present]


def _without(column: Column) -> Callable[[Reading], list[Body]]:
    """Those of this sort that did not come, members or not, while one of the other sort that shares their territory did.

    Nobody is missed where none of that sort is awaited.
    """
    other = Column.CD if column is Column.MDPH else Column.MDPH

    def find(reading: Reading) -> list[Body]:
        ours = [body for body in reading.country.bodies.values() if body.type in column.types and body.id not in reading.present]
        if not any(reading.country.bodies[number].type in column.types for number in reading.awaited):
            return []
        absent = (body for body in ours if body.id in reading.awaited or body.is_active(reading.scope.last))
        return [body for body in absent if counterparts(reading.country, body, other) & reading.present]

    return find


def _told(reading: Reading, bodies: list[Body]) -> list[Missing]:
    numbers = [body.id for body in bodies]
    networks = reading.ledger.networks(reading.scope) if reading.scope.networks else ()
    seen = people_queries.last_seen(networks, _midnight(reading.scope.first)) if numbers else {}
    known = people_queries.people_known(numbers) if numbers else {}
    return [
        Missing(body, reading.country.places(body), seen.get(body.id), known.get(body.id, 0), body.id in reading.awaited) for body in bodies
    ]


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)


_FOUND: dict[Listing, Callable[[Reading], list[Body]]] = {
    Listing.TWELVE_MONTHS: _never,
    Listing.SCOPE: _never,
    Listing.MDPH_ALONE: _without(Column.MDPH),
    Listing.CD_ALONE: _without(Column.CD),
}
