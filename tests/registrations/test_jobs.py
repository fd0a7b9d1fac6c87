"""What runs at night: seats counted again, demands nobody confirmed forgotten."""

from datetime import timedelta

from app.core.db import db, transaction
from app.registrations import jobs
from app.registrations.models import Demand
from tests import make
from tests.registrations.cast import come


def test_seats_that_do_not_add_up_are_told_and_left_as_they_are():
    good, wrong = make.event(), make.event()
    come(good, make.person()), come(wrong, make.person())
    assert jobs.count_seats_again(make.now()) == []
    with transaction():
        wrong.seats_taken = 3
    assert jobs.count_seats_again(make.now()) == [wrong.public_id]
    db.session.refresh(wrong)
    assert wrong.seats_taken == 3


def test_what_strangers_typed_is_forgotten_once_its_link_is_dead():
    event = make.event()
    for days in (5, 1):
        asked_at = make.now() - timedelta(days=days)
        said = {"email": f"j{days}@cd-14.example.org", "first_name": "A", "last_name": "B", "modality": event.modality}
        make.keep(Demand(event_id=event.id, asked_at=asked_at, **said))
    with transaction():
        assert jobs.forget_demands(make.now()) == 1
    assert db.session.query(Demand).one().email == "j1@cd-14.example.org"
