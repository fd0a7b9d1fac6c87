"""Who is meant: networks x types of organisation x functions x territories, on a given day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement

from app.directory.models import Person
from app.networks import audience_queries as queries
from app.networks.models import Network
from app.networks.queries import networks_by_codes


@dataclass(frozen=True)
class Audience:
    """Criteria, each a list of codes: any one within a list, all the lists together; an empty list asks for nothing."""

    networks: Sequence[str] = ()
    types: Sequence[str] = ()
    roles: Sequence[str] = ()
    regions: Sequence[str] = ()
    departments: Sequence[str] = ()
    organisations: Sequence[str] = ()  # slugs

    @property
    def is_empty(self) -> bool:
        return not (self.networks or self.types or self.roles or self.regions or self.departments or self.organisations)


def people(audience: Audience, on: date) -> list[Person]:
    """The people meant, by last name; nobody when nothing is asked. Those who objected to a network's mail are not reached by it."""
    return [] if audience.is_empty else queries.people_matching(_conditions(audience, on))


def count(audience: Audience, on: date) -> int:
    """How many people are meant."""
    return 0 if audience.is_empty else queries.count_matching(_conditions(audience, on))


def is_member(person: Person, networks: Sequence[Network], on: date) -> bool:
    """Whether the person, or their organisation, is in one of these networks on that day."""
    return bool(networks) and queries.belongs_to_any(person, networks, on)


def _conditions(audience: Audience, on: date) -> list[ColumnElement[bool]]:
    conditions = []
    if audience.networks:
        conditions.append(queries.in_networks(networks_by_codes(audience.networks), on))
    if audience.types:
        conditions.append(queries.of_types(audience.types))
    if audience.roles:
        conditions.append(queries.having_roles(audience.roles))
    if audience.organisations:
        conditions.append(queries.of_organisations(audience.organisations))
    # Two lists of territories widen each other: a region, and one more department beside it.
    if audience.regions or audience.departments:
        conditions.append(queries.in_regions(audience.regions) | queries.in_departments(audience.departments))
    return conditions
