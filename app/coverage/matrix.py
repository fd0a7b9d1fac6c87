"""Departments by event, and departments by stage: rows grouped by region, ready to be shown or exported."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.coverage.facts import HEADINGS, NOTHING, STAGES, Facts, Stage
from app.coverage.reading import Key, Reading
from app.coverage.territories import COLUMNS, Column, Territory
from app.indicators.entries import Entry

Line = TypeVar("Line")


@dataclass(frozen=True)
class Cell:
    """How far those who cover a department went towards an event."""

    stage: Stage
    reached: int = 0  # how many of them went that far
    among: int = 0  # how many of them there were on that day
    is_awaited: bool = False

    @property
    def words(self) -> str:
        """``présent``, ``présent (1 sur 2)`` where a department has two authorities; nothing when nothing happened."""
        said = STAGES.get(self.stage, "")
        return f"{said} ({self.reached} sur {self.among})" if said and self.reached < self.among else said


@dataclass(frozen=True)
class Row:
    """One department and its cells."""

    territory: Territory
    cells: list[Cell]

    @property
    def is_empty(self) -> bool:
        """Nothing happened in any column."""
        return not any(cell.stage for cell in self.cells)


@dataclass(frozen=True)
class Numbers:
    """One department, and at how many events each sort of organisation did each thing."""

    territory: Territory
    counts: dict[Column, dict[Stage, int]]
    is_covered: dict[Column, bool]  # an overseas collectivity has no authority of its own


@dataclass(frozen=True)
class Group(Generic[Line]):
    """The departments of a region."""

    code: str
    name: str
    rows: list[Line]
    in_101: bool


def matrix(reading: Reading, column: Column, entries: list[Entry]) -> list[Group[Row]]:
    """For each department, how far its authority, its MDPH or its ARS went towards each of these events."""
    facts = reading.facts(entries, [body for body in reading.country.bodies.values() if body.type in column.types])
    return _grouped(reading, lambda territory: Row(territory, [_cell(reading, facts, entry, territory, column) for entry in entries]))


def stages(reading: Reading) -> list[Group[Numbers]]:
    """For each department and sort of organisation, at how many events of the scope somebody was invited, answered, registered, came."""
    return _grouped(reading, lambda territory: _numbers(reading, territory))


def reached(groups: list[Group[Row]], index: int) -> dict[Stage, int]:
    """In one column, of how many of the 101 departments each stage is the furthest."""
    inside = [row.cells[index].stage for group in groups if group.in_101 for row in group.rows]
    return {stage: inside.count(stage) for stage in STAGES}


def totals(groups: list[Group[Numbers]]) -> dict[Column, dict[Stage, int]]:
    """Of the 101 departments, in how many each thing happened at least once."""
    inside = [row for group in groups if group.in_101 for row in group.rows]
    return {column: {stage: sum(row.counts[column][stage] > 0 for row in inside) for stage in HEADINGS} for column in Column}


def matrix_sheet(reading: Reading, column: Column) -> tuple[list[str], Iterator[list[str]]]:
    """The whole matrix as a table to take away."""
    headings = ["Code", "Département", "Région", *(f"{entry.on:%d/%m/%Y} {entry.title}" for entry in reading.entries)]
    groups = matrix(reading, column, reading.entries)
    return headings, (
        [*_place(row.territory), *(cell.words or ("–" if cell.is_awaited else "") for cell in row.cells)]
        for group in groups
        for row in group.rows
    )


def stages_sheet(reading: Reading) -> tuple[list[str], Iterator[list[str | int | None]]]:
    """The numbers of events by stage as a table to take away."""
    names = [f"{COLUMNS[column]} : {heading.lower()}" for column in Column for heading in HEADINGS.values()]
    rows = (row for group in stages(reading) for row in group.rows)
    return ["Code", "Département", "Région", *names], ([*_place(row.territory), *_counts(row)] for row in rows)


def _grouped(reading: Reading, line: Callable[[Territory], Line]) -> list[Group[Line]]:
    regions = reading.country.by_region()
    return [Group(code, name, [line(one) for one in inside], inside[0].in_101) for code, name, inside in regions]


def _cell(reading: Reading, facts: Mapping[Key, Facts], entry: Entry, territory: Territory, column: Column) -> Cell:
    bodies = reading.country.covering(territory.code, column)
    found = [facts.get((entry.id, body.id), NOTHING).stage for body in bodies]
    stage = max(found, default=Stage.NONE)
    there = {body.id for body, one in zip(bodies, found, strict=True) if one or body.is_active(entry.on)}
    awaited = is_for(entry, territory) and any(body.id in reading.awaited_at(entry) for body in bodies)
    return Cell(stage, found.count(stage), len(there), awaited) if stage else Cell(stage, is_awaited=awaited)


def is_for(entry: Entry, territory: Territory) -> bool:
    """Whether an event is for this territory: those of no territory in particular are for all."""
    return not entry.covered_departments or territory.code in entry.covered_departments


def _numbers(reading: Reading, territory: Territory) -> Numbers:
    counts = {column: reading.counts.get((territory.code, column.value), dict.fromkeys(HEADINGS, 0)) for column in Column}
    return Numbers(territory, counts, {column: bool(reading.country.covering(territory.code, column)) for column in Column})


def _counts(row: Numbers) -> list[int | None]:
    return [row.counts[column][stage] if row.is_covered[column] else None for column in Column for stage in HEADINGS]


def _place(territory: Territory) -> list[str]:
    return [territory.code, territory.name, territory.region or ""]
