"""One source of rows, three spreadsheets: CSV, XLSX and ODS; nothing in them that a spreadsheet would take for a formula (T17)."""

import csv
import io
import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from flask import Response
from werkzeug.wsgi import FileWrapper
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.core import ods
from app.core.clock import PARIS
from app.core.text import slug_of

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
FORMATS = {"csv": "CSV", "xlsx": "Excel (XLSX)", "ods": "LibreOffice (ODS)"}

Cell = str | int | float | Decimal | date | datetime | None
Rows = Iterable[Sequence[Cell]]

_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# Controls, halves of pairs, and the marks that turn or hide the text around them.
_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]")
_STARTS_FORMULA = tuple("=+-@|＝＋－＠")
_LONGEST = 32_767  # characters that a cell of Excel holds


@dataclass(frozen=True)
class Written:
    """A finished file, deleted when it is closed, and how many rows stand under its headings."""

    file: IO[bytes]
    rows: int
    format: str


def download(rows: Rows, headings: Sequence[str], name: str, format: str, title: str = "Export") -> Response:
    """The answer that a browser saves under ``name``, whatever its letters."""
    return send(write(rows, headings, format, title), name)


def write(rows: Rows, headings: Sequence[str], format: str, title: str = "Export", wide: Collection[str] = ()) -> Written:
    """The rows in a file of that format, one at a time: memory does not grow with their number.

    ``wide`` names the headings of the columns that hold sentences: they are larger, and their text goes to the line.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
    writers: dict[str, Callable[[IO[bytes], Rows, Sequence[str], str, Collection[str]], int]] = {"csv": _csv, "xlsx": _xlsx, "ods": _ods}
    return Written(file, writers[format](file, rows, headings, title, wide), format)


def send(written: Written, name: str) -> Response:
    """The file as an answer that no cache keeps."""
    size = written.file.seek(0, io.SEEK_END)
    written.file.seek(0)
    response = Response(FileWrapper(written.file, 64 * 1024), content_type=_TYPES[written.format])
    response.headers["Content-Disposition"] = f'attachment; filename="{slug_of(name, 80)}.{written.format}"'
    response.headers["Cache-Control"] = "no-store"
    response.content_length = size
    response.call_on_close(written.file.close)
    return response


def plain(text: str) -> str:
    """The text on one line, with nothing invisible or commanding in it."""
    if text.isprintable():
        return text
    return _REFUSED.sub("", _BREAKS.sub(" ", text))


def harmless(text: str) -> str:
    """The text as a CSV cell: marked as text when a spreadsheet would take it for a formula."""
    if text[:1].isalnum() and text.isprintable():
        return text  # nearly every cell of nearly every file
    text = plain(text)
    return f"'{text}" if text.lstrip().startswith(_STARTS_FORMULA) else text


def _said(value: Cell) -> Cell:
    """What every format writes the same way: oui, non, Paris time; texts cleaned."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(PARIS).replace(tzinfo=None)
    return value


def _csv_cell(value: Cell) -> str:
    if isinstance(value, str):
        return harmless(value)
    if value is None:
        return ""
    said = _said(value)
    if isinstance(said, datetime):  # by hand: five times as fast as strftime
        return f"{said.day:02}/{said.month:02}/{said.year} {said.hour:02}:{said.minute:02}"
    if isinstance(said, date):
        return f"{said.day:02}/{said.month:02}/{said.year}"
    return str(said).replace(".", ",")


def _csv(file: IO[bytes], rows: Rows, headings: Sequence[str], title: str, wide: Collection[str]) -> int:
    """Semicolons, a byte order mark and decimal commas: what a French spreadsheet opens with a double click."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow([_csv_cell(heading) for heading in headings])
    count = 0
    for row in rows:
        lines.writerow([_csv_cell(value) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def _xlsx(file: IO[bytes], rows: Rows, headings: Sequence[str], title: str, wide: Collection[str]) -> int:
    """Every text is written as a text, never guessed; one row in memory at a time."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(file, options)
    sheet = book.add_worksheet(title[:31])
    folded = {"text_wrap": True, "valign": "top"} if wide else {}
    bold = book.add_format({"bold": True, "bg_color": "#E9EFF8", "bottom": 1, **folded})
    day, moment = (book.add_format({"num_format": way, **folded}) for way in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
    widths = [60 if heading in wide else 22 for heading in headings]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width, book.add_format(folded) if wide else None)
    sheet.freeze_panes(1, 0)
    _lie_on_paper(sheet)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, plain(heading), bold)
    count = 0
    for count, row in enumerate(rows, 1):
        if wide:
            sheet.set_row(count, _height(row, widths))
        _xlsx_row(sheet, count, row, day, moment)
    sheet.autofilter(0, 0, count, max(len(headings) - 1, 0))
    book.close()
    return count


def _height(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """Of a row whose texts go to the line: no reader of XLSX reckons it by itself."""
    return (
        15 * max((-(-len(said) // (width - 2)) for said, width in zip(row, widths, strict=False) if isinstance(said, str)), default=1) or 15
    )


def _lie_on_paper(sheet: Worksheet) -> None:
    """Printed, a person is one line of one A4 page, headings on each."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _xlsx_row(sheet: Worksheet, number: int, row: Sequence[Cell], day: Format, moment: Format) -> None:
    for column, value in enumerate(row):
        said = _said(value)
        if isinstance(said, str):
            if said:
                sheet.write_string(number, column, said[:_LONGEST])
        elif isinstance(said, date):
            sheet.write_datetime(number, column, said, moment if isinstance(said, datetime) else day)
        elif said is not None:
            sheet.write_number(number, column, said)


def _ods(file: IO[bytes], rows: Rows, headings: Sequence[str], title: str, wide: Collection[str]) -> int:
    """The same, for LibreOffice."""
    typed = ([_said(value) for value in row] for row in rows)
    return ods.write(file, typed, [plain(heading) for heading in headings], title, [plain(heading) for heading in wide])
