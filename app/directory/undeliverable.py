"""The directory follows what the outbox learns of addresses: everybody whose letters go to one that is in trouble is marked."""

from collections.abc import Iterable
from datetime import datetime

from app.directory import address_queries
from app.directory.models import Person
from app.outbox import address_queries as outbox


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


def _mark(people: list[Person]) -> int:
    troubles = outbox.troubles_of({person.letterbox for person in people if person.letterbox})
    changed = 0
    for person in people:
        trouble = troubles.get(person.letterbox or "")
        since = trouble.since if trouble else None
        changed += person.undeliverable_at != since
        person.undeliverable_at = since
    return changed
