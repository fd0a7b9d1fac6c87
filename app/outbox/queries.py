"""What the pages show of the outbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, delete, func, select, update

from app.core.db import Base, db
from app.outbox.models import SETTLED, Beat, LetterState, OutboxLetter, Return

PER_PAGE = 50
ON_THE_WAY = (LetterState.PENDING, LetterState.LEASED, LetterState.SENDING)


@dataclass(frozen=True)
class Shelf:
    """One page of letters, and how many there are in all."""

    letters: list[OutboxLetter]
    total: int
    page: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def asked_for(*, state: str, kind: str, to: str) -> list[ColumnElement[bool]]:
    """The conditions of a filter."""
    found: list[ColumnElement[bool]] = []
    if state in set(Return):
        found.append(OutboxLetter.returned_as == Return(state))
    elif state:
        found.append(OutboxLetter.state == LetterState(state))
    if kind:
        found.append(OutboxLetter.kind == kind)
    if to:
        found.append(OutboxLetter.recipient.contains(to, autoescape=True))
    return found


def letters(asked: Sequence[ColumnElement[bool]], page: int) -> Shelf:
    """The letters that match, the newest first."""
    total = db.session.scalar(select(func.count()).select_from(OutboxLetter).where(*asked)) or 0
    rows = db.session.scalars(
        select(OutboxLetter).where(*asked).order_by(OutboxLetter.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    )
    return Shelf(list(rows), total, page)


def letter_named(public_id: str) -> OutboxLetter:
    """One letter, or the page that does not exist."""
    found = db.session.scalar(select(OutboxLetter).where(OutboxLetter.public_id == public_id))
    return found or abort(404)


def letter_by_token(token: str) -> OutboxLetter | None:
    """The letter whose envelope bore this token."""
    return db.session.scalar(select(OutboxLetter).where(OutboxLetter.bounce_token == token))


def letter_by_message_id(message_ids: Iterable[str]) -> OutboxLetter | None:
    """The first of these Message-IDs that is a letter of ours."""
    named = [*message_ids]
    found = {one.message_id: one for one in db.session.scalars(select(OutboxLetter).where(OutboxLetter.message_id.in_(named)))}
    return next((found[name] for name in named if name in found), None)


def last_sequence_told(event_id: int, person_id: int, object_id: int) -> int:
    """The highest version of a calendar object that left in a letter; 0 when none is known any more."""
    told = select(OutboxLetter.calendar_sequence, OutboxLetter.ids).where(
        OutboxLetter.event_id == event_id,
        OutboxLetter.person_id == person_id,
        OutboxLetter.state == LetterState.SENT,
        OutboxLetter.calendar_sequence.is_not(None),
    )
    found = [sequence for sequence, ids in db.session.execute(told) if ids.get("object_id") == object_id and sequence is not None]
    return max(found, default=0)


def counts() -> dict[LetterState, int]:
    """How many letters there are in each state."""
    found = db.session.execute(select(OutboxLetter.state, func.count()).group_by(OutboxLetter.state))
    return {state: count for state, count in found}


def oldest_due(at: datetime, *conditions: ColumnElement[bool]) -> datetime | None:
    """Since when the letter that has waited longest could have left."""
    due = (OutboxLetter.state.in_(ON_THE_WAY), OutboxLetter.not_before <= at, *conditions)
    return db.session.scalar(select(OutboxLetter.not_before).where(*due).order_by(OutboxLetter.not_before).limit(1))


def blocked_since(moment: datetime) -> int:
    """How many letters came back since then for a reason that speaks of us, not of the address."""
    blocked = (OutboxLetter.returned_as == Return.BLOCKED, OutboxLetter.returned_at >= moment)
    return db.session.scalar(select(func.count()).select_from(OutboxLetter).where(*blocked)) or 0


def last_beat() -> datetime | None:
    """The last sign of life of any worker."""
    return db.session.scalar(select(Beat.at).order_by(Beat.at.desc()).limit(1))


def refused_since(earliest: datetime) -> datetime | None:
    """Since when the mail server takes nothing from one of the workers that gave a sign of life after this instant."""
    return db.session.scalar(select(func.min(Beat.refused_since)).where(Beat.at >= earliest))


def last_refusal() -> tuple[int | None, str | None]:
    """What the mail server last said of a letter that waits: a code and words, if it said any."""
    waiting = select(OutboxLetter.last_code, OutboxLetter.last_error).where(OutboxLetter.state.in_(ON_THE_WAY))
    found = db.session.execute(waiting.where(OutboxLetter.last_code.is_not(None)).order_by(OutboxLetter.id).limit(1)).first()
    return (found[0], found[1]) if found else (None, None)


def answers() -> bool:
    """Whether the database answers."""
    return db.session.scalar(select(1)) == 1


def read_rows(kind: type[Base], numbers: Iterable[int], also: Sequence[Any]) -> None:
    """Bring these rows into the session, with what they lead to."""
    found: Any = kind
    db.session.scalars(select(kind).where(found.id.in_(sorted(numbers))).options(*also)).all()


def hold_if_waiting(letter: OutboxLetter) -> bool:
    """Keep one letter back; false when it waits no longer."""
    return _moved(letter, LetterState.PENDING, state=LetterState.HELD)


def release_if_held(letter: OutboxLetter, at: datetime) -> bool:
    """Let one letter go; false when it is no longer held: somebody may have released it, and it may have left since."""
    return _moved(letter, LetterState.HELD, state=LetterState.PENDING, not_before=at)


def waiting_for_their_hour(event_id: int, at: datetime) -> dict[str, datetime]:
    """The kinds of letters of this event that leave later than now, and when the first of each leaves; not those a server put off."""
    rows = select(OutboxLetter.kind, func.min(OutboxLetter.not_before)).where(*_waits(event_id, at)).group_by(OutboxLetter.kind)
    return {kind: moment for kind, moment in db.session.execute(rows)}


def bring_forward(event_id: int, kind: str, at: datetime) -> int:
    """What waits for its hour leaves now; says how many letters."""
    early = update(OutboxLetter).where(*_waits(event_id, at), OutboxLetter.kind == kind).values(not_before=at)
    return _count(early.execution_options(synchronize_session=False))


def _waits(event_id: int, at: datetime) -> tuple[ColumnElement[bool], ...]:
    is_new = (OutboxLetter.state == LetterState.PENDING, OutboxLetter.attempts == 0)
    return (OutboxLetter.event_id == event_id, *is_new, OutboxLetter.not_before > at)


def _moved(letter: OutboxLetter, was: LetterState, **values: Any) -> bool:
    at_rest = update(OutboxLetter).where(OutboxLetter.id == letter.id, OutboxLetter.state == was)
    has_moved = _count(at_rest.values(**values).execution_options(synchronize_session=False)) == 1
    db.session.refresh(letter)
    return has_moved


def hold_all_waiting() -> int:
    """Keep back everything that waits, or that a worker had in hand when the copy was made."""
    waiting = update(OutboxLetter).where(OutboxLetter.state.in_(ON_THE_WAY))
    return _count(waiting.values(state=LetterState.HELD, lease_owner=None, lease_until=None))


def delete_settled_before(moment: datetime) -> int:
    """Forget the letters settled before this instant."""
    old = func.coalesce(OutboxLetter.sent_at, OutboxLetter.not_before) < moment
    return _count(delete(OutboxLetter).where(OutboxLetter.state.in_(SETTLED), old))


def delete_beats_before(moment: datetime) -> int:
    """Forget the workers that died long ago."""
    return _count(delete(Beat).where(Beat.at < moment))


def _count(statement: Any) -> int:
    return int(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]
