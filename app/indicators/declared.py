"""What a declared figure says, and for what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from app.core.errors import Refusal
from app.indicators.dictionary import INDICATORS, Indicator, Rounding, Unit
from app.indicators.models import DeclaredFigure
from app.indicators.scope import Scope

MARK = "déclaré"
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")
_SPACES = re.compile(r"[\s\u00a0\u202f]")


@dataclass(frozen=True)
class Declared:
    """The value that a document gives, never mixed with computed ones."""

    indicator: Indicator
    value: Fraction
    source: str
    declared_at: datetime
    public_id: str

    @property
    def shown(self) -> str:
        """The value as a table shows it."""
        return self.indicator.shown(self.value)

    @property
    def words(self) -> str:
        """The mark that always goes with it."""
        return f"{MARK}, source\u00a0: {self.source}"


def declared_of(row: DeclaredFigure) -> Declared:
    """What a row says."""
    indicator = INDICATORS[row.indicator_code]
    value = Fraction(row.value)
    return Declared(indicator, value / 100 if indicator.unit is Unit.SHARE else value, row.source, row.declared_at, row.public_id)


def latest(rows: Iterable[DeclaredFigure], code: str, scope: Scope) -> Declared | None:
    """The one declared last for this indicator, this year and these very filters; an indicator that is gone says nothing."""
    if scope.year is None or code not in INDICATORS:
        return None
    wanted = filters_of(scope)
    ours = (row for row in rows if (row.indicator_code, row.year, row.scope) == (code, scope.year, wanted))
    found = max(ours, key=lambda row: (row.declared_at, row.id), default=None)
    return declared_of(found) if found else None


def filters_of(scope: Scope) -> dict[str, list[str]]:
    """The filters of a scope, as they are kept and compared: always in the same order."""
    return {name: sorted(values) for name, values in sorted(scope.said().items())}


def value_typed(text: str, indicator: Indicator) -> str:
    """The decimal that somebody typed with a comma, as it is kept (Refusal for what is no number of this unit)."""
    said = _SPACES.sub("", text).removesuffix("%").replace(",", ".")
    try:
        value = Decimal(said) if _NUMBER.fullmatch(said) else None
    except InvalidOperation:
        value = None
    if value is None:
        raise Refusal("Un nombre est attendu, par exemple 1 652 ou 80,5.", "value")
    if indicator.rounding is Rounding.EXACT and value != value.to_integral_value():
        raise Refusal(f"Un nombre entier est attendu\u00a0: ce chiffre compte des {indicator.unit.value}.", "value")
    if indicator.unit is Unit.SHARE and value > 100:
        raise Refusal("Un pourcentage est attendu, entre 0 et 100.", "value")
    return f"{value.normalize():f}"
