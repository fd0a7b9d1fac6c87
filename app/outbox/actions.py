"""Putting a letter in the outbox, in the transaction of the fact it tells; then holding it back, releasing it, sending it again."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from app.core.db import db
from app.core.errors import Refusal
from app.core.links import new_public_id, proof
from app.journal import actions as journal
from app.outbox import many_queries as many
from app.outbox import queries
from app.outbox.lease_queries import hurry
from app.outbox.models import Beat, LetterState, OutboxLetter

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
    if to is not None:
        row = _row(kind, to, key, at, until, event_id=event_id, person_id=person_id, priority=priority, ids=ids)
        _write([row | {"not_before": not_before or at}], event_id, priority)


@dataclass(frozen=True)
class Copy:
    """One of the many letters that tell one fact: whom it is for, its own key and ids."""

    to: str | None
    key: str
    person_id: int
    ids: Mapping[str, int | str]


def put_all(
    kind: str,
    copies: Iterable[Copy],
    *,
    at: datetime,
    event_id: int,
    priority: int = PERSONAL,
    not_before: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """The same as ``put`` for everybody whom one fact concerns, in one statement: a full house is told within the request."""
    rows = [
        _row(kind, one.to, one.key, at, until, event_id=event_id, person_id=one.person_id, priority=priority, ids=dict(one.ids))
        | {"not_before": not_before or at}
        for one in copies
        if one.to is not None
    ]
    if rows:
        _write(rows, event_id, priority)


def _row(kind: str, to: str, key: str, at: datetime, until: datetime | None, **more: Any) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "bounce_token": new_public_id(),
        "dedupe_key": key,
        "message_id": message_id_of(key),
        "kind": kind,
        "recipient": to,
        "state": LetterState.PENDING,
        "not_before": at,
        "expires_at": until,
        "created_at": at,
        **more,
    }


def _write(rows: list[dict[str, Any]], event_id: int | None, priority: int) -> None:
    if event_id is not None and priority < BULK:
        hurry(event_id, [row["recipient"] for row in rows], priority)
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(dialect.insert(OutboxLetter).on_conflict_do_nothing(index_elements=["dedupe_key"]), rows)


def message_id_of(key: str) -> str:
    """Decided once for a fact, so that every copy of a letter is recognised as one; nobody else can tell it, and forge a return of it."""
    domain = current_app.config["MAIL_FROM"].rpartition("@")[2]
    name = hashlib.sha256(proof("message-id", key, current_app.config["BASE_URL"]).encode()).hexdigest()[:32]
    return f"<{name}@{domain}>"


def hold(letter: OutboxLetter, actor: str, at: datetime) -> None:
    """Keep a waiting letter back until somebody releases it."""
    if not queries.hold_if_waiting(letter):  # a worker may have taken it since the page was shown
        raise Refusal("Seul un courriel en attente peut être retenu.")
    journal.write(actor, "letter_held", letter.thing, at=at)


def release(letter: OutboxLetter, actor: str, at: datetime) -> None:
    """Let a letter that was kept back leave now."""
    if not queries.release_if_held(letter, at):
        raise Refusal("Ce courriel n’est pas retenu.")
    journal.write(actor, "letter_released", letter.thing, at=at)


def resend(letter: OutboxLetter, actor: str, at: datetime) -> None:
    """A settled letter leaves once more, to the address it had."""
    if not letter.is_settled:
        raise Refusal("Ce courriel n’est pas encore parti : attendez, ou libérez-le.")
    if "@" not in letter.recipient:
        raise Refusal("L’adresse de ce courriel a été effacée : il ne peut plus être renvoyé.")
    send_again(letter, letter.recipient, actor, at)


def send_again(letter: OutboxLetter, to: str, actor: str, at: datetime) -> None:
    """The same letter, as a new one: new Message-ID, new date, the facts as they are now; two clicks in a minute are one."""
    until = letter.expires_at if letter.expires_at and letter.expires_at > at else None
    put(letter.kind, to=to, key=f"{letter.dedupe_key[:110]}-again-{at:%Y%m%d%H%M}", at=at, until=until, **letter.facts)
    journal.write(actor, "letter_sent_again", letter.thing, at=at)


def hold_all(asked: many.Asked, actor: str, at: datetime) -> int:
    """Keep back every waiting letter of a filter; says how many."""
    journal.write(actor, "letters_held", "courriers", at=at)
    return many.hold_asked(asked)


def release_all(asked: many.Asked, actor: str, at: datetime) -> int:
    """Let every letter of a filter that was held back leave now; says how many."""
    journal.write(actor, "letters_released", "courriers", at=at)
    return many.release_asked(asked, at)


def resend_all(asked: many.Asked, actor: str, at: datetime) -> int:
    """Put every settled letter of a filter again, five hundred at most; says how many."""
    letters = many.settled_asked(asked)
    for letter in letters:
        resend(letter, actor, at)
    return len(letters)


def hold_waiting(actor: str, at: datetime) -> int:
    """After a restore, everything that waited is kept back: part of it may have left since the copy was made."""
    journal.write(actor, "letters_held", "courriers", at=at)
    return queries.hold_all_waiting()


def beat(worker: str, at: datetime, refused_since: datetime | None = None) -> None:
    """The last sign of life of a worker, and since when the mail server takes nothing from it."""
    db.session.merge(Beat(worker=worker, at=at, refused_since=refused_since))


def stop_beating(worker: str) -> None:
    """A worker that ends properly leaves no sign behind."""
    if gone := db.session.get(Beat, worker):
        db.session.delete(gone)


def forget_address(address: str) -> tuple[int, int]:
    """Somebody asks to be erased: what waits for them is cancelled, the other rows no longer say whom they were for."""
    return many.forget_address(address)


def forget_before(letters: datetime, beats: datetime, given_up: datetime) -> int:
    """Delete what became of letters and of workers before these instants, reduce those given up; says how many letters are gone."""
    queries.delete_beats_before(beats)
    many.reduce_dead_before(given_up)
    return queries.delete_settled_before(letters)
