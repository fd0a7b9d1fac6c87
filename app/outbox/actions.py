"""Putting a letter in the outbox, in the transaction of the fact it tells; then holding it back, releasing it, sending it again."""

import uuid
from datetime import datetime

from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from app.core.db import db
from app.core.errors import Refusal
from app.core.links import new_public_id
from app.journal import actions as journal
from app.outbox import queries
from app.outbox.models import Beat, LetterState, OutboxLetter

_NAMESPACE = uuid.UUID("6f1d7f7e-0d6b-4c55-9a9c-3a0a4c4c8d11")
URGENT, PERSONAL, BULK = 0, 1, 5  # what a person waits for passes before what thousands receive


def put(
    kind: str,
    *,
    to: str | None,
    key: str,
    at: datetime,
    event_id: int | None = None,
    person_id: int | None = None,
    priority: int = PERSONAL,
    not_before: datetime | None = None,
    until: datetime | None = None,
    **ids: int | str,
) -> None:
    """Write the letter down, once for this ``key`` however often it is said; someone without an address gets none.

    ``key`` names the fact ("confirmation-registration-42-v1"). ``ids`` are what ``app/mailroom.py`` makes the letter from
    when it leaves, not before ``not_before`` and never after ``until``.
    """
    if to is None:
        return
    row = {
        "public_id": new_public_id(),
        "bounce_token": new_public_id(),
        "dedupe_key": key,
        "message_id": message_id_of(key),
        "kind": kind,
        "recipient": to,
        "ids": ids,
        "event_id": event_id,
        "person_id": person_id,
        "priority": priority,
        "state": LetterState.PENDING,
        "not_before": not_before or at,
        "expires_at": until,
        "created_at": at,
    }
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(dialect.insert(OutboxLetter).values(row).on_conflict_do_nothing(index_elements=["dedupe_key"]))


def message_id_of(key: str) -> str:
    """Decided once for a fact, so that every copy of a letter is recognised as one."""
    domain = current_app.config["MAIL_FROM"].rpartition("@")[2]
    return f"<{uuid.uuid5(_NAMESPACE, key + current_app.config['BASE_URL']).hex}@{domain}>"


def hold(letter: OutboxLetter, actor: str, at: datetime) -> None:
    """Keep a waiting letter back until somebody releases it."""
    if letter.state is not LetterState.PENDING:
        raise Refusal("Seul un courrier en attente peut être retenu.")
    letter.state = LetterState.HELD
    journal.write(actor, "retenir", letter.thing, at=at)


def release(letter: OutboxLetter, actor: str, at: datetime) -> None:
    """Let a letter that was kept back leave now."""
    if letter.state is not LetterState.HELD:
        raise Refusal("Ce courrier n’est pas retenu.")
    letter.state, letter.not_before = LetterState.PENDING, at
    journal.write(actor, "libérer", letter.thing, at=at)


def resend(letter: OutboxLetter, actor: str, at: datetime) -> None:
    """Put the same letter again, as a new one: new Message-ID, new date, and the facts as they are now."""
    if letter.state not in (LetterState.SENT, LetterState.DEAD, LetterState.CANCELLED):
        raise Refusal("Ce courrier n’est pas encore parti : attendez, ou libérez-le.")
    ids = {"event_id": letter.event_id, "person_id": letter.person_id, **letter.ids}
    put(letter.kind, to=letter.recipient, key=f"{letter.public_id}-renvoi-{new_public_id()}", at=at, **ids)
    journal.write(actor, "renvoyer", letter.thing, at=at)


def hold_waiting(actor: str, at: datetime) -> int:
    """After a restore, everything that waited is kept back: part of it may have left since the copy was made."""
    journal.write(actor, "retenir", "courriers", at=at)
    return queries.hold_all_waiting()


def beat(worker: str, at: datetime) -> None:
    """The last sign of life of a worker."""
    db.session.merge(Beat(worker=worker, at=at))


def stop_beating(worker: str) -> None:
    """A worker that ends properly leaves no sign behind."""
    if gone := db.session.get(Beat, worker):
        db.session.delete(gone)


def forget_before(letters: datetime, beats: datetime) -> int:
    """Delete what became of letters and of workers before these instants; says how many letters."""
    queries.delete_beats_before(beats)
    return queries.delete_settled_before(letters)
