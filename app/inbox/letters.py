"""From the ids that the outbox kept to the letter that tells the team."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.accounts.models import Account
from app.core.db import db
from app.inbox import team
from app.outbox.letter import Letter


def mails_to_read(ids: dict[str, Any], at: datetime) -> Letter | None:
    account = db.session.get(Account, ids["account_id"])
    return team.letter(account, at) if account else None


LETTERS: dict[str, Callable[[dict[str, Any], datetime], Letter | None]] = {team.KIND: mails_to_read}
