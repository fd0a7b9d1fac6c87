"""How Alembic speaks to our database: through the application's own engine, with our own column types."""

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app

from app.core.db import Base, Instant, db


def render_item(kind: str, item: object, _context: AutogenContext) -> str | bool:
    """Our instants are written as what they are in the database, so that a migration never imports the application."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Bring the database up to date, in one transaction, under the lock of a writer."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    with db.engine.connect() as connection:
        _migrate(connection)


def _migrate(connection: object) -> None:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_item=render_item, render_as_batch=True, compare_type=False
    )
    with context.begin_transaction():
        context.run_migrations()
    current_app.logger.info("database up to date")


run()
