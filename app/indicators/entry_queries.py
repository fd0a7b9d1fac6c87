"""The events of a period, read in a few statements, and the networks and territories that filters speak of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, select, union_all

from app.core.db import db
from app.directory.models import Department, Organisation, Region
from app.events.models import Cycle, Day, Event, HalfDay, Partner, Series, event_department, event_network, event_region, event_theme
from app.events.words import stem_of
from app.indicators.entries import Entry
from app.networks.models import Network

Lines = Mapping[int, tuple[str, ...]]  # by the number of a network: its code, then those of its parents

_A_DAY = timedelta(days=1)  # no clock on earth is further from Greenwich
_SUBJECTS = {"networks": event_network, "themes": event_theme, "regions": event_region, "departments": event_department}
_COLUMNS = (
    *(Event.id, Event.public_id, Event.title, Event.state, Event.kind_code, Event.hosting, Event.modality),
    *(Event.starts_at, Event.timezone, Event.published_at, Event.attendance_closed_at),
    *(Cycle.code.label("cycle"), Series.code.label("series")),
    select(func.count()).where(HalfDay.event_id == Event.id).scalar_subquery().label("half_days"),
)


@dataclass(frozen=True)
class Territory:
    """A department, or an overseas collectivity counted apart."""

    code: str
    name: str
    in_101: bool
    region: str
    region_name: str


@dataclass(frozen=True)
class _Around:
    """What stands beside the rows of events, by the number of the event."""

    lines: Lines
    country: Mapping[str, Territory]
    tags: Mapping[str, Mapping[int, list[str]]]
    hours: Mapping[int, Fraction]
    partners: Mapping[int, list[tuple[str, str]]]


def entries_between(first: date, last: date, lines: Lines, country: Mapping[str, Territory]) -> list[Entry]:
    """The events that begin on these days, both included, each on its own clocks; in their order."""
    begins = and_(Event.starts_at >= _midnight(first) - _A_DAY, Event.starts_at < _midnight(last) + 2 * _A_DAY)
    rows = select(*_COLUMNS).outerjoin(Cycle, Cycle.id == Event.cycle_id).outerjoin(Series, Series.id == Event.series_id)
    around = _Around(lines, country, _tags(begins), _days(begins), _partners(begins))
    found = [_entry(row, around) for row in db.session.execute(rows.where(begins).order_by(Event.starts_at, Event.id))]
    return [entry for entry in found if first <= entry.on <= last]


def network_lines() -> Lines:
    """Each network with those it stands under."""
    rows = {number: (code, parent) for number, code, parent in db.session.execute(select(Network.id, Network.code, Network.parent_id))}
    lines = {}
    for number in rows:
        line: list[str] = []
        above: int | None = number
        while above is not None and rows[above][0] not in line:
            code, parent = rows[above]
            line.append(code)
            above = parent
        lines[number] = tuple(line)
    return lines


def country() -> dict[str, Territory]:
    """The departments by their code, each with its region."""
    columns = (Department.code, Department.name, Department.in_101, func.coalesce(Region.code, ""), func.coalesce(Region.name, ""))
    rows = select(*columns).outerjoin(Region, Region.code == Department.region_code).order_by(Department.code)
    return {row[0]: Territory(*row) for row in db.session.execute(rows)}


def _entry(row: Any, around: _Around) -> Entry:
    own = [around.lines[int(number)] for number in around.tags["networks"].get(row.id, [])]
    regions, departments = around.tags["regions"].get(row.id, []), around.tags["departments"].get(row.id, [])
    return Entry(
        id=row.id,
        public_id=row.public_id,
        title=row.title,
        state=row.state,
        kind=row.kind_code,
        hosting=row.hosting,
        modality=row.modality,
        on=row.starts_at.astimezone(ZoneInfo(row.timezone)).date(),
        starts_at=row.starts_at,
        timezone=row.timezone,
        hours=around.hours.get(row.id, Fraction(0)),
        half_days=row.half_days,
        was_announced=row.published_at is not None,
        is_attendance_closed=row.attendance_closed_at is not None,
        cycle=row.cycle or "",
        series=stem_of(row.series or ""),
        networks=frozenset(code for line in own for code in line),
        own_networks=frozenset(line[0] for line in own),
        themes=frozenset(around.tags["themes"].get(row.id, [])),
        regions=frozenset(regions),
        departments=frozenset(departments),
        partners=tuple(around.partners.get(row.id, [])),
        **_reach(regions, departments, around.country),
    )


def _reach(regions: Sequence[str], departments: Sequence[str], country: Mapping[str, Territory]) -> dict[str, frozenset[str]]:
    """The territories that an event was meant for: a region named alone is all its departments, a department is in its region."""
    named = {country[code].region for code in departments if code in country}
    alone = {*regions} - named
    covered = {*departments} | {one.code for one in country.values() if one.region in alone}
    return {"covered_regions": frozenset({*regions} | named - {""}), "covered_departments": frozenset(covered)}


def _tags(begins: ColumnElement[bool]) -> dict[str, dict[int, list[str]]]:
    """Networks, themes, regions and departments of the events, in one statement."""
    found: dict[str, dict[int, list[str]]] = {name: defaultdict(list) for name in _SUBJECTS}
    parts = []
    for name, table in _SUBJECTS.items():
        _event_id, value = table.columns
        part = select(literal(name), table.c.event_id, cast(value, String)).join(Event, Event.id == table.c.event_id)
        parts.append(part.where(begins))
    for name, event_id, said in db.session.execute(union_all(*parts)):
        found[name][event_id].append(said)
    return found


def _days(begins: ColumnElement[bool]) -> dict[int, Fraction]:
    """How long each event lasts, in hours."""
    seconds: dict[int, int] = defaultdict(int)
    for event_id, starts_at, ends_at in db.session.execute(select(Day.event_id, Day.starts_at, Day.ends_at).join(Day.event).where(begins)):
        seconds[event_id] += int((ends_at - starts_at).total_seconds())
    return {number: Fraction(long, 3600) for number, long in seconds.items()}


def _partners(begins: ColumnElement[bool]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = select(Partner.event_id, func.coalesce(Organisation.short_name, Partner.name), Partner.role).join(Partner.event)
    rows = rows.outerjoin(Organisation, Organisation.id == Partner.organisation_id).where(begins).order_by(Partner.id)
    for event_id, name, role in db.session.execute(rows):
        found[event_id].append((name, role))
    return found


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)
