"""The files of ``migrations/`` make exactly what the models describe."""

import os
import subprocess
import sys

import pytest

from app import create_app
from app.core import migrations
from app.core.db import db
from tests.house.sources import ROOT, none
from tests.postgresql import new_database

pytestmark = pytest.mark.skipif(not list((ROOT / "migrations/versions").glob("*.py")), reason="no migration is written yet")


@pytest.fixture
def migrated(tmp_path):
    """A database made by the migrations alone."""
    app = create_app(
        ENV="test",
        TESTING=True,
        SECRET_KEY="a key for tests only, long enough to be taken",
        BASE_URL="http://localhost",
        INSTANCE_DIR=str(tmp_path),
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/migrated.db",
        SQLALCHEMY_ENGINE_OPTIONS={},
    )
    with app.app_context():
        migrations.upgrade()
        yield app
        db.session.remove()


def test_the_migrations_equal_the_models(migrated):
    none([str(difference) for difference in migrations.differences()])


@pytest.fixture
def empty(request, tmp_path):
    """The address of a database without a table, on the engine of this run."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    with new_database("migrations") as url:
        yield url


@pytest.mark.slow
def test_two_starts_at_once_migrate_once(empty, tmp_path):
    """T58: one migrates, the other waits for it and finds nothing left to do."""
    said = {"DATABASE_URL": empty, "INSTANCE_DIR": str(tmp_path), "SECRET_KEY": "a key for tests only, long enough to be taken"}
    order = [sys.executable, "-m", "flask", "--app", "wsgi", "database", "upgrade"]
    started = [subprocess.Popen(order, cwd=ROOT, env=os.environ | said, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    told = [process.communicate(timeout=90)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], told
