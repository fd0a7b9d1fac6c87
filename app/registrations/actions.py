"""What one does with a registration: come in, be let in, change one's mind, make room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.core.db import add, db
from app.core.errors import Refusal
from app.directory.models import Person
from app.directory.queries import same_person
from app.events.models import Event
from app.events.models import Part as EventPart
from app.events.words import Modality
from app.invitations.calendars import note_own_change
from app.invitations.models import Answer, Invitation
from app.invitations.queries import invitation_of
from app.journal import actions as journal
from app.registrations import policy, seats, telling
from app.registrations.models import Origin, Part, Registration, Standing
from app.registrations.queries import first_waiting, is_queue_empty, read_again, registration_by_form, registration_of
from app.registrations.seats import EventFull
from app.registrations.telling import as_told, call_off, tell_change
from app.ui.french import NBSP, quoted

__all__ = ["EventFull", "as_told", "call_off", "tell_change"]  # told in telling.py, and the verbs below


@dataclass(frozen=True)
class Wishes:
    """What a registration may say beyond who comes; all of it optional."""

    workshops: tuple[EventPart, ...] = ()
    part: Part = Part.PARTICIPANT
    form_key: str | None = None  # one sending of one form makes one registration
    to_approve: bool = False  # someone the door does not know: the facilitator decides
    by_calendar: bool = False  # they answered in their calendar, which knows the event already
    comes_back: bool = False  # but had declined all of it before


def register(
    event: Event,
    person: Person,
    *,
    origin: Origin,
    modality: Modality,
    at: datetime,
    by: str,
    invitation: Invitation | None = None,
    comment: str = "",
    wishes: Wishes = Wishes(),  # noqa: B008 - frozen
) -> Registration:
    """The person has a seat, waits for one, or for the facilitator's word, and a letter says which; asked twice, it is told once."""
    person = same_person(person)
    seats.hold(event)
    if known := _already(event, person, wishes.form_key):
        return known
    policy.expect_open(event, origin, at)
    asks = _asks_approval(event, person, origin, wishes)
    registration = _written(event, person, wishes, origin, policy.modality_for(event, modality), asks, at)
    registration.registered_by, registration.comment = by, comment
    if not _written_down(registration, wishes, at):
        return _already(event, person, wishes.form_key) or registration
    if invitation := invitation or invitation_of(event.id, person.id):
        invitation.say(Answer.REGISTERED, at)
    if wishes.by_calendar:
        telling.tell_answer(registration, at, comes_back=wishes.comes_back)
    else:
        telling.tell_standing(registration, at)
    journal.write(by, "registered", registration.thing, at=at, after={"event": event.public_id, "standing": registration.standing.value})
    return registration


def withdraw(registration: Registration, *, by: str, at: datetime, word: str = "", by_calendar: bool = False) -> None:
    """The person no longer comes: the seat goes to the next in line, and their calendar forgets the event, unless it said so itself."""
    event = registration.event
    seats.hold(event)
    read_again(registration)
    if not registration.is_live:
        return
    policy.expect_withdrawable(registration, by, at)
    before = registration.standing
    registration.standing, registration.withdrawn_at, registration.withdrawn_by = Standing.WITHDRAWN, at, by
    registration.withdraw_word = word
    seats.free(registration)
    if invitation := invitation_of(event.id, registration.person_id):
        invitation.say(Answer.DECLINED, at, word)
    (telling.tell_declined if by_calendar else telling.tell_withdrawal)(registration, at)
    journal.write(by, "withdrawn", registration.thing, at=at, before={"standing": before.value}, after={"standing": "withdrawn"})
    promote(event, at)


def promote(event: Event, at: datetime) -> list[Registration]:
    """Every free seat goes to the first who waits, until the event begins; call it with the event held."""
    promoted: list[Registration] = []
    if not event.is_coming or event.has_begun(at):
        return promoted
    while (registration := first_waiting(event.id)) and seats.take(registration):
        _let_in(registration, at)
        telling.tell_promotion(registration, at)
        journal.write("système", "promoted", registration.thing, at=at, after={"standing": registration.standing.value})
        promoted.append(registration)
        db.session.flush()
    return promoted


def approve(registration: Registration, *, by: str, at: datetime) -> None:
    """The facilitator lets the person in; someone refused before takes a seat if one is left, else waits for one."""
    event = registration.event
    seats.hold(event)
    read_again(registration)
    policy.expect_running(event)
    if registration.is_confirmed or registration.is_withdrawn:
        return
    before, registration.asks_approval, registration.refused_at = registration.standing, False, None
    if not registration.is_waiting:
        _settle(registration, at)
        telling.tell_standing(registration, at)
    journal.write(by, "approved", registration.thing, at=at, before={"standing": before.value})


def refuse(registration: Registration, *, by: str, at: datetime, word: str = "") -> None:
    """The facilitator does not keep the demand: the seat it held goes to the next in line, and the person is told."""
    event = registration.event
    seats.hold(event)
    read_again(registration)
    policy.expect_running(event)
    if not (registration.is_pending or registration.is_waiting):
        raise Refusal("Seule une demande en attente peut être refusée.")
    before = registration.standing
    registration.standing, registration.refused_at = Standing.REFUSED, at
    seats.free(registration)
    telling.tell_refusal(registration, at, word)
    journal.write(by, "refused", registration.thing, at=at, before={"standing": before.value}, after={"standing": "refused"})
    promote(event, at)


def change(registration: Registration, *, modality: Modality, workshops: Iterable[EventPart], comment: str, by: str, at: datetime) -> None:
    """The person comes another way, or to another workshop; their calendar learns a new place or link."""
    event = registration.event
    seats.hold(event)
    read_again(registration)
    policy.expect_changeable(registration, at)
    modality = policy.modality_for(event, modality)
    moved = modality is not registration.modality
    with db.session.begin_nested():
        registration.modality, registration.comment = modality, comment
        seats.choose_workshops(registration, () if registration.is_waiting else workshops)
    if moved and registration.is_confirmed:
        note_own_change(event, same_person(registration.person))
        telling.tell_own_change(registration, at)
    journal.write(by, "registration_changed", registration.thing, at=at, after={"modality": modality.value})


def set_capacity(event: Event, capacity: int | None, at: datetime) -> list[Registration]:
    """The event has this many seats, never fewer than are taken; new ones go to those who wait, at once."""
    seats.hold(event)
    if capacity is not None and capacity < event.seats_taken:
        raise Refusal(policy.too_few(event.seats_taken), "capacity")
    event.capacity = capacity
    db.session.flush()
    return promote(event, at)


def move(registration: Registration, target: Event, *, by: str, at: datetime) -> Registration:
    """The person is expected at another event instead of this one."""
    for event in sorted((registration.event, target), key=lambda one: one.id):
        seats.hold(event)
    read_again(registration)
    if not registration.is_live or target.id == registration.event_id:
        raise Refusal("Cette inscription ne peut pas être déplacée vers cet événement.")
    person = same_person(registration.person)
    moved = register(
        target,
        person,
        origin=Origin.FACILITATOR,
        modality=registration.modality,
        comment=registration.comment,
        at=at,
        by=by,
        wishes=Wishes(part=registration.part),
    )
    if moved.is_refused:
        raise Refusal(f"La demande de cette personne pour {quoted(target.title)} n’a pas été retenue.", "target")
    if moved.is_waiting and not registration.is_waiting:
        raise EventFull(f"{quoted(target.title)} est complet{NBSP}: la personne perdrait sa place pour une liste d’attente.", "target")
    withdraw(registration, by=by, at=at)
    return moved


def come_back(left: Registration, at: datetime) -> Registration:
    """Someone who left changes their mind: a seat if one is left, else the line; whoever was never let in is not let in by this."""
    person = same_person(left.person)
    origin = Origin.PUBLIC if left.origin in policy.BY_THE_TEAM else left.origin
    wishes = Wishes(part=left.part, to_approve=left.asks_approval)
    return register(left.event, person, origin=origin, modality=left.modality, at=at, by=person.actor, wishes=wishes)


def _already(event: Event, person: Person, form_key: str | None) -> Registration | None:
    """What this sending of a form already made, or the registration that the person already has."""
    sent = registration_by_form(form_key) if form_key else None
    return sent or registration_of(event.id, person.id)


def _written(
    event: Event, person: Person, wishes: Wishes, origin: Origin, modality: Modality, asks_approval: bool, at: datetime
) -> Registration:
    """A registration with the organisation, department and job role of today, standing nowhere yet."""
    return Registration(
        event=event,
        person=person,
        standing=Standing.PENDING,
        origin=origin,
        part=wishes.part,
        modality=modality,
        organisation_id=person.organisation_id,
        department_code=person.department_code,
        job_role_code=person.job_role_code,
        asks_approval=asks_approval,
        registered_at=at,
        form_key=wishes.form_key,
    )


def _written_down(registration: Registration, wishes: Wishes, at: datetime) -> bool:
    """The registration has its row, its standing and its workshops; a refusal on the way leaves nothing behind."""
    try:
        # The index is the last line: it can still refuse what came in by a path that held nothing.
        with db.session.begin_nested():
            _settle(registration, at)
            seats.choose_workshops(registration, () if registration.is_waiting else wishes.workshops)
            add(registration)
    except IntegrityError:
        return False
    return True


def _settle(registration: Registration, at: datetime) -> None:
    """A seat if one is left and nobody waits for it, else the queue, else a refusal."""
    event = registration.event
    # A demand that waited for the facilitator holds its seat already: it stands behind nobody.
    queue = registration.part is Part.PARTICIPANT and registration.origin is not Origin.WALK_IN and not registration.holds_seat
    if registration.origin is Origin.WALK_IN or ((not queue or is_queue_empty(event.id)) and seats.take(registration)):
        _let_in(registration, at)
    elif event.has_waiting_list:
        registration.waiting_since = registration.waiting_since or at
        registration.standing = Standing.WAITING
    else:
        raise EventFull("Il n’y a plus de place pour cet événement.")


def _let_in(registration: Registration, at: datetime) -> None:
    """With its seat: confirmed, unless the facilitator has to decide first."""
    if registration.asks_approval:
        registration.standing = Standing.PENDING
        return
    registration.standing, registration.confirmed_at = Standing.CONFIRMED, at


def _asks_approval(event: Event, person: Person, origin: Origin, wishes: Wishes) -> bool:
    if origin in policy.BY_THE_TEAM or wishes.part is not Part.PARTICIPANT:
        return False
    return event.needs_approval or wishes.to_approve or seats.is_beyond_quota(event, person.organisation_id)
