"""What a database needs at night."""

from datetime import datetime
from typing import Any

from app.core.db import db


def empty_the_log(_now: datetime) -> bool:
    """Bring SQLite's log back to nothing: it only grows while somebody reads. False when readers were in the way; another night will do."""
    if db.engine.dialect.name != "sqlite":
        return True
    connection = db.engine.raw_connection()  # outside any transaction: SQLite refuses it within one
    try:
        file: Any = connection.dbapi_connection
        file.execute("PRAGMA busy_timeout=2000")
        busy, _pages, _moved = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        connection.invalidate()
        connection.close()
