"""The directory follows what the outbox learns of addresses: everybody whose letters go to one that is in trouble is marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.directory import address_queries
from app.directory.models import Person
from app.outbox import address_queries as outbox
from app.outbox.addresses import is_complaint
from app.outbox.models import AddressTrouble, Return, Trust
from app.outbox.refusals import in_french


@dataclass(frozen=True)
class Trouble:
    """Why letters do not reach somebody, for who can do something about it."""

    person: Person
    address: str
    since: datetime
    told: str  # in French
    words: str  # the other server's own
    is_suspended: bool
    may_be_lifted: bool
    is_complaint: bool = False  # the box works: there is no address to correct


def follow(at: datetime) -> int:
    """Mark, or no longer mark, the people of the addresses that changed, and those who took such an address since; says how many changed."""
    troubles = {one.address: one for one in outbox.untold()}
    changed = _mark(address_queries.people_at(troubles.keys()))
    for trouble in troubles.values():
        trouble.told_at = at
    return changed + _mark(address_queries.unmarked())


def mark(people: Iterable[Person]) -> None:
    """These people have just been given the address that their letters go to."""
    _mark([*people])


def troubles_of(people: Iterable[Person]) -> Mapping[int, Trouble]:
    """Why letters do not reach these people, by number; of those that they do reach, nothing."""
    marked = [person for person in people if person.undeliverable_at is not None]
    if not marked:
        return {}
    known = outbox.troubles_of({person.letterbox for person in marked if person.letterbox})
    return {person.id: _told(person, known.get(person.letterbox or "")) for person in marked}


def told_and_lost(people: Sequence[Person]) -> tuple[int, int]:
    """How many of these people letters reach, and how many they don't; a complaint stops none that is about a registration."""
    lost = sum(not trouble.is_complaint for trouble in troubles_of(people).values())
    return len(people) - lost, lost


def trouble_of(person: Person) -> Trouble | None:
    """Why letters do not reach this person; None when they do."""
    return troubles_of([person]).get(person.id)


def _told(person: Person, trouble: AddressTrouble | None) -> Trouble:
    since, address = person.undeliverable_at, person.letterbox or ""
    assert since is not None  # noqa: S101 - only those who are marked are asked for
    if trouble is None:  # marked before reasons were kept
        return Trouble(person, address, since, "Les courriels en reviennent.", "", is_suspended=True, may_be_lifted=False)
    is_suspended = trouble.trust is Trust.SUSPENDED
    sort = Return.HARD if is_suspended else Return.COMPLAINT if is_complaint(trouble) else Return.SOFT
    complains = sort is Return.COMPLAINT
    words = "" if complains else trouble.words
    told = in_french(sort, trouble.words)
    return Trouble(person, address, since, told, words, is_suspended=is_suspended, may_be_lifted=True, is_complaint=complains)


def _mark(people: list[Person]) -> int:
    troubles = outbox.troubles_of({person.letterbox for person in people if person.letterbox})
    changed = 0
    for person in people:
        trouble = troubles.get(person.letterbox or "")
        since = trouble.since if trouble else None
        changed += person.undeliverable_at != since
        person.undeliverable_at = since
    return changed
