"""The sheet as it is read: one half-day, one page of people, what was marked, and the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.attendance import policy, queries
from app.attendance.models import MARKS, Mark, Recording
from app.attendance.queries import Filter, Tally
from app.events.models import Event, HalfDay
from app.registrations.models import Registration
from app.ui import french


@dataclass(frozen=True)
class Line:
    """One person: their mark at this half-day, and at the others in words."""

    registration: Registration
    mark: Mark | None
    others: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """One page of the sheet of one half-day."""

    half_day: HalfDay
    label: str
    tabs: Sequence[tuple[int, str]]
    lines: Sequence[Line]
    sought: Filter
    found: int
    page: int
    tally: Tally

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.found // queries.PAGE))

    @property
    def told(self) -> str:
        """The figures in words."""
        return told(self.tally)

    @property
    def everyone(self) -> str:
        """What may be said of all the others at once."""
        return everyone(self.tally)


def told(tally: Tally) -> str:
    """``12 présents sur 18 inscrits, 1 excusé, 2 absents, 3 à noter``."""
    words = [f"{french.plural(tally.present, 'présent')} sur {french.plural(tally.total, 'inscrit')}"]
    words += [french.plural(tally.excused, "excusé")] if tally.excused else []
    words += [french.plural(tally.absent, "absent")] if tally.absent else []
    words.append(f"{french.number(tally.unmarked)}{french.NBSP}à noter" if tally.unmarked else "tout le monde est noté")
    return ", ".join(words)


def everyone(tally: Tally) -> str:
    """What is offered for all those of whom nothing is said yet; nothing when there are none."""
    if tally.unmarked in (0, tally.total):
        return "Tous présents" if tally.unmarked else ""
    return f"Tous les autres présents ({french.number(tally.unmarked)})"


def undoing(event: Event, last: Recording) -> str:
    """``Annuler la dernière saisie (3 personnes, matin)``."""
    return f"Annuler la dernière saisie ({french.plural(last.size, 'personne')}, {policy.label_of(event, last.half_day)})"


def sheet_of(event: Event, half_day: HalfDay, sought: Filter, page: int) -> Sheet:
    """What the screen shows of this half-day; a page too far is the last one."""
    found = queries.count_of(event, half_day, sought)
    page = min(max(page, 1), max(1, -(-found // queries.PAGE)))
    people = queries.roster(event, half_day, sought, page)
    marks = queries.marks_of(people)
    lines = [Line(one, marks[one.id].get(half_day.id), _elsewhere(event, half_day, marks[one.id])) for one in people]
    tabs = [(one.position, policy.label_of(event, one)) for one in event.half_days]
    return Sheet(half_day, policy.label_of(event, half_day), tabs, lines, sought, found, page, queries.tallies(event)[half_day.id])


def half_day_at(event: Event, position: int | None, at: datetime) -> HalfDay | None:
    """The half-day of this number, or the one that one most likely comes to write."""
    chosen = next((one for one in event.half_days if one.position == position), None)
    return chosen or policy.present_one(event, at)


def _elsewhere(event: Event, half_day: HalfDay, marks: dict[int, Mark]) -> list[str]:
    others = (one for one in event.half_days if one.id != half_day.id and one.id in marks)
    return [f"{policy.label_of(event, one)}{french.NBSP}: {MARKS[marks[one.id]].lower()}" for one in others]
