"""What an answer given in a calendar does to a registration; ``inbox`` has made sure whose answer it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
    ONE_DAY_NO = "one_day_no"


class NotInvited(Refusal):
    """The team took the person off the list: their calendar does not put them back."""

    def __init__(self) -> None:
        super().__init__("Cette personne n’est plus invitée.")


FAST_CLOCK = timedelta(hours=1)  # a calendar further ahead than this is not believed about when it answered


def parties(one: CalendarObject) -> tuple[Event, Person]:
    """The event of a calendar object, and the person whose calendar holds it, under the name they bear now."""
    event, person = event_numbered(one.event_id), person_numbered(one.person_id)
    assert event is not None and person is not None  # noqa: S101 - foreign keys
    return event, same_person(person)


def addresses(one: CalendarObject) -> list[str]:
    """Where its letters went, or would go now that the person was merged into another: their answers bear one of these."""
    asked = person_numbered(one.person_id)
    return [person.letterbox for person in (asked, parties(one)[1]) if person is not None and person.letterbox]


@dataclass(frozen=True)
class Said:
    """What a calendar said that changes nothing by itself, and that the person's own page must not pass over."""

    hesitates: bool
    days_off: tuple[date, ...]


def said_by(person: Person, event: Event) -> Said:
    """A « peut-être », and the days declined among others that stand; all of them declined is a withdrawal, told as such."""
    objects = open_objects(event.id, person.id)
    off = tuple(one.on for one in objects if one.partstat is PartStat.DECLINED)
    return Said(any(one.partstat is PartStat.TENTATIVE for one in objects), off if len(off) < len(objects) else ())


def hold(one: CalendarObject) -> None:
    """Nobody else answers for this event until the end of the transaction; the object is as it is now."""
    hold_event(parties(one)[0])
    db.session.refresh(one)


def said_on_site_at(one: CalendarObject) -> datetime | None:
    """When this person last said something of this event on the site, since their calendar last counted: it wins over what was written before."""
    event, person = parties(one)
    # The answer about one day registers for all: that is not something said on the site.
    counted = max((day.counted_at for day in [one, *open_objects(event.id, person.id)] if day.counted_at), default=None)
    registration, invitation = last_of(event.id, person.id), invitation_of(event.id, person.id)
    moments = [registration.registered_at, registration.withdrawn_at] if registration else []
    moments += [invitation.answered_at] if invitation else []
    return max((moment for moment in moments if moment and (counted is None or moment > counted)), default=None)


def answer(one: CalendarObject, partstat: PartStat, *, at: datetime, stamped_at: datetime | None, word: str = "") -> Outcome:
    """The registration follows what the calendar said of one day. Call it with the object held.

    What the event no longer allows is refused: nothing moves, but the person is told, whose calendar shows otherwise.
    """
    event, person = parties(one)
    before = one.partstat
    one.partstat, one.replied_at = partstat, stamped_at if stamped_at and stamped_at < at + FAST_CLOCK else at
    try:
        with db.session.begin_nested():
            outcome = _VERBS[partstat](one, event, person, at, word)
    except Refusal as refusal:
        _tell_refusal(refusal, one, event, person, at)
        raise
    one.counted_at = at
    told = {"partstat": partstat.value, "outcome": outcome.value}
    journal.write(person.actor, "answered_by_calendar", event.thing, at=at, before={"partstat": before.value if before else ""}, after=told)
    return outcome


def is_known(one: CalendarObject, said: PartStat | None) -> bool:
    """Whether the person has said this of the whole event already: that they come, or that they don't."""
    event, person = parties(one)
    registration = registration_of(event.id, person.id)
    if registration is not None:
        return said is PartStat.ACCEPTED and registration.is_live and one.partstat is not PartStat.DECLINED
    invitation = invitation_of(event.id, person.id)
    return said is PartStat.DECLINED and invitation is not None and invitation.answer is Answer.DECLINED


def ask_to_confirm(one: CalendarObject, said: PartStat | None, at: datetime) -> None:
    """The person whose calendar this is learns that somebody answered for them, and what; once a day at most."""
    event, person = parties(one)
    key = f"answer-to-confirm-object-{one.id}-{at.date().isoformat()}"
    if ids := _source(event, person):
        _tell("answer_to_confirm", event, person, key, at, {**ids, "object_id": one.id, **({"said": said.value} if said else {})})


def _accept(_one: CalendarObject, event: Event, person: Person, at: datetime, _word: str) -> Outcome:
    registration = registration_of(event.id, person.id)
    if registration is not None:
        return Outcome.UNCHANGED
    invitation, left = invitation_of(event.id, person.id), last_of(event.id, person.id)
    if (invitation is None or invitation.withdrawn_at is not None) and (left is None or left.withdrawn_by != person.actor):
        raise NotInvited
    comes_back = left is not None or (invitation is not None and invitation.answer is Answer.DECLINED)
    made = register(
        event,
        person,
        origin=Origin.INVITATION,
        modality=left.modality if left else event.modality,  # who came back comes as they were to
        at=at,
        by=person.actor,
        wishes=Wishes(by_calendar=True, comes_back=comes_back),
    )
    if made.is_confirmed:
        return Outcome.REGISTERED
    return Outcome.WAITING if made.is_waiting else Outcome.PENDING


def _hesitate(_one: CalendarObject, _event: Event, _person: Person, _at: datetime, _word: str) -> Outcome:
    """Nothing moves: a place that is held stays so, a question stays open."""
    return Outcome.TENTATIVE


def _decline(one: CalendarObject, event: Event, person: Person, at: datetime, word: str) -> Outcome:
    others = [other for other in open_objects(event.id, person.id) if other.id != one.id]
    registration = registration_of(event.id, person.id)
    if any(other.partstat is not PartStat.DECLINED for other in others):
        return Outcome.ONE_DAY_LESS if registration is not None else Outcome.ONE_DAY_NO
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


def _tell_refusal(refusal: Refusal, one: CalendarObject, event: Event, person: Person, at: datetime) -> None:
    said = "Votre invitation n’a plus cours." if isinstance(refusal, NotInvited) else refusal.message
    key = f"answer-refused-object-{one.id}-{at.date().isoformat()}"
    if ids := _source(event, person):
        _tell("answer_refused", event, person, key, at, {**ids, "because": said})


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
