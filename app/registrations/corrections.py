"""Correcting an event that people registered to: whatever it means for each of them is done, and told, at once."""

from datetime import datetime

from app.accounts.models import Account
from app.events import actions as events
from app.events.models import Event
from app.events.sheet import EventSheet
from app.events.words import Modality
from app.journal import actions as journal
from app.registrations import seats
from app.registrations.actions import set_capacity
from app.registrations.queries import bring_to
from app.registrations.telling import as_told, tell_change


def correct(event: Event, sheet: EventSheet, account: Account, at: datetime) -> set[str]:
    """The event is what the sheet says, new seats serve the line, and everybody concerned learns what changed; says what did."""
    seats.hold(event)
    before = as_told(event)
    changed = events.apply(event, sheet, at)
    journal.write(account.actor, "event_described", event.thing, at=at, after={"changed": sorted(changed)})
    if event.is_coming:
        if event.modality is not Modality.HYBRID:
            bring_to(event)
        if sheet.capacity != event.capacity:
            set_capacity(event, sheet.capacity, at)
        tell_change(event, changed, at, before)
    return changed
