"""When a planned letter may leave: working days, from 8 h to 19 h, on the clocks of the event."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.events.free_days import public_holiday

OPENS, SHUTS = time(8), time(19)
# Where an overseas event lives, its own days off count too.
_TERRITORIES = {
    "America/Guadeloupe": "Guadeloupe",
    "America/Martinique": "Martinique",
    "America/Cayenne": "Guyane",
    "Indian/Reunion": "La Réunion",
    "Indian/Mayotte": "Mayotte",
    "America/St_Barthelemy": "Saint-Barthélémy",
    "America/Marigot": "Saint-Martin",
    "America/Miquelon": "Saint-Pierre-et-Miquelon",
}


def is_working(on: date, zone: str) -> bool:
    """Neither a week-end nor a public holiday there."""
    return on.weekday() < 5 and not public_holiday(on, _TERRITORIES.get(zone, "Métropole"))


def is_quiet(at: datetime, zone: str) -> bool:
    """Whether people there should not be written to at that instant, unless they wait for it."""
    there = at.astimezone(ZoneInfo(zone))
    return not (is_working(there.date(), zone) and OPENS <= there.time() <= SHUTS)


def until(at: datetime, zone: str, begins: datetime) -> datetime | None:
    """The next moment at which people there may be written to; None when it is now, or when what they are told of would have begun."""
    if not is_quiet(at, zone):
        return None
    there = at.astimezone(ZoneInfo(zone))
    opens = after(there if is_working(there.date(), zone) else _at(there.date(), OPENS, there))
    return None if at < begins <= opens else opens


def before(moment: datetime) -> datetime:
    """The last allowed moment up to this wall clock: what announces an event never comes later than it was meant to."""
    if moment.time() < OPENS:
        moment = _at(moment.date() - timedelta(days=1), SHUTS, moment)
    elif moment.time() > SHUTS:
        moment = _at(moment.date(), SHUTS, moment)
    return _to_working_day(moment, -1)


def after(moment: datetime) -> datetime:
    """This wall clock, brought to working hours: what follows an evening waits for the morning, a week-end for the same hour on Monday."""
    if moment.time() > SHUTS:
        moment = _at(moment.date() + timedelta(days=1), OPENS, moment)
    elif moment.time() < OPENS:
        moment = _at(moment.date(), OPENS, moment)
    return _to_working_day(moment, 1)


def _to_working_day(moment: datetime, step: int) -> datetime:
    while not is_working(moment.date(), str(moment.tzinfo)):
        moment = _at(moment.date() + timedelta(days=step), moment.time(), moment)
    return moment


def _at(on: date, hour: time, like: datetime) -> datetime:
    return datetime.combine(on, hour, like.tzinfo)
