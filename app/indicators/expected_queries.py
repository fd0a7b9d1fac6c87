"""Which organisations a network awaits at its events."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import and_, or_, select

from app.core.db import db
from app.networks.models import Membership, Network, Unit
from app.networks.queries import holds_on

REFERENCE = ("cd", "mdph", "ars")
OVERSEAS = "mdph_com"  # those of overseas collectivities, counted beside the 101 departments


@dataclass(frozen=True)
class Expected:
    """Organisations, by their number."""

    organisations: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()  # those of overseas collectivities, unless they are members themselves
    unlisted: frozenset[str] = frozenset()  # networks of organisations without any member: all those of their types are awaited


@dataclass
class _Awaiting:
    """A network, the types of organisation it is made for, and its members when it counts organisations."""

    counts_people: bool
    types: frozenset[str]
    members: set[int] = field(default_factory=set)


def expected_on(networks: Collection[str] | None, on: date, active: Mapping[int, str]) -> Expected:
    """The members of these networks on that day; for a network that counts people, every organisation of its types.

    ``None`` is no network in particular: every authority, MDPH and ARS of the reference. ``active`` is the type of each organisation of that day.
    """
    if networks is None:
        return Expected(_of_types(active, REFERENCE))
    found = _awaiting(networks, on)
    members = frozenset(number for one in found.values() for number in one.members if number in active)
    by_type = {code: one for code, one in found.items() if not one.members}
    types = frozenset(word for one in by_type.values() for word in one.types)
    return Expected(
        members | _of_types(active, types & {*REFERENCE}),
        _of_types(active, types & {OVERSEAS}) - members,
        frozenset(code for code, one in by_type.items() if not one.counts_people),
    )


def _of_types(active: Mapping[int, str], types: Iterable[str]) -> frozenset[int]:
    wanted = {*types}
    return frozenset(number for number, type in active.items() if type in wanted)


def _awaiting(networks: Collection[str], on: date) -> dict[str, _Awaiting]:
    inside = and_(Membership.network_id == Network.id, holds_on(on), Membership.organisation_id.is_not(None))
    rows = select(Network.code, Network.membership_unit, Network.audience_types, Membership.organisation_id).outerjoin(Membership, inside)
    found: dict[str, _Awaiting] = {}
    open_ones = or_(Network.closed_on.is_(None), Network.closed_on > on)
    for code, unit, said, organisation_id in db.session.execute(rows.where(Network.code.in_(networks), open_ones)):
        one = found.setdefault(code, _Awaiting(unit is Unit.PERSON, frozenset(said.split("|"))))
        if organisation_id is not None and not one.counts_people:
            one.members.add(organisation_id)
    return found
