"""Networks, and who belongs to them on a given day. Audiences are in ``audience_queries.py``."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import abort
from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, lazyload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import Account, Grant, Role, Scope
from app.core.db import db
from app.directory.models import Department, JobRole, Organisation, Person
from app.networks.models import Membership, Network, Objection


def networks(closed: bool = False) -> list[Network]:
    """The networks in their order, those closed left out unless asked."""
    statement = select(Network).order_by(Network.sort_order, Network.name)
    return list(db.session.scalars(statement if closed else statement.where(Network.closed_on.is_(None))))


def networks_run_by(account: Account, at: datetime) -> list[Network]:
    """The networks this account facilitates; an administrator, all of them."""
    mine = account.network_ids(at)
    return [network for network in networks() if account.is_admin or network.id in mine]


def network_choices(account: Account | None = None, at: datetime | None = None) -> list[tuple[str, str]]:
    """Code and name of the networks: all that are open, or those that an account facilitates at an instant."""
    found = networks() if account is None or at is None else networks_run_by(account, at)
    return [(network.code, network.name) for network in found]


def network_run_by(account: Account, code: str, at: datetime) -> Network:
    """The network of this code, for someone who facilitates it; nobody else learns that it exists (404)."""
    found = network_by_code(code)
    if found is None or not (account.is_admin or found.id in account.network_ids(at)):
        abort(404)
    return found


def network_by_code(code: str) -> Network | None:
    """The network of this code."""
    return db.session.scalar(select(Network).where(Network.code == code))


def network_by_public_id(public_id: str) -> Network | None:
    """The network of this public name."""
    return db.session.scalar(select(Network).where(Network.public_id == public_id))


def networks_by_codes(codes: Sequence[str]) -> list[Network]:
    """The networks of these codes, in their order."""
    return list(db.session.scalars(select(Network).where(Network.code.in_(codes)).order_by(Network.sort_order)))


def holds_on(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """The condition under which a membership holds on that day."""
    return (Membership.joined_on <= on) & or_(Membership.left_on.is_(None), Membership.left_on > on)


# Asked for each letter of an invitation to thousands: built once.
_REACHING = (
    select(Membership)
    .where(Membership.network_id.in_(bindparam("networks", expanding=True)), holds_on(bindparam("on", type_=Date)))
    .where(or_(Membership.person_id == bindparam("person"), Membership.organisation_id == bindparam("organisation")))
    .order_by(Membership.person_id.is_(None), Membership.id)
    .options(joinedload(Membership.network))
    .limit(1)
)


def _loaded() -> tuple[ORMOption, ...]:
    person = joinedload(Membership.person)
    return (
        person.joinedload(Person.organisation),
        person.joinedload(Person.department).joinedload(Department.region),
        person.joinedload(Person.job_role),
        joinedload(Membership.organisation).selectinload(Organisation.departments),
    )


def members_on(network: Network, on: date) -> list[Membership]:
    """The memberships of a network that hold on that day, by name of the member."""
    statement = select(Membership).where(Membership.network_id == network.id, holds_on(on)).options(*_loaded())
    return sorted(db.session.scalars(statement), key=_by_name)


def _by_name(membership: Membership) -> tuple[str, int]:
    member = membership.person or membership.organisation
    return (member.search if member else "", membership.id)


def counts_on(on: date) -> dict[int, int]:
    """How many members each network has on that day."""
    statement = select(Membership.network_id, func.count()).where(holds_on(on)).group_by(Membership.network_id)
    return {network_id: members for network_id, members in db.session.execute(statement)}


def entries_and_exits(network: Network, year: int) -> tuple[list[Membership], list[Membership]]:
    """Who joined and who left in that year."""
    first, next_first = date(year, 1, 1), date(year + 1, 1, 1)
    came = (Membership.joined_on >= first) & (Membership.joined_on < next_first)
    went = (Membership.left_on >= first) & (Membership.left_on < next_first)
    statement = select(Membership).where(Membership.network_id == network.id, came | went).options(*_loaded())
    moved = list(db.session.scalars(statement.order_by(Membership.joined_on, Membership.id)))
    left = [one for one in moved if one.left_on and first <= one.left_on < next_first]
    return [one for one in moved if first <= one.joined_on < next_first], sorted(left, key=lambda one: one.left_on or first)


def memberships_of(person: Person) -> list[Membership]:
    """The networks this person is or was in, and those of their organisation, the latest first."""
    mine = Membership.person_id == person.id
    ours = Membership.organisation_id == person.organisation_id
    statement = select(Membership).where(or_(mine, ours) if person.organisation_id else mine)
    loaded = statement.options(joinedload(Membership.network), joinedload(Membership.organisation))
    return list(db.session.scalars(loaded.order_by(Membership.joined_on.desc(), Membership.id.desc())))


def memberships_of_organisation(organisation: Organisation) -> list[Membership]:
    """The networks this organisation is or was in, the latest first."""
    statement = select(Membership).where(Membership.organisation_id == organisation.id).options(selectinload(Membership.network))
    return list(db.session.scalars(statement.order_by(Membership.joined_on.desc())))


def networks_by_person(on: date) -> dict[int, list[str]]:
    """The names of the networks each person is in on that day, for lists."""
    statement = select(Membership.person_id, Network.name).join(Network, Network.id == Membership.network_id)
    rows = db.session.execute(statement.where(holds_on(on), Membership.person_id.is_not(None)).order_by(Network.sort_order))
    named: dict[int, list[str]] = {}
    for person_id, name in rows:
        named.setdefault(person_id or 0, []).append(name)
    return named


def all_memberships_of(person_ids: Sequence[int]) -> list[Membership]:
    """Every membership of these rows of people, the earliest first."""
    statement = select(Membership).where(Membership.person_id.in_(person_ids))
    return list(db.session.scalars(statement.order_by(Membership.joined_on, Membership.id)))


def all_memberships_of_organisations(ids: Sequence[int]) -> list[Membership]:
    """Every membership of these organisations, the earliest first."""
    statement = select(Membership).where(Membership.organisation_id.in_(ids))
    return list(db.session.scalars(statement.order_by(Membership.joined_on, Membership.id)))


def membership_named(network: Network, public_id: str) -> Membership | None:
    """One membership of a network."""
    statement = select(Membership).where(Membership.public_id == public_id, Membership.network_id == network.id)
    return db.session.scalar(statement.options(*_loaded()))


def last_membership(network: Network, person_id: int | None, organisation_id: int | None) -> Membership | None:
    """The latest membership of this person, or of this organisation, in a network."""
    member = Membership.person_id == person_id if person_id is not None else Membership.organisation_id == organisation_id
    statement = select(Membership).where(Membership.network_id == network.id, member)
    return db.session.scalars(statement.order_by(Membership.joined_on.desc()).limit(1)).first()


def membership_reaching(person: Person, network_ids: Sequence[int], on: date) -> Membership | None:
    """The membership through which the mail of one of these networks reaches a person: their own first, else their organisation's."""
    asked = {"networks": network_ids, "on": on, "person": person.id, "organisation": person.organisation_id}
    return db.session.scalars(_REACHING, asked).first()


def objection_of(network_id: int, person_id: int) -> Objection | None:
    """Whether someone wants no more mail of a network."""
    return db.session.scalar(select(Objection).where(Objection.network_id == network_id, Objection.person_id == person_id))


def objections_of_person(person_ids: Sequence[int]) -> list[Objection]:
    """The objections of these rows of people."""
    return list(db.session.scalars(select(Objection).where(Objection.person_id.in_(person_ids)).order_by(Objection.id)))


def facilitators_of(network: Network, at: datetime) -> list[Account]:
    """Who facilitates a network at that instant."""
    statement = (
        select(Account)
        .join(Grant, Grant.account_id == Account.id)
        .where(
            Grant.role == Role.FACILITATOR, Grant.scope_kind == Scope.NETWORK, Grant.scope_id == network.id, Account.disabled_at.is_(None)
        )
        .where(Grant.granted_from <= at, or_(Grant.granted_to.is_(None), Grant.granted_to > at))
    )
    return list(db.session.scalars(statement.distinct().options(lazyload(Account.grants)).order_by(Account.name)))


def organisations_without_member(network: Network, on: date) -> list[Organisation]:
    """The organisations of the network's types that no membership covers on that day."""
    own = select(Membership.organisation_id).where(
        Membership.network_id == network.id, holds_on(on), Membership.organisation_id.is_not(None)
    )
    theirs = (
        select(Person.organisation_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.network_id == network.id, holds_on(on), Person.organisation_id.is_not(None))
    )
    active = (
        or_(Organisation.valid_from.is_(None), Organisation.valid_from <= on),
        or_(Organisation.valid_to.is_(None), Organisation.valid_to > on),
    )
    statement = select(Organisation).where(Organisation.type.in_(network.types), *active, Organisation.to_review_since.is_(None))
    missing = statement.where(Organisation.id.not_in(own), Organisation.id.not_in(theirs))
    return list(db.session.scalars(missing.order_by(Organisation.slug)))


def has_objected(network: Network, person: Person) -> bool:
    """Whether the mail of this network must not reach this person."""
    return objection_of(network.id, person.id) is not None or any(
        one.objected_at for one in all_memberships_of([person.id]) if one.network_id == network.id
    )


def job_role_labels(network: Network) -> list[str]:
    """The functions that make a network, in words."""
    statement = select(JobRole.label).where(JobRole.code.in_(network.roles)).order_by(JobRole.label)
    return list(db.session.scalars(statement))
