"""A figure, and the same of before."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.indicators.comparing import change
from app.indicators.figures import Figure
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.indicators.scope import Scope
from app.ui.french import NBSP

REACHED = ("departements_presents", "collectivites_presents", "mdph_presents", "ars_presents")


@dataclass(frozen=True)
class Pair:
    """A figure beside the one of the year, or of the cycle, before; there may have been none."""

    now: Figure
    before: Figure | None

    @property
    def label(self) -> str:
        return self.now.indicator.label

    @property
    def shown_before(self) -> str:
        return self.before.shown if self.before else "rien de noté"

    @property
    def difference(self) -> str:
        """``14 de plus``; nothing when one of the two is not known."""
        return change(self.now, self.before).words if self.before else ""

    @property
    def caution(self) -> str:
        """What was declared and by which document, and why the difference must not be read too fast."""
        stood = [one.declared for one in (self.now, self.before) if one and one.is_declared]
        said = [f"Source{NBSP}: {one.source.rstrip('.')}." for one in stood if one]
        return " ".join([*said, change(self.now, self.before).warning if self.before else ""]).strip()


def pairs(ledger: Ledger, codes: Iterable[str], now: Scope, before: Scope | None) -> list[Pair]:
    """These figures over a scope and over the one before it, if anything was written of it."""
    return [Pair(figure(ledger, code, now), _before(ledger, code, before) if before else None) for code in codes]


def _before(ledger: Ledger, code: str, scope: Scope) -> Figure | None:
    """Days of which nothing at all is written have no figure: "zero" would be a lie. Members are counted whatever events there were."""
    found = figure(ledger, code, scope)
    is_counted = found.indicator.is_stock and found.value
    return found if found.is_declared or is_counted or ledger.entries(scope) else None
