"""10,000 registrations to CSV and XLSX: against XlsxWriter's own time for the same cells, and the memory it takes."""

import resource
import tempfile
import time

import xlsxwriter

from app.core.tables import write
from app.reports.exports import EXPORTS
from bench.cast import registered
from bench.harness import place, told

ROWS = 10_000


def main() -> None:
    with place() as here, here.app().test_request_context():
        event = registered(ROWS)
        took = {}
        for form in ("csv", "xlsx", "ods"):
            began = time.process_time()
            size = sum(len(piece) for piece in write(form, *registration_rows(event)))
            took[form] = time.process_time() - began
            print(f"  {form}: {size / 1000:.0f} kB")
        bare = _bare(registration_rows(event))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told("10,000 registrations to CSV", took["csv"], "s", 0.5, pretix=4.7, Indico=4.1)
    told("10,000 registrations to XLSX, against XlsxWriter alone", took["xlsx"] / bare, "times", 2)
    told("10,000 registrations to XLSX", took["xlsx"], "s", 2 * bare, pretix=8.3, Indico=5.6)
    told("peak memory", peak, "MB", 120, pretix=230, Indico=363)


def _bare(table) -> float:
    """XlsxWriter's own time for the same cells."""
    headings, rows = table
    cells = [list(headings), *[list(row) for row in rows]]
    began = time.process_time()
    with tempfile.TemporaryFile() as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, str(cell or ""))
    return time.process_time() - began


if __name__ == "__main__":
    main()
