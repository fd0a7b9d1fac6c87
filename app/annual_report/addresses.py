"""Where the rows behind a figure are shown."""

from app.annual_report import scope_words
from app.annual_report.document import Basis
from app.core.links import page
from app.indicators.asking import address_of


def rows_of(basis: Basis) -> str:
    """The page of the rows of a figure, as they are today; for dates and names, that of the events they come from."""
    code = "evenements_tenus" if basis.is_mention else basis.code
    return page("indicators.show", code=code, **address_of(scope_words.read(basis.scope)))
