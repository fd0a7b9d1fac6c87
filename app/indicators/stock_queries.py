"""What is counted on a day rather than at events: members, letters, spaces, organisations of the reference; and figures declared."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, distinct, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.directory.models import Organisation, Person
from app.directory.queries import one_person
from app.indicators.models import DeclaredFigure
from app.networks.models import CollaborativeSpace, Membership, Network, Newsletter
from app.networks.queries import holds_on


@dataclass(frozen=True)
class Body:
    """An organisation and the days between which it exists."""

    id: int
    type: str  # as the reference says it; nothing for what was typed and never reviewed
    region: str | None
    valid_from: date | None
    valid_to: date | None

    def is_active(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


def members_of(networks: Collection[str], days: Collection[date]) -> dict[date, int]:
    """How many different members these networks have on each day, each in its own unit; merged people once."""
    member = func.coalesce(one_person(), -Membership.organisation_id)
    wanted = sorted({*days})
    counts = [func.count(distinct(case((is_member(on), member)))) for on in wanted]
    statement = select(*counts).select_from(Membership).join(Network, Network.id == Membership.network_id)
    statement = statement.outerjoin(Person, Person.id == Membership.person_id)
    statement = statement.where(or_(*map(is_member, wanted)), Network.code.in_(networks))
    return dict(zip(wanted, db.session.execute(statement).one(), strict=True))


def members_by_network(networks: Collection[str], on: date) -> dict[str, int]:
    """The same, network by network: somebody in two of them is in both."""
    member = func.coalesce(one_person(), -Membership.organisation_id)
    rows = select(Network.code, func.count(distinct(member))).select_from(Membership).join(Network, Network.id == Membership.network_id)
    rows = rows.outerjoin(Person, Person.id == Membership.person_id).where(is_member(on), Network.code.in_(networks))
    return {code: count for code, count in db.session.execute(rows.group_by(Network.code))}


def is_member(on: date) -> ColumnElement[bool]:
    """A network that is closed has nobody any more, whatever the memberships that nobody ended."""
    return holds_on(on) & or_(Network.closed_on.is_(None), Network.closed_on > on)


def newsletters() -> list[tuple[str, date]]:
    """Every letter ever sent: its network and its day."""
    rows = select(Network.code, Newsletter.sent_on).join(Newsletter, Newsletter.network_id == Network.id)
    return [(code, on) for code, on in db.session.execute(rows)]


def spaces() -> list[tuple[str, date, date | None]]:
    """Every collaborative space: its network, the day it opened, the day it closed."""
    rows = select(Network.code, CollaborativeSpace.opened_on, CollaborativeSpace.closed_on)
    rows = rows.join(CollaborativeSpace, CollaborativeSpace.network_id == Network.id)
    return [(code, opened, closed) for code, opened, closed in db.session.execute(rows)]


def bodies() -> dict[int, Body]:
    """Every organisation by its number, those of the past and those to review included."""
    reviewed = case((Organisation.to_review_since.is_(None), Organisation.type), else_="")
    columns = (Organisation.id, reviewed, Organisation.region_code, Organisation.valid_from, Organisation.valid_to)
    return {row[0]: Body(*row) for row in db.session.execute(select(*columns))}


def declared_figures() -> list[DeclaredFigure]:
    """Those that hold, the latest first."""
    held = _declared().where(DeclaredFigure.withdrawn_at.is_(None))
    return list(db.session.scalars(held))


def every_declared_figure() -> list[DeclaredFigure]:
    """Those withdrawn too."""
    return list(db.session.scalars(_declared()))


def declared_figure(public_id: str) -> DeclaredFigure | None:
    """The declaration of this name."""
    return db.session.scalar(select(DeclaredFigure).where(DeclaredFigure.public_id == public_id))


def _declared() -> Select[DeclaredFigure]:
    statement = select(DeclaredFigure).options(joinedload(DeclaredFigure.declared_by).lazyload("*"))
    return statement.order_by(DeclaredFigure.year.desc(), DeclaredFigure.declared_at.desc(), DeclaredFigure.id.desc())
