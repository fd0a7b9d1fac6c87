"""A letter looked at before anybody receives it: on a page, or in one's own mailbox."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from app.accounts.models import Account
from app.core.db import db
from app.core.links import new_public_id
from app.events.models import Event
from app.outbox import actions as outbox
from app.outbox.letter import Letter
from app.reminders.models import PlannedLetter
from app.reminders.queries import planned_for
from app.reminders.readers_queries import reader_named
from app.reminders.samples import Writer, sample_of


def send_trial(planned: PlannedLetter, event: Event, account: Account, at: datetime, reader: str = "") -> None:
    """The facilitator receives the letter, and nobody else does; ``reader`` is the public name of whom it is written to."""
    key = f"trial-{planned.letter}-event-{event.id}-{new_public_id()}"
    put = partial(outbox.put, "trial", to=account.email, key=key, at=at, priority=outbox.URGENT)
    put(event_id=event.id, letter=planned.letter, account_id=account.id, reader=reader)


def sample(ids: dict[str, Any], at: datetime, others: Mapping[str, Writer]) -> Letter | None:
    """The letter of the plan that ``ids`` name, for an invented person or as ``reader`` would have it; ``others`` writes those of the features beside this one."""
    event = db.session.get(Event, ids["event_id"])
    planned = next((one for one in planned_for(event) if one.letter == ids["letter"]), None) if event else None
    if planned is None or event is None:
        return None
    return sample_of(planned, event, at, others, reader_named(event, ids["reader"]) if ids.get("reader") else None)


def trial(ids: dict[str, Any], at: datetime, others: Mapping[str, Writer]) -> Letter | None:
    """The same, told apart by its subject, to the account that asked for it."""
    letter, account = sample(ids, at, others), db.session.get(Account, ids["account_id"])
    return replace(letter, subject=f"[Essai] {letter.subject}", to_name=account.name, unsubscribe=None) if letter and account else None
