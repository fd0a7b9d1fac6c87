"""Loading the year 2024 on SQLite and on PostgreSQL; and a year of any size, made of many copies of that one, for other measures.

``python -m bench.demo_year [--registrations 1000000]``
"""

import sys
import time

from sqlalchemy import Table, func, select, text

from app.core.db import Base, db, transaction
from app.demo.year.load import load_year
from bench.harness import ROOT, place, told

YEAR = ROOT / "reference/demo/2024.json"
# What a copy has of its own, and the columns by which its rows hold together; people and events first.
COPIED = ("person", "posting", "membership", "event", "half_day", "event_day", "event_network", "event_region", "event_department", "registration",
          "invitation", "presence", "survey_invitation", "survey_answer")  # fmt: skip
FOLLOWING = {"person_id": "person", "event_id": "event", "half_day_id": "half_day", "registration_id": "registration"}


def large_year(registrations: int) -> int:
    """The year 2024 and as many copies of it, with fresh people, as give about so many registrations; says how many there are.

    In the present database, which must be empty. Copies belong to the same networks, series and cycles, so that figures grow with them.
    """
    with transaction():
        load_year(YEAR.read_text(encoding="utf-8"))
    tables = {name: Base.metadata.tables[name] for name in COPIED}
    first = _count(tables["registration"])
    copies = max(0, round(registrations / first) - 1)
    steps = {name: _last(table) for name, table in tables.items() if "id" in table.c and name != "survey_answer"}
    with transaction():
        for name, table in tables.items():
            for start in range(1, copies + 1, 20):
                _copy(table, steps, range(start, min(start + 20, copies + 1)))
            if name in steps and db.engine.dialect.name == "postgresql":
                db.session.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {steps[name] * (copies + 1)})"))
    if db.engine.dialect.name == "postgresql":
        with transaction():
            db.session.execute(text("ANALYZE"))
    return _count(tables["registration"])


def _copy(table: Table, steps: dict[str, int], numbers: range) -> None:
    """These copies of a table's first rows, made by the database itself."""
    of_first = f"{table.name}.id <= {steps[table.name]}" if table.name in steps else _of_first(table, steps)
    if table.name == "membership":
        of_first += " AND person_id IS NOT NULL"  # organisations stay those of the reference, once in each network
    values = ", ".join(_value(table, column.name, steps) for column in table.columns)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    copies = " UNION ALL ".join(f"SELECT {number} AS number" for number in numbers)
    order = f'INSERT INTO "{table.name}" ({names}) SELECT {values} FROM "{table.name}", ({copies}) AS copy WHERE {of_first}'
    db.session.execute(text(order))


def _of_first(table: Table, steps: dict[str, int]) -> str:
    column = next(name for name in FOLLOWING if name in table.c)
    return f'"{table.name}".{column} <= {steps[FOLLOWING[column]]}'


def _value(table: Table, column: str, steps: dict[str, int]) -> str:
    """What a copy has in a column: its own number and name, the rows of its own copy, or the same as the first."""
    mine, letters = f'"{table.name}"."{column}"', "substr('000000' || copy.number, -6)"
    if db.engine.dialect.name == "postgresql":
        letters = "right('000000' || copy.number, 6)"
    if column in FOLLOWING and FOLLOWING[column] in steps:
        return f"{mine} + copy.number * {steps[FOLLOWING[column]]}"
    if column == "public_id" or (table.name == "survey_answer" and column == "id"):
        return f"substr({mine}, 1, 20) || {letters}"
    if column == "id":
        return f"{mine} + copy.number * {steps[table.name]}"
    if table.name == "person" and column == "email":
        return f"'copie-' || {letters} || '-' || {mine}"
    return mine


def _count(table: Table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _last(table: Table) -> int:
    return db.session.scalar(select(func.max(table.c.id))) or 0


def main(*arguments: str) -> None:
    if arguments[:1] == ("--registrations",):
        _measure_large(int(arguments[1]))
        return
    for engine in ("sqlite", "postgresql"):
        with place(engine) as here, here.app().app_context():
            began, used = time.monotonic(), time.process_time()
            with transaction():
                load_year(YEAR.read_text(encoding="utf-8"))
            took, processor = time.monotonic() - began, time.process_time() - used
            told(f"loading the year 2024, {engine}", took, "s", 30)
            print(
                f"  of which the processor of this process: {processor:.1f} s; {_count(Base.metadata.tables['registration']):,} registrations"
            )
            db.session.remove()
            db.engine.dispose()


def _measure_large(registrations: int) -> None:
    with place("postgresql") as here, here.app().app_context():
        began = time.monotonic()
        made = large_year(registrations)
        print(f"{made:,} registrations on PostgreSQL in {time.monotonic() - began:.0f} s")
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
