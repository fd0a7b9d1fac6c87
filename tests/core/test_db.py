"""One rule for transactions, held by the database itself."""

import sqlite3
from datetime import UTC, datetime
from threading import Thread, Timer

import pytest
from flask import abort
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from app.accounts.models import Account
from app.core.db import _prepare_sqlite, add, db, once, reading, transaction
from app.core.links import new_public_id
from tests import make


def new_account(**more):
    return Account(**({"email": f"{new_public_id()}@x.example.org", "name": "Essai", "created_at": make.now()} | more))


@pytest.fixture
def writes(app, monkeypatch):
    """A page, read or sent to, that writes an account, then answers with this code."""

    def let(code):
        def view():
            add(new_account())
            return abort(code) if code >= 400 else ("", code)

        view.opens_to = "everybody"
        monkeypatch.setitem(app.view_functions, "accounts.sign_in", view)
        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    return let


def kept():
    return db.session.query(Account).count()


@pytest.mark.parametrize("method", ["get", "head"])
def test_the_database_refuses_what_a_page_that_is_read_would_write(client, writes, method):
    writes(200)
    assert getattr(client, method)("/connexion").status_code >= 500
    assert kept() == 0


@pytest.mark.parametrize("code, rows", [(200, 1), (303, 1), (400, 0), (404, 0), (409, 0), (422, 0), (500, 0)])
def test_what_was_sent_is_kept_when_the_answer_is_a_success_and_forgotten_otherwise(client, writes, code, rows):
    writes(code)
    assert client.post("/connexion").status_code == code
    assert kept() == rows


def test_a_page_that_was_read_leaves_the_next_one_free_to_write(client):
    client.get("/aide")
    make.account()
    assert kept() == 1


def test_what_outlives_a_refusal_says_so():
    with pytest.raises(ValueError, match="non"), transaction():
        add(new_account())
        raise ValueError("non")
    assert kept() == 0
    with transaction():
        add(new_account())
    assert kept() == 1


def test_an_instant_needs_its_zone():
    with pytest.raises(StatementError, match="time zone"):
        make.keep(new_account(created_at=datetime(2027, 1, 1, 9)))  # noqa: DTZ001


def test_an_instant_comes_back_in_utc():
    at = datetime(2027, 1, 1, 9, tzinfo=UTC)
    row = make.keep(new_account(created_at=at))
    db.session.expire(row)
    assert row.created_at == at and row.created_at.tzinfo is UTC


def test_a_text_longer_than_its_column_is_refused_by_both_databases():
    with pytest.raises((IntegrityError, OperationalError, Exception)):
        make.keep(new_account(name="x" * 121))
    assert kept() == 0


def test_a_reading_sees_one_state_of_the_data_whoever_writes_meanwhile(app):
    def somebody_else():
        with app.app_context(), transaction():
            add(new_account())

    with reading():
        before = kept()
        other = Thread(target=somebody_else)
        other.start()
        other.join()
        assert kept() == before
    assert kept() == before + 1


def test_a_reading_asks_each_question_once_and_forgets_the_answer():
    asked = []

    def find():
        asked.append(1)
        return len(asked)

    with reading():
        assert [once("a", find), once("a", find), once("b", find)] == [1, 1, 2]
    assert [once("a", find), once("a", find)] == [3, 4]
    with reading():
        assert once("a", find) == 5


def test_a_file_that_another_service_is_creating_is_waited_for(tmp_path):
    """SQLite answers at once that the file is locked, however long it was told to wait, to one who prepares it beside a writer."""
    first = sqlite3.connect(tmp_path / "new.db", isolation_level=None, check_same_thread=False)
    first.execute("BEGIN IMMEDIATE")
    ends = Timer(0.2, first.execute, ["COMMIT"])
    ends.start()
    second = sqlite3.connect(tmp_path / "new.db", timeout=10)
    _prepare_sqlite(second, None)
    assert second.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    ends.join()
    first.close()
    second.close()
