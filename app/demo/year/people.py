"""The people of a year as rows: those of years loaded before come back, the others are invented."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from app.demo.year import rows
from app.demo.year.casting import Cast, Seat
from app.demo.year.names import drawn, person_name, public_name, search_of
from app.demo.year.reference import Cell, Reference
from app.directory.models import Person, Posting


class People:
    """Who sits where: the number and the public name of the person of each seat."""

    def __init__(self, reference: Reference, known: Mapping[Cell, Sequence[tuple[int, str]]], last: int, first_year: int):
        self.reference, self.known, self.last, self.first_year = reference, known, last, first_year
        self.found: dict[Seat, tuple[int, str]] = {}
        self._new: dict[Seat, None] = {}

    def meet(self, seats: Iterable[Seat]) -> None:
        """These people exist from now on."""
        for seat in seats:
            cell, rank = seat
            known = self.known.get(cell, ())
            if rank < len(known):
                self.found[seat] = known[rank]
            else:
                self._new.setdefault(seat)

    def write(self) -> int:
        """Everybody met who was not there is a row, with where they work; says how many they are."""
        people = [self._person(self.last + rank, cell) for rank, (cell, _rank) in enumerate(self._new, 1)]
        first = rows.write_numbered(Person, people)
        rows.write_numbered(Posting, [_posting(first + rank, row) for rank, row in enumerate(people)])
        self.found |= {seat: (first + rank, people[rank]["public_id"]) for rank, seat in enumerate(self._new)}
        return len(people)

    def _person(self, agent: int, cell: Cell) -> dict[str, Any]:
        first, last = person_name(agent)
        email = f"{rows.AGENT}{agent:05d}@{cell.organisation}.example.org"
        since = date(self.first_year - 1, 1 + drawn("since", email, out_of=9), 1)
        return {
            "public_id": public_name("person", email),
            "email": email,
            "first_name": first,
            "last_name": last,
            "search": search_of(first, last, email),
            "organisation_id": self.reference.organisations[cell.organisation][0],
            "department_code": cell.department,
            "job_role_code": cell.role,
            "created_at": datetime.combine(since, time(9), UTC),
        }


def _posting(person: int, row: rows.Row) -> rows.Row:
    where = {key: row[key] for key in ("organisation_id", "department_code", "job_role_code")}
    return {"person_id": person, "started_on": row["created_at"].date(), "ended_on": None} | where


def everybody(cast: Cast) -> Iterable[Seat]:
    """All who are cast, in the order of the events."""
    for seats in cast.values():
        yield from seats.present
        yield from seats.absent
