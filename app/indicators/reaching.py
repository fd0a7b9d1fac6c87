"""The different departments, regions and organisations behind some registrations, each counted once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.indicators.entry_queries import Territory
from app.indicators.queries import Place
from app.indicators.stock_queries import Body

OVERSEAS = "mdph_com"  # those of overseas collectivities, counted beside the 101 departments


@dataclass(frozen=True)
class Sort:
    """What may be reached: departments, regions, organisations of any type or of one."""

    name: str
    type: str = ""  # of organisation
    is_limited: bool = True  # how many there are in all is known


SORTS = {
    "departements": Sort("departments"),
    "regions": Sort("regions"),
    "structures": Sort("organisations", is_limited=False),
    "collectivites": Sort("cd", "cd"),
    "mdph": Sort("mdph", "mdph"),
    "ars": Sort("ars", "ars"),
}


@dataclass(frozen=True)
class Reach:
    """What stood behind the registrations of some events, each once."""

    values: frozenset[str] | frozenset[int]  # codes of departments or regions, numbers of organisations
    apart: int = 0  # of overseas collectivities, outside the 101
    unplaced: int = 0  # registrations that said none: never guessed


def reach_of(sort: Sort, places: Iterable[Place], country: Mapping[str, Territory], bodies: Mapping[int, Body], *, present: bool) -> Reach:
    """What these places amount to, among those registered or those who came."""
    counted = [(one, one.present if present else one.registered) for one in places]
    counted = [(one, count) for one, count in counted if count]
    if sort.name == "departments":
        return _departments(counted, country)
    if sort.name == "regions":
        regions = [(region_of(one, country, bodies), count) for one, count in counted]
        return Reach(frozenset(one for one, _ in regions if one), unplaced=sum(count for one, count in regions if one is None))
    organisations = frozenset(one.organisation for one, _ in counted if one.organisation is not None)
    kept = frozenset(number for number in organisations if not sort.type or bodies[number].type == sort.type)
    apart = sum(bodies[number].type == OVERSEAS for number in organisations) if sort.type == "mdph" else 0
    return Reach(kept, apart, sum(count for one, count in counted if one.organisation is None))


def _departments(counted: Iterable[tuple[Place, int]], country: Mapping[str, Territory]) -> Reach:
    counted = [*counted]
    said = {one.department for one, _ in counted if one.department}
    inside = frozenset(code for code in said if country[code].in_101)
    return Reach(inside, len(said - inside), sum(count for one, count in counted if not one.department))


def region_of(place: Place, country: Mapping[str, Territory], bodies: Mapping[int, Body]) -> str | None:
    """Its region; an overseas collectivity has none (empty), and of nothing said nothing is known (None).

    An agency without a department counts for its region.
    """
    if place.department:
        return country[place.department].region
    body = bodies.get(place.organisation) if place.organisation is not None else None
    return body.region if body else None
