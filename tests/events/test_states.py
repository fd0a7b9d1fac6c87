"""Where an event may go from where it stands."""

from datetime import timedelta

import pytest

from app.core.errors import Refusal
from app.events.words import State
from tests import make

STEPS = {
    "publish": lambda event, at: event.publish(at),
    "close": lambda event, at: event.close(at),
    "reopen": lambda event, at: event.reopen(at),
    "hold": lambda event, at: event.hold(at),
    "archive": lambda event, at: event.archive(at),
    "unhold": lambda event, at: event.unhold(),
    "cancel": lambda event, at: event.cancel("Salle fermée", at),
}
BEFORE = {  # what may be done before the event, and where it leads
    ("draft", "publish"): State.PUBLISHED,
    ("draft", "cancel"): State.CANCELLED,
    ("published", "close"): State.CLOSED,
    ("published", "cancel"): State.CANCELLED,
    ("closed", "reopen"): State.PUBLISHED,
    ("closed", "cancel"): State.CANCELLED,
    ("held", "archive"): State.ARCHIVED,
    ("held", "unhold"): State.CLOSED,
}
AFTER = {  # the same once it is over, attendance entered
    ("draft", "cancel"): State.CANCELLED,
    ("published", "close"): State.CLOSED,
    ("published", "hold"): State.HELD,
    ("published", "cancel"): State.CANCELLED,
    ("closed", "hold"): State.HELD,
    ("closed", "cancel"): State.CANCELLED,
    ("held", "archive"): State.ARCHIVED,
    ("held", "unhold"): State.CLOSED,
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", [state.value for state in State])
@pytest.mark.parametrize(("allowed", "begins_in"), [(BEFORE, 20), (AFTER, -2)], ids=["before", "after"])
def test_each_state_has_its_guards(state, step, allowed, begins_in):
    facilitator = make.account()
    event = make.event(by=facilitator, state=State(state), begins_in=timedelta(days=begins_in), attendance_closed_at=make.now())
    if (state, step) in allowed:
        STEPS[step](event, make.now())
        assert event.state is allowed[state, step]
    else:
        with pytest.raises(Refusal):
            STEPS[step](event, make.now())
        assert event.state is State(state)


def test_publishing_says_what_is_missing():
    event = make.event(kind="journee_nationale", state=State.DRAFT, place="", begins_in=timedelta(days=-1))
    with pytest.raises(Refusal, match="le lieu et une date à venir"):
        event.publish(make.now())


def test_archiving_waits_for_attendance():
    event = make.event(state=State.HELD, begins_in=timedelta(days=-2))
    with pytest.raises(Refusal, match="présences"):
        event.archive(make.now())


def test_calling_off_wants_a_reason_and_calendars_learn_it():
    event = make.event()
    with pytest.raises(Refusal, match="pourquoi"):
        event.cancel("", make.now())
    event.cancel("Intervenant empêché", make.now())
    assert event.sequence == 1
    assert event.cancelled_at is not None


def test_reopening_forgets_an_hour_of_closing_that_is_past():
    now = make.now()
    event = make.event(state=State.CLOSED, closed_at=now, closes_at=now - timedelta(hours=1))
    event.reopen(now)
    assert event.takes_registrations(now)
    later = make.event(state=State.CLOSED, closed_at=now, closes_at=now + timedelta(hours=1))
    later.reopen(now)
    assert later.closes_at == now + timedelta(hours=1)


def test_the_last_instant_of_each_moment_belongs_to_the_next():
    event = make.event(closes_at=make.now() + timedelta(days=2))
    a_moment = timedelta(seconds=1)
    assert event.takes_registrations(event.closes_at - a_moment) and not event.takes_registrations(event.closes_at)
    assert not event.has_begun(event.starts_at - a_moment) and event.has_begun(event.starts_at)
    assert not event.is_over(event.ends_at - a_moment) and event.is_over(event.ends_at)
