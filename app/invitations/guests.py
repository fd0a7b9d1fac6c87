"""Finding the people of a list in the directory, and bringing in those it does not know."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from app.accounts.models import Account
from app.core.clock import PARIS
from app.core.db import add
from app.core.errors import Refusal
from app.core.links import new_public_id
from app.core.text import searchable
from app.events.models import Event
from app.invitations.guest_list_queries import Words, add_people, known_words, people_at, people_called
from app.invitations.guest_lists import Line, kept_lines
from app.invitations.models import GuestList
from app.journal import actions as journal
from app.ui.french import NBSP


@dataclass(frozen=True)
class Newcomer:
    """Someone the directory does not know, with what of their line it understands."""

    line: Line
    organisation_id: int | None
    department_code: str | None
    job_role_code: str | None
    unknown: str = ""  # what the line names and we do not know


@dataclass
class Match:
    """What a list comes to: people we know, people to create, lines that say nobody."""

    known: dict[int, Line] = field(default_factory=dict)
    newcomers: list[Newcomer] = field(default_factory=list)
    problems: list[Line] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.known) + len(self.newcomers)


def keep_list(event: Event, lines: Iterable[Line], account: Account, at: datetime) -> GuestList:
    """The list waits for its confirmation."""
    kept = [line.kept() for line in lines]
    if not kept:
        raise Refusal("Cette liste ne contient personne.", "pasted")
    return add(GuestList(event_id=event.id, lines=kept, given_by_id=account.id, given_at=at))


def match(guests: GuestList, on: date) -> Match:
    """Each line is someone of the directory, by address or else by name, someone new, or a problem."""
    lines = kept_lines(guests.lines)
    sound = [line for line in lines if not line.problem]
    by_address = people_at([line.email for line in sound if line.email])
    by_name = people_called((line.first_name, line.last_name) for line in sound if not line.email)
    words = known_words(on)
    found = Match(problems=[line for line in lines if line.problem])
    for line in sound:
        number = by_address.get(line.email) if line.email else _one_called(line, by_name, words)
        if number is not None:
            _keep_known(found, number, line)
        elif problem := _why_not_new(line, by_name):
            found.problems.append(replace(line, problem=problem))
        else:
            found.newcomers.append(_newcomer(line, words))
    found.problems.sort(key=lambda line: int(line.number))
    return found


def bring_in(found: Match, event: Event, account: Account, at: datetime) -> list[int]:
    """The newcomers are in the directory; the numbers of everyone on the list, in its order."""
    add_people([_row(newcomer, at) for newcomer in found.newcomers], at.astimezone(PARIS).date())
    if found.newcomers:
        journal.write(account.actor, "people_created_from_list", event.thing, at=at, after={"people": len(found.newcomers)})
    addresses = [newcomer.line.email for newcomer in found.newcomers]
    created = people_at(addresses)
    return [*found.known, *(created[address] for address in addresses)]


def _keep_known(found: Match, number: int, line: Line) -> None:
    if number in found.known:
        found.problems.append(replace(line, problem=f"la même personne qu’à la ligne {found.known[number].number}"))
    else:
        found.known[number] = line


def _one_called(line: Line, by_name: dict[str, list[tuple[int, int | None]]], words: Words) -> int | None:
    """The only person of that name, or the only one of that name in that organisation."""
    same = by_name.get(searchable(f"{line.last_name} {line.first_name}"), [])
    if len(same) > 1 and line.organisation:
        wanted = words.organisations.get(searchable(line.organisation))
        same = [one for one in same if one[1] == wanted]
    return same[0][0] if len(same) == 1 else None


def _why_not_new(line: Line, by_name: dict[str, list[tuple[int, int | None]]]) -> str:
    if not line.email:
        several = by_name.get(searchable(f"{line.last_name} {line.first_name}"))
        return ("plusieurs personnes portent ce nom : ajoutez l’adresse" if several else "sans adresse, et inconnue de l’annuaire").replace(
            " :", f"{NBSP}:"
        )
    if not line.first_name or not line.last_name:
        return "adresse inconnue de l’annuaire : ajoutez le prénom et le nom".replace(" :", f"{NBSP}:")
    return ""


def _newcomer(line: Line, words: Words) -> Newcomer:
    organisation = words.organisations.get(searchable(line.organisation)) if line.organisation else None
    department = words.departments.get(searchable(line.department)) if line.department else None
    role = words.job_roles.get(searchable(line.job_role)) if line.job_role else None
    asked = ((line.organisation, organisation), (line.department, department), (line.job_role, role))
    unknown = ", ".join(said for said, understood in asked if said and understood is None)
    if department is None and organisation is not None:
        department = words.only_department.get(organisation)
    return Newcomer(line, organisation, department, role, unknown)


def _row(newcomer: Newcomer, at: datetime) -> dict[str, Any]:
    line = newcomer.line
    return {
        "public_id": new_public_id(),
        "email": line.email,
        "first_name": line.first_name,
        "last_name": line.last_name,
        "search": searchable(f"{line.last_name} {line.first_name} {line.last_name} {line.email}")[:420],
        "organisation_id": newcomer.organisation_id,
        "department_code": newcomer.department_code,
        "job_role_code": newcomer.job_role_code,
        "version": 1,
        "created_at": at,
    }
