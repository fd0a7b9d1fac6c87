"""The statements of the protocol (docs/decisions/0008-the-outbox.md): claim, begin, settle, take back. The same on both databases."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app
from sqlalchemy import ColumnElement, Table, and_, case, exists, select, text, update

from app.core.db import db
from app.outbox.models import NOT_LEFT, ON_ITS_WAY, THE_EARLIER_IS, WAITS, LetterState, OutboxLetter, facts_of

BATCH = 20
LEASE = timedelta(seconds=180)  # longer than the longest dialogue, 6 answers of 20 s
MOST_SENDS = 4
_LETTERS = cast(Table, OutboxLetter.__table__)
_EARLIER = _LETTERS.alias("earlier")
_FREE = {"lease_owner": None, "lease_until": None}
NO_LONGER_USEFUL = "Le moment utile est passé."
TOLD_LATER = "Réuni avec le courriel suivant, qui dit tout ce qui a changé."
DIED = "Le processus d’envoi s’est arrêté pendant l’envoi."


@dataclass(frozen=True)
class Slip:
    """What a worker holds of one letter: enough to make it, send it and say what became of it."""

    id: int
    fence: int
    kind: str
    recipient: str
    message_id: str
    bounce_token: str
    ids: dict[str, Any]
    event_id: int | None
    person_id: int | None
    priority: int
    not_before: datetime
    created_at: datetime
    attempts: int
    sends: int
    uncertain: int

    @property
    def domain(self) -> str:
        return self.recipient.rpartition("@")[2]

    @property
    def facts(self) -> dict[str, Any]:
        """The ids that the letter is made from."""
        return facts_of(self.ids, self.event_id, self.person_id)


_HELD_COLUMNS = [_LETTERS.c[name] for name in Slip.__dataclass_fields__]


def is_due(at: datetime) -> bool:
    """Whether a letter waits for a worker now, or has waited too long."""
    waiting = select(_LETTERS.c.id).where(text(WAITS), _LETTERS.c.not_before <= at)
    return db.session.execute(waiting.limit(1)).first() is not None


def drop_overdue(at: datetime) -> int:
    """A letter whose use is over is cancelled and shown, not sent late."""
    late = update(_LETTERS).where(text(NOT_LEFT), _LETTERS.c.expires_at <= at)
    return _count(late.values(state=LetterState.CANCELLED, last_error=NO_LONGER_USEFUL))


def withdraw_unsent(event_id: int, key: str, version: str, person_ids: Collection[int]) -> list[dict[str, Any]]:
    """The letters of these people whose key begins so, and that no server ever had, give way to those of this version.

    Gives what each was made from.
    """
    of_before = _LETTERS.c.dedupe_key.startswith(key, autoescape=True), ~_LETTERS.c.dedupe_key.startswith(key + version, autoescape=True)
    theirs = *of_before, _LETTERS.c.person_id.in_(person_ids)
    unsent = update(_LETTERS).where(
        _LETTERS.c.event_id == event_id, *theirs, _LETTERS.c.state == LetterState.PENDING, _LETTERS.c.sends == 0
    )
    made_from = _LETTERS.c.ids, _LETTERS.c.event_id, _LETTERS.c.person_id
    rows = db.session.execute(unsent.values(state=LetterState.CANCELLED, last_error=TOLD_LATER).returning(*made_from))
    return [facts_of(*row) for row in rows.all()]


def not_yet_written_to(event_id: int, kinds: Collection[str]) -> set[int]:
    """People whose first letter about this event, of one of these kinds, has not left: it will tell what is true when it does."""
    of_event = _LETTERS.c.event_id == event_id, _LETTERS.c.person_id.is_not(None)
    waits = (_LETTERS.c.state == LetterState.PENDING) & (_LETTERS.c.sends == 0)
    first = select(_LETTERS.c.person_id).where(*of_event, waits, _LETTERS.c.kind.in_(kinds))
    written_to = select(_LETTERS.c.person_id).where(*of_event, ~waits, _LETTERS.c.state != LetterState.CANCELLED)
    return set(db.session.scalars(first.where(_LETTERS.c.person_id.not_in(written_to))))


def waits_its_turn(at: datetime) -> ColumnElement[bool]:
    """An earlier letter to the same address about the same event is due, waits for its next try, or is in a worker's hands.

    One that is planned for later, held back, given up or without object makes nobody wait.
    """
    same = _EARLIER.c.recipient == _LETTERS.c.recipient, _EARLIER.c.event_id == _LETTERS.c.event_id, _EARLIER.c.id < _LETTERS.c.id
    planned_later = and_(_EARLIER.c.state == LetterState.PENDING, _EARLIER.c.not_before > at, _EARLIER.c.attempts == 0)
    return exists().where(*same, text(THE_EARLIER_IS), ~planned_later)


def claim(owner: str, at: datetime, most: int = BATCH, closed: Collection[str] = ()) -> list[Slip]:
    """Take the next letters, the urgent first; no other worker gets them while this one lives. None of the domains that are closed."""
    due = (
        select(_LETTERS.c.id)
        .where(text(_takeable()), _LETTERS.c.not_before <= at, ~waits_its_turn(at))
        .order_by(_LETTERS.c.priority, _LETTERS.c.not_before, _LETTERS.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    if closed:
        due = due.where(_LETTERS.c.domain.not_in(closed))
    taken = update(_LETTERS).where(_LETTERS.c.id == due.cte("due").c.id)
    values = {"state": LetterState.LEASED, "lease_owner": owner, "lease_until": at + LEASE, "fence": _LETTERS.c.fence + 1}
    rows = db.session.execute(taken.values(values).returning(*_HELD_COLUMNS)).all()
    return sorted((Slip(**row._mapping) for row in rows), key=lambda slip: (slip.priority, slip.not_before, slip.id))


def put_back(owner: str, slips: Collection[Slip]) -> None:
    """Letters taken in this transaction that may not leave yet."""
    if slips:
        theirs = update(_LETTERS).where(_LETTERS.c.id.in_([slip.id for slip in slips]), _LETTERS.c.lease_owner == owner)
        db.session.execute(theirs.values(state=LetterState.PENDING, **_FREE))


def hurry(event_id: int, recipients: Collection[str], priority: int) -> None:
    """What waits for these people about this event leaves at least as soon as the letter that now stands behind it."""
    before = update(_LETTERS).where(_LETTERS.c.event_id == event_id, _LETTERS.c.recipient.in_(recipients), text(ON_ITS_WAY))
    db.session.execute(before.where(_LETTERS.c.state == LetterState.PENDING, _LETTERS.c.priority > priority).values(priority=priority))


def begin(slip: Slip, owner: str) -> bool:
    """From now on a death leaves a doubt; false when the lease is gone. Said again after a commit whose answer was lost, still true."""
    mine = _mine(slip, owner, LetterState.LEASED)
    state = LetterState.SENT if current_app.config["TEST_MARK_FIRST"] else LetterState.SENDING
    begun = {"state": state, "sends": slip.sends + 1, "attempts": slip.attempts + 1}
    return _count(mine.values(begun)) == 1 or _count(_mine(slip, owner, LetterState.SENDING).values(begun)) == 1


def settle(slip: Slip, owner: str, held_as: LetterState, values: dict[str, Any]) -> bool:
    """Write what became of a letter that we hold; false when the lease is gone."""
    return _count(_mine(slip, owner, held_as).values(**_FREE, **values)) == 1


def owners() -> list[tuple[str, datetime]]:
    """Who holds letters, and until when they do at most."""
    held = select(_LETTERS.c.lease_owner, _LETTERS.c.lease_until).where(_LETTERS.c.lease_owner.is_not(None))
    rows = db.session.execute(held.distinct()).all()
    return [(row.lease_owner, row.lease_until) for row in rows]


def take_back(owner: str, at_most_once: list[str]) -> int:
    """Give back the letters of a dead worker: freely if not begun, once more if in doubt, never twice for news."""
    theirs = update(_LETTERS).where(_LETTERS.c.lease_owner == owner)
    freed = _count(theirs.where(_LETTERS.c.state == LetterState.LEASED).values(state=LetterState.PENDING, **_FREE))
    gives_up = _LETTERS.c.kind.in_(at_most_once) | (_LETTERS.c.sends >= MOST_SENDS)
    state = case((gives_up, LetterState.DEAD), else_=LetterState.PENDING)
    in_doubt = theirs.where(_LETTERS.c.state == LetterState.SENDING)
    doubt = {"state": state, "uncertain": _LETTERS.c.uncertain + 1, "last_error": DIED, **_FREE}
    return freed + _count(in_doubt.values(doubt))


def _mine(slip: Slip, owner: str, held_as: LetterState) -> Any:
    column, this = _LETTERS.c, update(_LETTERS).where(_LETTERS.c.id == slip.id)
    if current_app.config["TEST_SKIP_LOCK"]:
        return this
    return this.where(column.state == held_as, column.lease_owner == owner, column.fence == slip.fence)


def _takeable() -> str:
    """What waits. With the lock skipped on purpose, what others hold too: the tests that hunt for second copies must then find some."""
    return ON_ITS_WAY if current_app.config["TEST_SKIP_LOCK"] else WAITS


def _count(statement: Any) -> int:
    return int(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]
