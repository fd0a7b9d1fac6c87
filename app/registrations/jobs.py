"""What the clock does to registrations: count the seats again, forget what was never confirmed."""

import logging
from datetime import datetime, timedelta

from app.registrations.demands import LIFE
from app.registrations.queries import delete_demands_asked_before
from app.registrations.seats_queries import miscounted_events, miscounted_workshops

log = logging.getLogger("rencontres.registrations")


def count_seats_again(_now: datetime) -> list[str]:
    """The events and workshops whose counter does not say what the registrations say: told in the log, never mended in silence."""
    wrong = [*miscounted_events(), *miscounted_workshops()]
    for public_id, said, counted in wrong:
        log.error("seats of %s: the counter says %d, the registrations %d", public_id, said, counted)
    return [public_id for public_id, _, _ in wrong]


def forget_demands(now: datetime) -> int:
    """What strangers typed and never confirmed is gone once its link is dead; what was confirmed lives in its registration."""
    return delete_demands_asked_before(now - LIFE - timedelta(days=1))
