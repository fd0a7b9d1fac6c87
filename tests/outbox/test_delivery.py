"""Letters leave once, or are visible with the reason why they did not."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import Refusal
from app.outbox import actions as outbox
from app.outbox import delivery, jobs
from app.outbox import lease_queries as leases
from app.outbox.delivery import Postman
from app.outbox.letter import Letter
from app.outbox.liveness import life_of
from app.outbox.models import LetterState, OutboxLetter
from tests import make
from tests.letters import deliver, letters_to, text_of


@pytest.fixture(autouse=True)
def makers(monkeypatch):
    """A mailroom of our own: a trial letter, a fact that is no longer true, one that cannot be made."""
    letters = {
        "essai": lambda ids, at: Letter(
            subject=f"Essai {ids['n']}", to_name="Élodie Marchand", heading="Bonjour", paragraphs=("Un essai.",)
        ),
        "faux": lambda ids, at: None,
        "panne": lambda ids, at: 1 / 0,
    }
    monkeypatch.setitem(current_app.extensions, "letters", letters)


def put(kind="essai", n=1, **more):
    with transaction():
        outbox.put(kind, to="elodie@mdph-14.example.org", key=f"{kind}-{n}", at=more.pop("at", make.now()), n=n, **more)


def row(n=1, kind="essai"):
    return db.session.query(OutboxLetter).filter_by(dedupe_key=f"{kind}-{n}").populate_existing().one()


def test_a_letter_leaves_once_however_often_it_is_put():
    put(), put()
    received = deliver()
    assert [m["Subject"] for m in received] == ["Essai 1"]
    assert "Un essai." in text_of(received[0])
    assert deliver() == [] and letters_to("elodie@mdph-14.example.org") == received
    assert row().state is LetterState.SENT and row().subject == "Essai 1" and row().fingerprint


def test_what_is_no_longer_true_is_cancelled_with_its_reason():
    put("faux")
    assert deliver() == []
    assert row(kind="faux").state is LetterState.CANCELLED and "plus vrai" in row(kind="faux").last_error


def test_a_letter_that_cannot_be_made_is_given_up_and_stops_nobody():
    put("panne"), put(n=2)
    assert [m["Subject"] for m in deliver()] == ["Essai 2"]
    assert row(kind="panne").state is LetterState.DEAD and "ZeroDivisionError" in row(kind="panne").last_error


def test_a_letter_of_no_use_any_more_is_dropped_and_shown():
    put(until=make.now() + timedelta(hours=1), not_before=make.now() + timedelta(minutes=5))
    assert deliver() == []
    assert deliver(make.now() + timedelta(hours=2)) == []
    assert row().state is LetterState.CANCELLED


def test_a_letter_that_waits_for_its_hour_stays_when_others_leave():
    put(not_before=make.now() + timedelta(hours=9)), put(n=2)
    assert [m["Subject"] for m in deliver()] == ["Essai 2"]
    assert row().state is LetterState.PENDING
    assert [m["Subject"] for m in deliver(make.now() + timedelta(hours=9))] == ["Essai 1"]


def test_the_urgent_pass_before_the_many():
    for n in range(3):
        put(n=n, priority=outbox.BULK)
    put(n=9, priority=outbox.URGENT)
    assert [m["Subject"] for m in deliver()] == ["Essai 9", "Essai 0", "Essai 1", "Essai 2"]


def test_the_urgent_pass_even_when_more_wait_than_are_taken_at_once():
    for n in range(3):
        put(n=n, priority=outbox.BULK)
    put(n=9, priority=outbox.URGENT)
    with transaction():
        (first,) = leases.claim("ouvrier", make.now(), 1)
    assert first.ids == {"n": 9}


def test_what_a_worker_held_before_is_worth_nothing_once_the_letter_was_taken_again():
    put()
    with transaction():
        (before,) = leases.claim("ouvrier", make.now())
    with transaction():
        leases.take_back("ouvrier", [])
    with transaction():
        (now,) = leases.claim("ouvrier", make.now())
    with transaction():
        assert not leases.begin(before, "ouvrier") and leases.begin(now, "ouvrier")
        assert not leases.settle(before, "ouvrier", LetterState.SENDING, {"state": LetterState.SENT})


def die_while_sending(times, news=()):
    """What becomes of a letter whose worker dies so often between its beginning and its end."""
    for _ in range(times):
        with transaction():
            (slip,) = leases.claim("ouvrier", make.now())
        with transaction():
            assert leases.begin(slip, "ouvrier")
        with transaction():
            leases.take_back("ouvrier", [*news])
    found = row()
    return found.state, found.sends, found.uncertain, found.lease_owner


def test_a_letter_in_doubt_leaves_again_four_times_at_most():
    put()
    assert die_while_sending(3) == (LetterState.PENDING, 3, 3, None)
    assert die_while_sending(1) == (LetterState.DEAD, 4, 4, None)


def test_news_in_doubt_never_leaves_twice():
    put()
    assert die_while_sending(1, news=["essai"]) == (LetterState.DEAD, 1, 1, None)


def test_a_letter_whose_row_is_gone_is_given_up_and_stops_nobody(monkeypatch):
    def make_of_nothing(ids, at):
        db.session.execute(text("SELECT 1 / 0"))  # PostgreSQL refuses it, and with it the rest of the transaction
        return db.session.get_one(OutboxLetter, 0)

    monkeypatch.setitem(current_app.extensions["letters"], "absent", make_of_nothing)
    put("absent"), put(n=2)
    assert [m["Subject"] for m in deliver()] == ["Essai 2"]
    assert row(kind="absent").state is LetterState.DEAD


def test_what_a_worker_knows_is_written_before_it_reads_again(monkeypatch):
    """The database goes away between two letters of a slow batch: the one that left is not sent twice, the others leave later."""
    monkeypatch.setattr(delivery, "FRESH", timedelta(0))
    for n in range(3):
        put(n=n)
    whole, calls = Postman._make, []

    def made_until_the_database_goes_away(postman, slips):
        calls.append(slips)
        if len(calls) == 3:
            raise OperationalError("away", {}, ConnectionError())
        return whole(postman, slips)

    monkeypatch.setattr(Postman, "_make", made_until_the_database_goes_away)
    postman = Postman("essai", clock.now)
    with pytest.raises(OperationalError):
        postman.round()
    db.session.remove()
    assert [row(n).state for n in range(3)] == [LetterState.SENT, LetterState.LEASED, LetterState.LEASED]


def test_a_worker_gives_back_what_it_forgot_when_the_database_went_away():
    put()
    with transaction():
        leases.claim("essai", clock.now())
    life = life_of("essai")
    jobs._look_after_the_dead(life, "essai")
    life.end()
    assert row().state is LetterState.PENDING
    assert len(deliver()) == 1


def test_a_beginning_said_twice_is_one():
    """The answer to a commit may be lost: the worker says it again, and goes on."""
    put()
    with transaction():
        [slip] = leases.claim("essai", clock.now())
    for _ in range(2):
        with transaction():
            assert leases.begin(slip, "essai")
    assert (row().state, row().sends, row().attempts) == (LetterState.SENDING, 1, 1)


def test_a_letter_that_a_worker_has_in_hand_is_no_longer_held_back():
    put()
    shown = row()
    with transaction():
        leases.claim("essai", clock.now())
    with pytest.raises(Refusal), transaction():
        outbox.hold(shown, "compte:essai", clock.now())
    assert row().state is LetterState.LEASED
