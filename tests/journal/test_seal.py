"""The journal is chained: what was sealed cannot be changed, removed or reordered without being seen."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.core.db import db, transaction
from app.journal import actions as journal
from app.journal.models import Act
from tests import make


@pytest.fixture
def acts():
    """Five acts of an hour ago, sealed."""
    with transaction():
        for number in range(5):
            at = make.now() - timedelta(hours=1)
            journal.write(
                "compte:a", "event_published", f"événement:{number}", at=at, before={"state": "draft"}, after={"state": "published"}
            )
    with transaction():
        assert journal.seal(make.now()) == 5
    return db.session.query(Act).order_by(Act.id).all()


def change(order):
    with transaction():
        db.session.execute(text(order))
    db.session.expire_all()


def test_what_nobody_touched_holds(acts):
    assert journal.first_broken() is None and len({act.seal for act in acts}) == 5
    with transaction():
        assert journal.seal(make.now()) == 0


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE journal_act SET actor = 'compte:b' WHERE id = {id}",
        "UPDATE journal_act SET after = NULL WHERE id = {id}",
        "UPDATE journal_act SET thing = 'événement:9' WHERE id = {id}",
        "UPDATE journal_act SET seal = NULL WHERE id = {id}",
        "DELETE FROM journal_act WHERE id = {previous}",
    ],
)
def test_what_somebody_touched_is_seen(acts, order):
    change(order.format(id=acts[2].id, previous=acts[1].id))
    assert journal.first_broken() in (acts[2].id, acts[3].id)


def test_the_chain_goes_on_from_where_it_was(acts):
    with transaction():
        journal.write("système", "event_closed", "événement:9", at=make.now() - timedelta(minutes=5))
        journal.write("système", "event_held", "événement:9", at=make.now())
    with transaction():
        assert journal.seal(make.now()) == 1  # the last one is too young: another may still come before it
    with transaction():
        assert journal.seal(make.now() + timedelta(minutes=2)) == 1
    assert journal.first_broken() is None


def test_an_act_that_was_forgotten_leaves_no_trace_of_its_words():
    with transaction():
        journal.write("système", "event_closed", "événement:1", at=make.now())
    db.session.rollback()
    assert db.session.query(Act).count() == 1


def test_the_command_line_tells_whether_the_journal_is_intact(app, acts):
    whole = app.test_cli_runner().invoke(args=["journal", "check"])
    assert whole.exit_code == 0 and "intact" in whole.output
    change(f"UPDATE journal_act SET actor = 'compte:b' WHERE id = {acts[1].id}")
    touched = app.test_cli_runner().invoke(args=["journal", "check"])
    assert touched.exit_code == 1 and "modifié" in touched.output


def test_sealing_many_holds_none_of_them(acts):
    """Whole acts in the session made a thousand seals take ten seconds, with the writers' lock held."""
    with transaction():
        for number in range(50):
            journal.write("système", "event_closed", f"événement:{number}", at=make.now() - timedelta(minutes=5))
    db.session.expunge_all()
    with transaction():
        assert journal.seal(make.now()) == 50
        assert not [one for one in db.session.identity_map.values() if isinstance(one, Act) and one.verb == "event_closed"]
    assert journal.first_broken() is None
