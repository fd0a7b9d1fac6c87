"""What the clock does with sign-ins."""

from datetime import datetime, timedelta

from app.accounts.queries import forget_before
from app.core import limits

KEPT = timedelta(days=1)


def forget_old(now: datetime) -> int:
    """Sign-ins and links of more than a day, and the counts of demands, are gone; says how many."""
    return forget_before(now - KEPT, now - KEPT) + limits.forget_old(now)
