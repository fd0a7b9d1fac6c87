"""What the clock does of the planned letters: one look at all that is due, as often as one likes."""

from collections import defaultdict
from datetime import datetime

from app.core.db import transaction
from app.reminders.actions import follow, plan
from app.reminders.models import PlannedLetter
from app.reminders.queries import events_without_plan, planned_around


def put_due(now: datetime) -> int:
    """Every planned letter that is due is in the outbox, once; what makes no sense any more is marked as dropped."""
    with transaction():
        for event in events_without_plan(now):
            plan(event, now)
        by_event: dict[int, list[PlannedLetter]] = defaultdict(list)
        for planned in planned_around(now):
            by_event[planned.event_id].append(planned)
        return sum(follow(planned, others, now) for others in by_event.values() for planned in others)
