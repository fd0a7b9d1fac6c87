"""Is this spreadsheet archive safe to open? Counted before any reader of sheets sees it (T36)."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from app.core.errors import Refusal

MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 60, 20 * 1024 * 1024, 100
MOST_TAGS = 400_000  # rows and cells written in a sheet: 5 000 rows of 50 columns, and as much again
MOST_CELLS = 2_000_000  # a reader lays out the whole rectangle between the first cell and the last
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_XLSX_TAG = re.compile(rb"""<(?:\w+:)?(row|c)\b(?:[^<>"']++|"[^"]*+"|'[^']*+')*+""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([^"']*)["']""")
_CELL, _ROW = re.compile(rb"\$?([A-Za-z]{1,4})\$?(\d{1,9})"), re.compile(rb"\d{1,9}")
_INSIDE = rb"""((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)"""
_ODS_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)\b" + _INSIDE)
_REPEATED = re.compile(rb"""table:number-(?:rows|columns)-repeated\s*=\s*["']([^"']*)["']""")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf")
_TOO_BIG = "Ce classeur est trop volumineux une fois ouvert : gardez la feuille qui sert, ou enregistrez-la en .csv."
_BROKEN = "Ce fichier est abîmé ou protégé : enregistrez-le de nouveau, sans mot de passe."


def check(content: bytes) -> None:
    """Refuse an archive that would cost more than a list of people can."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or _declared(entries) > MOST_UNPACKED:
                raise Refusal(_TOO_BIG, "file")
            packed, unpacked = len(content), 0
            for name, data in _unpacked(archive, entries):
                unpacked += len(data)
                if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * packed:
                    raise Refusal(_TOO_BIG, "file")
                _check_entry(name, data)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, OSError, zlib.error):
        raise Refusal(_BROKEN, "file") from None


def _declared(entries: list[zipfile.ZipInfo]) -> int:
    return sum(entry.file_size for entry in entries)


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    for entry in entries:
        with archive.open(entry) as file:
            yield entry.filename, file.read(MOST_UNPACKED + 1)


def _check_entry(name: str, data: bytes) -> None:
    # Where a sheet stands in the archive is said by the archive: whatever is not a picture may be one.
    if name.casefold().endswith(_PICTURES):
        return
    if _DTD.search(data) or name.casefold().endswith("workbook.bin"):  # a binary book, whose sheets we do not measure
        raise Refusal(_BROKEN, "file")
    if _cells_of_xlsx(data) > MOST_CELLS or _cells_of_ods(data) > MOST_CELLS:
        raise Refusal(_TOO_BIG, "file")


def _cells_of_xlsx(data: bytes) -> int:
    """The rectangle from A1 to the furthest cell; rows and cells that do not say their place follow the one before."""
    columns = rows = column = row = 0
    for found in _few(_XLSX_TAG.finditer(data)):
        place = _PLACE.search(found[0])
        if found[1] == b"row":
            row, column = _row(place[1]) if place else row + 1, 0
        elif place:
            column, row = _cell(place[1])
        else:
            column += 1
        columns, rows = max(columns, column), max(rows, row)
    return columns * rows


def _few(tags: Iterator[re.Match[bytes]]) -> Iterator[re.Match[bytes]]:
    """Each tag, as long as there are no more than a list can have."""
    for count, tag in enumerate(tags):
        if count > MOST_TAGS:
            raise Refusal(_TOO_BIG, "file")
        yield tag


def _row(place: bytes) -> int:
    if not _ROW.fullmatch(place):
        raise Refusal(_BROKEN, "file")
    return int(place)


def _cell(place: bytes) -> tuple[int, int]:
    found = _CELL.fullmatch(place)
    if not found:
        raise Refusal(_BROKEN, "file")
    return _column(found[1]), int(found[2])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _cells_of_ods(data: bytes) -> int:
    """The rectangle that holds every cell with a value, repetitions counted; empty ones after the last are not laid out."""
    rows = columns = 0
    before, repeated, column = 0, 0, 0
    for found in _few(_ODS_TAG.finditer(data)):
        times = _times(found[2])
        if found[1] == b"table-row":
            before, repeated, column = before + repeated, times, 0
            continue
        column += times
        if b"value" in found[2] or b"formula" in found[2]:
            rows, columns = max(rows, before + repeated), max(columns, column)
    return rows * columns


def _times(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    if found is None:
        return 1
    if not found[1].isdigit() or len(found[1]) > 9:
        raise Refusal(_TOO_BIG, "file")
    return int(found[1])
