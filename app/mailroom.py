"""The mailroom: which function makes each kind of letter, from the ids that the outbox kept (wiring, like DOORS and JOBS).

A function answers ``None`` when the fact is no longer true: the letter is then cancelled, and the outbox says so.
``ids`` holds what ``outbox.put`` was given, with ``event_id`` and ``person_id`` when there are some.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import selectinload

from app.accounts import mails as account_mails
from app.accounts.models import LinkRequest
from app.core.db import Base, db
from app.directory.models import Person
from app.events.models import Event
from app.inbox.letters import LETTERS as INBOX
from app.invitations.letters import LETTERS as INVITATIONS
from app.invitations.models import CalendarObject, Invitation
from app.outbox.letter import Letter
from app.outbox.making import Rows
from app.registrations.letters import LETTERS as REGISTRATIONS
from app.registrations.models import Registration
from app.reminders.catalogue import KINDS
from app.reminders.letters import LETTERS as REMINDERS
from app.reminders.letters import as_edited
from app.reminders.trials import sample, trial
from app.satisfaction import samples as survey_samples
from app.satisfaction.letters import LETTERS as SATISFACTION

Ids = dict[str, Any]
Maker = Callable[[Ids, datetime], Letter | None]
Row = TypeVar("Row", bound=Base)


# What the ids name: the rows of a batch of letters are read together, not one by one.
ROWS: Rows = {
    "event_id": (Event, ()),
    "person_id": (Person, (selectinload(Person.department),)),
    "invitation_id": (Invitation, ()),
    "registration_id": (Registration, ()),
    "object_id": (CalendarObject, ()),
}


def row(kind: type[Row], number: int | None) -> Row | None:
    """The row that an id names, if it is still there."""
    return db.session.get(kind, number) if number is not None else None


def _sign_in(ids: Ids, at: datetime) -> Letter | None:
    request = row(LinkRequest, ids.get("request_id"))
    return account_mails.sign_in(request, at) if request else None


SURVEY_SAMPLES = {"thanks": survey_samples.thanks, "survey_nudge": survey_samples.survey_nudge}

# kind of letter -> what makes it; in the order in which a person meets them.
LETTERS: dict[str, Maker] = {
    "sign_in": _sign_in,
    **INVITATIONS,
    **REGISTRATIONS,
    **SATISFACTION,
    **REMINDERS,
    **INBOX,
    "sample": partial(sample, others=SURVEY_SAMPLES),
    "trial": partial(trial, others=SURVEY_SAMPLES),
}
# What a facilitator changed in a letter of their event holds for every letter that a plan names.
LETTERS |= {kind: as_edited(kind, make) for kind, make in LETTERS.items() if kind in KINDS}
