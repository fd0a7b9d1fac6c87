"""What a worker does of the outbox: carry letters until told to stop, give signs of life, look after the dead."""

import logging
import threading
import time
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.db import db, reading, transaction
from app.outbox import actions, addresses, headers, lease_queries
from app.outbox.delivery import Postman
from app.outbox.kinds import KINDS
from app.outbox.liveness import Lives, life_of, new_owner

BEATS = 15.0  # seconds between two signs of life
GRACE = 5.0  # a PostgreSQL that starts again has freed every lock: the living have so long to write what they know
KEPT, GIVEN_UP = timedelta(days=60), timedelta(days=30)
log = logging.getLogger("rencontres.outbox")


def deliver_until(stop: threading.Event) -> None:
    """Carry what is due, at most a second after it is due; a database that is away is waited for."""
    owner = new_owner()
    if not headers.interpreter_is_sound():
        log.warning("this Python lets a title write mail headers (CVE-2024-6923); our letters are serialised by our own code")
    life, postman, last_beat, told, calm_at = _begin(owner, stop), Postman(owner, clock.now, stop.is_set), 0.0, None, 0.0
    while life is not None and not stop.is_set():
        taken = 0
        try:
            if time.monotonic() - last_beat > BEATS or postman.refused_since != told:
                _beat(owner, postman.refused_since)
                last_beat, told = time.monotonic(), postman.refused_since
            life.breathe()
            if time.monotonic() > calm_at:
                _look_after_the_dead(life, owner)
            taken = postman.round()
        except SQLAlchemyError as fault:
            log.error("database away: %s", type(fault).__name__)
            db.session.remove()
            calm_at = time.monotonic() + GRACE
        if not taken:
            postman.rest()
            stop.wait(1.0)
    if life is not None:
        _end(life, owner)


def forget_old(now: datetime) -> int:
    """Letters settled more than sixty days ago are gone, and signs of life of more than a day; of those given up, thirty days leave the proof."""
    addresses.forget_before(now - addresses.KEPT)
    return actions.forget_before(now - KEPT, now - timedelta(days=1), now - GIVEN_UP)


def _begin(owner: str, stop: threading.Event) -> Lives | None:
    while not stop.is_set():
        try:
            return life_of(owner)
        except SQLAlchemyError as fault:
            log.error("database away at the start: %s", type(fault).__name__)
            stop.wait(1.0)
    return None


def _beat(owner: str, refused_since: datetime | None) -> None:
    with transaction():
        actions.beat(owner, clock.now(), refused_since)


def _look_after_the_dead(life: Lives, owner: str) -> None:
    """Letters of a worker whose lock is free go back; when the lock cannot be read, those whose lease is long over.

    Between two rounds this worker holds none: what still bears its name is what a database that went away made it forget.
    """
    with reading():
        holders = lease_queries.owners()
    for holder, until in holders:
        dead = holder == owner or life.is_dead(holder)
        if dead or (dead is None and until < clock.now()):
            with transaction():
                count = lease_queries.take_back(holder, [name for name, kind in KINDS.items() if kind.at_most_once])
            log.warning("took back %s letters of %s", count, holder)


def _end(life: Lives, owner: str) -> None:
    try:
        with transaction():
            actions.stop_beating(owner)
        life.end()
    except SQLAlchemyError as fault:
        log.error("left without a farewell: %s", type(fault).__name__)
