"""Writing to many: asked for on a page, carried out by the worker batch after batch."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from app.accounts.models import Account
from app.core.db import add
from app.core.errors import Refusal
from app.directory.models import Person
from app.events.models import Event
from app.events.queries import hold
from app.invitations.actions import invite
from app.invitations.models import Invitation, Purpose, Sending
from app.invitations.sendings_queries import count_nudge, invitations_to, people_in_order, twins_of
from app.journal import actions as journal
from app.outbox import actions as outbox
from app.ui.french import NBSP, plural

BATCH = 100
MOST_NUDGES = 2
MOST_PEOPLE = 20_000
SECOND_CLICK = timedelta(minutes=10)
UNKNOWN_YET = f"Publiez d’abord l’événement{NBSP}: personne ne reçoit de courriel pour un brouillon."
BEFORE_THE_EVENT = (Purpose.INVITATION, Purpose.NUDGE, Purpose.SAVE_THE_DATE)


def start_sending(
    event: Event,
    purpose: Purpose,
    person_ids: Sequence[int],
    account: Account,
    at: datetime,
    subject: str = "",
    words: str = "",
    *,
    not_before: datetime | None = None,
) -> Sending:
    """Ask the worker to write to these people; the same thing asked twice in a row is one sending."""
    people = list(dict.fromkeys(person_ids))
    _expect_sendable(event, purpose, people, at)
    hold(event)
    for twin in twins_of(event, purpose, at - SECOND_CLICK):
        if (twin.people, twin.subject, twin.words) == (people, subject, words):
            return twin
    sending = add(
        Sending(
            event_id=event.id,
            purpose=purpose,
            subject=subject,
            words=words,
            people=people,
            total=len(people),
            asked_by_id=account.id,
            asked_at=at,
            not_before=not_before,
        )
    )
    journal.write(
        account.actor, f"sending_{purpose.value}", event.thing, at=at, after={"sending": sending.public_id, "people": len(people)}
    )
    return sending


def may_be_sent(event: Event, purpose: Purpose, at: datetime) -> bool:
    """Whether a letter of this purpose still makes sense for this event."""
    if purpose in BEFORE_THE_EVENT:
        return event.is_coming and not event.has_begun(at) and not event.is_external
    return not event.is_draft


def expect_as_seen(now: int, seen: int | None) -> None:
    """What is sent is what was shown: a selection that changed meanwhile is shown again first."""
    if seen is not None and now != seen:
        raise Refusal(
            f"La sélection a changé entre-temps{NBSP}: {plural(now, 'personne')} au lieu de {seen}. Vérifiez-la, puis recommencez."
        )


def carry_out(sending: Sending, at: datetime, registered: Collection[int] = ()) -> None:
    """One batch of a sending is in the outbox; nothing more once the event no longer calls for it.

    A sending may wait a night: who is ``registered`` by now is asked nothing.
    """
    if sending.is_finished:
        return
    if not may_be_sent(sending.event, sending.purpose, at):
        sending.finished_at = at
        return
    numbers = sending.people[sending.done : sending.done + BATCH]
    people = people_in_order(numbers)
    known = invitations_to(sending.event, [person.id for person in people])
    asked = people if sending.purpose is Purpose.MESSAGE else [person for person in people if person.id not in registered]
    for person in asked:
        _WRITE[sending.purpose](sending, person, known.get(person.id), at)
    sending.done += len(numbers)
    if sending.done >= sending.total:
        sending.finished_at = at


def has_ended(sending: Sending, at: datetime) -> bool:
    """Nobody more will be written to: it is finished, or what it says makes sense no more."""
    return sending.is_finished or not may_be_sent(sending.event, sending.purpose, at)


def stop(sending: Sending, account: Account, at: datetime) -> None:
    """Those who were not written to yet will not be."""
    if sending.is_finished:
        raise Refusal("Cet envoi est déjà terminé.")
    sending.finished_at = at
    journal.write(account.actor, "sending_stopped", sending.event.thing, at=at, after={"sending": sending.public_id, "done": sending.done})


def send_test(event: Event, account: Account, subject: str, words: str, at: datetime) -> Sending:
    """The facilitator receives the message as others would, and nobody else does."""
    if not may_be_sent(event, Purpose.MESSAGE, at):
        raise Refusal(UNKNOWN_YET)
    sending = add(
        Sending(
            event_id=event.id,
            purpose=Purpose.MESSAGE,
            subject=subject,
            words=words,
            people=[],
            total=0,
            asked_by_id=account.id,
            asked_at=at,
            finished_at=at,
        )
    )
    outbox.put("message", to=account.email, key=f"message-{sending.id}-test", at=at, event_id=event.id, sending_id=sending.id)
    return sending


def _expect_sendable(event: Event, purpose: Purpose, people: Sequence[int], at: datetime) -> None:
    if not people:
        raise Refusal("Il n’y a personne dans cette sélection.")
    if len(people) > MOST_PEOPLE:
        raise Refusal("20 000 personnes au plus par envoi : réduisez la sélection.")
    if event.is_draft:
        raise Refusal(UNKNOWN_YET)
    if not may_be_sent(event, purpose, at):
        raise Refusal("L’événement a commencé, ou n’a plus lieu : ce courriel n’a plus d’objet.")


def _invite(sending: Sending, person: Person, known: Invitation | None, at: datetime) -> None:
    if known is None or known.withdrawn_at is not None:
        invite(sending.event, person, at, sending_id=sending.id)


def _nudge(sending: Sending, person: Person, known: Invitation | None, at: datetime) -> None:
    if known is None or not count_nudge(known, MOST_NUDGES):
        return
    outbox.put(
        "nudge",
        to=person.letterbox,
        key=f"nudge-invitation-{known.id}-{known.nudges}",
        at=at,
        event_id=sending.event_id,
        person_id=person.id,
        priority=outbox.BULK,
        until=sending.event.starts_at,
        invitation_id=known.id,
        sending_id=sending.id,
    )


def _announce(sending: Sending, person: Person, _known: Invitation | None, at: datetime) -> None:
    outbox.put(
        "save_the_date",
        to=person.letterbox,
        key=f"save-the-date-event-{sending.event_id}-person-{person.id}",
        at=at,
        event_id=sending.event_id,
        person_id=person.id,
        priority=outbox.BULK,
        until=sending.event.starts_at,
        sending_id=sending.id,
    )


def _message(sending: Sending, person: Person, _known: Invitation | None, at: datetime) -> None:
    outbox.put(
        "message",
        to=person.letterbox,
        key=f"message-{sending.id}-person-{person.id}",
        at=at,
        event_id=sending.event_id,
        person_id=person.id,
        priority=outbox.BULK,
        sending_id=sending.id,
    )


_WRITE: dict[Purpose, Callable[[Sending, Person, Invitation | None, datetime], None]] = {
    Purpose.INVITATION: _invite,
    Purpose.NUDGE: _nudge,
    Purpose.SAVE_THE_DATE: _announce,
    Purpose.MESSAGE: _message,
}
