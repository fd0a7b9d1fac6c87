"""Letters leave once, or are visible with the reason why they did not."""

from datetime import timedelta

import pytest
from flask import current_app

from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox.letter import Letter
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


def test_the_urgent_pass_before_the_many():
    for n in range(3):
        put(n=n, priority=outbox.BULK)
    put(n=9, priority=outbox.URGENT)
    assert [m["Subject"] for m in deliver()] == ["Essai 9", "Essai 0", "Essai 1", "Essai 2"]
