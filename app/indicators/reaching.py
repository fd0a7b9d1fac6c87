"""The different departments, regions and organisations behind some registrations, each counted once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.indicators.entry_queries import Territory
from app.indicators.queries import Place
from app.indicators.stock_queries import Body

OVERSEAS = "mdph_com"


@dataclass(frozen=True)
class Reach:
    """Who stood behind the registrations of some events, each once: those registered, or those who came."""

    people: int = 0
    departments: int = 0
    departments_apart: int = 0  # overseas collectivities, counted outside the 101
    regions: int = 0
    organisations: int = 0
    cd: int = 0
    mdph: int = 0
    mdph_apart: int = 0
    ars: int = 0
    without_department: int = 0  # registrations that said none: never guessed
    without_region: int = 0
    without_organisation: int = 0

    def unplaced(self, name: str) -> int:
        """The registrations that could not be counted in this sort."""
        if name == "people":
            return 0
        return {"departments": self.without_department, "regions": self.without_region}.get(name, self.without_organisation)


def reach_of(
    places: Iterable[Place], people: tuple[int, int], country: Mapping[str, Territory], bodies: Mapping[int, Body], *, present: bool
) -> Reach:
    """What these places amount to; an agency without a department counts for its region, and somebody who said neither for nothing."""
    counted = [(one, one.present if present else one.registered) for one in places]
    counted = [(one, count) for one, count in counted if count]
    departments = {country[one.department] for one, _ in counted if one.department}
    organisations = {one.organisation for one, _ in counted if one.organisation is not None}
    types = [bodies[number].type for number in organisations]
    regions = [(region_of(one, country, bodies), count) for one, count in counted]
    return Reach(
        people=people[present],
        departments=sum(one.in_101 for one in departments),
        departments_apart=sum(not one.in_101 for one in departments),
        regions=len({region for region, _ in regions if region}),
        organisations=len(organisations),
        **{type: types.count(type) for type in ("cd", "mdph", "ars")},
        mdph_apart=types.count(OVERSEAS),
        without_department=sum(count for one, count in counted if not one.department),
        without_region=sum(count for region, count in regions if region is None),
        without_organisation=sum(count for one, count in counted if one.organisation is None),
    )


def region_of(place: Place, country: Mapping[str, Territory], bodies: Mapping[int, Body]) -> str | None:
    """Its region; an overseas collectivity has none (empty), and of nothing said nothing is known (None)."""
    if place.department:
        return country[place.department].region
    body = bodies.get(place.organisation) if place.organisation is not None else None
    return body.region if body else None
