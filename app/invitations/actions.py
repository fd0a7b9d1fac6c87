"""Asking people to an event, and what they answer. Writing to many at once is in ``sendings.py``."""

from datetime import datetime
from typing import Any

from app.core.db import add, db
from app.core.errors import Refusal
from app.directory.models import Person
from app.directory.queries import same_person
from app.events.models import Event
from app.events.queries import hold
from app.invitations.calendars import calendar_objects, close_calendar_objects
from app.invitations.models import Answer, CalendarObject, Invitation
from app.invitations.queries import invitation_of
from app.journal import actions as journal
from app.outbox import actions as outbox
from app.ui.french import NBSP


def carries_calendar(event: Event) -> bool:
    """Whether the invitation itself goes into calendars: not for a date of a series, nor for several days at once."""
    return event.kind.mail_plan != "series" and len(event.days) == 1


def invite(event: Event, person: Person, at: datetime, sending_id: int | None = None, asked: bool = False) -> Invitation:
    """The person is asked, by one letter with its personal link; someone already asked is not asked twice."""
    person = same_person(person)
    known = invitation_of(event.id, person.id)
    if known and known.withdrawn_at is None:
        return known
    invitation = known or add(Invitation(event_id=event.id, person_id=person.id, invited_at=at))
    if known:  # taken back before: the old link stays dead
        known.withdrawn_at, known.answer, known.answered_at, known.invited_at = None, None, None, at
        known.version += 1
    send_invitation(invitation, at, key=f"invitation-{invitation.id}-v{invitation.version}", sending_id=sending_id, asked=asked)
    return invitation


def send_invitation(invitation: Invitation, at: datetime, *, key: str, sending_id: int | None = None, asked: bool = False) -> None:
    """The letter of an invitation leaves, in a large sending or because the person ``asked`` for their link again."""
    event, person = invitation.event, same_person(invitation.person)
    ids: dict[str, Any] = {"invitation_id": invitation.id}
    if sending_id is not None:
        ids["sending_id"] = sending_id
    if asked:
        ids["asked"] = 1
    if carries_calendar(event):
        ids["object_id"] = calendar_objects(event, person, at)[0].id
    outbox.put(
        "invitation",
        to=person.letterbox,
        key=key,
        at=at,
        event_id=event.id,
        person_id=person.id,
        priority=outbox.PERSONAL if asked else outbox.BULK,
        until=event.starts_at,
        **ids,
    )


def decline(invitation: Invitation, word: str, at: datetime) -> None:
    """The person will not come: kept with their word, and their calendar forgets the event."""
    _read_again(invitation)
    if invitation.withdrawn_at is not None:
        raise Refusal("Cette invitation n’est plus valable.")
    if invitation.has_registered:
        raise Refusal("Vous êtes déjà inscrit : c’est sur votre page d’inscription que l’on se désiste.".replace(" :", f"{NBSP}:"))
    if invitation.event.has_begun(at):
        raise Refusal("L’événement a déjà commencé.")
    if invitation.answer is Answer.DECLINED and invitation.decline_word == word:
        return
    invitation.say(Answer.DECLINED, at, word)
    closed = close_calendar_objects(invitation.event, invitation.person, at)
    _acknowledge(invitation, closed, at)
    journal.write(invitation.person.actor, "invitation_declined", invitation.event.thing, at=at)


def take_back(invitation: Invitation, by: str, at: datetime) -> None:
    """The person is no longer invited: the link is dead, and the calendar that knew of the event forgets it."""
    _read_again(invitation)
    if invitation.withdrawn_at is not None:
        return
    if invitation.has_registered:
        raise Refusal("Cette personne s’est inscrite : désinscrivez-la plutôt.".replace(" :", f"{NBSP}:"))
    invitation.withdrawn_at = at
    invitation.version += 1
    closed = close_calendar_objects(invitation.event, invitation.person, at)
    if closed:
        _acknowledge(invitation, closed, at)
    journal.write(by, "invitation_taken_back", invitation.event.thing, at=at, after={"person": invitation.person.public_id})


def _read_again(invitation: Invitation) -> None:
    """As it is now that its event is held: the person may be registering in another window."""
    hold(invitation.event)
    db.session.refresh(invitation)


def _acknowledge(invitation: Invitation, closed: list[CalendarObject], at: datetime) -> None:
    person = same_person(invitation.person)
    objects: list[CalendarObject | None] = [*closed] or [None]
    for one in objects:
        ids: dict[str, Any] = {"object_id": one.id} if one else {}
        outbox.put(
            "declined",
            to=person.letterbox,
            key=f"declined-{invitation.id}-{one.id if one else int(at.timestamp())}",
            at=at,
            event_id=invitation.event_id,
            person_id=person.id,
            invitation_id=invitation.id,
            **ids,
        )
