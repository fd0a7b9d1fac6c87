"""The departments as tiles of one size, each where it stands on the map, with its number and its shade."""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.coverage import queries
from app.coverage.reading import Reading
from app.coverage.territories import Column, Territory
from app.ui.french import number, plural

LAYOUT = Path(__file__).resolve().parents[2] / "reference" / "tile_map.csv"
SIZE = 44  # of a tile and the gap after it, in units of the drawing
SHADES = 4  # above nothing


class Measure(StrEnum):
    """What the number of a tile counts."""

    PRESENT = "participants"
    REGISTERED = "inscriptions"
    EVENTS = "evenements"
    BODIES = "structures"


@dataclass(frozen=True)
class Meaning:
    """A measure in words."""

    label: str
    one: str
    several: str
    definition: str


MEASURES = {
    Measure.PRESENT: Meaning(
        "Participants",
        "participant",
        "participants",
        "Participants présents à une demi-journée au moins, d’après le département donné à l’inscription ; une personne compte à chaque événement.",
    ),
    Measure.REGISTERED: Meaning(
        "Inscriptions",
        "inscription",
        "inscriptions",
        "Inscriptions confirmées de participants aux événements tenus, d’après le département donné à l’inscription ; "
        "une personne compte à chaque événement.",
    ),
    Measure.EVENTS: Meaning(
        "Événements",
        "événement",
        "événements",
        "Événements tenus où une personne au moins du département était présente, d’après le département donné à l’inscription.",
    ),
    Measure.BODIES: Meaning(
        "Structures venues (sur 3)",
        "sorte de structure",
        "sortes de structures",
        "Combien, parmi le conseil départemental, la MDPH ou MDA et l’ARS qui couvrent le département, sont venus au moins une fois.",
    ),
}


@dataclass(frozen=True)
class Tile:
    """One department on the map."""

    territory: Territory
    value: int
    shade: int
    column: int
    row: int

    @property
    def x(self) -> int:
        return (self.column - 1) * SIZE

    @property
    def y(self) -> int:
        return (self.row - 1) * SIZE


@dataclass(frozen=True)
class TileMap:
    """The tiles, what their shades mean, and what no tile holds."""

    measure: Measure
    tiles: list[Tile]
    legend: list[tuple[int, str]]  # each shade, and the values that it covers
    apart: list[tuple[str, int]]  # overseas collectivities, and people whose department is not known
    width: int
    height: int

    @property
    def meaning(self) -> Meaning:
        return MEASURES[self.measure]

    @property
    def covered(self) -> int:
        """How many departments have something."""
        return sum(tile.value > 0 for tile in self.tiles)

    @property
    def total(self) -> int | None:
        """Everything together, what no tile holds included; events and organisations are not added up."""
        if self.measure not in (Measure.PRESENT, Measure.REGISTERED):
            return None
        return sum(tile.value for tile in self.tiles) + sum(value for _, value in self.apart)

    def said(self, value: int) -> str:
        """``12 participants``."""
        return plural(value, self.meaning.one, self.meaning.several)


def tile_map(reading: Reading, measure: Measure) -> TileMap:
    """The 101 departments with what the measure counts in each."""
    values, places = _VALUES[measure](reading), layout()
    ours = [one for one in reading.country.territories if one.in_101]
    steps = _steps([values[one.code] for one in ours if values[one.code]])
    tiles = [Tile(one, values[one.code], _shade(values[one.code], steps), *places[one.code]) for one in ours if one.code in places]
    others = [(one.name, values[one.code]) for one in reading.country.territories if not one.in_101 and values[one.code]]
    unknown = [("Département inconnu", values[""])] if values[""] else []
    wide, high = (max(place[axis] for place in places.values()) * SIZE for axis in (0, 1))
    return TileMap(
        measure, tiles, _legend(steps, min((one.value for one in tiles if one.value), default=0)), [*others, *unknown], wide, high
    )


def sheet(drawn: TileMap) -> tuple[list[str], list[list[str | int]]]:
    """The same numbers as a table to take away."""
    rows: list[list[str | int]] = [[one.territory.code, one.territory.name, one.territory.region or "", one.value] for one in drawn.tiles]
    rows += [["", name, "", value] for name, value in drawn.apart]
    return ["Code", "Département", "Région", drawn.meaning.label], rows


@cache
def layout() -> dict[str, tuple[int, int]]:
    """The column and the row of each department, from one."""
    with LAYOUT.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}


def _steps(values: Sequence[int]) -> list[int]:
    """The last value of each shade, from the least to the most in steps as equal as whole numbers allow: 3, 6, 9, 12."""
    if not values:
        return []
    least, span = min(values), max(values) - min(values) + 1
    return sorted({least - 1 + -(-span * step // SHADES) for step in range(1, SHADES + 1)})


def _shade(value: int, steps: Sequence[int]) -> int:
    """Nothing is the shade of nothing; the highest value has the last shade, however few there are."""
    if not value:
        return 0
    return SHADES - len(steps) + 1 + sum(value > step for step in steps)


def _legend(steps: Sequence[int], least: int) -> list[tuple[int, str]]:
    firsts = [least, *(step + 1 for step in steps)][: len(steps)]
    ranges = [number(first) if first == last else f"{number(first)} à {number(last)}" for first, last in zip(firsts, steps, strict=True)]
    return [(0, "0"), *((SHADES - len(steps) + 1 + index, words) for index, words in enumerate(ranges))]


def _counted(keep: Callable[[int, int], int]) -> Callable[[Reading], Counter[str]]:
    """The sum over the events held of what is kept of (registered, present) for each department; nobody's department is ``""``."""

    def count(reading: Reading) -> Counter[str]:
        found: Counter[str] = Counter()
        held = [entry.id for entry in reading.held]
        for (_event, code), (registered, present) in queries.by_department(held).items():
            found[code or ""] += keep(registered, present)
        return found

    return count


def _bodies(reading: Reading) -> Counter[str]:
    present = reading.present
    return Counter(
        {
            one.code: sum(any(body.id in present for body in reading.country.covering(one.code, column)) for column in Column)
            for one in reading.country.territories
        }
    )


_VALUES: dict[Measure, Callable[[Reading], Counter[str]]] = {
    Measure.PRESENT: _counted(lambda _registered, present: present),
    Measure.REGISTERED: _counted(lambda registered, _present: registered),
    Measure.EVENTS: _counted(lambda _registered, present: int(present > 0)),
    Measure.BODIES: _bodies,
}
