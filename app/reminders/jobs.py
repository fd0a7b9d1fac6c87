"""What the clock does of the planned letters: one look at all that is due, as often as one likes."""

import logging
from collections import defaultdict
from datetime import datetime

from app.core.db import transaction
from app.reminders.actions import follow, plan
from app.reminders.models import PlannedLetter
from app.reminders.queries import events_without_plan, planned_around

log = logging.getLogger("rencontres.reminders")


def put_due(now: datetime) -> int:
    """Every planned letter that is due is in the outbox, once; what makes no sense any more is marked as dropped."""
    by_event: dict[int, list[PlannedLetter]] = defaultdict(list)
    with transaction():
        for event in events_without_plan(now):
            plan(event, now)
        for planned in planned_around(now):
            by_event[planned.event_id].append(planned)
    return sum(_follow_all(letters, now) for letters in by_event.values())


def _follow_all(letters: list[PlannedLetter], now: datetime) -> int:
    """The letters of one event, together or not at all; an event that cannot be followed holds up no other."""
    number = letters[0].event_id
    try:
        with transaction():
            return sum(follow(planned, letters, now) for planned in letters)
    except Exception:
        log.exception("the letters of event %s were not put", number)
        return 0
