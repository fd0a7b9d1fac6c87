"""Whether a worker lives, told by a lock that dies with it: no clock, no waiting, and one that is only paused is not robbed."""

import fcntl
import hashlib
import os
import secrets
import socket
from pathlib import Path
from typing import Protocol

from flask import current_app
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import db


class Lives(Protocol):
    """The sign of life of this worker, and its view of the others."""

    def breathe(self) -> None:
        """Hold the lock, again if it was lost."""

    def is_dead(self, owner: str) -> bool | None:
        """Whether the lock of a worker is free; None when that cannot be read."""

    def end(self) -> None:
        """Let go of the lock."""


def new_owner() -> str:
    """A name that no other worker has, nor this one after a restart."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"


def life_of(owner: str) -> Lives:
    """A file lock beside SQLite, which lives on one machine; an advisory lock on PostgreSQL, whichever machine asks."""
    return SessionLock(owner) if db.engine.dialect.name == "postgresql" else FileLock(owner)


class FileLock:
    """``flock`` on ``run/worker-<owner>.lock``: the kernel frees it when the process dies."""

    def __init__(self, owner: str):
        self._folder = Path(current_app.config["INSTANCE_DIR"]) / "run"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._owner, self._file = owner, -1
        self.breathe()

    def breathe(self) -> None:
        if self._file < 0:
            self._file = os.open(self._path(self._owner), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def is_dead(self, owner: str) -> bool | None:
        try:
            file = os.open(self._path(owner), os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return True
        except OSError:
            return None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(file)
        self._path(owner).unlink(missing_ok=True)  # nobody takes this name again
        return True

    def end(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
            self._path(self._owner).unlink(missing_ok=True)

    def _path(self, owner: str) -> Path:
        return self._folder / f"worker-{hashlib.sha256(owner.encode()).hexdigest()[:16]}.lock"


class SessionLock:
    """An advisory lock of a database session of its own: the server frees it when the session ends."""

    def __init__(self, owner: str):
        self._owner = owner
        self._connection: Connection | None = None
        self.breathe()

    def breathe(self) -> None:
        try:
            if self._connection is None:
                self._connection = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                self._connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _number(self._owner)})
            self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self._forget()
            raise

    def is_dead(self, owner: str) -> bool | None:
        if self._connection is None:
            return None
        key = {"key": _number(owner)}
        try:
            if not self._connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key):
                return False
            self._connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)
        except SQLAlchemyError:
            self._forget()
            return None
        return True

    def end(self) -> None:
        if self._connection is not None:
            self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
            self._connection.close()
            self._connection = None

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def _number(owner: str) -> int:
    return int.from_bytes(hashlib.sha256(owner.encode()).digest()[:8], "big", signed=True)
