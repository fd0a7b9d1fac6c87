"""Who is told what: every letter about a registration is put here, with the calendar objects it opens, moves or closes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.directory.models import Person
from app.directory.queries import same_person
from app.events.models import Event
from app.invitations.calendars import calendar_objects, close_calendar_objects, close_surplus
from app.invitations.facts import where_words
from app.invitations.models import Answer, CalendarObject, Invitation
from app.invitations.queries import open_objects, told_invitations
from app.journal import actions as journal
from app.outbox import actions as outbox
from app.registrations import seats
from app.registrations.models import Registration
from app.registrations.queries import live_of
from app.ui.french import when


def tell_standing(registration: Registration, at: datetime) -> None:
    """The person learns at once where they stand: confirmed, in line, or waiting for the facilitator's word."""
    if registration.part is not registration.part.PARTICIPANT and not registration.is_confirmed:
        return
    if registration.is_confirmed:
        if registration.event.has_begun(at):
            return  # a walk-in is there already
        _tell_days(registration, "confirmation", at)
    elif registration.is_waiting:
        _put("waiting", registration, at)
    elif registration.is_pending:
        _put("pending", registration, at)


def tell_promotion(registration: Registration, at: datetime) -> None:
    """A seat was freed and is theirs, or waits only for the facilitator."""
    if registration.is_confirmed:
        _tell_days(registration, "seat_freed", at)
    else:
        _put("pending", registration, at)


def tell_withdrawal(registration: Registration, at: datetime, *, told: bool = True) -> None:
    """Their calendar forgets the event; the words never say that the event itself is called off."""
    closed = close_calendar_objects(registration.event, same_person(registration.person), at)
    if told:
        _put_each("withdrawal", registration, closed, at)


def tell_refusal(registration: Registration, at: datetime, word: str) -> None:
    closed = close_calendar_objects(registration.event, same_person(registration.person), at)
    _put_each("refused", registration, closed, at, word=word)


def tell_own_change(registration: Registration, at: datetime) -> None:
    """The person chose to come another way: the calendar gets the place or the link of that way."""
    person = same_person(registration.person)
    for one in calendar_objects(registration.event, person, at):
        key = f"own-change-object-{one.id}-v{one.sequence(registration.event)}"
        _write("change", registration.event, person, key, at, registration_id=registration.id, object_id=one.id, own=1)


def call_off(event: Event, reason: str, by: str, at: datetime) -> int:
    """The event will not take place: everybody who was asked, registered or in line is told why; says how many."""
    seats.hold(event)
    was_announced = event.is_coming
    event.cancel(reason, at)
    event.changed_at = at
    journal.write(by, "called_off", event.thing, at=at, after={"sequence": event.sequence})
    if not was_announced:
        return 0
    people = _concerned(event)
    for person, ids in people:
        closed = close_calendar_objects(event, person, at)
        for one in _at_least_one(closed):
            key = f"called-off-event-{event.id}-person-{person.id}-{one.id if one else 0}"
            _write("called_off", event, person, key, at, **ids, **_object(one))
    return len(people)


def tell_change(event: Event, changed: set[str], at: datetime, before: Mapping[str, str] | None = None) -> int:
    """Everybody concerned learns what changed, in words and in their calendar; ``before`` comes from ``as_told``."""
    if not changed or not event.is_coming or event.is_over(at):
        return 0
    facts = {f"before_{name}": words for name, words in (before or {}).items()} | {"changed": " ".join(sorted(changed))}
    people = _concerned(event)
    for person, ids in people:
        key = f"change-event-{event.id}-v{event.sequence}-person-{person.id}"
        surplus = close_surplus(event, person, at)
        known = open_objects(event.id, person.id)
        kept = calendar_objects(event, person, at) if known or surplus else []
        for one in _at_least_one(kept):
            _write("change", event, person, f"{key}-{one.id if one else 0}", at, **ids, **_object(one), **facts)
        for one in surplus:
            _write("change", event, person, f"{key}-{one.id}", at, **ids, **_object(one), **facts, lost=1)
    return len(people)


def as_told(event: Event) -> dict[str, str]:
    """What people were told of the event until now, in words: taken before a change, said beside the new words after it."""
    return {"when": when(event.starts_at, event.ends_at), "where": where_words(event, event.modality), "title": event.title}


def _concerned(event: Event) -> list[tuple[Person, dict[str, int]]]:
    """Those who registered or wait, then those who were asked and did not say no; each once."""
    found: dict[int, tuple[Person, dict[str, int]]] = {}
    for registration in live_of(event):
        person = same_person(registration.person)
        found[person.id] = (person, {"registration_id": registration.id})
    for invitation in told_invitations(event.id):
        if _still_asked(invitation):
            person = same_person(invitation.person)
            found.setdefault(person.id, (person, {"invitation_id": invitation.id}))
    return list(found.values())


def _still_asked(invitation: Invitation) -> bool:
    return invitation.answer is not Answer.DECLINED


def _tell_days(registration: Registration, kind: str, at: datetime) -> None:
    person = same_person(registration.person)
    event = registration.event
    for one in calendar_objects(event, person, at):
        key = f"{kind}-registration-{registration.id}-v{event.sequence}-{one.on.isoformat()}"
        _write(kind, event, person, key, at, registration_id=registration.id, object_id=one.id)


def _put(kind: str, registration: Registration, at: datetime) -> None:
    key = f"{kind}-registration-{registration.id}-{int(at.timestamp())}"
    person = same_person(registration.person)
    _write(kind, registration.event, person, key, at, registration_id=registration.id)


def _put_each(kind: str, registration: Registration, closed: Sequence[CalendarObject], at: datetime, **facts: str) -> None:
    person = same_person(registration.person)
    for one in _at_least_one(closed):
        key = f"{kind}-registration-{registration.id}-{one.id if one else int(at.timestamp())}"
        _write(kind, registration.event, person, key, at, registration_id=registration.id, **_object(one), **facts)


def _at_least_one(objects: Sequence[CalendarObject]) -> Sequence[CalendarObject | None]:
    """One letter for each calendar object; a single letter without a calendar part when there is none."""
    return objects or (None,)


def _object(one: CalendarObject | None) -> dict[str, int]:
    return {"object_id": one.id} if one else {}


def _write(kind: str, event: Event, person: Person, key: str, at: datetime, **ids: int | str) -> None:
    outbox.put(kind, to=person.letterbox, key=key, at=at, event_id=event.id, person_id=person.id, until=event.ends_at, **ids)  # type: ignore[arg-type]
