"""Opened with other people's readers: what we wrote is what a spreadsheet shows, and nothing in it is computed."""

import csv
import io
import time
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.core import tables

HEADINGS = ["Nom", "Présent", "Note", "Nombre", "Jour", "Instant"]
ROW = ["Élodie D’Été", True, 4.5, -12, date(2026, 3, 1), datetime(2026, 7, 14, 7, 30, tzinfo=UTC)]
FORMULAS = [
    "=1+1",
    "+33 6 12 34 56 78",
    "-2+3",
    "@SUM(A1)",
    "|calc",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1+1",
    "\t=1+1",
    "\r=1",
    "\n@x",
    "\x00=1",
]


def content(rows, headings=HEADINGS, format="csv"):
    written = tables.write(rows, headings, format)
    written.file.seek(0)
    with written.file as file:
        return file.read()


def csv_rows(data):
    return [*csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")]


def sheet_rows(data):
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_a_csv_is_what_a_french_spreadsheet_opens_with_a_double_click():
    data = content([ROW])
    assert data.startswith(b"\xef\xbb\xbfNom;Pr\xc3\xa9sent;")
    assert csv_rows(data) == [HEADINGS, ["Élodie D’Été", "oui", "4,5", "-12", "01/03/2026", "14/07/2026 09:30"]]
    assert data.endswith(b"\r\n")


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_a_sheet_keeps_numbers_and_dates_as_such(format):
    head, row = sheet_rows(content([ROW], format=format))
    assert head == HEADINGS
    assert [str(cell) for cell in row] == ["Élodie D’Été", "oui", "4.5", "-12.0", "2026-03-01", "2026-07-14 09:30:00"]


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_nothing_and_a_decimal_are_understood(format):
    rows = sheet_rows(content([[None, False, Decimal("80.5"), 0, None, None], ["fin", "", "", 1, "", ""]], format=format))
    assert rows[1][:4] == ["", "non", 80.5, 0]


def test_a_csv_cell_that_looks_like_a_formula_is_marked_as_text():
    cells = [row[0] for row in csv_rows(content([[text] for text in FORMULAS], ["Texte"]))[1:]]
    assert len(cells) == len(FORMULAS)
    assert all(cell.startswith("'") for cell in cells)


def test_a_number_of_ours_is_not_a_formula():
    assert csv_rows(content([[-3]], ["Écart"]))[1] == ["-3"]


def test_a_heading_can_command_nothing_either():
    assert csv_rows(content([], ["=1+1"])) == [["'=1+1"]]


def test_an_xlsx_computes_nothing_and_opens_no_link():
    texts = [*FORMULAS, "http://example.org", "12", "{=1}"]
    book = openpyxl.load_workbook(io.BytesIO(content([[text] for text in texts], ["Texte"], "xlsx")))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [tables.plain(text) for text in texts]
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_an_ods_computes_nothing():
    rows = sheet_rows(content([[text] for text in FORMULAS], ["Texte"], "ods"))
    assert [row[0] for row in rows[1:]] == [tables.plain(text) for text in FORMULAS]


@pytest.mark.parametrize("format", ["csv", "xlsx", "ods"])
def test_a_text_stays_on_one_line_and_between_its_separators(format):
    data = content([['un\ndeux;trois "quatre"', "a\u202eb\x07"]], ["Un", "Deux"], format)
    rows = csv_rows(data) if format == "csv" else sheet_rows(data)
    assert rows[1] == ['un deux;trois "quatre"', "ab"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=5))
def test_any_text_is_found_again_in_the_three_formats(rows):
    rows = [["début", *row] for row in rows]
    said = [[tables.plain(text) for text in row] for row in rows]
    head = ["A", "B", "C", "D"]
    assert csv_rows(content(rows, head))[1:] == [[tables.harmless(text) for text in row] for row in said]
    xlsx = openpyxl.load_workbook(io.BytesIO(content(rows, head, "xlsx"))).active
    assert [[value or "" for value in row] for row in xlsx.iter_rows(min_row=2, values_only=True)] == said
    padded = [[*row, *[""] * 4][:4] for row in sheet_rows(content(rows, head, "ods"))[1:]]
    assert padded == said


def test_runs_of_spaces_survive_in_an_ods():
    data = content([["  deux   trois "]], ["Texte"], "ods")
    assert 'text:c="3"' in zipfile.ZipFile(io.BytesIO(data)).read("content.xml").decode()


def test_an_ods_says_its_type_first_and_uncompressed():
    data = content([ROW], format="ods")
    assert data[30:84] == b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def test_on_paper_all_columns_stand_on_one_page_and_headings_on_each():
    sheet = openpyxl.load_workbook(io.BytesIO(content([ROW], format="xlsx"))).active
    assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0 and sheet.print_title_rows == "$1:$1"
    book = zipfile.ZipFile(io.BytesIO(content([ROW], format="ods")))
    paper, sheet = book.read("styles.xml").decode(), book.read("content.xml").decode()
    assert 'style:print-orientation="landscape"' in paper and 'style:scale-to-X="1"' in paper
    assert 'style:master-page-name="Default"' in sheet and 'table:style-name="t"' in sheet and "<table:table-header-rows>" in sheet


@pytest.mark.parametrize("format", ["csv", "xlsx", "ods"])
def test_a_download_has_a_plain_name_and_is_kept_nowhere(app, format):
    with app.test_request_context():
        response = tables.download([ROW], HEADINGS, 'Inscrits – Journée d’été "2026"\r\nX: y', format)
    assert response.headers["Content-Disposition"] == f'attachment; filename="inscrits-journee-d-ete-2026-x-y.{format}"'
    assert response.headers["Cache-Control"] == "no-store"
    body = response.get_data()
    assert response.content_length == len(body)
    response.close()


def test_the_rows_are_counted():
    written = tables.write(([str(number)] for number in range(7)), ["N"], "ods")
    assert written.rows == 7
    written.file.close()


@pytest.mark.slow
def test_ten_thousand_rows_cost_little():
    row = ["MDPH du Calvados", "Marchand", "Élodie", "elodie@mdph-14.example.org", "Directrice", "Calvados (14)", "Normandie"] * 2

    def rows():
        return ([*row, number, True] for number in range(10_000))

    begun = time.perf_counter()
    content(rows(), [str(number) for number in range(16)])
    assert time.perf_counter() - begun < 2  # half a second on a quiet machine: bench/ measures, this only guards
    tracemalloc.start()
    tables.write(rows(), [str(number) for number in range(16)], "ods").file.close()
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
