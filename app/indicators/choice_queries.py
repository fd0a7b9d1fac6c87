"""What filters may be set to."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Integer, String, case, cast, func, literal, select, union_all

from app.core.db import db
from app.core.text import searchable
from app.directory.models import Theme
from app.events.models import Cycle, EventKind, Series
from app.events.words import HOSTINGS, MODALITIES, stem_of
from app.indicators.entry_queries import Territory
from app.networks.models import Network

Choices = Mapping[str, list[tuple[str, str]]]
# Families of themes, in the order in which they are offered.
FAMILIES = {
    "theme": "Thèmes",
    "spda_mission": "Missions du service public départemental de l’autonomie",
    "axis": "Axes de la feuille de route",
    "principle": "Principes d’action",
    "value": "Valeurs",
}


def choices(country: Mapping[str, Territory]) -> Choices:
    """The values of each filter and what they are called, in the order in which they are offered.

    Beside them, ``ensemble`` names the networks that stand for others too, ``famille`` the family of each theme.
    """
    rank = {type: number for number, type in enumerate(FAMILIES)}
    parts = [
        select(literal("reseau"), Network.code, Network.name, Network.sort_order),
        select(literal("genre"), EventKind.code, EventKind.label, EventKind.position),
        select(literal("cycle"), Cycle.code, Cycle.name, Cycle.year),
        select(literal("serie"), Series.code, Series.name, cast(literal(0), Integer)),
        select(
            literal("theme"),
            Theme.code,
            cast(func.coalesce(Theme.label, ""), String),
            100 * case(rank, value=Theme.type, else_=len(rank)) + Theme.position,
        ),
        select(literal("famille"), Theme.code, Theme.type, Theme.position),
        select(literal("ensemble"), Network.code, Network.name, Network.sort_order).where(Network.id.in_(select(Network.parent_id))),
    ]
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for filter, code, label, _position in sorted(
        db.session.execute(union_all(*parts)), key=lambda row: (row[0], row[3], searchable(row[2]))
    ):
        found[filter].append((code, label))
    found["famille"] = [(code, FAMILIES.get(type, "Autres")) for code, type in found["famille"]]
    found["serie"] = _stems(found["serie"])
    regions = {one.region: one.region_name for one in country.values() if one.region}
    found["region"] = sorted(regions.items(), key=lambda pair: searchable(pair[1]))
    found["departement"] = [(one.code, f"{one.name} ({one.code})") for one in country.values()]
    found["modalite"] = [(one.value, words) for one, words in MODALITIES.items()]
    found["organise"] = [(one.value, words) for one, words in HOSTINGS.items()]
    return found


def _stems(series: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A series is offered once, whatever its seasons, under the name of the last one."""
    named = {stem_of(code): name for code, name in sorted(series)}
    return sorted(named.items(), key=lambda pair: searchable(pair[1]))
