"""What is counted on a day rather than at events: members, letters, spaces, organisations of the reference; and figures declared."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, Select, case, cast, distinct, func, literal, null, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.directory.models import Organisation, OrganisationDepartment, Person
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


class Letter(NamedTuple):
    """A letter that a network sent."""

    network: str
    sent_on: date
    key: str
    title: str
    recipients: int


class Space(NamedTuple):
    """A collaborative space of a network."""

    network: str
    opened_on: date
    closed_on: date | None
    key: str
    name: str

    def is_open(self, on: date) -> bool:
        return self.opened_on <= on and (self.closed_on is None or on < self.closed_on)


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


def letters_and_spaces() -> tuple[list[Letter], list[Space]]:
    """Every letter that networks sent, every collaborative space that they opened: in one question, in an order that never changes."""
    letter, space = Newsletter, CollaborativeSpace
    sent = select(Network.code, letter.public_id, letter.title, letter.sent_on, cast(null(), Date).label("closed_on"), letter.recipients)
    opened = select(Network.code, space.public_id, space.name, space.opened_on, space.closed_on, cast(null(), Integer))
    every = union_all(
        sent.add_columns(literal(True)).join(letter, letter.network_id == Network.id),
        opened.add_columns(literal(False)).join(space, space.network_id == Network.id),
    )
    letters, spaces = [], []
    for network, key, title, on, closed_on, recipients, is_letter in db.session.execute(every):
        if is_letter:
            letters.append(Letter(network, on, key, title, recipients))
        else:
            spaces.append(Space(network, on, closed_on, key, title))
    return sorted(letters, key=lambda one: one[:3]), sorted(spaces, key=lambda one: (one.network, one.opened_on, one.key))


def bodies() -> dict[int, Body]:
    """Every organisation by its number, those of the past and those to review included."""
    reviewed = case((Organisation.to_review_since.is_(None), Organisation.type), else_="")
    columns = (Organisation.id, reviewed, Organisation.region_code, Organisation.valid_from, Organisation.valid_to)
    return {row[0]: Body(*row) for row in db.session.execute(select(*columns))}


def departments_covered() -> list[tuple[int, str]]:
    """Each organisation with each department that it covers."""
    rows = select(OrganisationDepartment.organisation_id, OrganisationDepartment.department_code)
    return [(number, code) for number, code in db.session.execute(rows)]


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
