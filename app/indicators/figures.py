"""One figure: a value, of what, over what, and what is not known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from app.indicators.declared import MARK, Declared
from app.indicators.dictionary import Indicator
from app.indicators.entries import Entry
from app.indicators.scope import Scope
from app.ui.french import NBSP


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
    unplaced: int = 0  # registrations that said no department, no region or no organisation: never guessed
    unfinished: int = 0  # events counted while attendance is still being entered
    is_hidden: bool = False  # fewer answers than it takes for nobody to be recognised
    declared: Declared | None = None  # what a document says, where rows say nothing or beside what they say

    @property
    def is_known(self) -> bool:
        return self.value is not None

    @property
    def is_declared(self) -> bool:
        """Whether what is shown comes from a document and not from rows."""
        return self.value is None and self.declared is not None

    @property
    def stated(self) -> int | Fraction | None:
        """The computed value, or the declared one where there is none: what comparisons use, with a warning."""
        return self.declared.value if self.value is None and self.declared else self.value

    @property
    def shown(self) -> str:
        """The value as a table shows it, with the mark of a declared one."""
        if self.value is None and self.declared:
            return f"{self.declared.shown} ({MARK})"
        return f"masqué{NBSP}: trop peu de réponses" if self.is_hidden else self.indicator.shown(self.value)

    @property
    def share(self) -> Fraction | None:
        """The value out of how many there are."""
        return Fraction(self.value, self.out_of) if self.value is not None and self.out_of else None
