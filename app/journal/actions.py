"""Writing in the journal."""

from datetime import datetime
from typing import Any

from app.core.db import db
from app.journal.models import Act


def write(
    actor: str, verb: str, thing: str, *, at: datetime, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> None:
    """Keep who did what to what, in the transaction of the act itself. Ids and states only: no name, no address."""
    db.session.add(Act(at=at, actor=actor, verb=verb, thing=thing, before=before, after=after))
