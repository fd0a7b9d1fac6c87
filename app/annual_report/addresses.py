"""Where the rows behind a figure are shown."""

from flask import current_app, url_for

from app.annual_report import scope_words
from app.annual_report.document import Basis

_SHOWN = "indicators.show"


def rows_of(basis: Basis) -> str:
    """The page of the rows of a figure, as they are today; for dates and names, that of the events they come from."""
    if _SHOWN not in current_app.view_functions:
        return ""
    code = "evenements_tenus" if basis.is_mention else basis.code
    return url_for(_SHOWN, code=code, **scope_words.address(scope_words.read(basis.scope)))
