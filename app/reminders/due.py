"""When each planned letter leaves, and whether it still makes sense: values in, values out, no database."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from app.events.words import Hosting, State
from app.reminders import quiet
from app.reminders.catalogue import KINDS, REMINDERS, Way

DAY = 24 * 60
ANCHORS = ("start", "start_of_series", "end")
FORGOTTEN = timedelta(days=60)  # minutes or a replay found later than that interest nobody


class Gathering(Protocol):
    """What a date is counted from."""

    starts_at: datetime
    ends_at: datetime
    timezone: str
    state: State
    hosting: Hosting
    published_at: datetime | None
    closes_at: datetime | None


class Line(Protocol):
    """One letter of its plan."""

    letter: str
    anchor: str
    offset_minutes: int
    local_hour: time | None
    is_on: bool
    words: str
    link: str
    put_at: datetime | None
    dropped_at: datetime | None


class Fate(StrEnum):
    """What happens to a letter at a given instant."""

    COMING = "coming"
    NOW = "now"
    QUIET = "quiet"  # due, and waiting for people to be at work
    LACKING = "lacking"  # due, and waiting for its words
    LEFT = "left"
    LATE = "late"  # it makes no sense any more
    OFF = "off"
    UNPUBLISHED = "unpublished"
    CALLED_OFF = "called_off"
    ELSEWHERE = "elsewhere"  # somebody else's event: we only record it


def due_at(line: Line, event: Gathering) -> datetime | None:
    """When the letter leaves; None when something else than the clock decides."""
    return moment_of(line, event) if KINDS[line.letter].has_moment else None


def moment_of(line: Line, event: Gathering) -> datetime | None:
    """The plan's instant, counted on the event's wall clock and outside quiet hours; None when a fact decides."""
    if line.anchor not in ANCHORS:
        return None
    before = line.anchor != "end"
    zone = ZoneInfo(event.timezone)
    anchor = (event.starts_at if before else event.ends_at).astimezone(zone)
    if line.local_hour is None and line.offset_minutes % DAY:
        # Hours are counted on the instant: an hour before stays an hour before, whatever clocks do that night.
        moment = (anchor.astimezone(UTC) + timedelta(minutes=line.offset_minutes)).astimezone(zone)
    else:
        on = anchor.date() + timedelta(days=line.offset_minutes // DAY)
        moment = datetime.combine(on, line.local_hour or anchor.time(), zone)
    if not is_exempt(line):
        moment = quiet.before(moment) if before else quiet.after(moment)
    return moment.astimezone(UTC)


def is_exempt(line: Line) -> bool:
    """People wait for what comes a few hours before: week-ends and evenings do not hold it back."""
    return line.letter in REMINDERS and line.local_hour is None and -DAY < line.offset_minutes < 0


def useful_until(line: Line, event: Gathering, plan: Iterable[Line] = ()) -> datetime:
    """After this instant the letter is worse than none; a reminder gives way to the next one of the plan."""
    if not line.anchor.startswith("start"):
        return event.ends_at + FORGOTTEN
    limits = [event.starts_at]
    if line.letter == "reminder_7_days" and line.offset_minutes <= -3 * DAY:
        limits.append(event.starts_at - timedelta(days=2))
    if line.letter == "nudge" and event.closes_at:
        limits.append(event.closes_at)
    return min([*limits, *_later_reminders(line, event, plan)])


def _later_reminders(line: Line, event: Gathering, plan: Iterable[Line]) -> list[datetime]:
    if line.letter not in REMINDERS:
        return []
    own = due_at(line, event)
    others = (due_at(one, event) for one in plan if one.letter in REMINDERS and one.letter != line.letter and one.is_on)
    return [other for other in others if other and own and other > own]


def lacks_content(line: Line) -> bool:
    """An agenda, minutes, documents, a replay say nothing until somebody gave them words or a link."""
    return KINDS[line.letter].way is Way.CONTENT and not (line.words or line.link)


def fate_of(line: Line, event: Gathering, at: datetime, plan: Iterable[Line] = ()) -> Fate:
    """What happens to this letter at that instant."""
    due = due_at(line, event)
    if due is not None and line.put_at and line.put_at >= due:
        return Fate.LEFT
    if refused := _refused(line, event):
        return refused
    if due is None or at < due:
        return Fate.COMING
    return _overdue(line, event, due, at, plan)


def _refused(line: Line, event: Gathering) -> Fate | None:
    if event.state is State.CANCELLED:
        return Fate.CALLED_OFF
    if event.hosting is Hosting.EXTERNAL:
        return Fate.ELSEWHERE
    if not line.is_on:
        return Fate.OFF
    return Fate.UNPUBLISHED if event.state is State.DRAFT else None


def _overdue(line: Line, event: Gathering, due: datetime, at: datetime, plan: Iterable[Line]) -> Fate:
    if why_late(line, event, at, plan):
        return Fate.LATE
    if lacks_content(line):
        return Fate.LACKING
    if not is_exempt(line) and quiet.is_quiet(at, event.timezone):
        return Fate.QUIET
    return Fate.NOW


class Late(StrEnum):
    """Why a letter that was due makes no sense any more."""

    UNKNOWN_THEN = "unknown_then"
    ANSWERS_OVER = "answers_over"
    REPLACED = "replaced"
    TOO_CLOSE = "too_close"
    BEGUN = "begun"
    DROPPED = "dropped"


def why_late(line: Line, event: Gathering, at: datetime, plan: Iterable[Line] = ()) -> Late | None:
    """The reason for which an overdue letter no longer leaves; None while it still makes sense."""
    due = due_at(line, event)
    if due is None:
        return None
    reasons = (
        (Late.UNKNOWN_THEN, event.published_at is None or event.published_at > due),
        (Late.BEGUN, at >= (event.starts_at if line.anchor != "end" else event.ends_at + FORGOTTEN)),
        (Late.ANSWERS_OVER, _answers_are_over(line, event)),
        (Late.REPLACED, any(at >= later for later in _later_reminders(line, event, plan))),
        (Late.TOO_CLOSE, at >= useful_until(line, event, plan)),
        (Late.DROPPED, line.dropped_at is not None and line.dropped_at >= due),
    )
    return next((reason for reason, holds in reasons if holds), None)


def _answers_are_over(line: Line, event: Gathering) -> bool:
    return line.letter == "nudge" and event.state is not State.PUBLISHED


def version_of(line: Line, event: Gathering) -> str:
    """Which gathering the letter speaks of: its day; its very hour for what is counted in hours. Moved there, it is told again."""
    return hour_of(event) if is_exempt(line) else day_of(event)


def day_of(event: Gathering) -> str:
    return f"{event.starts_at.astimezone(ZoneInfo(event.timezone)):%Y%m%d}"


def hour_of(event: Gathering) -> str:
    return f"{event.starts_at.astimezone(UTC):%Y%m%dT%H%M}"
