"""What the calendar shows, and what is already taken on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from app.accounts.models import Account
from app.core.db import db
from app.directory.models import Department, Region, SchoolHoliday
from app.events.models import Cycle, Event, Series
from app.events.queries import read_by, series_run_by
from app.events.words import State
from app.networks.models import Network


@dataclass(frozen=True)
class Choice:
    """What one wants to see in the calendar."""

    network: str = ""
    kind: str = ""
    region: str = ""
    department: str = ""
    mine_only: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.network or self.kind or self.region or self.department or self.mine_only)


def events_between(account: Account, at: datetime, start: datetime, end: datetime, choice: Choice) -> Sequence[Event]:
    """The account's events that touch this time, in order; cancelled ones too, for they were announced."""
    query = select(Event).where(read_by(account, at), Event.starts_at < end, Event.ends_at > start)
    query = _chosen(query, account, choice).options(selectinload(Event.networks))
    return db.session.scalars(query.order_by(Event.starts_at, Event.id)).all()


def taken_between(start: datetime, end: datetime, but: int) -> Sequence[Event]:
    """Everything planned at that time but one event, whoever plans it; for warnings only."""
    query = select(Event).where(Event.id != but, Event.state != State.CANCELLED, Event.starts_at < end, Event.ends_at > start)
    options = (selectinload(Event.networks), selectinload(Event.regions), selectinload(Event.departments))
    return db.session.scalars(query.options(*options).order_by(Event.starts_at)).all()


def territory(region_codes: Iterable[str], department_codes: Iterable[str]) -> Sequence[Department]:
    """The departments of these regions, and these departments."""
    regions, departments = [*region_codes], [*department_codes]
    if not regions and not departments:
        return []
    wanted = or_(Department.region_code.in_(regions), Department.code.in_(departments))
    return db.session.scalars(select(Department).where(wanted).order_by(Department.code)).all()


def filled_school_holidays() -> Sequence[SchoolHoliday]:
    """The holidays of the zones that no library knows."""
    return db.session.scalars(select(SchoolHoliday).order_by(SchoolHoliday.first_on)).all()


def events_of_cycle(cycle: Cycle) -> Sequence[Event]:
    """The events of a cycle, in order, with their territories."""
    query = select(Event).where(Event.cycle_id == cycle.id).options(selectinload(Event.regions), selectinload(Event.departments))
    return db.session.scalars(query.order_by(Event.starts_at)).all()


def events_of_series(account: Account, at: datetime, series: Series) -> Sequence[Event]:
    """The account's events of a series, in order."""
    return db.session.scalars(select(Event).where(Event.series_id == series.id, read_by(account, at)).order_by(Event.starts_at)).all()


def cycles_with_counts(account: Account, at: datetime) -> list[tuple[Cycle, int]]:
    """Each cycle and how many events its page shows to this account, the latest first."""
    shown = (Event.cycle_id == Cycle.id) & or_(Event.published_at.is_not(None), read_by(account, at))
    query = select(Cycle, func.count(Event.id)).outerjoin(Event, shown).group_by(Cycle.id)
    return [(cycle, count) for cycle, count in db.session.execute(query.order_by(Cycle.year.desc(), Cycle.name))]


def series_with_counts(account: Account, at: datetime) -> list[tuple[Series, int]]:
    """Each series of this account and how many dates its page shows."""
    shown = (Event.series_id == Series.id) & read_by(account, at)
    query = select(Series, func.count(Event.id)).outerjoin(Event, shown).group_by(Series.id)
    query = query.where(series_run_by(account, at)).options(selectinload(Series.cycle))
    return [(series, count) for series, count in db.session.execute(query.order_by(Series.name))]


def _chosen(query: Select[Event], account: Account, choice: Choice) -> Select[Event]:
    if choice.network:
        query = query.where(Event.networks.any(Network.code == choice.network))
    if choice.kind:
        query = query.where(Event.kind_code == choice.kind)
    if choice.region:
        inside = Event.departments.any(Department.region_code == choice.region)
        query = query.where(or_(Event.regions.any(Region.code == choice.region), inside))
    if choice.department:
        around = Event.regions.any(Region.code.in_(select(Department.region_code).where(Department.code == choice.department)))
        query = query.where(or_(Event.departments.any(Department.code == choice.department), around))
    if choice.mine_only:
        query = query.where(Event.facilitator_id == account.id)
    return query
