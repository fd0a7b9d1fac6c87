"""The times of an event, while people are choosing them."""

import pytest
from sqlalchemy import update

from app.accounts.models import Grant
from app.core.db import db, transaction
from app.core.errors import Refusal
from app.events import actions, plans
from app.events.models import Part
from app.events.plans import PartSheet
from app.events.words import State
from tests import make


@pytest.fixture
def camille():
    return make.account(networks=["mdph-directeurs"])


@pytest.fixture
def workshop(camille):
    """A workshop read by the page that corrects it; two people chose it since."""
    part = make.workshop(make.event(kind="journee_nationale", by=camille), capacity=10)
    with transaction():
        db.session.execute(update(Part).values(seats_taken=2).execution_options(synchronize_session=False))
    assert part.seats_taken == 0
    return part


def sheet(part, capacity):
    return PartSheet(part.kind, part.title, part.starts_at, part.ends_at, capacity, part.invitation_only)


def test_a_workshop_that_somebody_has_just_chosen_is_not_removed(workshop, camille):
    with pytest.raises(Refusal, match="ont choisi ce temps"), transaction():
        plans.remove_part(workshop.event, workshop, camille, make.now())
    assert db.session.query(Part).count() == 1


def test_a_workshop_never_has_fewer_seats_than_people_have_just_taken(workshop, camille):
    with pytest.raises(Refusal, match="2 personnes"), transaction():
        plans.correct_part(workshop.event, workshop, sheet(workshop, 1), camille, make.now())
    with transaction():
        plans.correct_part(workshop.event, workshop, sheet(workshop, 2), camille, make.now())
    assert workshop.seats_left == 0


def test_the_times_of_an_archived_event_stay_as_they_were(camille):
    event = make.event(by=camille, state=State.ARCHIVED, held_at=make.now(), archived_at=make.now())
    part = make.workshop(event)
    with pytest.raises(Refusal, match="ne se modifie plus"), transaction():
        plans.remove_part(event, part, camille, make.now())
    assert db.session.query(Part).count() == 1


def test_the_rights_given_over_a_draft_are_gone_with_it_and_open_nothing_that_comes_after(camille):
    draft = make.event(by=camille, state=State.DRAFT)
    organiser, chief = make.account(events=[draft]), make.account(events=[make.event(by=camille)])
    with transaction():
        actions.delete_draft(draft, camille, make.now())
    assert db.session.query(Grant).filter_by(account_id=organiser.id).count() == 0
    assert db.session.query(Grant).filter_by(account_id=chief.id).count() == 1


def test_a_draft_that_a_colleague_has_just_published_is_not_deleted(camille):
    draft = make.event(by=camille, state=State.DRAFT)
    with transaction():
        table = type(draft).__table__
        db.session.execute(table.update().values(state="published", published_at=make.now()))
    with pytest.raises(Refusal, match="s’annule"), transaction():
        actions.delete_draft(draft, camille, make.now())
