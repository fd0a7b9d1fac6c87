"""When attendance may be written, and what is signed on a given day."""

from collections.abc import Sequence
from datetime import datetime

from app.accounts.models import Account
from app.core.errors import Refusal
from app.events.models import Event, HalfDay
from app.events.words import PERIODS, Period
from app.ui import french

_NOON = 13  # from this hour on, the afternoon is what one comes to write


def is_open(event: Event, at: datetime) -> bool:
    """From the first minute of the event on, until somebody says that it is finished."""
    return event.takes_attendance(at) and event.attendance_closed_at is None


def expect_open(event: Event, at: datetime) -> None:
    """Refuse to write before the event, after it was closed, or when it was called off."""
    if event.attendance_closed_at is not None:
        raise Refusal("La saisie des présences est terminée : une administratrice ou un administrateur peut la rouvrir.")
    if not event.takes_attendance(at):
        raise Refusal("Les présences se saisissent à partir du début de l’événement, et jusqu’à son archivage.")


def expect_half_days(event: Event) -> None:
    """There is something to sign."""
    if not event.half_days:
        raise Refusal("Cet événement n’a pas de demi-journée à émarger : vérifiez ses dates.")


def expect_begun(event: Event, half_day: HalfDay, at: datetime) -> None:
    """Nobody is present tomorrow."""
    if half_day.on > french.local(at, event.timezone).date():
        raise Refusal(f"Cette demi-journée n’a pas commencé : {label_of(event, half_day)}.")


def may_reopen(account: Account, event: Event) -> bool:
    """An administrator corrects what was declared finished, as long as the event is not archived."""
    return account.is_admin and event.attendance_closed_at is not None and not event.is_archived


def present_one(event: Event, at: datetime) -> HalfDay | None:
    """The half-day that one most likely comes to write: today's, this morning or this afternoon; else the last one begun."""
    there = french.local(at, event.timezone)
    begun = [one for one in event.half_days if one.on <= there.date()]
    if there.hour < _NOON and len(begun) > 1 and begun[-1].on == there.date() and begun[-1].period is Period.AFTERNOON:
        return begun[-2]
    return begun[-1] if begun else None


def label_of(event: Event, half_day: HalfDay) -> str:
    """``matin``, or ``jeudi 12 mars, matin`` when the event has several days; a séance is the whole event."""
    period = PERIODS[half_day.period]
    if len({one.on for one in event.half_days}) < 2:
        return period
    return f"{french.day(half_day.on, year=False)}, {period}"


def labels_of(event: Event, half_days: Sequence[HalfDay]) -> list[str]:
    """The same for several, in order."""
    return [label_of(event, one) for one in half_days]
