"""People who may be one, and why."""

from collections.abc import Callable
from itertools import groupby, pairwise

from app.core.text import searchable
from app.directory.models import Person
from app.directory.people_queries import names_of_everybody, people_by_ids

Row = tuple[int, str, str, str | None, int | None, str | None]


def likely_duplicates(most: int = 100) -> list[tuple[Person, Person, str]]:
    """Pairs of people with the same names in one organisation, or with nearly the same address."""
    everybody = names_of_everybody()
    reasons: dict[tuple[int, int], str] = {}
    for reason, sign in (("même nom, même structure", _name_and_place), ("adresses très proches", _spelling)):
        for one, other in _pairs(everybody, sign):
            reasons.setdefault((one, other), reason)
    kept = list(reasons.items())[:most]
    people = people_by_ids({number for pair, _reason in kept for number in pair})
    return [(people[one], people[other], reason) for (one, other), reason in kept]


def _pairs(everybody: list[Row], sign: Callable[[Row], object]) -> list[tuple[int, int]]:
    groups: dict[object, list[int]] = {}
    for row in everybody:
        if said := sign(row):
            groups.setdefault(said, []).append(row[0])
    return [pair for group in groups.values() for pair in pairwise(group)]


def _name_and_place(row: Row) -> object:
    _number, first, last, _email, place, _department = row
    return (searchable(f"{first} {last}"), place) if place else None


def _spelling(row: Row) -> object:
    """What remains of an address once points, doubled letters and the order of letters are set aside, under one last name.

    In one department only: someone known at its MDPH and at its conseil départemental, not two namesakes far apart.
    """
    _number, _first, last, email, _place, department = row
    if not email:
        return None
    own, _, domain = email.partition("@")
    letters = [letter for letter, _run in groupby(sign for sign in own if sign.isalpha())]
    return "".join(sorted(letters)), searchable(last), department or domain
