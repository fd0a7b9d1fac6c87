"""The rows behind a figure: registrations, invitations and memberships; names only where one may read the event."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.core.db import among, db, in_parts
from app.directory.models import Department, JobRole, Organisation, Person
from app.events.models import Event, event_network
from app.indicators.queries import came, invited, participants
from app.indicators.stock_queries import is_member
from app.invitations.models import Answer, Invitation
from app.networks.models import Membership, Network
from app.registrations.models import Registration

PAGE = 50
AT_ONCE = 10_000  # rows in memory while a file is written
_KEPT = aliased(Person)


@dataclass(frozen=True)
class Guest:
    """One registration, or one invitation, as it was on the day."""

    event_id: int
    person: str  # public name
    last_name: str
    first_name: str
    organisation: str
    slug: str
    department: str
    job_role: str
    mark: str


@dataclass(frozen=True)
class Member:
    """One membership."""

    network: str
    person: str
    name: str
    slug: str
    organisation: str
    joined_on: date
    left_on: date | None


class Roll:
    """The rows of a file: they are asked for once, then taken one part after the other."""

    def __init__(self) -> None:
        self._parts: Iterator[Sequence[Any]] | None = None
        self._total = 0

    def next(self, count: Select[int], rows: Select[*tuple[Any, ...]], size: int) -> tuple[int, Sequence[Any]]:
        """How many rows there are in all, and the next of them."""
        if self._parts is None:
            self._total, self._parts = db.session.scalar(count) or 0, in_parts(rows, size)
        return self._total, next(self._parts, ())


@dataclass(frozen=True)
class Window:
    """One page of rows, or what a file writes at once."""

    page: int
    size: int = PAGE
    roll: Roll | None = None  # of a file, whose windows follow each other

    @property
    def first(self) -> int:
        """How many rows stand before it."""
        return self.size * (self.page - 1)


@dataclass(frozen=True)
class Wanted:
    """Which registrations stand behind a figure."""

    present: bool | None = None  # only those who came, or only those who did not
    type: str = ""  # of organisation
    by_place: bool = False


def readable(account: Account, ids: Collection[int], at: datetime) -> frozenset[int]:
    """The events of which this account may read the people, as the event's own pages say (``events.policy.may_read``)."""
    if account.is_admin:
        return frozenset(ids)
    networks = account.network_ids(at)
    mine = select(event_network.c.event_id).where(event_network.c.network_id.in_(networks))
    runs = or_(Event.facilitator_id == account.id, Event.id.in_(mine)) if networks else Event.id.in_([])
    rows = select(Event.id).where(among(Event.id, ids), or_(runs, Event.id.in_(account.event_ids(at))))
    return frozenset(db.session.scalars(rows))


def registrations(ids: Collection[int], wanted: Wanted, window: Window) -> tuple[int, list[Guest]]:
    """How many registrations stand behind a figure, and those of one page."""
    count, statement = _registrations(ids, wanted)
    total, found = _read(count, statement, window)
    return total, [Guest(*row) for row in found]


def _registrations(ids: Collection[int], wanted: Wanted) -> tuple[Select[int], Select[*tuple[Any, ...]]]:
    where: list[ColumnElement[bool]] = participants(ids)
    if wanted.present is not None:
        where.append(came() if wanted.present else ~came())
    if wanted.type:
        where.append(and_(Organisation.type == wanted.type, Organisation.to_review_since.is_(None)))
    place = (Department.code, Organisation.short_name) if wanted.by_place else ()
    said = case((came(), "présent"), else_="")
    rows = _guests(Registration, said).where(*where).order_by(*place, Event.starts_at, _KEPT.search, Registration.id)
    counted = select(func.count(Registration.id)).outerjoin(Organisation, Organisation.id == Registration.organisation_id).where(*where)
    return counted, rows


def invitations(ids: Collection[int], window: Window) -> tuple[int, list[Guest]]:
    """How many people were invited to these events, and those of one page, where they work today."""
    where = invited(ids)
    said = case((Invitation.answer == Answer.REGISTERED, "s’est inscrit"), (Invitation.answer == Answer.DECLINED, "a décliné"), else_="")
    rows = _guests(Invitation, said).where(*where).order_by(Event.starts_at, _KEPT.search, Invitation.id)
    total, found = _read(select(func.count(Invitation.id)).where(*where), rows, window)
    return total, [Guest(*row) for row in found]


def _guests(row: Any, said: ColumnElement[str]) -> Select[*tuple[Any, ...]]:
    """People under the name they are now known by; where they worked is what the row itself says, or their own posting."""
    place = row if row is Registration else Person
    columns = (
        *(row.event_id, _KEPT.public_id, _KEPT.last_name, _KEPT.first_name),
        *(func.coalesce(Organisation.short_name, ""), func.coalesce(Organisation.slug, "")),
        *(func.coalesce(Department.name, ""), func.coalesce(JobRole.label, ""), said),
    )
    return (
        select(*columns)
        .join(Event, Event.id == row.event_id)
        .join(Person, Person.id == row.person_id)
        .join(_KEPT, _KEPT.id == func.coalesce(Person.merged_into_id, Person.id))
        .outerjoin(Organisation, Organisation.id == place.organisation_id)
        .outerjoin(Department, Department.code == place.department_code)
        .outerjoin(JobRole, JobRole.code == place.job_role_code)
    )


def memberships(networks: Collection[str], on: date, window: Window) -> tuple[int, list[Member]]:
    """The memberships that hold on a day, network by network."""
    where = (is_member(on), Network.code.in_(networks))
    columns = (
        *(Network.code, func.coalesce(_KEPT.public_id, ""), func.coalesce(_KEPT.first_name + " " + _KEPT.last_name, "")),
        *(func.coalesce(Organisation.slug, ""), func.coalesce(Organisation.short_name, ""), Membership.joined_on, Membership.left_on),
    )
    rows = (
        select(*columns)
        .join(Network, Network.id == Membership.network_id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .outerjoin(_KEPT, _KEPT.id == func.coalesce(Person.merged_into_id, Person.id))
        .outerjoin(Organisation, Organisation.id == func.coalesce(Membership.organisation_id, Person.organisation_id))
        .where(*where)
        .order_by(Network.sort_order, Network.code, _KEPT.search, Organisation.search, Membership.id)
    )
    count = select(func.count(Membership.id)).join(Network, Network.id == Membership.network_id).where(*where)
    total, found = _read(count, rows, window)
    return total, [Member(*row) for row in found]


def _read(count: Select[int], rows: Select[*tuple[Any, ...]], window: Window) -> tuple[int, Sequence[Any]]:
    """How many rows there are in all, and those of a window."""
    if window.roll:
        return window.roll.next(count, rows, window.size)
    return db.session.scalar(count) or 0, db.session.execute(rows.limit(window.size).offset(window.first)).all()
