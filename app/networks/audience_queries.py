"""The SQL of audiences: from criteria to people."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from app.core.db import db
from app.directory.models import Department, Organisation, OrganisationDepartment, Person
from app.directory.people_queries import are_current, with_posting
from app.networks.models import Membership, Network, Objection
from app.networks.queries import holds_on


def outside(network: Network, on: date) -> ColumnElement[bool]:
    """The condition under which a person is not a member of a network of people on that day."""
    inside = select(Membership.person_id).where(Membership.network_id == network.id, holds_on(on), Membership.person_id.is_not(None))
    return Person.id.not_in(inside)


def belongs(network: Network, on: date, *, mail_only: bool) -> ColumnElement[bool]:
    """The condition under which a person is in a network on that day: themself, or through their organisation and function.

    ``mail_only`` leaves out those who objected to the mail of this network.
    """
    own = select(Membership.person_id).where(Membership.network_id == network.id, holds_on(on), Membership.person_id.is_not(None))
    theirs = select(Membership.organisation_id).where(
        Membership.network_id == network.id, holds_on(on), Membership.organisation_id.is_not(None)
    )
    through: ColumnElement[bool] = Person.organisation_id.in_(theirs)
    if not mail_only:
        return or_(Person.id.in_(own), through)
    if network.roles:
        through &= Person.job_role_code.in_(network.roles)
    own = own.where(Membership.objected_at.is_(None))
    objectors = select(Objection.person_id).where(Objection.network_id == network.id)
    return or_(Person.id.in_(own), through) & Person.id.not_in(objectors)


def in_networks(networks: Sequence[Network], on: date) -> ColumnElement[bool]:
    """Those whom the mail of at least one of these networks reaches."""
    return or_(false(), *(belongs(network, on, mail_only=True) for network in networks))


def in_regions(codes: Sequence[str]) -> ColumnElement[bool]:
    """The region of their department, else that of their organisation."""
    departments = select(Department.code).where(Department.region_code.in_(codes))
    organisations = select(Organisation.id).where(Organisation.region_code.in_(codes))
    return Person.department_code.in_(departments) | (Person.department_code.is_(None) & Person.organisation_id.in_(organisations))


def in_departments(codes: Sequence[str]) -> ColumnElement[bool]:
    """Their department, else one that their organisation covers."""
    covering = select(OrganisationDepartment.organisation_id).where(OrganisationDepartment.department_code.in_(codes))
    return Person.department_code.in_(codes) | (Person.department_code.is_(None) & Person.organisation_id.in_(covering))


def of_types(types: Sequence[str]) -> ColumnElement[bool]:
    """Those who work in an organisation of one of these types."""
    return Person.organisation_id.in_(select(Organisation.id).where(Organisation.type.in_(types)))


def of_organisations(slugs: Sequence[str]) -> ColumnElement[bool]:
    """Those who work in one of these organisations."""
    return Person.organisation_id.in_(select(Organisation.id).where(Organisation.slug.in_(slugs)))


def having_roles(codes: Sequence[str]) -> ColumnElement[bool]:
    """Those who have one of these functions."""
    return Person.job_role_code.in_(codes)


def _matching(conditions: Sequence[ColumnElement[bool]]) -> Select[Person]:
    return select(Person).where(*are_current(), *conditions)


def people_matching(conditions: Sequence[ColumnElement[bool]]) -> list[Person]:
    """The people who meet every condition, by last name."""
    return list(db.session.scalars(_matching(conditions).options(*with_posting()).order_by(Person.search, Person.id)))


def count_matching(conditions: Sequence[ColumnElement[bool]]) -> int:
    """How many people meet every condition."""
    return db.session.scalar(select(func.count()).select_from(_matching(conditions).subquery())) or 0


def candidates(network: Network, on: date, most: int) -> list[Person]:
    """People whose function and type of organisation are those of the network, and who are not in it."""
    statement = _matching(_fitting(network, on)).options(*with_posting()).order_by(Person.search)
    return list(db.session.scalars(statement.limit(most)))


def count_candidates(network: Network, on: date) -> int:
    """How many people could be proposed to a network of people."""
    return count_matching(_fitting(network, on)) if network.counts_people and network.roles else 0


def _fitting(network: Network, on: date) -> list[ColumnElement[bool]]:
    return [having_roles(network.roles), of_types(network.types), outside(network, on)]


def belongs_to_any(person: Person, networks: Sequence[Network], on: date) -> bool:
    """Whether a person, or their organisation, is in one of these networks on that day."""
    member = or_(false(), *(belongs(network, on, mail_only=False) for network in networks))
    return db.session.scalar(select(Person.id).where(Person.id == person.id, member)) is not None
