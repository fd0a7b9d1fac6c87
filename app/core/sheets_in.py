"""Lists that people upload or paste: CSV, XLSX and ODS become rows of clean text, or a refusal that says what to do (T35-T38)."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from python_calamine import CalamineWorkbook
from werkzeug.datastructures import FileStorage

from app.core import archives
from app.core.errors import Refusal
from app.core.text import clean_line

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5_000, 50, 1_000
ACCEPT = ".csv,.txt,.tsv,.xlsx,.ods"
_TEXTS, _BOOKS = ("csv", "txt", "tsv"), ("xlsx", "ods")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SAVE_AGAIN = "Ouvrez-le dans votre tableur et enregistrez-le au format .xlsx, .ods ou .csv, sans mot de passe."


@dataclass(frozen=True)
class Sheet:
    """Rows as they stand in the file (an empty row stays, so that its number is the one people see), and how it was read."""

    rows: list[list[str]]
    reading: str = ""  # said to the person when it was guessed


def read_rows(file: FileStorage | None) -> list[list[str]]:
    """The rows of an uploaded list, at most 5 000 x 50, each cell one clean line."""
    return read_sheet(file).rows


def read_sheet(file: FileStorage | None) -> Sheet:
    """As ``read_rows``, with the guess that was made of its letters."""
    if file is None or not file.filename:
        raise Refusal("Choisissez un fichier .csv, .xlsx ou .ods.", "file")
    kind = file.filename.rpartition(".")[2].casefold()
    content = file.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refusal("Le fichier dépasse 5 Mo : coupez-le en plusieurs.", "file")
    if kind == "xls" or content.startswith(_OLD_EXCEL):
        raise Refusal(f"Ce fichier est d’un ancien format, ou protégé. {_SAVE_AGAIN}", "file")
    if kind in _TEXTS and not content.startswith(b"PK\x03\x04"):
        return _text(content)
    if kind in _BOOKS and content.startswith(b"PK\x03\x04"):
        return _bounded(Sheet([_cells(row) for row in _book(content)]))
    raise Refusal(f"Ce fichier n’est pas un tableau que nous lisons. {_SAVE_AGAIN}", "file")


def read_pasted(text: str) -> list[list[str]]:
    """The rows of a list pasted from a spreadsheet, a table or a mail."""
    try:
        return _bounded(Sheet(_lines(text))).rows
    except csv.Error:
        raise Refusal("Une ligne est trop longue, ou ses guillemets ne se ferment pas.", "pasted") from None


def _text(content: bytes) -> Sheet:
    text, reading = _decoded(content)
    if "\x00" in text:
        raise Refusal(f"Ce fichier n’est pas un texte. {_SAVE_AGAIN}", "file")
    try:
        return _bounded(Sheet(_lines(text), reading))
    except csv.Error:
        raise Refusal("Une cellule de ce fichier est trop longue, ou ses guillemets ne se ferment pas.", "file") from None


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), ""
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8"), ""
    words = "Les accents ont été lus comme ceux d’un fichier Windows (cp1252) : vérifiez-les dans l’aperçu."
    return content.decode("cp1252", "replace"), words


def _lines(text: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    return [_cells(row) for row in islice(reader, MOST_ROWS + 2)]


def _delimiter(text: str) -> str:
    """The sign that parts the first line with something on it."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(";\t,", key=first.count)


def _book(content: bytes) -> Iterator[list[Any]]:
    archives.check(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as broken:  # the reader's own panics do not descend from Exception
        raise Refusal(f"Ce fichier est abîmé. {_SAVE_AGAIN}", "file") from broken
    return iter(rows[: MOST_ROWS + 2])


def _cells(row: list[Any]) -> list[str]:
    cells = [_said(value)[:LONGEST_CELL] for value in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _said(value: Any) -> str:
    if isinstance(value, str):
        return clean_line(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}".removesuffix(" 00:00")
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else clean_line(str(value))


def _bounded(sheet: Sheet) -> Sheet:
    rows = sheet.rows
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise Refusal("Ce fichier est vide.", "file")
    if len(rows) > MOST_ROWS + 1:
        raise Refusal("La liste dépasse 5 000 lignes : coupez-la en plusieurs.", "file")
    if max(map(len, rows)) > MOST_COLUMNS:
        raise Refusal("La liste dépasse 50 colonnes : gardez celles qui servent.", "file")
    return sheet
