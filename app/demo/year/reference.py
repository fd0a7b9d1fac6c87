"""What the reference says of places: who is responsible for a department, which functions a structure has, whom a network speaks to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.demo.year.file import Gathering

MDPH = "mdph"
# What somebody does in a structure of this type when none of the functions sought exists there.
USUAL_ROLES = {"cnsa": "agent_cnsa", "ars": "representant_ars", "partner": "partenaire"}
DELEGATION = "delegation_cnsa"


class Cell(NamedTuple):
    """Where people work, the department they declare, what they do: its first, second, third person come back from event to event."""

    organisation: str
    department: str | None
    role: str


@dataclass(frozen=True)
class NetworkKnown:
    """A network as the reference describes it."""

    id: int
    unit: str
    types: Sequence[str]
    roles: Sequence[str]
    nature: str


@dataclass(frozen=True)
class Reference:
    """The territory and its structures, by codes and slugs."""

    regions: Mapping[str, str]  # code -> name
    departments: Mapping[str, str]  # the 101, code -> region
    names: Mapping[str, str]  # code -> name of the department
    organisations: Mapping[str, tuple[int, str]]  # slug -> id and type
    short_names: Mapping[str, str]
    covering: Mapping[tuple[str, str], Sequence[str]]  # type and department -> the structures responsible for it
    roles: Mapping[str, Sequence[str]]  # code -> types of structures
    kinds: Mapping[str, int]  # code -> usual capacity
    networks: Mapping[str, NetworkKnown]
    zones: Iterable[str] = field(default=())

    def territory(self, event: Gathering) -> list[str]:
        """The departments that an event speaks to: its own, else those of its regions, else all."""
        if event.departments:
            return [code for code in self.departments if code in event.departments]
        return [code for code, region in self.departments.items() if not event.regions or region in event.regions]

    def mdph_of(self, departments: Iterable[str]) -> list[str]:
        """The MDPH of these departments, each once."""
        return [*dict.fromkeys(slug for code in departments if (slug := self.responsible(MDPH, code)))]

    def responsible(self, kind: str, department: str, rank: int = 0) -> str:
        """The structure of a type that is responsible for a department, none by its absence; the Rhône has two councils, in turn."""
        found = self.covering.get((kind, department), ())
        return found[rank % len(found)] if found else ""

    def of_type(self, kind: str) -> list[str]:
        """Every structure of a type that one may work for."""
        return [slug for slug, (_number, its) in self.organisations.items() if its == kind]

    def type_of(self, slug: str) -> str:
        return self.organisations[slug][1]

    def types_of(self, event: Gathering) -> list[str]:
        """The types of structures to which the networks of an event speak; overseas collectivities are not of the 101."""
        wanted = dict.fromkeys(kind for code in event.networks if code in self.networks for kind in self.networks[code].types)
        return [kind for kind in wanted if kind != "mdph_com"] or ["cd"]

    def role_in(self, kind: str, event: Gathering, rank: int) -> str:
        """What the ``rank``-th person of a structure of that type does, among the functions the event speaks to."""
        sought = event.roles or [role for code in event.networks if code in self.networks for role in self.networks[code].roles]
        held = [role for role in sought if kind in self.roles.get(role, ())]
        return held[rank % len(held)] if held else USUAL_ROLES.get(kind, "autre")
