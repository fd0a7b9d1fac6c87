"""Which organisations a network awaits at its events."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import and_, select

from app.core.db import db
from app.indicators.reaching import OVERSEAS
from app.networks.models import Membership, Network, Unit

REFERENCE = ("cd", "mdph", "ars")


@dataclass(frozen=True)
class Expected:
    """Organisations, by their number."""

    organisations: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()  # those of overseas collectivities, unless they are members themselves
    unlisted: frozenset[str] = frozenset()  # networks of organisations without any member: all those of their types are awaited

    def among(self, ours: frozenset[int]) -> "Expected":
        """Only those of a territory."""
        return replace(self, organisations=self.organisations & ours, apart=self.apart & ours)


@dataclass(frozen=True)
class Awaiting:
    """A network, the types of organisation it is made for, until when, and the organisations that were its members, with their days."""

    counts_people: bool
    types: frozenset[str]
    closed_on: date | None
    members: list[tuple[int, date, date | None]] = field(default_factory=list)

    def on(self, day: date) -> set[int]:
        """The organisations that are members on a day; a network that counts people has none."""
        held = (number for number, joined, left in self.members if joined <= day and (left is None or day < left))
        return set() if self.counts_people else {*held}


def expected_on(known: Mapping[str, Awaiting] | None, on: date, active: Mapping[int, str]) -> Expected:
    """The members of these networks on that day; for a network that counts people, every organisation of its types.

    ``None`` is no network in particular: every authority, MDPH and ARS of the reference. ``active`` is the type of each organisation of that day.
    """
    if known is None:
        return Expected(_of_types(active, REFERENCE))
    found = {code: one for code, one in known.items() if one.closed_on is None or on < one.closed_on}
    members = frozenset(number for one in found.values() for number in one.on(on) if number in active)
    by_type = {code: one for code, one in found.items() if not one.on(on)}
    types = frozenset(word for one in by_type.values() for word in one.types)
    return Expected(
        members | _of_types(active, types & {*REFERENCE}),
        _of_types(active, types & {OVERSEAS}) - members,
        frozenset(code for code, one in by_type.items() if not one.counts_people),
    )


def _of_types(active: Mapping[int, str], types: Iterable[str]) -> frozenset[int]:
    wanted = {*types}
    return frozenset(number for number, type in active.items() if type in wanted)


def awaiting(networks: Collection[str]) -> dict[str, Awaiting]:
    """These networks with every organisation that is or was a member."""
    inside = and_(Membership.network_id == Network.id, Membership.organisation_id.is_not(None))
    columns = (Network.code, Network.membership_unit, Network.audience_types, Network.closed_on)
    member = (Membership.organisation_id, Membership.joined_on, Membership.left_on)
    found: dict[str, Awaiting] = {}
    rows = select(*columns, *member).outerjoin(Membership, inside).where(Network.code.in_(networks))
    for code, unit, said, closed_on, number, joined, left in db.session.execute(rows):
        one = found.setdefault(code, Awaiting(unit is Unit.PERSON, frozenset(said.split("|")), closed_on))
        if number is not None:
            one.members.append((number, joined, left))
    return found
