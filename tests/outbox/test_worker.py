"""The worker's table: every job can run none, one or three times in a row with the same result."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from flask import current_app

from app import worker
from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox import jobs
from app.outbox.letter import Letter
from app.outbox.models import Beat
from tests import make
from tests.letters import free_port, mailbox
from tests.outbox.test_deaths import ROOT


def test_every_job_runs_three_times_without_harm(app, caplog):
    for job in worker.JOBS:
        for _ in range(3):
            worker.perform(app, job)
    assert "Traceback" not in caplog.text


def test_the_clock_holds_each_job_once_and_never_in_two_copies(app):
    scheduler = worker.schedule(app)
    scheduler.start(paused=True)
    try:
        assert len(scheduler.get_jobs()) == len(worker.JOBS)
        assert all(job.coalesce and job.max_instances == 1 and job.misfire_grace_time is None for job in scheduler.get_jobs())
    finally:
        scheduler.shutdown(wait=False)


def test_a_job_that_fails_stops_neither_the_worker_nor_the_next_one(app, caplog):
    worker.perform(app, worker.Job(lambda now: 1 / 0, worker.every(minutes=1)))
    assert "ZeroDivisionError" in caplog.text


def test_a_worker_told_to_stop_leaves_nothing_half_done(monkeypatch):
    stop = threading.Event()

    def make_and_stop(ids, at):
        stop.set()
        return Letter(subject="Essai", to_name="Élodie", heading="Bonjour")

    monkeypatch.setitem(current_app.extensions, "letters", {"confirmation": make_and_stop})
    with transaction():
        for number in range(3):
            outbox.put("confirmation", to="a@mdph-14.example.org", key=f"k{number}", at=make.now())
    jobs.deliver_until(stop)
    states = [row.state.value for row in db.session.query(outbox.OutboxLetter).order_by(outbox.OutboxLetter.id)]
    assert states == ["sent", "pending", "pending"] and len(mailbox.received) == 1
    assert db.session.query(Beat).count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("module", ["app.worker", "script.mailcatcher"])
def test_a_process_asked_twice_to_end_ends(module, tmp_path):
    """Ctrl-C reaches every process of script/server, and the script then sends its own signal."""
    environ = {**os.environ, "ENV": "test", "SECRET_KEY": "k" * 40, "MAILCATCHER_PORT": str(free_port()), "INSTANCE_DIR": str(tmp_path)}
    environ |= {"DATABASE_URL": current_app.config["SQLALCHEMY_DATABASE_URI"], "SMTP_URL": current_app.config["SMTP_URL"]}
    for _ in range(2):
        process = subprocess.Popen([sys.executable, "-m", module], cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
        try:
            time.sleep(3)
            process.send_signal(signal.SIGINT)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) in (0, -signal.SIGINT, -signal.SIGTERM)
        finally:
            process.kill()
