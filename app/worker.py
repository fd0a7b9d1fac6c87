"""What runs by itself, and how often: ``python -m app.worker``. The clock only says when; what is due is always a query."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask
from sqlalchemy.exc import OperationalError

from app import create_app
from app.accounts import jobs as accounts
from app.core import clock, upkeep
from app.core.clock import PARIS
from app.core.db import db, transaction
from app.core.logs import discreetly
from app.directory import jobs as directory
from app.events import jobs as events
from app.inbox import jobs as inbox
from app.invitations import jobs as invitations
from app.journal import actions as journal
from app.outbox import jobs as outbox
from app.registrations import jobs as registrations
from app.reminders import jobs as reminders
from app.satisfaction import jobs as satisfaction

log = logging.getLogger("rencontres.worker")


def every(**spans: int) -> BaseTrigger:
    """``every(seconds=2)``."""
    return IntervalTrigger(**spans)


def at_minute(minute: int) -> BaseTrigger:
    """Once an hour."""
    return CronTrigger(minute=minute, timezone=PARIS)


def nightly(hour: int, minute: int) -> BaseTrigger:
    """Once a night; never between 2 and 3, an hour that happens twice or not at all."""
    return CronTrigger(hour=hour, minute=minute, timezone=PARIS)


class Job(NamedTuple):
    """A verb, and its rhythm. Run none, one or three times in a row, it leaves the same state."""

    run: Callable[[datetime], object]
    rhythm: BaseTrigger


JOBS = [
    Job(invitations.carry_out_sendings, every(seconds=2)),
    Job(reminders.put_due, every(seconds=30)),
    Job(inbox.read_mailbox, every(seconds=20)),
    Job(directory.follow_addresses, every(seconds=10)),
    Job(events.close_and_hold, every(minutes=1)),
    Job(journal.seal, every(minutes=1)),
    Job(satisfaction.nudge_silent, at_minute(17)),
    Job(invitations.forget_guest_lists, at_minute(37)),
    Job(accounts.forget_old, nightly(3, 12)),
    Job(registrations.count_seats_again, nightly(3, 22)),
    Job(registrations.forget_demands, nightly(3, 27)),
    Job(outbox.forget_old, nightly(3, 32)),
    Job(inbox.forget_old, nightly(3, 37)),
    Job(directory.forget_imports, nightly(3, 47)),
    Job(journal.check, nightly(3, 52)),
    Job(upkeep.empty_the_log, nightly(3, 57)),
]


def perform(app: Flask, job: Job) -> None:
    """Do one job in a transaction; a failure is logged and tried again at its next hour."""
    with app.app_context():
        try:
            with transaction():
                job.run(clock.now())
        except OperationalError as fault:
            log.error("job %s: database away (%s)", job.run.__qualname__, type(fault.orig).__name__)
        except Exception:
            log.exception("job %s", job.run.__qualname__)
        finally:
            db.session.remove()


def schedule(app: Flask) -> BackgroundScheduler:
    """A clock in this process; a late job is run once, never in two copies at the same time."""
    scheduler = BackgroundScheduler(timezone=PARIS, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    for job in JOBS:
        scheduler.add_job(perform, job.rhythm, args=(app, job), name=f"{job.run.__module__}.{job.run.__qualname__}")
    return scheduler


def _told_to_stop() -> threading.Event:
    """Set when the process is asked to end. Call it before any other thread starts: they leave these signals to this one.

    Not a signal handler: Ctrl-C, then the script's own SIGTERM, interrupted ``set()`` by ``set()``, which waited for itself for ever.
    """
    ends, stop = {signal.SIGTERM, signal.SIGINT}, threading.Event()
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)

    def listen() -> None:
        signal.sigwait(ends)
        stop.set()

    threading.Thread(target=listen, daemon=True, name="told to stop").start()
    return stop


def main() -> None:
    """Work until told to stop, then finish the letter in hand and leave the others."""
    logging.basicConfig(level=logging.INFO)
    discreetly(logging.getLogger().handlers)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    stop = _told_to_stop()
    app = create_app()
    scheduler = schedule(app)
    scheduler.start()
    with app.app_context():
        outbox.deliver_until(stop)
    scheduler.shutdown(wait=True)


if __name__ == "__main__":
    main()
