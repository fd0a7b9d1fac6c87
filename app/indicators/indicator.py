"""What an indicator is: what it counts, among whom, once or each time, and how it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.ui.french import number, sentence, typeset
from app.ui.numbers import decimal, rate


class Unit(StrEnum):
    """What an indicator counts."""

    EVENTS = "événements"
    REGISTRATIONS = "inscriptions"
    INVITATIONS = "invitations"
    PRESENCES = "participations"
    PEOPLE = "personnes"
    PARTICIPANTS = "participants par événement"
    DEPARTMENTS = "départements"
    REGIONS = "régions"
    ORGANISATIONS = "structures"
    MEMBERS = "membres"
    LETTERS = "lettres"
    SPACES = "espaces"
    MONTHS = "mois"
    NETWORKS = "réseaux"
    ANSWERS = "réponses"
    HOURS = "heures"
    SHARE = "%"


class Rows(StrEnum):
    """What stands behind a figure, line by line."""

    EVENTS = "les événements"
    REGISTRATIONS = "les inscriptions"
    INVITATIONS = "les invitations"
    ANSWERS = "les réponses"
    MEMBERSHIPS = "les adhésions"
    NEWSLETTERS = "les lettres"
    SPACES = "les espaces"


class Rounding(StrEnum):
    """How a value is shown; sentences may hedge it further."""

    EXACT = "nombre exact"
    TENTH = "une décimale, à la plus proche (la moitié vers le haut)"
    RATE = "pourcentage à une décimale, à la plus proche (la moitié vers le haut)"


@dataclass(frozen=True)
class Indicator:
    """One figure: what it counts, among whom, once or each time, and how it is rounded."""

    code: str
    label: str
    unit: Unit
    population: str
    counted: str
    deduplication: str
    rounding: Rounding = Rounding.EXACT
    rows: Rows = Rows.EVENTS

    def __post_init__(self) -> None:
        for name in ("population", "counted", "deduplication"):
            object.__setattr__(self, name, typeset(getattr(self, name)))

    @property
    def is_stock(self) -> bool:
        """Counted of networks, not of events: only the networks and the days of a scope speak to it."""
        return self.rows in (Rows.MEMBERSHIPS, Rows.NEWSLETTERS, Rows.SPACES)

    @property
    def is_additive(self) -> bool:
        """Whether events that are not known could only make it larger: a total, not a mean, a rate, a least or a most."""
        return self.unit not in (Unit.SHARE, Unit.PARTICIPANTS)

    @property
    def counts_each_once(self) -> bool:
        """Whether the same ones come back from one event to the next, so that events do not add up to the figure."""
        return self.unit in (Unit.PEOPLE, Unit.MONTHS, Unit.NETWORKS, Unit.DEPARTMENTS, Unit.REGIONS, Unit.ORGANISATIONS, Unit.MEMBERS)

    @property
    def definition(self) -> str:
        """The definition as it is printed: what is counted comes first, being what the reader asks; of which events follows."""
        parts = [self.counted, self.deduplication, f"pour {self.population}", self.rounding.value]
        return "".join(f"{sentence(part)}. " for part in parts if part).rstrip()

    def shown(self, value: int | Fraction | None) -> str:
        """The value as a table shows it."""
        return "non connu" if value is None else _SHOWN[self.rounding](value)


_SHOWN: dict[Rounding, Callable[[int | Fraction], str]] = {
    Rounding.EXACT: lambda value: number(int(value)),
    Rounding.TENTH: decimal,
    Rounding.RATE: lambda value: rate(Fraction(value)),
}
