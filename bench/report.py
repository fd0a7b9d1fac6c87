"""The whole report of a year: 15,000 registrations on SQLite, 1,000,000 on PostgreSQL, and how the time grows between.

``python -m bench.report [--registrations 1000000]``
"""

import sys
import time

from app.annual_report.telling import tell_all
from app.annual_report.templates import chapters
from app.core.db import db, reading
from app.indicators.ledger import Ledger
from bench.demo_year import large_year
from bench.harness import place, told

YEAR = 2024


def main(*arguments: str) -> None:
    most = int(arguments[1]) if arguments[:1] == ("--registrations",) else 1_000_000
    _grows("sqlite", (15_000, 60_000))
    _grows("postgresql", sorted({15_000, 100_000, 300_000, most}))


def _grows(engine: str, sizes: tuple[int, ...] | list[int]) -> None:
    """One line per size; the goals are those of 15,000 on SQLite and of 1,000,000 on PostgreSQL."""
    goals = {("sqlite", 15_000): 1.0, ("postgresql", 1_000_000): 10.0}
    first: float | None = None
    for size in sizes:
        made, took, statements = _report_of(engine, size)
        first = first or took
        words = f"the report of {made:,} registrations, {engine}"
        if (engine, size) in goals:
            told(words, took, "s", goals[engine, size])
        else:
            print(f"{words}: {took:.3g} s")
        print(f"  {made / sizes[0]:.0f} times the registrations, {took / first:.1f} times the time; {statements} statements", flush=True)


def _report_of(engine: str, registrations: int) -> tuple[int, float, int]:
    """How many registrations were made, the middle time of three reports, and the statements of one."""
    with place(engine) as here, here.app().app_context():
        made = large_year(registrations)
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            statements.append(statement)

        db.event.listen(db.engine, "before_cursor_execute", note)
        times = sorted(_one() for _ in range(3))
        db.session.remove()
        db.engine.dispose()
    return made, times[1], len(statements) // 3


def _one() -> float:
    began = time.monotonic()
    with reading():
        found = [told for _, sentences in tell_all(chapters(), YEAR, Ledger(), {}) for told in sentences]
    took = time.monotonic() - began
    if sum(bool(one.text) for one in found) < len(found):
        raise RuntimeError("a sentence of the report is missing")
    return took


if __name__ == "__main__":
    main(*sys.argv[1:])
