"""Whether the mailbox is read: since when it is not, and what its server says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.inbox import queries

OFTEN = timedelta(minutes=1)  # a visit that went well is written down no more often
UNREAD_AFTER = timedelta(minutes=2)  # a server that starts again is not told to administrators
STALE_AFTER = timedelta(minutes=10)


def went_well(at: datetime) -> bool:
    """The mailbox was read to its end; says whether it could not be until now."""
    last = queries.last_visit()
    if last is not None and last.failing_since is None and last.read_at and at - last.read_at < OFTEN:
        return False
    visit = queries.visit_to_note()
    was_failing, visit.read_at, visit.failing_since, visit.words = visit.failing_since is not None, at, None, ""
    return was_failing


def failed(at: datetime, words: str) -> bool:
    """The mailbox could not be read; says whether it could until now."""
    visit = queries.visit_to_note()
    was_well = visit.failing_since is None
    visit.failing_since, visit.words = visit.failing_since or at, words
    return was_well


@dataclass(frozen=True)
class Health:
    """What an administrator reads of the mailbox."""

    read_at: datetime | None
    failing_since: datetime | None
    words: str
    is_stale: bool


def health(at: datetime) -> Health:
    """How the mailbox is: unread for long, or well."""
    last = queries.last_visit()
    if last is None:
        return Health(None, None, "", is_stale=False)
    failing = last.failing_since if last.failing_since and at - last.failing_since >= UNREAD_AFTER else None
    return Health(last.read_at, failing, last.words, is_stale=last.read_at is None or at - last.read_at > STALE_AFTER)
