"""The letters of one event: to whom, where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.core.text import searchable
from app.directory.models import Person
from app.directory.queries import one_person, rows_of
from app.events.models import Event
from app.outbox.models import CAME_BACK, LetterState, OutboxLetter

PAGE = 50
WAITING = (LetterState.PENDING, LetterState.LEASED, LetterState.SENDING)
TOLD = ("confirmation", "seat_freed", "waiting", "pending")  # what tells a person where their registration stands


@dataclass(frozen=True)
class Sent:
    """One letter and the person it is for."""

    letter: OutboxLetter
    person: Person | None


def letters_of(event: Event, *, state: str = "", kind: str = "", search: str = "", page: int = 1) -> tuple[list[Sent], int]:
    """One page of the letters of an event, the latest first, and how many there are."""
    conditions = [OutboxLetter.event_id == event.id, *_in_state(state)]
    if kind:
        conditions.append(OutboxLetter.kind == kind)
    for word in searchable(search).split()[:6]:
        conditions.append(Person.search.contains(word, autoescape=True))
    found = _letters_and_people().where(*conditions)
    total = db.session.scalar(select(func.count()).select_from(found.with_only_columns(OutboxLetter.id).subquery())) or 0
    rows = db.session.execute(found.order_by(OutboxLetter.id.desc()).limit(PAGE).offset(PAGE * (page - 1)))
    return [Sent(letter, person) for letter, person in rows], total


def letter_named(event: Event, public_id: str) -> Sent | None:
    """The letter of this event that bears this public name."""
    row = db.session.execute(
        _letters_and_people().where(OutboxLetter.event_id == event.id, OutboxLetter.public_id == public_id)
    ).one_or_none()
    return Sent(*row) if row else None


def letters_to(event_id: int, person_id: int) -> Sequence[OutboxLetter]:
    """What was written to this person about this event, the latest first."""
    statement = select(OutboxLetter).where(OutboxLetter.event_id == event_id, OutboxLetter.person_id.in_(rows_of(person_id)))
    return db.session.scalars(statement.order_by(OutboxLetter.id.desc())).all()


def letters_to_come(person_id: int, at: datetime) -> Sequence[OutboxLetter]:
    """What was written to this person about events that are not over, the oldest first."""
    statement = select(OutboxLetter).join(Event, Event.id == OutboxLetter.event_id)
    statement = statement.where(OutboxLetter.person_id.in_(rows_of(person_id)), Event.ends_at > at)
    return db.session.scalars(statement.order_by(OutboxLetter.id)).all()


def last_told(event_id: int, person_id: int) -> OutboxLetter | None:
    """The last letter that told this person where their registration stands."""
    statement = select(OutboxLetter).where(OutboxLetter.event_id == event_id, OutboxLetter.person_id.in_(rows_of(person_id)))
    return db.session.scalar(statement.where(OutboxLetter.kind.in_(TOLD)).order_by(OutboxLetter.id.desc()).limit(1))


def kinds_at(event: Event) -> list[tuple[str, int, int, int]]:
    """Each kind of letter of an event: how many left, how many wait, how many were given up."""
    left, waiting, lost = (
        func.count().filter(OutboxLetter.state.in_(states)) for states in ((LetterState.SENT,), WAITING, (LetterState.DEAD,))
    )
    statement = select(OutboxLetter.kind, left, waiting, lost).where(OutboxLetter.event_id == event.id)
    rows = db.session.execute(statement.group_by(OutboxLetter.kind).order_by(func.min(OutboxLetter.id)))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _letters_and_people() -> Select[OutboxLetter, Person]:
    """Each letter, and the person it was for, under the name they bear now."""
    row = aliased(Person)
    return select(OutboxLetter, Person).outerjoin(row, row.id == OutboxLetter.person_id).outerjoin(Person, Person.id == one_person(row))


def _in_state(state: str) -> list[ColumnElement[bool]]:
    """The words of the address of the page: ``parties``, ``attente``, ``abandonnees``, ``revenus``, ``autres``."""
    states = {
        "parties": (LetterState.SENT,),
        "attente": WAITING,
        "abandonnees": (LetterState.DEAD,),
        "autres": (LetterState.CANCELLED, LetterState.HELD),
    }
    if state == "revenus":
        return [OutboxLetter.returned_as.in_(CAME_BACK)]
    return [or_(*(OutboxLetter.state == one for one in states[state]))] if state in states else []
