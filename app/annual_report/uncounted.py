"""What a year held that no sentence speaks of: most often an event that nobody put in its series."""

from collections.abc import Iterable

from app.annual_report.telling import Told
from app.annual_report.templates import Figured
from app.indicators.dictionary import INDICATORS
from app.indicators.entries import Entry
from app.indicators.ledger import Ledger
from app.indicators.scope import Scope


def uncounted(told: Iterable[Told], year: int, ledger: Ledger) -> list[Entry]:
    """The events of the year that are behind no figure of a sentence, told or left out; a figure of all events speaks of none in particular."""
    scopes = {figured.scope(year) for one in told for figured in one.sentence.figures if _counts_events(figured)}
    counted = {entry.id for scope in scopes for entry in ledger.held(scope)}
    return [entry for entry in ledger.held(Scope.of_year(year)) if entry.id not in counted]


def _counts_events(figured: Figured) -> bool:
    is_stock = figured.indicator in INDICATORS and INDICATORS[figured.indicator].is_stock
    return figured.period == "year" and bool(figured.filters) and not is_stock
