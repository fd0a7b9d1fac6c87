"""A real database for every test: SQLite, or PostgreSQL with ``--database postgresql``. Rows are deleted after each test."""

import os
import sys
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select, text

sys.path.insert(0, str(Path(__file__).parent.parent))

from app import create_app  # noqa: E402
from app.core.db import Base, db, transaction  # noqa: E402
from app.reference import load_reference  # noqa: E402
from tests.letters import mail_server, mailbox  # noqa: E402, F401 - a fixture, and what it received

KEPT = {"region", "department", "organisation", "organisation_department", "job_role", "theme", "network", "event_kind", "mail_plan_line"}
# Those of them that people add to and correct: they are given back as the reference made them.
LIVING = ("organisation_department", "organisation", "network", "job_role")
MANY = 300  # rows of one table
_reference = {}


def pytest_addoption(parser):
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="the database the suite runs on")
    parser.addoption("--today", help="run as if it were this instant, for instance 2027-03-27T23:30:00+00:00")
    parser.addoption("--late", type=float, default=0, help="seconds that each page takes to reach the browser, in three pieces")


def pytest_configure(config):
    """The suite must pass on any day: ``--today`` chooses one (a night, a week-end, the eve of a clock change), before anything is read."""
    if asked := config.getoption("--today"):
        traveller = time_machine.travel(datetime.fromisoformat(asked), tick=True)
        traveller.start()
        config.add_cleanup(traveller.stop)


def pytest_collection_modifyitems(config, items):
    """What is marked ``once`` says nothing of the database: it is left to SQLite; ``strict`` is left to PostgreSQL, which refuses more."""
    elsewhere = "once" if config.getoption("--database") == "postgresql" else "strict"
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker(elsewhere)])
    items[:] = [item for item in items if not item.get_closest_marker(elsewhere)]


@pytest.fixture(scope="session")
def database_url(request, tmp_path_factory, worker_id):
    """An empty database of this test process."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('db')}/test.db"
        return
    from tests.postgresql import new_database

    with new_database(worker_id, lives_on=False) as url:
        yield url


@pytest.fixture(scope="session")
def worker_id(request):
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def app(database_url, tmp_path_factory, mail_server):  # noqa: F811
    """The real application, on that database."""
    app = create_app(
        ENV="test",
        TESTING=True,
        SECRET_KEY="a key for tests only, long enough to be taken",
        BASE_URL="http://localhost",
        INSTANCE_DIR=str(tmp_path_factory.mktemp("instance")),
        SQLALCHEMY_DATABASE_URI=database_url,
        SMTP_URL=mail_server,
    )
    with app.app_context():
        db.create_all()
        with transaction():
            load_reference()
        _reference.update({name: _rows_of(name) for name in LIVING})
        db.session.remove()
    return app


@pytest.fixture(autouse=True)
def day_of_the_test(request):
    """``@pytest.mark.on("2027-03-01 09:00")``: a test that calls days by their names lives on the day it says, in UTC, whenever it is run."""
    if chosen := request.node.get_closest_marker("on"):
        with time_machine.travel(datetime.fromisoformat(f"{chosen.args[0]}+00:00"), tick=True):
            yield
    else:
        yield


@pytest.fixture(autouse=True)
def house(app, day_of_the_test):
    """Inside the application, on a clean database: what a test wrote is deleted after it."""
    with app.app_context():
        yield
        db.session.remove()
        _delete_rows()
        mailbox.empty()


def _delete_rows():
    with transaction():
        emptied = _delete_what_happened()
        for name in LIVING:
            _give_back(name)
    db.session.remove()
    if emptied:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"VACUUM {', '.join(emptied)}"))


def _rows_of(name):
    table = Base.metadata.tables[name]
    return {tuple(row[column.name] for column in table.primary_key): dict(row) for row in db.session.execute(select(table)).mappings()}


def _give_back(name):
    table, now, before = Base.metadata.tables[name], _rows_of(name), _reference[name]
    for key in [key for key in now if now[key] != before.get(key)]:
        at_key = [column == part for column, part in zip(table.primary_key, key, strict=True)]
        change = table.update().values(before[key]) if key in before else table.delete()
        db.session.execute(change.where(*at_key))
    for key in before.keys() - now.keys():
        db.session.execute(table.insert().values(before[key]))


def _delete_what_happened():
    """Gives the tables of which the room that rows took is not yet free."""
    if db.engine.dialect.name == "postgresql":
        return _delete_on_postgresql()
    db.session.execute(text("UPDATE person SET merged_into_id = NULL, cared_for_by_id = NULL"))
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in KEPT:
            db.session.execute(table.delete())
    return []


def _delete_on_postgresql():
    """TRUNCATE makes every file of every table anew, and takes ten times as long as deleting the few rows of one test."""
    names = [table.name for table in reversed(Base.metadata.sorted_tables) if table.name not in KEPT]
    counted = "UNION ALL ".join(f"SELECT '{name}', (SELECT count(*) FROM (SELECT FROM {name} LIMIT {MANY}) one) " for name in names)
    rows = dict(db.session.execute(text(counted)).all())
    if max(rows.values()) >= MANY:  # each row deleted is looked for in what leads to it
        db.session.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY"))
        return []
    full = [name for name in names if rows[name]]
    orders = [f"DELETE FROM {name}" for name in full] + [f"SELECT setval('{one}', 1, false)" for one in _counters(*names)]
    db.session.connection().connection.dbapi_connection.execute(";".join(orders))
    return full


@cache
def _counters(*names):
    """What numbers the rows of these tables."""
    owned = "SELECT d.refobjid::regclass::text, d.objid::regclass::text FROM pg_depend d JOIN pg_class c ON c.oid = d.objid"
    found = db.session.execute(text(f"{owned} WHERE c.relkind = 'S' AND d.deptype IN ('a', 'i')"))
    return [counter for table, counter in found if table in names]


@pytest.fixture
def client(app):
    """A browser without cookies."""
    return app.test_client()
