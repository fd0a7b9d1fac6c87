"""From the ids that the outbox kept to the letters of ``mails.py``."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.core.clock import PARIS
from app.directory.models import Person
from app.directory.queries import same_person
from app.events.models import Event
from app.invitations import mails, queries
from app.invitations.models import Invitation, Sending
from app.networks.links import unsubscribe_link
from app.networks.models import Membership
from app.networks.queries import has_objected, membership_reaching
from app.outbox.letter import Letter

Ids = dict[str, Any]


def invitation(ids: Ids, at: datetime) -> Letter | None:
    given = queries.invitation_numbered(ids["invitation_id"])
    if given is None:
        return None
    person = same_person(given.person)
    calendar_object = queries.object_numbered(ids["object_id"]) if "object_id" in ids else None
    stop = unsubscribe_of(given.event, person, at)
    return mails.invitation(given, person, calendar_object, at, sending=_sending(ids), unsubscribe=stop, asked="asked" in ids)


def nudge(ids: Ids, at: datetime) -> Letter | None:
    given = queries.invitation_numbered(ids["invitation_id"])
    if given is None:
        return None
    person = same_person(given.person)
    return mails.nudge(given, person, at, sending=_sending(ids), unsubscribe=unsubscribe_of(given.event, person, at))


def save_the_date(ids: Ids, at: datetime) -> Letter | None:
    event, person = queries.event_numbered(ids["event_id"]), queries.person_numbered(ids["person_id"])
    if event is None or person is None:
        return None
    person = same_person(person)
    return mails.save_the_date(event, person, at, sending=_sending(ids), unsubscribe=unsubscribe_of(event, person, at))


def message(ids: Ids, at: datetime) -> Letter | None:
    """To one person of a selection; or to the facilitator who tries it on themselves."""
    sending = _sending(ids)
    if sending is None:
        return None
    person = queries.person_numbered(ids["person_id"]) if ids.get("person_id") else None
    name = same_person(person).name if person else (sending.asked_by.name if sending.asked_by else "")
    return mails.message(sending, name, person, at)


def declined(ids: Ids, at: datetime) -> Letter | None:
    given = queries.invitation_numbered(ids["invitation_id"])
    if given is None:
        return None
    calendar_object = queries.object_numbered(ids["object_id"]) if "object_id" in ids else None
    return mails.declined(given, same_person(given.person), calendar_object, at)


LETTERS: dict[str, Callable[[Ids, datetime], Letter | None]] = {
    "save_the_date": save_the_date,
    "invitation": invitation,
    "nudge": nudge,
    "message": message,
    "declined": declined,
}


def _sending(ids: Ids) -> Sending | None:
    return queries.sending_numbered(ids["sending_id"]) if "sending_id" in ids else None


def unsubscribe_of(event: Event, person: Person, at: datetime) -> str | None:
    """The address that stops the mail of the network by which this person is reached, when there is one."""
    reached = _reaching(event, person, at)
    return unsubscribe_link(reached, person) if reached else None


def has_stopped_mail(event: Event, person: Person, at: datetime) -> bool:
    """Whether the network by which this person is reached may no longer write to them."""
    reached = _reaching(event, person, at)
    return reached is not None and has_objected(reached.network, person)


def _reaching(event: Event, person: Person, at: datetime) -> Membership | None:
    return membership_reaching(person, [network.id for network in event.networks], at.astimezone(PARIS).date())


def source_of(ids: Ids) -> Invitation | None:
    """The invitation that a letter of an event is about."""
    return queries.invitation_numbered(ids["invitation_id"]) if "invitation_id" in ids else None
