"""10,000 registrations to CSV and XLSX: against XlsxWriter's own time for the same cells, and the memory it takes."""

import json
import re
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import xlsxwriter

from app import create_app
from app.core.db import db
from app.core.tables import write
from app.events.models import Event
from app.reports.exports import EXPORTS
from bench.cast import registered
from bench.harness import ROOT, Place, place, told

ROWS = 10_000


def main() -> None:
    with place() as here:
        with here.app().app_context():
            registered(ROWS)
            db.session.remove()
            db.engine.dispose()
        took = {form: _median(here, form) for form in ("csv", "xlsx", "ods", "alone")}
    csv, xlsx, ods, alone = (took[form]["seconds"] for form in took)
    told("10,000 registrations to CSV", csv, "s", 0.5, pretix=4.7, Indico=4.1)
    told("10,000 registrations to XLSX, against XlsxWriter alone in the same run", xlsx / alone, "times", 2)
    told("10,000 registrations to XLSX", xlsx, "s", 2 * alone, pretix=8.3, Indico=5.6)
    told("peak memory of the process", max(took[form]["megabytes"] for form in ("csv", "xlsx", "ods")), "MB", 120, pretix=230, Indico=363)
    print(f"  XlsxWriter alone: {alone:.2f} s; ODS: {ods:.2f} s")


def _median(here: Place, form: str) -> dict[str, float]:
    """The middle one of three, by its time; each in a process of its own, for its memory."""
    command = [sys.executable, "-m", "bench.exports", form]
    runs = [json.loads(subprocess.run(command, env=here.environment, cwd=ROOT, check=True, capture_output=True).stdout) for _ in range(3)]
    return sorted(runs, key=lambda run: run["seconds"])[1]


def one(form: str) -> None:
    """Write the list of those registered once, as the page gives it, and say what it took."""
    with create_app().test_request_context():
        event = db.session.query(Event).one()
        seconds = _alone(event) if form == "alone" else _written(event, form)
    print(json.dumps({"seconds": seconds, "megabytes": _most_held()}))


def _written(event: Event, form: str) -> float:
    export = EXPORTS["inscriptions"]
    began = time.process_time()
    with write(export.rows(event), export.headings(event), form).file:
        return time.process_time() - began


def _most_held() -> float:
    """The most memory this process ever held, in megabytes (``ru_maxrss`` would count what its parent held)."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _alone(event: Event) -> float:
    """XlsxWriter's own time for the same cells."""
    export = EXPORTS["inscriptions"]
    rows = [export.headings(event), *export.rows(event)]
    cells = [[one if isinstance(one, datetime) else str(one or "") for one in row] for row in rows]
    began = time.process_time()
    with tempfile.TemporaryFile() as file, xlsxwriter.Workbook(file, {"constant_memory": True, "remove_timezone": True}) as book:
        sheet, moment = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for number, row in enumerate(cells):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell, moment)
                elif cell:
                    sheet.write_string(number, column, cell)
    return time.process_time() - began


if __name__ == "__main__":
    one(*sys.argv[1:]) if sys.argv[1:] else main()
