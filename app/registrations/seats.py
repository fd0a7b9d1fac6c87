"""The only place where seats are taken and freed: the event's counter and ``holds_seat`` change together.

Whoever changes seats holds the event first, always (docs/decisions: "Seats"). A registration that waits for the
facilitator holds a seat; one that waits for a seat, a speaker or a walk-in holds none.
"""

from collections.abc import Iterable

from app.core.db import db
from app.core.errors import Refusal
from app.events import queries as event_queries
from app.events.models import Event
from app.events.models import Part as EventPart
from app.registrations import seats_queries
from app.registrations.models import Part, Registration
from app.ui.french import NBSP, quoted

hold = event_queries.hold


class EventFull(Refusal):
    """No seat is left, and this event has no waiting list."""


def take(registration: Registration) -> bool:
    """The registration holds a seat, if it needs one and one is left."""
    if registration.holds_seat or registration.part is not Part.PARTICIPANT:
        return True
    if not seats_queries.take_one(registration.event):
        return False
    registration.holds_seat = True
    return True


def free(registration: Registration) -> None:
    """The registration holds nothing any more, neither at the event nor in its workshops."""
    if registration.holds_seat:
        registration.holds_seat = False
        seats_queries.free_one(registration.event)
    choose_workshops(registration, ())


def is_beyond_quota(event: Event, organisation_id: int | None) -> bool:
    """Whether one more seat for this organisation is for the facilitator to decide; those who wait will have theirs."""
    if event.quota_per_organisation is None or organisation_id is None:
        return False
    return seats_queries.seats_asked_by(event.id, organisation_id) >= event.quota_per_organisation


def choose_workshops(registration: Registration, wanted: Iterable[EventPart]) -> None:
    """The registration holds exactly these workshops; one that is full refuses the whole choice."""
    wanted = sorted(set(wanted), key=lambda part: part.id)
    before = list(registration.workshops)
    for part in sorted(set(before) - set(wanted), key=lambda one: one.id):
        seats_queries.free_one_in(part)
    for part in wanted:
        if part not in before and not seats_queries.take_one_in(part):
            raise Refusal(f"L’atelier {quoted(part.title)} est complet{NBSP}: choisissez-en un autre.", "workshop")
    registration.workshops = wanted
    db.session.flush()
