"""Departments, and the authorities, MDPH and ARS that cover them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Column(StrEnum):
    """The three authorities that each department has."""

    CD = "cd"
    MDPH = "mdph"
    ARS = "ars"

    @property
    def types(self) -> tuple[str, ...]:
        """The types of organisation that it gathers: an overseas collectivity has a MDPH of its own type."""
        return ("mdph", "mdph_com") if self is Column.MDPH else (self.value,)


COLUMNS = {Column.CD: "CD", Column.MDPH: "MDPH/MDA", Column.ARS: "ARS"}
LONG = {Column.CD: "Conseils départementaux", Column.MDPH: "MDPH et MDA", Column.ARS: "Agences régionales de santé"}

# What may be taken away, and how the journal calls it.
SHEETS = {
    "evenements": "Couverture par événement",
    "etapes": "Couverture par étape",
    "carte": "Carte de couverture",
    "absents": "Structures absentes",
    "fonctions": "Fonctions sans titulaire connu",
}


@dataclass(frozen=True)
class Territory:
    """A department, or an overseas collectivity that is counted apart."""

    code: str
    name: str
    region_code: str | None
    region: str | None
    in_101: bool

    @property
    def label(self) -> str:
        return f"{self.name} ({self.code})"


@dataclass(frozen=True)
class Body:
    """An organisation, and the departments that it covers."""

    id: int
    slug: str
    type: str
    name: str
    departments: tuple[str, ...]
    valid_from: date | None = None
    valid_to: date | None = None

    def is_active(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


class Country:
    """Every territory, and who covers it."""

    def __init__(self, territories: Iterable[Territory], bodies: Iterable[Body]) -> None:
        self.territories = list(territories)
        self.bodies = {body.id: body for body in bodies}
        self._covering: dict[tuple[str, Column], list[Body]] = {}
        for body in self.bodies.values():
            for column in Column:
                if body.type in column.types:
                    for code in body.departments:
                        self._covering.setdefault((code, column), []).append(body)
        self._labels = {one.code: one.label for one in self.territories}

    def covering(self, code: str, column: Column) -> list[Body]:
        """The organisations of that sort whose territory holds this department, whenever they existed."""
        return self._covering.get((code, column), [])

    @property
    def covering_any(self) -> set[int]:
        """The numbers of all those that cover a department."""
        return {body.id for bodies in self._covering.values() for body in bodies}

    def by_region(self) -> list[tuple[str, str, list[Territory]]]:
        """Code and name of each region with its departments, the overseas collectivities last."""
        groups: dict[tuple[str, str], list[Territory]] = {}
        for one in self.territories:
            if one.in_101:
                groups.setdefault((one.region_code or "", one.region or ""), []).append(one)
        apart = [one for one in self.territories if not one.in_101]
        found = [(code, name, inside) for (code, name), inside in groups.items()]
        return [*found, *([("com", "Collectivités d’outre-mer, hors des 101 départements", apart)] if apart else [])]

    def places(self, body: Body) -> list[str]:
        """The departments of an organisation, in words."""
        return [self._labels[code] for code in body.departments if code in self._labels]


def counterparts(country: Country, body: Body, column: Column) -> set[int]:
    """The organisations of another sort that share a department with this one: the MDPH of an authority."""
    return {other.id for code in body.departments for other in country.covering(code, column)}


def column_of(body: Body) -> Column | None:
    """Under which of the three it stands; none for a partner."""
    return next((column for column in Column if body.type in column.types), None)
