"""Bringing the database to the shape that the models describe, by the files of ``migrations/``.

Imported by the command line and the tests only: web processes don't carry Alembic in memory.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from app.core.db import Base, db
from config import ROOT


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    return config


LOCK = 7_305_061_987  # any number, as long as nothing else takes it


@contextmanager
def alone() -> Iterator[None]:
    """Services that start together change the database one after the other, however long each takes (T58)."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            yield
        return
    # SQLite lives on one machine, and gives a waiting writer up after ten seconds: fewer than a migration may take.
    with open(f"{db.engine.url.database}.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def upgrade() -> None:
    """Every migration not yet done is done."""
    command.upgrade(_config(), "head")


def revise(message: str) -> None:
    """A new migration is written from what the models have and the database hasn't."""
    command.revision(_config(), message=message, autogenerate=True)


def differences() -> list[object]:
    """What the models say and the database doesn't; empty when migrations and models agree."""
    with db.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))
