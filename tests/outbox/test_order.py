"""Letters to one person about one event leave in the order in which they were decided, and block nobody else."""

import threading
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import event

from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox import lease_queries as leases
from app.outbox.delivery import Postman
from app.outbox.letter import Letter
from app.outbox.models import LetterState, OutboxLetter
from tests import make
from tests.letters import deliver
from tests.outbox.hostile import hostile_server

NOW = make.at("2027-03-01 09:00")
ELODIE, JEAN = "elodie@mdph-14.example.org", "jean@mdph-14.example.org"


@pytest.fixture(autouse=True)
def makers(monkeypatch):
    def essai(ids, at):
        return Letter(subject=f"Essai {ids['n']}", to_name="Élodie", heading="Bonjour")

    kinds = ("confirmation", "change", "called_off", "message", "reminder_1_day")
    monkeypatch.setitem(current_app.extensions, "letters", dict.fromkeys(kinds, essai))


@pytest.fixture
def server(monkeypatch):
    with hostile_server() as one:
        monkeypatch.setitem(current_app.config, "SMTP_URL", one.url)
        yield one


def put(n, to=ELODIE, kind="confirmation", event_id=7, **more):
    with transaction():
        outbox.put(kind, to=to, key=f"k{n}", at=NOW, event_id=event_id, n=n, **more)


def row(n):
    db.session.rollback()
    return db.session.query(OutboxLetter).filter_by(dedupe_key=f"k{n}").populate_existing().one()


def claim(owner="un", at=NOW, most=20):
    with transaction():
        return leases.claim(owner, at, most)


def numbers(slips):
    return [slip.ids["n"] for slip in slips]


def carry(at=NOW):
    postman = Postman("essai", lambda: at)
    while postman.round():
        pass
    postman.rest()


def subjects(server):
    return [kept.split(b"Subject: ")[1].split(b"\r\n")[0].decode() for kept in server.kept]


def test_a_later_letter_waits_while_the_earlier_one_is_in_a_workers_hands():
    put(1), put(2, kind="called_off"), put(3, to=JEAN)
    held = claim("un")
    assert numbers(held) == [1, 3] and claim("deux") == []
    with transaction():
        assert leases.begin(held[0], "un")
    assert claim("deux") == []
    with transaction():
        leases.settle(held[0], "un", LetterState.SENDING, {"state": LetterState.SENT})
    assert numbers(claim("deux")) == [2]


def test_a_cancellation_never_overtakes_the_invitation_that_the_server_postpones(server):
    server.answers["RCPT"] = b"451 4.3.0 later\r\n"
    put(1), put(2, kind="called_off")
    carry()
    assert (row(1).attempts, row(2).attempts) == (1, 0)
    server.answers["RCPT"] = b"250 ok\r\n"
    carry(NOW + timedelta(seconds=30))  # the second one is due, the first waits for its next try
    assert server.kept == [] and row(2).state is LetterState.PENDING
    carry(NOW + timedelta(minutes=2))
    assert subjects(server) == ["Essai 1", "Essai 2"]


def test_an_answer_that_was_lost_keeps_the_next_letter_waiting_too(server):
    server.answers["DOT"] = None
    put(1), put(2, kind="called_off")
    carry()
    server.answers["DOT"] = b"250 kept\r\n"
    carry(NOW + timedelta(minutes=1))
    assert subjects(server) == ["Essai 1"]
    carry(NOW + timedelta(minutes=11))
    assert subjects(server) == ["Essai 1", "Essai 1", "Essai 2"]


def test_a_dead_worker_leaves_the_order_as_it_was():
    put(1), put(2)
    [first] = claim("un")
    with transaction():
        leases.begin(first, "un")
    with transaction():
        leases.take_back("un", [])
    assert numbers(claim("deux")) == [1]


def test_a_letter_planned_for_later_blocks_nobody():
    put(1, kind="reminder_1_day", not_before=NOW + timedelta(days=3)), put(2)
    assert numbers(claim()) == [2]


def test_other_events_other_people_and_letters_about_no_event_do_not_wait():
    put(1), put(2, event_id=8), put(3, to=JEAN), put(4, event_id=None), put(5, event_id=None)
    claimed = numbers(claim())
    assert claimed == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("state", [LetterState.DEAD, LetterState.HELD, LetterState.CANCELLED, LetterState.SENT])
def test_a_letter_that_will_not_leave_by_itself_starves_nobody(state):
    put(1), put(2)
    with transaction():
        row(1).state = state
    assert numbers(claim()) == [2]


def test_a_letter_given_up_lets_the_next_one_go(server):
    server.answers["RCPT"] = b"550 5.7.1 no\r\n"
    put(1), put(2)
    carry()
    assert row(1).state is LetterState.DEAD and row(2).attempts == 1


def test_what_stands_before_an_urgent_letter_becomes_as_urgent():
    """Otherwise a confirmation would wait behind the thousand bulk letters that its elder waits behind."""
    for n in range(5):
        put(n, to=f"p{n}@mdph-14.example.org", priority=outbox.BULK, kind="message")
    put(9, priority=outbox.BULK, kind="message")
    put(10)
    assert row(9).priority == outbox.PERSONAL and row(0).priority == outbox.BULK
    assert numbers(claim(most=1)) == [9]


def test_a_person_with_many_letters_slows_nobody_down():
    for n in range(30):
        put(n)
    for n in range(30, 45):
        put(n, to=f"p{n}@mdph-14.example.org")
    assert numbers(claim()) == [0, *range(30, 45)]


def test_two_workers_at_once_keep_the_order_of_each_person(app):
    """Two real postmen, two real connections: what arrives for each person is in order."""
    people = [f"p{n}@mdph-14.example.org" for n in range(10)]
    with transaction():
        for n in range(60):
            outbox.put("confirmation", to=people[n % 10], key=f"k{n}", at=NOW, event_id=7, n=n)
    faults = []

    def work(name):
        with app.app_context():
            try:
                postman, idle = Postman(name, lambda: NOW), 0
                while idle < 20:
                    idle = 0 if postman.round(3) else idle + 1
                postman.rest()
            except Exception as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    workers = [threading.Thread(target=work, args=(name,)) for name in ("un", "deux")]
    [one.start() for one in workers]
    [one.join() for one in workers]
    from tests.letters import mailbox

    deliver(NOW)  # what the last second left
    assert faults == [] and len(mailbox.received) == 60
    for person in people:
        mine = [int(m["Subject"].split()[1]) for m in mailbox.received if person in m["To"]]
        assert len(mine) == 6 and mine == sorted(mine)


def test_choosing_the_next_letters_reads_no_more_when_many_wait():
    """The queue is read in its order, and the order of each person is looked up in an index made for it."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite tells its plan in words; PostgreSQL chooses by what it counted")
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2:4]))
    claim()
    [(statement, values)] = [pair for pair in asked if "earlier" in pair[0]]
    plan = "\n".join(line[3] for line in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values))
    assert "ix_outbox_order" in plan and "USING INDEX ix_outbox_due" in plan and "ORDER BY" not in plan, plan
