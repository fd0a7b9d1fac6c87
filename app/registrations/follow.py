"""The figures of one event, counted from the list of its people."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.directory.models import TYPES, Person
from app.events.models import Event
from app.invitations.models import PARTSTATS
from app.invitations.queries import open_objects
from app.registrations.follow_queries import Guest
from app.ui.french import day, listed


@dataclass
class Figures:
    """How many were invited, answered, registered, came; of an event, or of one part of its people."""

    name: str = ""
    key: str = ""
    invited: int = 0
    answered: int = 0
    registered: int = 0
    pending: int = 0
    waiting: int = 0
    declined: int = 0
    withdrawn: int = 0
    present: int = 0
    absent: int = 0

    @property
    def silent(self) -> int:
        return self.invited - self.answered

    def add(self, guest: Guest, mark: str | None) -> None:
        """Count one person more."""
        self.invited += guest.invited
        self.answered += guest.invited and guest.answered
        for name, situation in _SITUATIONS.items():
            setattr(self, name, getattr(self, name) + (guest.situation == situation))
        if guest.situation == "inscrits":
            self.present += mark == "present"
            self.absent += mark in ("absent", "excused")


_SITUATIONS = {"registered": "inscrits", "pending": "validation", "waiting": "attente", "declined": "declines", "withdrawn": "desinscrits"}


@dataclass
class Overview:
    """Everything the page of an event tells about its people."""

    all: Figures = field(default_factory=Figures)
    by_type: list[Figures] = field(default_factory=list)
    by_organisation: list[Figures] = field(default_factory=list)
    by_department: list[Figures] = field(default_factory=list)
    others: int = 0  # speakers, organisers, staff: told apart
    without_address: int = 0  # neither their own nor somebody else’s
    to_nudge: int = 0


def overview(guests: Iterable[Guest], marks: Mapping[int, str], most_nudges: int) -> Overview:
    """The figures of all, then by type of organisation, organisation and department, the largest first."""
    people = list(guests)
    counted = [guest for guest in people if guest.counts]
    found = Overview()
    for guest in counted:
        found.all.add(guest, marks.get(guest.registration_id or 0))
    found.by_type = _grouped(counted, marks, lambda g: (g.type or "", TYPES.get(g.type or "", "Sans structure")))
    found.by_organisation = _grouped(counted, marks, lambda g: (g.organisation_slug or "", g.organisation or "Sans structure"))
    found.by_department = _grouped(counted, marks, _department)
    found.others = sum(guest.situation == "inscrits" and not guest.counts for guest in people)
    reached = [guest for guest in people if guest.situation in ("inscrits", "validation", "attente", "sans-reponse")]
    found.without_address = sum(guest.letterbox is None for guest in reached)
    found.to_nudge = sum(may_be_nudged(guest, most_nudges) for guest in people)
    return found


def may_be_nudged(guest: Guest, most: int) -> bool:
    """Invited, silent, reachable, and not nudged too often already."""
    return guest.situation == "sans-reponse" and guest.nudges < most and guest.letterbox is not None and guest.undeliverable_at is None


def _department(guest: Guest) -> tuple[str, str]:
    return guest.department_code or "", f"{guest.department} ({guest.department_code})" if guest.department else "Sans département"


def _grouped(guests: Iterable[Guest], marks: Mapping[int, str], key: Callable[[Guest], tuple[str, str]]) -> list[Figures]:
    groups: dict[tuple[str, str], Figures] = defaultdict(Figures)
    for guest in guests:
        code, name = key(guest)
        figures = groups[code, name]
        figures.key, figures.name = code, name
        figures.add(guest, marks.get(guest.registration_id or 0))
    return sorted(groups.values(), key=lambda one: (-one.registered, -one.invited, one.name))


def said_by_day(event: Event, person: Person) -> str:
    """``présence le jeudi 12 mars et absence le vendredi 13 mars``: what their calendar said, of which day when there are several."""
    said = [(one.on, PARTSTATS[one.partstat]) for one in open_objects(event.id, person.id) if one.partstat]
    if len(event.days) < 2:
        return said[0][1] if said else ""
    return listed(f"{words} le {day(on, year=False)}" for on, words in sorted(said))
