"""A worker killed at each point of the protocol: no letter is lost, and a second copy is made only where nobody could know."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import current_app

from app.core import clock
from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox import lease_queries as leases
from app.outbox.liveness import life_of
from app.outbox.models import LetterState, OutboxLetter
from tests import make
from tests.letters import mailbox

ROOT = Path(__file__).parent.parent.parent
WORKER = """
import sys, threading
from app import create_app
from app.outbox import jobs, making
from app.outbox.letter import Letter
app = create_app(SQLALCHEMY_DATABASE_URI=sys.argv[1], SMTP_URL=sys.argv[2], INSTANCE_DIR=sys.argv[3], SECRET_KEY="k" * 40)
letter = Letter(subject="Essai", to_name="Élodie", heading="Bonjour")
making.install(app, {kind: lambda ids, at: letter for kind in ("confirmation", "message")})
with app.app_context():
    jobs.deliver_until(threading.Event())
"""


def start(failpoint=""):
    config = current_app.config
    environ = {**os.environ, "ENV": "test", "FAILPOINT": failpoint, "SECRET_KEY": "k" * 40, "INSTANCE_DIR": config["INSTANCE_DIR"]}
    order = [sys.executable, "-c", WORKER, config["SQLALCHEMY_DATABASE_URI"], config["SMTP_URL"], config["INSTANCE_DIR"]]
    return subprocess.Popen(order, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)


def rows():
    db.session.rollback()
    with transaction():
        return db.session.query(OutboxLetter).populate_existing().order_by(OutboxLetter.id).all()


def wait_until(true, seconds=30):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.1)
    assert true()


def put(kind="confirmation", count=1):
    with transaction():
        for number in range(count):
            outbox.put(kind, to="elodie@mdph-14.example.org", key=f"{kind}-{number}", at=make.now())


def message_ids():
    return [message["Message-ID"] for message in mailbox.received]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("failpoint", "left_as", "copies_after_death", "copies"),
    [
        ("after_claim", LetterState.LEASED, 0, 1),
        ("after_sending", LetterState.SENDING, 0, 1),
        ("after_dot", LetterState.SENDING, 1, 2),
        ("after_250", LetterState.SENDING, 1, 2),
        ("before_commit", LetterState.LEASED, 0, 1),
    ],
)
def test_a_death_loses_nothing_and_repeats_only_what_was_in_doubt(failpoint, left_as, copies_after_death, copies):
    put(count=2)
    killed = start(failpoint)
    assert killed.wait(30) == -signal.SIGKILL
    first, second = rows()
    assert (first.state, second.state) == (left_as, LetterState.LEASED)
    wait_until(lambda: len(mailbox.received) >= copies_after_death, 3)
    after = start()
    try:
        wait_until(lambda: all(row.state is LetterState.SENT for row in rows()))
    finally:
        after.terminate()
        after.wait(10)
    assert message_ids().count(first.message_id) == copies and message_ids().count(second.message_id) == 1
    assert rows()[0].uncertain == (1 if left_as is LetterState.SENDING else 0)


@pytest.mark.slow
def test_news_in_doubt_is_given_up_and_shown():
    put("message")
    assert start("after_dot").wait(30) == -signal.SIGKILL
    after = start()
    try:
        wait_until(lambda: rows()[0].state is LetterState.DEAD)
    finally:
        after.terminate()
        after.wait(10)
    assert len(mailbox.received) == 1 and "arrêté" in rows()[0].last_error


def test_a_living_worker_is_never_robbed_and_a_dead_one_always_is():
    put()
    alive = life_of("vivant")
    with transaction():
        leases.claim("vivant", clock.now() - timedelta(hours=1))
    other = life_of("autre")
    assert other.is_dead("vivant") is False
    alive.end()
    assert other.is_dead("vivant") is True and other.is_dead("jamais né") is True
    other.end()


def test_a_late_worker_cannot_write_over_a_new_owner():
    put()
    with transaction():
        [slip] = leases.claim("ancien", clock.now())
        assert leases.begin(slip, "ancien")
    with transaction():
        assert leases.take_back("ancien", []) == 1
        [again] = leases.claim("nouveau", clock.now())
    with transaction():
        assert not leases.settle(slip, "ancien", LetterState.SENDING, {"state": LetterState.SENT})
        assert leases.begin(again, "nouveau")
    assert rows()[0].state is LetterState.SENDING and re.fullmatch("nouveau", rows()[0].lease_owner)


@pytest.mark.slow
def test_a_storm_of_deaths_loses_no_letter_and_counts_every_second_copy():
    put(count=60)
    workers, kills = [start(), start()], 0
    try:
        for turn in range(4):
            wait_until(lambda turn=turn: len(mailbox.received) > 10 * turn, 90)
            workers[turn % 2].kill()
            workers[turn % 2].wait(10)
            kills += 1
            workers[turn % 2] = start()
        wait_until(lambda: all(row.state is LetterState.SENT for row in rows()), 90)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait(10)
    received = message_ids()
    assert set(received) == {row.message_id for row in rows()}
    assert all(received.count(row.message_id) <= 1 + row.uncertain for row in rows())
    assert len(received) <= 60 + kills
