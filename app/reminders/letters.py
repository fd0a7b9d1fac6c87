"""From what the outbox kept to the letter: finds the fact, asks whether it still holds, and has it written."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from app.core.clock import PARIS
from app.core.db import db
from app.directory.models import Person
from app.directory.queries import same_person
from app.events.models import Event
from app.events.words import Modality
from app.invitations.models import Sending
from app.networks.links import unsubscribe_link
from app.networks.queries import membership_reaching
from app.outbox.letter import Letter
from app.registrations.models import Registration
from app.registrations.queries import counts_of
from app.reminders import mails
from app.reminders.catalogue import KINDS
from app.reminders.due import day_of, hour_of
from app.reminders.mails import Situation
from app.reminders.people_queries import dates_of_series, departments_unseen, registration_with_person, silent_count
from app.reminders.queries import edits_of

Ids = dict[str, Any]
Maker = Callable[[Ids, datetime], Letter | None]
_AFTER = {"minutes": mails.minutes, "documents": mails.documents, "replay": mails.replay}


def reminder(letter: str, ids: Ids, at: datetime) -> Letter | None:
    """A reminder to someone who still has their seat, for an event that was not moved since."""
    registration = _expected(ids, at)
    if registration is None:
        return None
    person = same_person(registration.person)
    if letter == "reminder_7_days":
        return mails.reminder_7_days(registration, person)
    if letter == "reminder_1_day":
        return mails.reminder_1_day(registration, person, at)
    return mails.reminder_1_hour(registration, person) if registration.modality is not Modality.ONSITE else None


def agenda(ids: Ids, at: datetime) -> Letter | None:
    """The agenda, if it was given words or a link and the person still comes."""
    registration = _expected(ids, at)
    edits = edits_of(ids["event_id"], "agenda")
    if registration is None or edits is None or edits.is_empty:
        return None
    return mails.agenda(registration, same_person(registration.person), edits.link)


def afterwards(letter: str, ids: Ids, _at: datetime) -> Letter | None:
    """Minutes, documents or a replay, for someone who had a seat at an event that took place."""
    registration = registration_with_person(ids["registration_id"])
    edits = edits_of(ids["event_id"], letter)
    if registration is None or not registration.is_confirmed or registration.event.is_cancelled or edits is None or edits.is_empty:
        return None
    return _AFTER[letter](registration, same_person(registration.person), edits.link)


def series_invitation(ids: Ids, at: datetime) -> Letter | None:
    """The dates to come of a series, for a member whom its network's mail still reaches."""
    event, person = db.session.get(Event, ids["event_id"]), db.session.get(Person, ids["person_id"])
    if event is None or person is None:
        return None
    person = same_person(person)
    coming = [one for one in dates_of_series(event) if one.starts_at > at and one.is_coming]
    membership = membership_reaching(person, [network.id for network in event.networks], at.astimezone(PARIS).date())
    if not coming or membership is None or membership.objected_at:
        return None
    return mails.series_invitation(coming, person, unsubscribe_link(membership, person))


def organiser_alert(ids: Ids, at: datetime) -> Letter | None:
    """The figures of the moment at which the letter leaves, for an event that still is to come."""
    event = db.session.get(Event, ids["event_id"])
    if event is None or not event.is_coming or at >= event.starts_at:
        return None
    return mails.organiser_alert(event, situation_of(event))


def situation_of(event: Event) -> Situation:
    """Where the registrations of an event stand now: participants, as its page counts them."""
    counts = counts_of(event)
    return Situation(counts.confirmed, counts.waiting, counts.pending, silent_count(event), departments_unseen(event))


def as_edited(letter: str, make: Maker) -> Maker:
    """The same letter with the subject and the words its facilitator chose for this event; nothing if they switched it off."""

    def edited(ids: Ids, at: datetime) -> Letter | None:
        edits = edits_of(ids["event_id"], letter) if ids.get("event_id") else None
        if edits is None or _says_its_own(ids):
            return make(ids, at)
        # A nudge that a facilitator sends by hand leaves even if the automatic one is off.
        if not edits.is_on and KINDS[letter].may_be_off and letter != "nudge":
            return None
        made = make(ids, at)
        return made.with_words(edits.subject, edits.words) if made else None

    return edited


def worded(letter: Letter | None, event_id: int, kind: str) -> Letter | None:
    """A letter looked at before it leaves, with the subject and the words its facilitator chose for this event."""
    edits = edits_of(event_id, kind)
    return letter.with_words(edits.subject, edits.words) if letter and edits else letter


def _says_its_own(ids: Ids) -> bool:
    """What was written for one sending wins over what was planned for all of them."""
    sending = db.session.get(Sending, ids["sending_id"]) if "sending_id" in ids else None
    return sending is not None and bool(sending.subject or sending.words)


def _expected(ids: Ids, at: datetime) -> Registration | None:
    """The registration, if the person still comes to the event at the day or hour the letter was put for."""
    registration = registration_with_person(ids["registration_id"])
    if registration is None or not registration.is_confirmed:
        return None
    event = registration.event
    holds = event.is_coming and at < event.starts_at and ids["version"] in (day_of(event), hour_of(event))
    return registration if holds else None


LETTERS: dict[str, Maker] = {
    "reminder_7_days": partial(reminder, "reminder_7_days"),
    "reminder_1_day": partial(reminder, "reminder_1_day"),
    "reminder_1_hour": partial(reminder, "reminder_1_hour"),
    "agenda": agenda,
    "minutes": partial(afterwards, "minutes"),
    "documents": partial(afterwards, "documents"),
    "replay": partial(afterwards, "replay"),
    "series_invitation": series_invitation,
    "organiser_alert": organiser_alert,
}
