"""Functions that nobody is known to hold: in how many organisations, in which, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.coverage import people_queries
from app.coverage.people_queries import Holders
from app.coverage.territories import Body, Column, Country
from app.directory.models import JobRole, Person

# Whom to ask for a name: those who head each sort of organisation.
HEADS = {
    "cd": ("directeur_autonomie_cd",),
    "mdph": ("directeur_mdph",),
    "mdph_com": ("directeur_mdph",),
    "ars": ("directeur_general_ars", "directeur_dd_ars"),
}
_TYPES = {type for column in Column for type in column.types}


@dataclass(frozen=True)
class Function:
    """One function: the organisations where somebody is awaited, and those where somebody is known."""

    role: JobRole
    among: int
    held: int
    unreached: int  # those whose only holders have an address that does not work
    apart: int = 0  # vacancies of overseas collectivities

    @property
    def vacant(self) -> int:
        return self.among - self.held


@dataclass(frozen=True)
class Vacancy:
    """An organisation where nobody is known in a function."""

    body: Body
    places: list[str]
    was_held: bool
    left_on: date | None  # when the last holder left, if it is known


def functions(country: Country, codes: Iterable[str], on: date) -> list[Function]:
    """The functions of a network, or all of them, each with how many organisations have a holder."""
    known = people_queries.holders()
    return [_function(role, country, known, on) for role in people_queries.functions([*codes]) if _awaiting(country, role, on)]


def vacancies(country: Country, role: JobRole, on: date) -> list[Vacancy]:
    """The organisations where nobody holds it today; those of overseas collectivities last."""
    held, left = people_queries.holders(role.code), people_queries.last_held(role.code)
    vacant = [body for body in _awaiting(country, role, on) if (role.code, body.id) not in held]
    return [Vacancy(body, country.places(body), body.id in left, left.get(body.id)) for body in vacant]


def heads(found: Iterable[Vacancy]) -> dict[int, list[Person]]:
    """Who heads each of these organisations and can be written to: asked for the name of somebody."""
    bodies = {one.body.id: one.body for one in found}
    roles = {role for body in bodies.values() for role in HEADS.get(body.type, ())}
    known: dict[int, list[Person]] = {}
    for person in people_queries.reachable(bodies, roles):
        body = bodies[person.organisation_id or 0]
        if person.job_role_code in HEADS.get(body.type, ()):
            known.setdefault(body.id, []).append(person)
    return known


def sheet(found: Iterable[Vacancy]) -> tuple[list[str], list[list[str | date | None]]]:
    """The vacancies as a table to take away."""
    rows: list[list[str | date | None]] = [[one.body.name, ", ".join(one.places), one.left_on] for one in found]
    return ["Structure", "Départements", "Sans titulaire connu depuis le"], rows


def _function(role: JobRole, country: Country, known: dict[tuple[str, int], Holders], on: date) -> Function:
    awaited = [body for body in _awaiting(country, role, on) if body.type != "mdph_com"]
    held = [known[role.code, body.id] for body in awaited if (role.code, body.id) in known]
    apart = [body for body in _awaiting(country, role, on) if body.type == "mdph_com" and (role.code, body.id) not in known]
    return Function(role, len(awaited), len(held), sum(one.people == one.unreached for one in held), len(apart))


def _awaiting(country: Country, role: JobRole, on: date) -> list[Body]:
    """The organisations of that day that should have it: an overseas collectivity has the functions of a MDPH, and is counted apart."""
    types = {*role.types, *(["mdph_com"] if "mdph" in role.types else [])} & _TYPES
    found = [body for body in country.bodies.values() if body.type in types and body.is_active(on)]
    return sorted(found, key=lambda body: (body.type == "mdph_com", body.type, body.slug))
