"""Where the rows behind a figure are shown."""

from flask import url_for

from app.annual_report import scope_words
from app.annual_report.document import Basis


def rows_of(basis: Basis) -> str:
    """The page of the rows of a figure, as they are today; for dates and names, that of the events they come from."""
    code = "evenements_tenus" if basis.is_mention else basis.code
    return url_for("indicators.show", code=code, **scope_words.address(scope_words.read(basis.scope)))
