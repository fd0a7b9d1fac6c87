"""The events that took place, one by one, with what was counted at each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.indicators.entries import Entry
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.indicators.scope import Scope
from app.ui.charts import Line
from app.ui.french import NBSP, number, plural, short_day
from app.ui.numbers import rate


@dataclass(frozen=True)
class Held:
    """An event held and what was counted at it; ``None`` is "not known"."""

    entry: Entry
    registered: int | None
    present: int | None
    satisfaction: Fraction | None
    is_masked: bool  # somebody answered, too few to be told

    @property
    def presence(self) -> Fraction | None:
        return Fraction(self.present, self.registered) if self.present is not None and self.registered else None

    @property
    def name(self) -> str:
        """``12 mars – Webinaire``: the day first, for a name may be cut."""
        return f"{short_day(self.entry.on).rpartition(' ')[0]} – {self.entry.title}"

    @property
    def shown_presence(self) -> str:
        return rate(self.presence) if self.presence is not None else "non connu"

    @property
    def shown_satisfaction(self) -> str:
        if self.satisfaction is not None:
            return rate(self.satisfaction)
        return f"masqué{NBSP}: trop peu de réponses" if self.is_masked else "aucune réponse"


def held_of(ledger: Ledger, scope: Scope) -> list[Held]:
    """The events of a scope that took place, in their order; satisfaction only where the figure of them all tells it."""
    told = figure(ledger, "taux_satisfaction", scope).parts
    return [_held(ledger, entry, told) for entry in ledger.held(scope)]


def drawn_attendance(held: Iterable[Held]) -> list[tuple[str, int, int, str]]:
    """Those who came among those who registered, event by event."""
    return [(one.name, one.present or 0, one.registered or 0, _attendance(one)) for one in held]


def drawn_satisfaction(held: Iterable[Held]) -> list[Line]:
    """The satisfaction of each event of which it is told."""
    return [Line(one.name, (float(one.satisfaction),), (rate(one.satisfaction),)) for one in held if one.satisfaction is not None]


def _attendance(one: Held) -> str:
    if one.present is None or one.registered is None:
        return "non connu" if one.registered is None else plural(one.registered, "inscrit")
    return f"{number(one.present)} sur {number(one.registered)}"


def _held(ledger: Ledger, entry: Entry, told: Mapping[str, int]) -> Held:
    counts = ledger.counts(entry)
    registered = counts.registered if ledger.are_registrations_known(entry) else None
    present = counts.present if ledger.is_attendance_known(entry) else None
    satisfied = told.get(entry.public_id)
    rate_of = Fraction(satisfied, counts.expressed) if satisfied is not None and counts.expressed else None
    return Held(entry, registered, present, rate_of, rate_of is None and counts.answered > 0)
