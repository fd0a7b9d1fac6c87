"""Loading the demonstration."""

import random
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Account
from app.core.db import db
from app.demo import cast, scenes


def load_demo(at: datetime) -> bool:
    """The demonstration is there; nothing happens where somebody already has an account. Says whether it was loaded."""
    if db.session.scalar(select(Account.id).limit(1)) is not None:
        return False
    stage = cast.Stage(at=at, chance=random.Random(2024))  # noqa: S311 - a demonstration is drawn, not secret
    cast.people(stage)
    cast.team(stage)
    cast.members(stage)
    scenes.coming(stage)
    scenes.past(stage)
    db.session.flush()
    return True
