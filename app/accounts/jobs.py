"""What the clock does with sign-ins."""

from datetime import datetime, timedelta

from flask import current_app

from app.accounts.queries import forget_before, how_far
from app.core import limits

KEPT = timedelta(days=1)


def forget_old(now: datetime) -> int:
    """Sign-ins that have had their time, links and counts of more than a day are gone; says how many."""
    return forget_before(how_far(now, current_app.config["SIGN_IN_HOURS"]), now - KEPT) + limits.forget_old(now)
