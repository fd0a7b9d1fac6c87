"""Many people at the same instant, on real threads with connections of their own; and the proof that the locks are what holds."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.core.db import db, transaction
from app.directory.models import Person
from app.events.models import Event
from app.outbox.models import OutboxLetter
from app.registrations import actions, seats, seats_queries
from app.registrations.models import Origin, Registration, Standing
from app.registrations.seats_queries import seats_really_taken
from tests import make


def at_once(app, works):
    """Each piece of work in a thread and a transaction of its own, all released together; what each said."""
    gate, said = threading.Barrier(len(works)), []

    def run(work):
        with app.app_context():
            gate.wait()
            try:
                with transaction():
                    said.append(work())
            except Exception as error:
                said.append(type(error).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def registering(event_id, person_id):
    def work():
        event, person = db.session.get(Event, event_id), db.session.get(Person, person_id)
        registration = actions.register(event, person, origin=Origin.PUBLIC, modality=event.modality, at=make.now(), by=person.actor)
        return registration.standing.value

    return work


def withdrawing(registration_id):
    def work():
        registration = db.session.get(Registration, registration_id)
        actions.withdraw(registration, by=registration.person.actor, at=make.now())
        return "withdrawn"

    return work


def standings(event):
    db.session.rollback()
    rows = db.session.scalars(select(Registration).where(Registration.event_id == event.id)).all()
    return Counter(row.standing for row in rows)


def truth(event):
    db.session.rollback()
    db.session.refresh(event)
    return event.seats_taken, seats_really_taken(event.id)


def test_twenty_people_for_five_seats_are_exactly_five(app):
    event, people = make.event(capacity=5), [make.person() for _ in range(20)]
    db.session.rollback()
    said = at_once(app, [registering(event.id, person.id) for person in people])
    assert Counter(said) == {"confirmed": 5, "waiting": 15}
    assert truth(event) == (5, 5)
    waiting = db.session.scalars(select(Registration).where(Registration.standing == Standing.WAITING)).all()
    assert len({(row.waiting_since, row.id) for row in waiting}) == 15


def test_the_same_person_five_times_is_one_registration_and_one_letter(app):
    event, person = make.event(), make.person()
    db.session.rollback()
    said = at_once(app, [registering(event.id, person.id)] * 5)
    assert said == ["confirmed"] * 5 and truth(event) == (1, 1)
    assert db.session.query(OutboxLetter).count() == 1 and db.session.query(Registration).count() == 1


def cross(app, rounds):
    """One leaves a full event while another comes: afterwards, nobody may wait beside a free seat. Says how often one did."""
    undersold = 0
    for _ in range(rounds):
        event = make.event(capacity=1)
        with transaction():
            first = actions.register(event, make.person(), origin=Origin.PUBLIC, modality=event.modality, at=make.now(), by="personne:x")
        newcomer = make.person()
        db.session.rollback()
        at_once(app, [withdrawing(first.id), registering(event.id, newcomer.id)])
        taken, counted = truth(event)
        assert taken == counted
        undersold += standings(event)[Standing.WAITING] > 0 and taken == 0
    return undersold


def test_leaving_and_coming_at_once_never_leave_a_seat_empty_beside_someone_who_waits(app):
    assert cross(app, rounds=8) == 0


def test_coming_and_leaving_at_random_keeps_the_count_true(app):
    event, people = make.event(capacity=5), [make.person() for _ in range(15)]
    registrations = []
    for person in people[:8]:
        with transaction():
            registrations.append(
                actions.register(event, person, origin=Origin.PUBLIC, modality=event.modality, at=make.now(), by=person.actor)
            )
    numbers = [row.id for row in registrations]
    db.session.rollback()
    at_once(app, [*(withdrawing(n) for n in numbers[::2]), *(registering(event.id, p.id) for p in people[8:])])
    assert truth(event) == (5, 5)
    assert standings(event)[Standing.CONFIRMED] == 5 and standings(event)[Standing.WAITING] == 6


def test_without_the_counter_that_decides_seats_are_oversold(app, monkeypatch):
    """The negative control: read then write, with nothing held, gives more seats than there are (PostgreSQL)."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, whatever we do")

    def read_then_write(event):
        taken = db.session.scalar(select(Event.seats_taken).where(Event.id == event.id))
        db.session.execute(text("SELECT pg_sleep(0.02)"))
        if taken >= event.capacity:
            return False
        db.session.execute(text("UPDATE event SET seats_taken = :n WHERE id = :id"), {"n": taken + 1, "id": event.id})
        return True

    monkeypatch.setattr(seats, "hold", lambda event: None)
    monkeypatch.setattr(seats_queries, "take_one", read_then_write)
    event, people = make.event(capacity=5), [make.person() for _ in range(20)]
    db.session.rollback()
    said = at_once(app, [registering(event.id, person.id) for person in people])
    assert Counter(said)["confirmed"] > 5


def test_without_the_held_event_a_crossing_leaves_a_seat_empty(app, monkeypatch):
    """The negative control of the lock: an UPDATE that matches nothing holds nothing (PostgreSQL)."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, whatever we do")
    slow_settle, slow_promote = actions._settle, actions.promote

    def settle(registration, at):
        slow_settle(registration, at)
        db.session.execute(text("SELECT pg_sleep(0.15)"))

    def promote(event, at):
        db.session.execute(text("SELECT pg_sleep(0.05)"))
        return slow_promote(event, at)

    monkeypatch.setattr(seats, "hold", lambda event: None)
    monkeypatch.setattr(actions, "_settle", settle)
    monkeypatch.setattr(actions, "promote", promote)
    assert cross(app, rounds=8) > 0


def test_a_promotion_and_a_withdrawal_of_the_promoted_do_not_meet(app):
    event = make.event(capacity=1, begins_in=timedelta(days=3))
    rows = []
    for _ in range(3):
        with transaction():
            person = make.person()
            rows.append(actions.register(event, person, origin=Origin.PUBLIC, modality=event.modality, at=make.now(), by=person.actor))
    numbers = [row.id for row in rows]
    db.session.rollback()
    at_once(app, [withdrawing(numbers[0]), withdrawing(numbers[1])])
    assert truth(event) == (1, 1)
    assert standings(event) == {Standing.WITHDRAWN: 2, Standing.CONFIRMED: 1}
