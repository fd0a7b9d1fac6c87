"""The letters of an event as someone would read them, made for an invented person: no name, no link of a real one is shown."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm.attributes import set_committed_value

from app.core.links import new_public_id
from app.directory.models import Person
from app.events.models import Event
from app.events.words import Modality, State
from app.invitations import mails as invitation_mails
from app.invitations.actions import carries_calendar
from app.invitations.models import CalendarObject, Invitation
from app.networks.links import example_link
from app.outbox.letter import Letter
from app.registrations import event_mails
from app.registrations import mails as registration_mails
from app.registrations.models import Origin, Part, Registration, Standing
from app.reminders import mails
from app.reminders.due import due_at, lacks_content
from app.reminders.letters import situation_of
from app.reminders.models import PlannedLetter
from app.reminders.readers_queries import Reader

Writer = Callable[[Registration, datetime], Letter | None]
WRITTEN_TO = "Dominique Exemple"


def sample_of(
    planned: PlannedLetter, event: Event, at: datetime, others: Mapping[str, Writer], reader: Reader | None = None
) -> Letter | None:
    """This letter with the facilitator's words in it, as ``reader`` would have it; None while it has nothing to say.

    Whoever reads, the rows it is made from are invented: its links open nothing, and tell nothing of theirs.
    """
    if lacks_content(planned):
        return None
    imagined, moment = _registration(event, at, reader), _moment(planned, event, at)
    with _as_if(event, State.CANCELLED if planned.letter == "called_off" else State.PUBLISHED):
        letter = _written(planned, imagined, moment, others)
    return letter.with_words(planned.subject, planned.words) if letter else None


@contextmanager
def _as_if(event: Event, state: State) -> Iterator[None]:
    """A letter may be looked at before its event is published: the object says so for a moment, the database never hears of it."""
    kept, reason = event.state, event.cancel_reason
    set_committed_value(event, "state", state)
    set_committed_value(event, "cancel_reason", reason or "(la raison que vous direz)")
    try:
        yield
    finally:
        set_committed_value(event, "state", kept)
        set_committed_value(event, "cancel_reason", reason)


def _moment(planned: PlannedLetter, event: Event, at: datetime) -> datetime:
    """An instant at which the letter makes sense."""
    if due := due_at(planned, event):
        return due
    return event.ends_at if planned.anchor == "end" else min(at, event.starts_at - timedelta(hours=2))


def _written(planned: PlannedLetter, registration: Registration, at: datetime, others: Mapping[str, Writer]) -> Letter | None:
    letter, event, person = planned.letter, registration.event, registration.person
    if letter in _WITH_LINK:
        return _WITH_LINK[letter](registration, person, planned.link)
    if letter == "reminder_1_hour":
        registration.modality = Modality.ONLINE
    if letter == "waiting":
        registration.standing = Standing.WAITING
    if letter == "withdrawal":
        registration.standing, registration.withdrawn_by = Standing.WITHDRAWN, person.actor
    if letter in others:
        return others[letter](registration, at)
    if letter in _OF_INVITATION:
        made = _OF_INVITATION[letter](_invitation(event, person, at), at)
        return replace(made, unsubscribe=example_link(event.networks[0])) if made and event.networks else made
    return _OF_REGISTRATION[letter](registration, at)


def _registration(event: Event, at: datetime, reader: Reader | None) -> Registration:
    modality = Modality.ONLINE if event.modality is Modality.ONLINE else Modality.ONSITE
    if reader and reader.modality is not Modality.HYBRID:
        modality = reader.modality
    person = _somebody(at, reader.person if reader else None)
    return Registration(
        public_id=new_public_id(),
        version=1,
        event=event,
        person=person,
        standing=Standing.CONFIRMED,
        origin=Origin.INVITATION,
        part=Part.PARTICIPANT,
        modality=modality,
        registered_at=at,
        withdrawn_by="",
    )


def _somebody(at: datetime, real: Person | None) -> Person:
    """Under an invented public name: someone of the directory as letters name them, or someone who does not exist."""
    first, last = (real.first_name, real.last_name) if real else WRITTEN_TO.split()
    person = Person(public_id=new_public_id(), version=1, first_name=first, last_name=last, created_at=at)
    if real:
        person.email = real.letterbox
        set_committed_value(person, "department", real.department)
        set_committed_value(person, "organisation", real.organisation)
    return person


def _invitation(event: Event, person: Person, at: datetime) -> Invitation:
    return Invitation(public_id=new_public_id(), version=1, event=event, person=person, invited_at=at, nudges=0)


def _calendar(event: Event, at: datetime) -> CalendarObject:
    on = event.days[0].on if event.days else event.starts_at.date()
    return CalendarObject(uid=f"{new_public_id()}@exemple", event_id=event.id, on=on, created_at=at, own_changes=0, last_sequence=0)


def _invited(given: Invitation, at: datetime) -> Letter | None:
    event = given.event
    return invitation_mails.invitation(given, given.person, _calendar(event, at) if carries_calendar(event) else None, at)


def _change(registration: Registration, at: datetime) -> Letter | None:
    event = registration.event
    return event_mails.change(event, registration.person, registration, _calendar(event, at), at, {"changed": "start"})


def _called_off(registration: Registration, at: datetime) -> Letter | None:
    return event_mails.called_off(registration.event, registration.person, registration, _calendar(registration.event, at), at)


_WITH_LINK: dict[str, Callable[[Registration, Person, str], Letter]] = {
    "agenda": mails.agenda,
    "minutes": mails.minutes,
    "documents": mails.documents,
    "replay": mails.replay,
}
_OF_INVITATION: dict[str, Callable[[Invitation, datetime], Letter | None]] = {
    "save_the_date": lambda given, at: invitation_mails.save_the_date(given.event, given.person, at),
    "invitation": _invited,
    "nudge": lambda given, at: invitation_mails.nudge(given, given.person, at),
}
_OF_REGISTRATION: dict[str, Writer] = {
    "reminder_7_days": lambda one, _at: mails.reminder_7_days(one, one.person),
    "reminder_1_day": lambda one, at: mails.reminder_1_day(one, one.person, at),
    "reminder_1_hour": lambda one, _at: mails.reminder_1_hour(one, one.person),
    "series_invitation": lambda one, _at: mails.series_invitation([one.event], one.person, None),
    "organiser_alert": lambda one, _at: mails.organiser_alert(one.event, situation_of(one.event)),
    "confirmation": lambda one, at: registration_mails.confirmation(one, one.person, _calendar(one.event, at), at),
    "seat_freed": lambda one, at: registration_mails.seat_freed(one, one.person, _calendar(one.event, at), at),
    "withdrawal": lambda one, at: registration_mails.withdrawal(one, one.person, _calendar(one.event, at), at),
    "waiting": lambda one, at: registration_mails.waiting(one, one.person, at),
    "change": _change,
    "called_off": _called_off,
}
