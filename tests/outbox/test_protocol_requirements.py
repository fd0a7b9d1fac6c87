"""Lines of the outbox's specification (§6.1, 6.3) that rest on two belts, or on a number, each tried alone."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from app.core import clock
from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox import delivery, dialogue, jobs
from app.outbox import lease_queries as leases
from app.outbox.delivery import Postman
from app.outbox.models import LetterState, OutboxLetter
from tests import make

ELODIE = "elodie@mdph-14.example.org"


def put(count=1):
    with transaction():
        for number in range(count):
            outbox.put("confirmation", to=ELODIE, key=f"k{number}", at=make.now())


def row():
    db.session.rollback()
    return db.session.query(OutboxLetter).populate_existing().order_by(OutboxLetter.id).first()


def claim(owner="un", at=None):
    with transaction():
        return leases.claim(owner, at or clock.now())


class Unreadable:
    """A lock that nobody can read."""

    def is_dead(self, owner):
        return None


def test_6_3_at_most_twenty_letters_in_hand_for_longer_than_the_longest_dialogue():
    put(25)
    at = clock.now()
    assert len(claim(at=at)) == 20
    assert row().lease_until - at == timedelta(seconds=180) > timedelta(seconds=dialogue.DIALOGUE_SECONDS)
    assert (dialogue.CONNECT_SECONDS, dialogue.REPLY_SECONDS, dialogue.DIALOGUE_SECONDS) == (10, 20, 120)


@pytest.mark.parametrize("changed", [{"state": LetterState.HELD}, {"lease_owner": "deux"}, {"fence": 9}], ids=["state", "owner", "fence"])
def test_6_3_begin_and_end_touch_nothing_when_one_of_state_owner_and_fence_has_changed(changed):
    put()
    [slip] = claim()
    for held_as in (LetterState.LEASED, LetterState.SENDING):
        with transaction():
            db.session.query(OutboxLetter).update({"state": held_as, "lease_owner": "un", "fence": slip.fence} | changed)
        with transaction():
            assert not leases.begin(slip, "un") and not leases.settle(slip, "un", held_as, {"state": LetterState.SENT})
    assert row().state is not LetterState.SENT and row().sends == 0


def test_6_3_a_death_while_sending_is_written_on_the_letter():
    put()
    [slip] = claim()
    with transaction():
        leases.begin(slip, "un")
    with transaction():
        leases.take_back("un", [])
    assert (row().last_error, row().uncertain) == (leases.DIED, 1)


def test_6_3_the_end_of_the_lease_serves_where_the_lock_cannot_be_read_and_not_before():
    put()
    assert len(claim()) == 1
    jobs._look_after_the_dead(Unreadable(), "deux")
    assert row().state is LetterState.LEASED
    with transaction():
        db.session.query(OutboxLetter).update({"lease_until": clock.now() - timedelta(seconds=1)})
    jobs._look_after_the_dead(Unreadable(), "deux")
    assert row().state is LetterState.PENDING


def test_6_10_a_worker_survives_starting_while_the_database_is_away(monkeypatch):
    """Twice away, then back: it lives on."""
    import threading

    away, real = [1, 1], jobs.life_of

    def life_of(owner):
        if away:
            away.pop()
            raise OperationalError("away", {}, ConnectionError())
        return real(owner)

    monkeypatch.setattr(jobs, "life_of", life_of)
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", lambda seconds: None)
    life = jobs._begin("un", stop)
    assert life is not None and away == []
    life.end()


def test_6_3_the_pause_of_the_channel_ends_at_five_minutes_and_spreads_by_a_fifth():
    postman = Postman("essai", clock.now)
    for _ in range(20):
        postman._be_silent()
    assert postman._pause == 300
    spreads = [delivery._spread() for _ in range(200)]
    assert 0.8 <= min(spreads) < 0.9 and 1.1 < max(spreads) <= 1.2


def test_6_3_of_sqlite_each_connection_is_durable_and_waits_its_turn():
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite only")
    with db.engine.connect() as connection:
        asked = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "busy_timeout")}
        assert asked == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 10_000}
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1 and Path(db.engine.url.database).exists()
