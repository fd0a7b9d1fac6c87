"""What one does with the letters planned for an event: write them down, change one, let it leave or drop it."""

from dataclasses import dataclass
from datetime import datetime, time

from app.accounts.models import Account
from app.core.clock import PARIS
from app.core.db import db
from app.core.errors import Refusal
from app.events.models import Event
from app.invitations.models import Purpose
from app.invitations.sendings import start_sending
from app.journal import actions as journal
from app.networks.audiences import Audience, people
from app.outbox import actions as outbox
from app.outbox.actions import Copy
from app.outbox.queries import bring_forward
from app.reminders.catalogue import KINDS, LETTERS, REMINDERS, Way
from app.reminders.due import Fate, due_at, fate_of, is_exempt, useful_until, version_of
from app.reminders.models import PlannedLetter
from app.reminders.people_queries import Recipient, confirmed_before, remindable, silent_since
from app.reminders.queries import planned_besides, planned_for
from app.reminders.quiet import OPENS, SHUTS


@dataclass(frozen=True)
class Change:
    """What a facilitator asks of one letter; ``offset_minutes`` is None for a letter that the clock does not send."""

    is_on: bool = True
    offset_minutes: int | None = None
    local_hour: time | None = None
    subject: str = ""
    words: str = ""
    link: str = ""


def plan(event: Event, at: datetime) -> list[PlannedLetter]:
    """Each letter of the event's plan is written down as it was edited; what its kind or modality no longer calls for goes."""
    letters = planned_for(event)
    for left_over in planned_besides(event, letters):
        db.session.delete(left_over)
    db.session.add_all(letters)
    db.session.flush()
    return letters


def letter_named(event: Event, slug: str) -> PlannedLetter | None:
    """The letter of this address among those planned for the event."""
    return next((one for one in planned_for(event) if one.letter == LETTERS.get(slug)), None)


def change(planned: PlannedLetter, event: Event, wish: Change, account: Account, at: datetime) -> None:
    """The letter says and does what the facilitator asked, as long as it has not left."""
    kind = KINDS[planned.letter]
    if fate_of(planned, event, at) is Fate.LEFT:
        raise Refusal("Ce courriel est déjà parti.")
    if not wish.is_on and not kind.may_be_off:
        raise Refusal("Ce courriel dit à une personne où en est son inscription : il part toujours.", "is_on")
    if planned.id is None:
        planned = next(one for one in plan(event, at) if one.letter == planned.letter)
    if kind.has_moment:
        _move(planned, event, wish)
    planned.is_on, planned.subject, planned.words, planned.link = wish.is_on, wish.subject, wish.words, wish.link
    planned.dropped_at = None  # another day or other words may give it sense again
    journal.write(account.actor, "letter_planned", event.thing, at=at, after={"letter": planned.letter, "is_on": wish.is_on})


def _move(planned: PlannedLetter, event: Event, wish: Change) -> None:
    if wish.offset_minutes is None:
        raise Refusal("Dites quand ce courriel doit partir.", "days")
    if wish.local_hour and not OPENS <= wish.local_hour <= SHUTS:
        raise Refusal("Les courriels partent entre 8 h et 19 h.", "hour")
    planned.offset_minutes, planned.local_hour = wish.offset_minutes, wish.local_hour
    if planned.anchor != "end" and (due_at(planned, event) or event.starts_at) >= event.starts_at:
        raise Refusal("À cette heure-là, l’événement aura commencé.", "hour" if wish.local_hour else "minutes")


def leave_now(planned: PlannedLetter, event: Event, account: Account, at: datetime) -> int:
    """What waits for working hours leaves at once, because who runs the event says so; says how many letters."""
    count = bring_forward(event.id, planned.letter, at)
    if not count:
        raise Refusal("Plus aucun courriel n’attend son heure.")
    journal.write(account.actor, "letters_hurried", event.thing, at=at, after={"letter": planned.letter, "letters": count})
    return count


def follow(planned: PlannedLetter, others: list[PlannedLetter], at: datetime) -> int:
    """Put in the outbox what is due, drop what came too late; says how many letters leave."""
    event = planned.event
    fate = fate_of(planned, event, at, others)
    if fate is Fate.LATE and (planned.dropped_at is None or planned.dropped_at < (due_at(planned, event) or at)):
        planned.dropped_at = at
    if fate is not Fate.NOW:
        return 0
    planned.put_at = at
    return _put(planned, event, others, at)


def _put(planned: PlannedLetter, event: Event, others: list[PlannedLetter], at: datetime) -> int:
    due = due_at(planned, event) or at
    if planned.letter == "nudge":
        return _nudge(planned, event, due, at)
    until = useful_until(planned, event, others)
    if planned.letter == "organiser_alert":
        key = f"organiser_alert-event-{event.id}-{version_of(planned, event)}"
        outbox.put(planned.letter, to=event.facilitator.email, key=key, at=at, until=until, event_id=event.id)
        return 1
    recipients = _recipients(planned, event, due, at)
    copies = [_copy(planned, event, one) for one in recipients]
    priority = outbox.PERSONAL if planned.letter in REMINDERS else outbox.BULK
    outbox.put_all(planned.letter, copies, at=at, event_id=event.id, priority=priority, until=until)
    return len(recipients)


def _nudge(planned: PlannedLetter, event: Event, due: datetime, at: datetime) -> int:
    silent = silent_since(event, due)
    if silent:
        # The plan is the facilitator's: the sending bears their name, and is seen and stopped as if they had asked for it today.
        start_sending(event, Purpose.NUDGE, silent, event.facilitator, at, planned.subject, planned.words)
    return len(silent)


def _recipients(planned: PlannedLetter, event: Event, due: datetime, at: datetime) -> list[Recipient]:
    if planned.letter == "series_invitation":
        meant = people(Audience(networks=[network.code for network in event.networks]), at.astimezone(PARIS).date())
        return [Recipient(person.id, 0, person.letterbox) for person in meant if person.undeliverable_at is None]
    if planned.letter in REMINDERS:
        return remindable(event, due, online_only=is_exempt(planned))
    # What came late is for everybody who has a seat when it leaves.
    return confirmed_before(event, at if KINDS[planned.letter].way is Way.CONTENT else due)


def _copy(planned: PlannedLetter, event: Event, one: Recipient) -> Copy:
    version = version_of(planned, event)
    key = f"{planned.letter}-event-{event.id}-person-{one.person_id}-{version}"
    return Copy(one.letterbox, key, one.person_id, {"registration_id": one.registration_id, "version": version})
