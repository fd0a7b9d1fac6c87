"""What a registration allows at each moment, and what it no longer does."""

import pytest

from app.core.db import db, transaction
from app.core.errors import Refusal
from app.events.words import State
from app.registrations import actions, policy
from app.registrations.models import Registration, Standing
from tests import make


def test_nothing_changes_at_an_archived_event_not_even_by_the_team():
    event = make.event(state=State.ARCHIVED, held_at=make.now(), archived_at=make.now())
    registration = make.registration(event)
    with pytest.raises(Refusal, match="archivé"), transaction():
        actions.withdraw(registration, by="compte:x", at=make.now())
    assert db.session.get(Registration, registration.id, populate_existing=True).is_confirmed


@pytest.mark.parametrize("standing", list(Standing))
def test_only_who_left_may_come_back(standing):
    registration = make.registration(make.event(), standing=standing)
    assert policy.may_come_back(registration, make.now()) is (standing is Standing.WITHDRAWN)


@pytest.mark.parametrize("standing", list(Standing))
def test_only_who_comes_or_waits_may_leave_and_only_before_it_begins(standing):
    event = make.event()
    registration = make.registration(event, standing=standing)
    is_live = standing in (Standing.CONFIRMED, Standing.PENDING, Standing.WAITING)
    assert policy.may_leave(registration, make.now()) is policy.may_change(registration, make.now()) is is_live
    assert not policy.may_leave(registration, event.starts_at)
