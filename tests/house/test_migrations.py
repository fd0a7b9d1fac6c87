"""The files of ``migrations/`` make exactly what the models describe."""

import pytest

from app import create_app
from app.core import migrations
from app.core.db import db
from tests.house.sources import ROOT, none

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
