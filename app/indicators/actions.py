"""Declaring the figures of years whose rows are not here, and taking a declaration back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.models import Account
from app.core.db import add
from app.core.errors import Refusal
from app.indicators.declared import filters_of, value_typed
from app.indicators.dictionary import INDICATORS
from app.indicators.models import DeclaredFigure
from app.indicators.scope import BEGINNING, Scope
from app.indicators.stock_queries import declared_figures
from app.journal import actions as journal
from app.ui.french import NBSP


@dataclass(frozen=True)
class Declaration:
    """What somebody read in a document."""

    code: str
    scope: Scope
    value: str  # as it was typed
    source: str


def declare(what: Declaration, account: Account, *, on: date, at: datetime) -> DeclaredFigure:
    """The figure is known by its document from now on, and bears its mark everywhere."""
    return _keep(check(what, declared_figures(), on), account, at)


def declare_all(what: Iterable[Declaration], account: Account, *, on: date, at: datetime) -> int:
    """All of them, or none; how many."""
    known: list[DeclaredFigure] = declared_figures()
    for one in what:
        known.append(_keep(check(one, known, on), account, at))
    return sum(row.declared_at == at for row in known)


def check(what: Declaration, known: Sequence[DeclaredFigure], on: date) -> DeclaredFigure:
    """The row that would be written (Refusal, with its field, for what cannot be declared)."""
    indicator, year = INDICATORS.get(what.code), what.scope.year
    if indicator is None:
        raise Refusal("Choisissez un chiffre de la liste.", "indicator")
    if year is None or not BEGINNING.year < year < on.year:
        raise Refusal(f"Une année passée est attendue, avant {on.year}{NBSP}: celle-ci se calcule.", "year")
    filters = filters_of(what.scope)
    if indicator.is_stock and {*filters} - {"reseau"}:
        raise Refusal(f"«{NBSP}{indicator.label}{NBSP}» ne dépend que du réseau{NBSP}: retirez les autres filtres.", "indicator")
    if not what.source:
        raise Refusal("Dites d’où vient ce chiffre.", "source")
    if any((row.indicator_code, row.year, row.scope) == (what.code, year, filters) for row in known):
        raise Refusal(f"Ce chiffre est déjà déclaré pour {year}{NBSP}: retirez d’abord l’autre déclaration.", "indicator")
    value = value_typed(what.value, indicator)
    return DeclaredFigure(indicator_code=what.code, year=year, scope=filters, value=value, source=what.source)


def withdraw(row: DeclaredFigure, account: Account, *, at: datetime) -> None:
    """The declaration counts no more; it stays written who made it."""
    if row.withdrawn_at is not None:
        raise Refusal("Cette déclaration est déjà retirée.")
    row.withdrawn_at = at
    journal.write(account.actor, "figure_withdrawn", row.thing, at=at, before=_said(row))


def _keep(row: DeclaredFigure, account: Account, at: datetime) -> DeclaredFigure:
    row.declared_by_id, row.declared_at = account.id, at
    kept = add(row)
    journal.write(account.actor, "figure_declared", kept.thing, at=at, after=_said(kept))
    return kept


def _said(row: DeclaredFigure) -> dict[str, str | int]:
    return {"figure": row.indicator_code, "year": row.year, "value": row.value}
