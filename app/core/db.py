"""One database, one rule for its transactions: the request, or ``with transaction():``, commits; nobody else does."""

import random
import sqlite3
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    Executable,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    event,
    func,
    text,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

PATIENCE = 10.0  # seconds that a writer waits for the one before it
READING = frozenset({"GET", "HEAD", "OPTIONS"})
# True while the present work may write: a GET may not, and the database itself refuses it then.
_may_write: ContextVar[bool] = ContextVar("may_write", default=True)
# True while what is written must come from one state of the data, as what is read does.
_in_one_state: ContextVar[bool] = ContextVar("in_one_state", default=False)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The mother of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Instant()}


def choice(words: type[StrEnum]) -> Enum:
    """A column that holds one of these words, checked by the database."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=words.__name__.lower(),
        values_callable=lambda kind: [word.value for word in kind],
    )


@event.listens_for(Table, "after_parent_attach")
def _bound_lengths(table: Table, parent: MetaData) -> None:
    """SQLite ignores VARCHAR(n): every bounded text gets a CHECK, the same on both databases."""
    if parent is not Base.metadata:
        return  # a copy, which receives the constraints of its original
    for column in table.columns:
        if type(column.type) is String and column.type.length:
            # The constraint finds its table by its column.
            CheckConstraint(func.length(column) <= column.type.length, name=f"{column.name}_length")


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})

Row = TypeVar("Row", bound=Base)
Found = TypeVar("Found")
View = TypeVar("View", bound=Callable[..., Any])
_READ = "what this reading knows"  # kept in the session for as long as it lasts


def add(row: Row) -> Row:
    """Put a new row in the present transaction and give it its number."""
    db.session.add(row)
    db.session.flush()
    return row


def among(column: Any, numbers: Iterable[int]) -> ColumnElement[bool]:
    """``column`` is one of these numbers, written in the statement itself: a year may have more events than a statement takes parameters."""
    return cast("ColumnElement[bool]", column.in_(bindparam(None, [*numbers], Integer, expanding=True, literal_execute=True)))


def in_parts(rows: Executable, size: int) -> Iterator[Sequence[Any]]:
    """All that a statement finds, so many rows at a time: memory does not grow with their number."""
    if db.engine.dialect.name == "postgresql":  # it would otherwise hasten to the first rows, at the price of the others
        db.session.execute(text("SET LOCAL cursor_tuple_fraction = 1"))
    yield from db.session.execute(rows, execution_options={"yield_per": size}).partitions()


@contextmanager
def transaction() -> Iterator[None]:
    """What happens inside is kept whole, or not at all. For the worker, the command line, and facts that outlive a refusal."""
    writing = _may_write.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _may_write.reset(writing)


@contextmanager
def reading() -> Iterator[None]:
    """What happens inside sees one state of the data and cannot write; the worker makes its letters so, without holding the writers up.

    Rows are remembered until the end: twenty letters about one event read it once.
    """
    writing = _may_write.set(False)
    seen: list[object] = []
    session = db.session()
    session.info[_READ] = {}

    def remember(_session: object, row: object) -> None:
        seen.append(row)

    event.listen(session, "loaded_as_persistent", remember)
    try:
        yield
    finally:
        event.remove(session, "loaded_as_persistent", remember)
        session.info.pop(_READ, None)
        db.session.rollback()
        _may_write.reset(writing)


def once(key: Hashable, find: Callable[[], Found]) -> Found:
    """What ``find`` gives, asked only once for this key within a ``reading()``; elsewhere, each time."""
    known = db.session().info.get(_READ)
    if known is None:
        return find()
    if key not in known:
        known[key] = find()
    return cast(Found, known[key])


def in_one_state(view: View) -> View:
    """A door that writes what it counted: what others commit meanwhile is not seen by halves, and two who cross are told (409)."""
    view.is_in_one_state = True  # type: ignore[attr-defined]
    return view


def end_transaction(response: Response) -> Response:
    """The request is the transaction: a writing method that succeeded commits, everything else is forgotten."""
    if request.method not in READING and response.status_code < 400:
        db.session.commit()
    else:
        db.session.rollback()
    return response


def _note_what_the_request_may_do() -> None:
    _may_write.set(request.method not in READING)
    _in_one_state.set(getattr(current_app.view_functions.get(request.endpoint or ""), "is_in_one_state", False))


def _forget_what_the_request_did(_error: BaseException | None) -> None:
    # The thread, or the test, goes on after the request: what it does next is not a page that is read.
    _may_write.set(True)
    _in_one_state.set(False)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Durable and patient: WAL, every commit on disk, ten seconds of waiting for the writer before us."""
    connection.isolation_level = None
    _took_its_turn(connection, "PRAGMA journal_mode=WAL")  # services that create the file together: SQLite itself would not wait
    for pragma in ("synchronous=FULL", f"busy_timeout={PATIENCE * 1000:.0f}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: read-then-write in a deferred transaction fails with SQLITE_BUSY_SNAPSHOT."""
    writes = _may_write.get()
    file: Any = connection.connection.dbapi_connection
    file.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    if not writes:
        connection.exec_driver_sql("BEGIN")
    elif not _took_its_turn(file, "BEGIN IMMEDIATE"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # one last time: its failure is the answer


def _took_its_turn(connection: Any, order: str) -> bool:
    """Ask for the writer's lock often, for ten seconds: SQLite's own waiting asks the more rarely the longer one has waited,
    so that in a rush (8 workers, 100 people at once) those who came first were given up."""
    deadline = time.monotonic() + PATIENCE
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < deadline:
            with suppress(sqlite3.OperationalError):
                connection.execute(order)
                return True
            time.sleep(random.uniform(0.001, 0.004))  # noqa: S311 - so that those who wait don't ask together
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout={PATIENCE * 1000:.0f}")


def _begin_postgresql(connection: Connection) -> None:
    """The database itself refuses a page that is only read and would write, and shows it one state of the data: its figures agree.

    A writer reads what is true when it reads, and waits ten seconds for a row; a door ``in_one_state`` sees one state too.
    """
    if _may_write.get():
        if _in_one_state.get():
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.exec_driver_sql("SET LOCAL lock_timeout='10s'")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def install_rules(engine: Engine) -> None:
    """Give an engine the house's transaction rules, whichever database it speaks to."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def install(app: Flask) -> None:
    """Bind the database to the application; register first, so that the commit is the last thing a request does."""
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", _engine_options(app.config["SQLALCHEMY_DATABASE_URI"]))
    db.init_app(app)
    app.before_request(_note_what_the_request_may_do)
    app.after_request(end_transaction)
    app.teardown_request(_forget_what_the_request_did)
    with app.app_context():
        install_rules(db.engine)


def _engine_options(uri: str) -> dict[str, Any]:
    # What a statement carried is people's: it never stands in an error, and so never in a log.
    if uri.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"timeout": 10, "check_same_thread": False}}
    # Five seconds for a server that does not answer: less than gunicorn's patience with a worker.
    patience = {"connect_timeout": 5}
    return {"hide_parameters": True, "pool_pre_ping": True, "pool_size": 5, "max_overflow": 10, "connect_args": patience}
