"""An event as figures see it, and what was counted at it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from app.core.text import slug_of
from app.events.words import Hosting, Modality, State
from app.satisfaction.models import Level

_NUMBERED = re.compile(r".+-(\d+)")
HELD = (State.HELD, State.ARCHIVED)
ANNOUNCED = (State.PUBLISHED, State.CLOSED, *HELD)


@dataclass(frozen=True)
class Entry:
    """One event: when it began on its own clocks, and all that filters ask of it."""

    id: int
    public_id: str
    title: str
    state: State
    kind: str
    hosting: Hosting
    modality: Modality
    on: date
    starts_at: datetime
    timezone: str
    hours: Fraction  # of its days together
    half_days: int
    was_announced: bool
    is_attendance_closed: bool
    cycle: str = ""
    series: str = ""  # the stem
    networks: frozenset[str] = field(default_factory=frozenset)  # its own and their parents
    own_networks: frozenset[str] = field(default_factory=frozenset)
    themes: frozenset[str] = field(default_factory=frozenset)
    regions: frozenset[str] = field(default_factory=frozenset)  # as the event says them
    departments: frozenset[str] = field(default_factory=frozenset)
    covered_regions: frozenset[str] = field(default_factory=frozenset)  # with those of its departments
    covered_departments: frozenset[str] = field(default_factory=frozenset)  # with all those of a region named alone
    partners: tuple[tuple[str, str], ...] = ()  # short name and role of those beside the organiser

    @property
    def slug(self) -> str:
        """The end of its public address."""
        return f"{slug_of(self.title)}-{self.public_id}"

    @property
    def is_public(self) -> bool:
        """Whether it has a page that everybody may open."""
        return self.was_announced and self.hosting is not Hosting.EXTERNAL

    @property
    def is_held(self) -> bool:
        return self.state in HELD

    @property
    def is_announced(self) -> bool:
        """Announced and not called off, held or not yet."""
        return self.state in ANNOUNCED

    @property
    def is_called_off(self) -> bool:
        """Called off after people had been told."""
        return self.state is State.CANCELLED and self.was_announced


@dataclass(frozen=True)
class Counts:
    """What was counted at one event; participants only."""

    registered: int = 0
    present: int = 0
    half_days_present: int = 0
    marks: int = 0
    answers: Mapping[Level, int] = field(default_factory=dict)
    was_asked: bool = False  # whether a questionnaire left

    @property
    def satisfied(self) -> int:
        return self.answers.get(Level.VERY_SATISFIED, 0) + self.answers.get(Level.SATISFIED, 0)

    @property
    def expressed(self) -> int:
        """Answers on the four levels."""
        return self.answered - self.answers.get(Level.NO_OPINION, 0)

    @property
    def answered(self) -> int:
        return sum(self.answers.values())

    @property
    def respondents(self) -> int:
        """Answers, never more than there were people to answer."""
        return min(self.answered, self.present)


def cycle_number(code: str) -> int | None:
    """Which round a cycle is, as its code says at its end: 2 of ``rt-cycle-2``."""
    found = _NUMBERED.fullmatch(code)
    return int(found[1]) if found else None
