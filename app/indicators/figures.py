"""One figure: a value, of what, over what, and what is not known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from app.indicators.dictionary import Indicator
from app.indicators.entries import Entry
from app.indicators.scope import Scope


@dataclass(frozen=True)
class Figure:
    """The value of an indicator over a scope. ``None`` is "not known", or "too few answers to be said"; it is never a zero."""

    indicator: Indicator
    scope: Scope
    value: int | Fraction | None
    entries: tuple[Entry, ...] = ()  # the events it was counted over
    unknown: int = 0  # events of the scope of which this is not known
    numerator: int | None = None  # of rates and means
    denominator: int | None = None
    out_of: int | None = None  # how many there are in all: 101 departments
    apart: int = 0  # overseas collectivities, beside the value
    parts: Mapping[str, int] = field(default_factory=dict)  # what each event brought, by its public name

    @property
    def is_known(self) -> bool:
        return self.value is not None

    @property
    def shown(self) -> str:
        """The value as a table shows it."""
        return self.indicator.shown(self.value)

    @property
    def share(self) -> Fraction | None:
        """The value out of how many there are."""
        return Fraction(self.value, self.out_of) if self.value is not None and self.out_of else None
