"""Several dates at once: read from a pasted list, or proposed month after month."""

import re
from datetime import date, timedelta

from app.core.errors import Refusal
from app.core.text import searchable
from app.events.free_days import public_holiday
from app.ui.french import MONTHS, SHORT_MONTHS

MOST = 40  # dates of one series
_AUGUST = 8
_NUMBERS = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})(?:er)? ([a-z]+) (\d{4})")
_MONTH_NUMBERS = {searchable(name): index % 12 + 1 for index, name in enumerate((*MONTHS, *SHORT_MONTHS))}
_BEGINS, _ENDS = date(2000, 1, 1), date(2100, 12, 31)


def read_dates(text: str) -> list[date]:
    """The dates of a list, one a line, in any usual writing; refused with the line that cannot be read."""
    lines = [line.strip() for line in re.split(r"[\n;,]", text) if line.strip()]
    found = {}
    for line in lines:
        on = _read(line)
        if on is None or not _BEGINS <= on <= _ENDS:
            raise Refusal(f"« {line[:40]} » n’est pas une date : écrivez par exemple 12/03/2027.", "dates")
        found[on] = line
    if len(found) > MOST:
        raise Refusal(f"{MOST} dates au plus pour une série.", "dates")
    return sorted(found)


def monthly(first: date, count: int, nth: int, weekday: int) -> list[date]:
    """The ``nth`` such weekday of ``count`` months from ``first`` on (-1 is the last), August left out.

    A date that falls on a public holiday moves to the next week, or the week before at the end of a month.
    """
    dates: list[date] = []
    year, month = first.year, first.month
    while len(dates) < count:
        if month != _AUGUST:
            on = _working(_nth(year, month, nth, weekday))
            if on >= first:
                dates.append(on)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return dates


def _read(line: str) -> date | None:
    try:
        if found := _ISO.search(line):
            return date(*(int(part) for part in found.groups()))
        if found := _NUMBERS.search(line):
            day, month, year = (int(part) for part in found.groups())
            return date(year, month, day)
        if found := _WORDS.search(searchable(line)):
            return date(int(found[3]), _MONTH_NUMBERS[found[2]], int(found[1]))
    except (ValueError, KeyError):
        return None
    return None


def _nth(year: int, month: int, nth: int, weekday: int) -> date:
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _working(on: date) -> date:
    week = timedelta(days=7)
    step = week if (on + week).month == on.month else -week
    while public_holiday(on):
        on += step
    return on
