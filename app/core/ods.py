"""An OpenDocument spreadsheet written as it comes: typed cells, no formula, one row in memory at a time."""

import re
import zipfile
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape, quoteattr

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
    )
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_DAY = '<number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
_HOUR = '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/>'
_TOP = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
_STYLES = (
    "<office:automatic-styles>"
    f'<number:date-style style:name="day">{_DAY}</number:date-style>'
    f'<number:date-style style:name="moment">{_DAY}{_HOUR}</number:date-style>'
    f'<style:style style:name="d" style:family="table-cell" style:data-style-name="day">{_TOP}</style:style>'
    f'<style:style style:name="m" style:family="table-cell" style:data-style-name="moment">{_TOP}</style:style>'
    '<style:style style:name="h" style:family="table-cell"><style:table-cell-properties fo:background-color="#e9eff8"/>'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="c" style:family="table-column"><style:table-column-properties style:column-width="4.5cm"/></style:style>'
    '<style:style style:name="w" style:family="table-column"><style:table-column-properties style:column-width="12cm"/></style:style>'
    f'<style:style style:name="s" style:family="table-cell">{_TOP}</style:style>'
    '<style:style style:name="t" style:family="table" style:master-page-name="Default"/>'
    "</office:automatic-styles>"
)
# Printed, a person is one line of one A4 page. ``scale-to-X`` came with ODF 1.3: a file that has it says so.
_PAPER = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {_NAMES} office:version="1.3"><office:automatic-styles>'
    '<style:page-layout style:name="p"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" fo:margin="1cm"'
    ' style:print-orientation="landscape" style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout></office:automatic-styles>'
    '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="p"/></office:master-styles>'
    "</office:document-styles>"
)
_USUAL = '<table:table-column table:style-name="c"/>'
_FOLDED = '<table:table-column table:style-name="c" table:default-cell-style-name="s"/>'
_WIDE = '<table:table-column table:style-name="w" table:default-cell-style-name="s"/>'
_SPACES = re.compile(r"^ | {2,}")


def write(file: IO[bytes], rows: Iterable[Sequence[object]], headings: Sequence[str], title: str, wide: Collection[str] = ()) -> int:
    """One sheet, its headings repeated on each printed page, ``wide`` columns for sentences; says how many rows stand under them."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        archive.writestr("mimetype", _TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("styles.xml", _PAPER)
        with archive.open("content.xml", "w") as content:
            return _content(content, rows, headings, title, wide)


def _content(content: IO[bytes], rows: Iterable[Sequence[object]], headings: Sequence[str], title: str, wide: Collection[str]) -> int:
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_NAMES} office:version="1.3">{_STYLES}'
    columns = "".join((_WIDE if heading in wide else _FOLDED) if wide else _USUAL for heading in headings) or _USUAL
    named = "".join(
        f'<table:table-cell table:style-name="h" office:value-type="string">{_paragraph(one)}</table:table-cell>' for one in headings
    )
    head = f"<table:table-header-rows><table:table-row>{named or '<table:table-cell/>'}</table:table-row></table:table-header-rows>"
    table = f'<office:body><office:spreadsheet><table:table table:style-name="t" table:name={quoteattr(title)}>{columns}{head}'
    content.write((opening + table).encode())
    count, waiting = 0, []
    for row in rows:
        count += 1
        waiting.append(f"<table:table-row>{''.join([_cell(value) for value in row])}</table:table-row>")
        if len(waiting) == 200:
            content.write("".join(waiting).encode())
            waiting.clear()
    closing = "</table:table></office:spreadsheet></office:body></office:document-content>"
    content.write(("".join(waiting) + closing).encode())
    return count


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string">{_paragraph(value)}</table:table-cell>'
    if isinstance(value, datetime):
        return _dated("m", value.isoformat(timespec="seconds"), f"{value:%d/%m/%Y %H:%M}")
    if isinstance(value, date):
        return _dated("d", value.isoformat(), f"{value:%d/%m/%Y}")
    if isinstance(value, int | float | Decimal):
        shown = str(value).replace(".", ",")
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'
    raise TypeError(f"a cell cannot hold {type(value).__name__}")


def _dated(style: str, value: str, shown: str) -> str:
    opening = f'<table:table-cell table:style-name="{style}" office:value-type="date" office:date-value="{value}">'
    return f"{opening}<text:p>{shown}</text:p></table:table-cell>"


def _paragraph(text: str) -> str:
    """Runs of spaces are counted: the format would make one of them."""
    said = escape(text)
    if "  " in said or said.startswith(" "):
        said = _SPACES.sub(lambda run: f'<text:s text:c="{len(run[0])}"/>', said)
    return f"<text:p>{said}</text:p>"
