"""What an answer given in a calendar does to a registration; ``inbox`` has made sure whose answer it is."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.core.db import db
from app.core.errors import Refusal
from app.directory.models import Person
from app.directory.queries import same_person
from app.events.models import Event
from app.events.queries import hold as hold_event
from app.invitations.calendars import note_own_change
from app.invitations.models import Answer, CalendarObject, PartStat
from app.invitations.queries import event_numbered, invitation_of, open_objects, person_numbered
from app.journal import actions as journal
from app.outbox import actions as outbox
from app.registrations.actions import Wishes, register, withdraw
from app.registrations.models import Origin, Registration
from app.registrations.queries import last_of, registration_of


class Outcome(StrEnum):
    """What became of an answer."""

    REGISTERED = "registered"
    WAITING = "waiting"
    PENDING = "pending"
    UNCHANGED = "unchanged"
    TENTATIVE = "tentative"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    ONE_DAY_LESS = "one_day_less"


def parties(one: CalendarObject) -> tuple[Event, Person]:
    """The event of a calendar object, and the person whose calendar holds it, under the name they bear now."""
    event, person = event_numbered(one.event_id), person_numbered(one.person_id)
    assert event is not None and person is not None  # noqa: S101 - foreign keys
    return event, same_person(person)


def hold(one: CalendarObject) -> None:
    """Nobody else answers for this event until the end of the transaction; the object is as it is now."""
    hold_event(parties(one)[0])
    db.session.refresh(one)


def said_on_site_at(one: CalendarObject) -> datetime | None:
    """When this person last said something of this event on the site, since their calendar last counted: it wins over what was written before."""
    event, person = parties(one)
    registration, invitation = last_of(event.id, person.id), invitation_of(event.id, person.id)
    moments = [registration.registered_at, registration.withdrawn_at] if registration else []
    moments += [invitation.answered_at] if invitation else []
    return max((moment for moment in moments if moment and (one.counted_at is None or moment > one.counted_at)), default=None)


def answer(one: CalendarObject, partstat: PartStat, *, at: datetime, stamped_at: datetime | None, word: str = "") -> Outcome:
    """The registration follows what the calendar said of one day; refuses what its event no longer allows. Call it with the object held."""
    event, person = parties(one)
    before = one.partstat
    one.partstat, one.replied_at, one.counted_at = partstat, stamped_at or at, at
    outcome = _VERBS[partstat](one, event, person, at, word)
    told = {"partstat": partstat.value, "outcome": outcome.value}
    journal.write(person.actor, "answered_by_calendar", event.thing, at=at, before={"partstat": before.value if before else ""}, after=told)
    return outcome


def ask_to_confirm(one: CalendarObject, at: datetime) -> None:
    """The person whose calendar this is learns that somebody answered for them; once a day at most."""
    event, person = parties(one)
    key = f"answer-to-confirm-object-{one.id}-{at.date().isoformat()}"
    if ids := _source(event, person):
        _tell("answer_to_confirm", event, person, key, at, ids)


def _accept(_one: CalendarObject, event: Event, person: Person, at: datetime, _word: str) -> Outcome:
    registration = registration_of(event.id, person.id)
    if registration is not None:
        return Outcome.UNCHANGED
    invitation = invitation_of(event.id, person.id)
    if invitation is None or invitation.withdrawn_at is not None:
        left = last_of(event.id, person.id)
        if left is None or left.withdrawn_by != person.actor:
            raise Refusal("Cette personne n’est plus invitée.")
    made = register(
        event,
        person,
        origin=Origin.INVITATION,
        modality=event.modality,
        at=at,
        by=person.actor,
        wishes=Wishes(by_calendar=True),
    )
    if made.is_confirmed:
        return Outcome.REGISTERED
    return Outcome.WAITING if made.is_waiting else Outcome.PENDING


def _hesitate(_one: CalendarObject, _event: Event, _person: Person, _at: datetime, _word: str) -> Outcome:
    """Nothing moves: a place that is held stays so, a question stays open."""
    return Outcome.TENTATIVE


def _decline(one: CalendarObject, event: Event, person: Person, at: datetime, word: str) -> Outcome:
    others = [other for other in open_objects(event.id, person.id) if other.id != one.id]
    if any(other.partstat is not PartStat.DECLINED for other in others):
        return Outcome.ONE_DAY_LESS
    registration = registration_of(event.id, person.id)
    if registration is not None and registration.is_live:
        withdraw(registration, by=person.actor, at=at, word=word, by_calendar=True)
        return Outcome.WITHDRAWN
    return _decline_invitation(event, person, at, word)


def _decline_invitation(event: Event, person: Person, at: datetime, word: str) -> Outcome:
    invitation = invitation_of(event.id, person.id)
    if invitation is None or invitation.withdrawn_at is not None or invitation.answer is Answer.DECLINED:
        return Outcome.UNCHANGED
    if event.has_begun(at):
        raise Refusal("L’événement a déjà commencé.")
    invitation.say(Answer.DECLINED, at, word)
    note_own_change(event, person)
    key = f"answer-declined-invitation-{invitation.id}-{int(at.timestamp())}"
    _tell("answer_declined", event, person, key, at, {"invitation_id": invitation.id})
    return Outcome.DECLINED


def _source(event: Event, person: Person) -> dict[str, int]:
    """What a letter about this person's answer is made from."""
    registration: Registration | None = registration_of(event.id, person.id)
    if registration is not None:
        return {"registration_id": registration.id}
    invitation = invitation_of(event.id, person.id)
    return {"invitation_id": invitation.id} if invitation else {}


def _tell(kind: str, event: Event, person: Person, key: str, at: datetime, ids: Mapping[str, Any]) -> None:
    outbox.put(kind, to=person.letterbox, key=key, at=at, event_id=event.id, person_id=person.id, until=event.ends_at, **ids)


_VERBS = {PartStat.ACCEPTED: _accept, PartStat.TENTATIVE: _hesitate, PartStat.DECLINED: _decline}
