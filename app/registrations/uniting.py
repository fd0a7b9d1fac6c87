"""Two people turn out to be one: they come once to what both had registered to."""

from datetime import datetime

from app.accounts.models import Account
from app.directory.models import Person
from app.events.models import Event
from app.journal import actions as journal
from app.networks import uniting
from app.registrations import seats
from app.registrations.actions import promote
from app.registrations.guest_queries import events_held_twice, events_registered_twice, registrations_at_event
from app.registrations.models import Registration, Standing
from app.registrations.telling import tell_double

_FIRST = (Standing.CONFIRMED, Standing.PENDING, Standing.WAITING, Standing.REFUSED)


def merge_people(lost: Person, kept: Person, account: Account, *, at: datetime) -> None:
    """The second person has what the first had, with one registration to each event to come, and one entry in their calendars.

    What is past is not rewritten.
    """
    address = lost.letterbox
    uniting.merge_people(lost, kept, account, at=at)
    for event in events_registered_twice(kept, at):
        _keep_one(event, kept, account, at)
    for event in events_held_twice(kept, at):
        tell_double(event, kept, address, at)


def _keep_one(event: Event, person: Person, account: Account, at: datetime) -> None:
    """The registration that stands best stays; a seat held twice goes to the next in line, and nobody is written that they left."""
    seats.hold(event)
    kept, *others = sorted(registrations_at_event(event, person), key=_best_first)
    for one in others:
        before = one.standing
        one.standing, one.withdrawn_at, one.withdrawn_by = Standing.WITHDRAWN, at, account.actor
        seats.free(one)
        said = {"standing": "withdrawn", "kept": kept.public_id}
        journal.write(account.actor, "withdrawn", one.thing, at=at, before={"standing": before.value}, after=said)
    promote(event, at)


def _best_first(registration: Registration) -> tuple[int, bool, int]:
    return _FIRST.index(registration.standing), not registration.workshops, registration.id
