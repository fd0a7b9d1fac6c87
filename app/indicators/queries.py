"""What is counted, counted by the database: a few statements for a whole year."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, distinct, exists, func, literal, or_, select

from app.attendance.models import Mark, Presence
from app.core.db import db
from app.directory.models import Department, Organisation, Person, Region
from app.directory.queries import is_active, one_person
from app.events.models import Cycle, Day, Event, HalfDay, Partner, Series, event_department, event_network, event_region, event_theme
from app.indicators.entries import Counts, Entry, stem_of
from app.networks.models import CollaborativeSpace, Membership, Network, Newsletter
from app.networks.queries import holds_on
from app.registrations.models import Part, Registration, Standing
from app.satisfaction.models import Level, SurveyAnswer

_A_DAY = timedelta(days=1)  # no clock on earth is further from Greenwich
_SUBJECTS = {"networks": event_network, "themes": event_theme, "regions": event_region, "departments": event_department}
_COLUMNS = (
    *(Event.id, Event.public_id, Event.title, Event.state, Event.kind_code, Event.hosting, Event.modality),
    *(Event.starts_at, Event.timezone, Event.published_at, Event.attendance_closed_at),
    *(Cycle.code.label("cycle"), Series.code.label("series")),
)


def entries_between(first: date, last: date) -> list[Entry]:
    """The events that begin on these days, both included, each on its own clocks; in their order."""
    begins = and_(Event.starts_at >= _midnight(first) - _A_DAY, Event.starts_at < _midnight(last) + 2 * _A_DAY)
    rows = select(*_COLUMNS).outerjoin(Cycle, Cycle.id == Event.cycle_id).outerjoin(Series, Series.id == Event.series_id)
    around = _Around(_networks_above(), {name: _tags(table, begins) for name, table in _SUBJECTS.items()}, _days(begins), _partners(begins))
    found = [_entry(row, around) for row in db.session.execute(rows.where(begins).order_by(Event.starts_at, Event.id))]
    return [entry for entry in found if first <= entry.on <= last]


@dataclass(frozen=True)
class _Around:
    """What stands beside the rows of events, by the number of the event."""

    networks: Mapping[int, tuple[str, ...]]
    tags: Mapping[str, Mapping[int, list[Any]]]
    days: Mapping[int, tuple[Fraction, int]]
    partners: Mapping[int, list[tuple[str, str]]]


def _entry(row: Any, around: _Around) -> Entry:
    hours, half_days = around.days.get(row.id, (Fraction(0), 0))
    own = [around.networks[number] for number in around.tags["networks"].get(row.id, [])]
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
        hours=hours,
        half_days=half_days,
        was_announced=row.published_at is not None,
        is_attendance_closed=row.attendance_closed_at is not None,
        cycle=row.cycle or "",
        series=stem_of(row.series or ""),
        networks=frozenset(code for line in own for code in line),
        own_networks=frozenset(line[0] for line in own),
        partners=tuple(around.partners.get(row.id, [])),
        **{name: frozenset(around.tags[name].get(row.id, [])) for name in ("themes", "regions", "departments")},
    )


def counts_of(entries: Iterable[Entry]) -> dict[int, Counts]:
    """What was counted at each of these events; an event that nobody registered to has its line too."""
    ids = [entry.id for entry in entries]
    registered: dict[int, tuple[int, int]] = {}
    present = case((_came(), 1), else_=0)
    counted = select(Registration.event_id, func.count(), func.sum(present)).where(*_participants(ids)).group_by(Registration.event_id)
    for event_id, count, came in db.session.execute(counted):
        registered[event_id] = (count, int(came))
    halves, marks = _half_days_present(ids), _marks(ids)
    answers = _answers(ids)
    return {
        number: Counts(*registered.get(number, (0, 0)), halves.get(number, 0), marks.get(number, 0), answers.get(number, {}))
        for number in ids
    }


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


def reach_of(ids: Collection[int], *, present: bool) -> Reach:
    """How many different people, departments and organisations registered to these events, or came to one of them."""
    if not ids:
        return Reach()
    department, organisation = Registration.department_code, Registration.organisation_id

    def of_type(type: str) -> ColumnElement[int]:
        return func.count(distinct(case((Organisation.type == type, organisation))))

    columns = {
        "people": func.count(distinct(one_person())),
        "departments": func.count(distinct(case((Department.in_101, department)))),
        "departments_apart": func.count(distinct(case((~Department.in_101, department)))),
        "regions": func.count(distinct(func.coalesce(Department.region_code, Organisation.region_code))),
        "organisations": func.count(distinct(organisation)),
        "cd": of_type("cd"),
        "mdph": of_type("mdph"),
        "mdph_apart": of_type("mdph_com"),
        "ars": of_type("ars"),
    }
    statement = (
        select(*(columns[field.name].label(field.name) for field in fields(Reach)))
        .select_from(Registration)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
        .outerjoin(Department, Department.code == Registration.department_code)
        .where(*_participants(ids), *([_came()] if present else []))
    )
    return Reach(**db.session.execute(statement).one()._mapping)


def members_of(networks: Collection[str], on: date) -> int:
    """How many different members these networks have on that day, each in its own unit; merged people once."""
    member = func.coalesce(one_person(), -Membership.organisation_id)
    statement = select(func.count(distinct(member))).select_from(Membership).join(Network, Network.id == Membership.network_id)
    statement = statement.outerjoin(Person, Person.id == Membership.person_id).where(holds_on(on), Network.code.in_(networks))
    return db.session.scalar(statement) or 0


def newsletters_between(first: date, last: date) -> dict[str, int]:
    """How many letters each network sent on these days."""
    statement = select(Network.code, func.count()).join(Newsletter, Newsletter.network_id == Network.id)
    sent = statement.where(Newsletter.sent_on >= first, Newsletter.sent_on <= last).group_by(Network.code)
    return {code: count for code, count in db.session.execute(sent)}


def spaces_on(on: date) -> dict[str, int]:
    """How many collaborative spaces each network has open on that day."""
    statement = select(Network.code, func.count()).join(CollaborativeSpace, CollaborativeSpace.network_id == Network.id)
    is_open = or_(CollaborativeSpace.closed_on.is_(None), CollaborativeSpace.closed_on > on)
    opened = statement.where(CollaborativeSpace.opened_on <= on, is_open).group_by(Network.code)
    return {code: count for code, count in db.session.execute(opened)}


def reference_on(on: date) -> Mapping[str, int]:
    """Out of how many: the departments, and the organisations of each type that exist on that day."""
    types = select(Organisation.type, func.count()).where(is_active(on), Organisation.to_review_since.is_(None)).group_by(Organisation.type)
    departments = select(literal("departments"), func.count()).select_from(Department).where(Department.in_101)
    return {name: count for name, count in db.session.execute(types.union_all(departments))}


def network_lines() -> dict[str, tuple[str, ...]]:
    """Each network's code, then those of its parents."""
    return {line[0]: line for line in _networks_above().values()}


def region_names() -> dict[str, str]:
    """The name of each region, by its code."""
    return {code: name for code, name in db.session.execute(select(Region.code, Region.name))}


def _networks_above() -> dict[int, tuple[str, ...]]:
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


def _participants(ids: Collection[int]) -> list[ColumnElement[bool]]:
    return [Registration.event_id.in_(ids), Registration.standing == Standing.CONFIRMED, Registration.part == Part.PARTICIPANT]


def _came() -> ColumnElement[bool]:
    return exists(select(Presence.id).where(Presence.registration_id == Registration.id, Presence.mark == Mark.PRESENT))


def _half_days_present(ids: Collection[int]) -> dict[int, int]:
    rows = select(Registration.event_id, func.count()).join(Presence, Presence.registration_id == Registration.id)
    rows = rows.where(*_participants(ids), Presence.mark == Mark.PRESENT).group_by(Registration.event_id)
    return {event_id: count for event_id, count in db.session.execute(rows)}


def _marks(ids: Collection[int]) -> dict[int, int]:
    rows = select(HalfDay.event_id, func.count()).join(Presence, Presence.half_day_id == HalfDay.id)
    rows = rows.where(HalfDay.event_id.in_(ids)).group_by(HalfDay.event_id)
    return {event_id: count for event_id, count in db.session.execute(rows)}


def _answers(ids: Collection[int]) -> dict[int, dict[Level, int]]:
    found: dict[int, dict[Level, int]] = defaultdict(dict)
    rows = select(SurveyAnswer.event_id, SurveyAnswer.level, func.count()).where(SurveyAnswer.event_id.in_(ids))
    for event_id, level, count in db.session.execute(rows.group_by(SurveyAnswer.event_id, SurveyAnswer.level)):
        found[event_id][level] = count
    return found


def _tags(table: Any, begins: ColumnElement[bool]) -> dict[int, list[Any]]:
    _event_id, value = table.columns
    found: dict[int, list[Any]] = defaultdict(list)
    rows = select(table.c.event_id, value).join(Event, Event.id == table.c.event_id).where(begins)
    for event_id, said in db.session.execute(rows):
        found[event_id].append(said)
    return found


def _days(begins: ColumnElement[bool]) -> dict[int, tuple[Fraction, int]]:
    """How long each event lasts, in hours, and how many half-days are signed."""
    seconds: dict[int, int] = defaultdict(int)
    for event_id, starts_at, ends_at in db.session.execute(select(Day.event_id, Day.starts_at, Day.ends_at).join(Day.event).where(begins)):
        seconds[event_id] += int((ends_at - starts_at).total_seconds())
    signed = select(HalfDay.event_id, func.count()).join(Event, Event.id == HalfDay.event_id).where(begins).group_by(HalfDay.event_id)
    half_days = {event_id: count for event_id, count in db.session.execute(signed)}
    return {number: (Fraction(long, 3600), half_days.get(number, 0)) for number, long in seconds.items()}


def _partners(begins: ColumnElement[bool]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = select(Partner.event_id, func.coalesce(Organisation.short_name, Partner.name), Partner.role).join(Partner.event)
    rows = rows.outerjoin(Organisation, Organisation.id == Partner.organisation_id).where(begins).order_by(Partner.id)
    for event_id, name, role in db.session.execute(rows):
        found[event_id].append((name, role))
    return found


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)
