"""Putting a letter in the outbox, in the transaction of the fact it tells."""

import uuid
from datetime import datetime

from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from app.core.db import db
from app.core.links import new_public_id
from app.outbox.models import LetterState, OutboxLetter

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
