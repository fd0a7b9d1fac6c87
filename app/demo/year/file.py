"""What a year file says: its events, what was counted at each, and the figures of its series and networks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.core.errors import Refusal
from app.events.words import Hosting, Modality, State

# What is counted at an event, as the file names it and as we do in French.
FIGURES = {
    "registered": "inscrits",
    "attended": "présents",
    "respondents": "réponses",
    "very_satisfied": "très satisfaits",
    "satisfied": "satisfaits",
    "departments_registered": "départements des inscrits",
    "departments_represented": "départements des présents",
    "mdph_registered": "MDPH des inscrits",
    "mdph_represented": "MDPH des présents",
}
HOSTINGS = {"cnsa": Hosting.OWN, "own": Hosting.OWN, "co": Hosting.JOINT, "joint": Hosting.JOINT, "external": Hosting.EXTERNAL}
HELD = (State.HELD, State.ARCHIVED)
SHOWN = 12  # problems told at once


class BrokenFile(Refusal):
    """The file cannot be a year: what is wrong is named, and nothing of it is loaded."""

    def __init__(self, problems: Iterable[str]):
        self.problems = [*problems]
        more = len(self.problems) - SHOWN
        shown = [*self.problems[:SHOWN], *([f"… et {more} autres."] if more > 0 else [])]
        super().__init__("\n".join(["Le fichier n’a pas été chargé :", *(f"  - {one}" for one in shown)]))


@dataclass(frozen=True)
class Gathering:
    """One event of the file; a figure it does not give is not in ``counts``."""

    id: str
    year: int
    kind: str
    title: str
    state: State
    hosting: Hosting
    modality: Modality
    timezone: str
    starts_at: datetime
    ends_at: datetime
    half_days: int | None
    cycle: str
    series: str
    networks: tuple[str, ...]
    regions: tuple[str, ...]
    departments: tuple[str, ...]
    host_department: str
    city: str
    partners: tuple[str, ...]
    roles: tuple[str, ...]
    refs: tuple[str, ...]
    counts: Mapping[str, int]

    @property
    def is_ours(self) -> bool:
        return self.hosting is not Hosting.EXTERNAL

    @property
    def is_held(self) -> bool:
        """Whether the year counts it: held, and ours."""
        return self.state in HELD and self.is_ours

    @property
    def named(self) -> str:
        """How a message names it."""
        return f"événement « {self.id} »"

    def count(self, figure: str) -> int:
        """A figure, 0 when the file does not give it."""
        return self.counts.get(figure, 0)

    @property
    def answers(self) -> int:
        """How many answered; those who are known to be satisfied when the file gives nobody else."""
        return self.counts.get("respondents", self.count("very_satisfied") + self.count("satisfied"))

    @property
    def absent(self) -> int:
        return self.count("registered") - self.count("attended")


@dataclass(frozen=True)
class SeriesFigures:
    """What is known of a series as a whole; ``per_person`` tells how many people registered how many times."""

    code: str
    distinct_registered: int | None = None
    per_person: Mapping[int, int] = field(default_factory=dict)
    departments: tuple[str, ...] = ()
    distinct_attended: int | None = None
    attended_by_ref: Mapping[str, int] = field(default_factory=dict)
    cnsa_participations: int | None = None
    cnsa_distinct: int | None = None

    @property
    def named(self) -> str:
        return f"série « {self.code} »"


@dataclass(frozen=True)
class NetworkFigures:
    """How many members a network has on the last day of the year."""

    code: str
    members: int
    unit: str
    organisation_type: str = ""


@dataclass(frozen=True)
class Letter:
    """One newsletter."""

    network: str
    title: str
    sent_on: date
    recipients: int


@dataclass(frozen=True)
class Space:
    """One collaborative space."""

    network: str
    name: str
    url: str
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True)
class YearFile:
    """All that a file says."""

    year: int
    events: tuple[Gathering, ...]
    series: Mapping[str, SeriesFigures]
    networks: tuple[NetworkFigures, ...]
    cycles: Mapping[str, tuple[str, int]]
    newsletters: tuple[Letter, ...]
    spaces: tuple[Space, ...]

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)

    def held_of(self, series: str) -> list[Gathering]:
        """The events of a series that the year counts, by date."""
        return [one for one in self.events if one.series == series and one.is_held]
