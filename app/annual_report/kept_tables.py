"""The tables of the proofs of a report, which a French spreadsheet opens with a double click: UTF-8 that says so, and semicolons."""

import csv
import io
from collections.abc import Iterable, Sequence

from app.core.tables import harmless


def written(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The file of these rows under their headings; nothing in it is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def read(content: bytes) -> list[dict[str, str]]:
    """The rows of such a file, each cell by its heading."""
    return [*csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")]


def _cell(value: object) -> str:
    return harmless(value) if isinstance(value, str) else "" if value is None else str(value)
