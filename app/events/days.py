"""The days of an event and what is signed on each, from its first and last instants."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.events.words import Modality, Period

# The bounds of a day that is neither the first nor the last, when first and last hours cannot serve for all.
OPENING, CLOSING = time(9), time(18)
_NOON, _LUNCH_ENDS = time(12), time(14)
LONGEST_DAY = timedelta(hours=12)


@dataclass(frozen=True)
class Span:
    """One day: its date on the event's clocks, its first and last instants."""

    on: date
    starts_at: datetime
    ends_at: datetime


def spans(starts_at: datetime, ends_at: datetime, zone: str) -> list[Span]:
    """One span a day.

    Hours that make a day (9 h 30 to 16 h 30) hold for each; from 14 h to 12 h 30 the next day, the first day ends at 18 h
    and the last begins at 9 h. A meeting that ends the next morning without a working day in it is one span.
    """
    first, last = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    count = (last.date() - first.date()).days
    if count == 0 or ends_at - starts_at <= LONGEST_DAY:
        return [Span(first.date(), starts_at, ends_at)]
    begin, end = first.time(), last.time()
    alike = begin < end
    days = []
    for number in range(count + 1):
        on = first.date() + timedelta(days=number)
        from_hour = begin if alike or number == 0 else min(OPENING, end)
        to_hour = end if alike or number == count else max(CLOSING, begin)
        days.append(Span(on, _instant(on, from_hour, zone), _instant(on, to_hour, zone)))
    return [day for day in days if day.starts_at < day.ends_at]


def periods(span: Span, modality: Modality, zone: str) -> list[Period]:
    """What is signed that day: the whole séance online, the half-days it touches on site."""
    if modality is Modality.ONLINE:
        return [Period.WHOLE]
    begin = span.starts_at.astimezone(ZoneInfo(zone)).time()
    end = span.ends_at.astimezone(ZoneInfo(zone)).time()
    morning, afternoon = begin < _NOON, end > _LUNCH_ENDS or begin >= _NOON
    return [period for period, held in ((Period.MORNING, morning), (Period.AFTERNOON, afternoon)) if held]


def _instant(on: date, at: time, zone: str) -> datetime:
    return datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC)
