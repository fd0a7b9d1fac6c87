"""Writing down the letters of an event."""

from app.core.db import db, transaction
from app.events.words import Modality, State
from app.reminders import actions
from app.reminders.jobs import put_due
from app.reminders.models import PlannedLetter
from app.reminders.queries import planned_for
from tests import make


def written(event):
    return {row.letter for row in db.session.query(PlannedLetter).filter_by(event_id=event.id)}


def test_each_kind_follows_its_plan_and_takes_from_its_modality_what_it_lacks():
    meeting = make.event(kind="reunion_reseau")
    with transaction():
        actions.plan(meeting, make.now())
    assert {"agenda", "minutes", "reminder_1_day", "reminder_1_hour", "organiser_alert", "change", "called_off"} <= written(meeting)
    assert {"confirmation", "thanks", "invitation"} <= written(meeting), "its plan names none"
    assert not {"series_invitation", "nudge", "certificate"} & written(meeting)


def test_writing_down_twice_changes_nothing():
    event = make.event()
    with transaction():
        actions.plan(event, make.now())
        db.session.query(PlannedLetter).filter_by(letter="replay").one().words = "Bientôt"
    with transaction():
        actions.plan(event, make.now())
    assert db.session.query(PlannedLetter).filter_by(letter="replay").one().words == "Bientôt"


def test_an_event_that_becomes_on_site_loses_the_letter_with_the_link():
    event = make.event()
    with transaction():
        actions.plan(event, make.now())
    assert "reminder_1_hour" in written(event)
    with transaction():
        event.modality, event.place = Modality.ONSITE, "Salle Condorcet"
        actions.plan(event, make.now())
    assert "reminder_1_hour" not in written(event)


def test_only_the_first_date_of_a_series_announces_it():
    from app.events.models import Series

    series = make.keep(Series(code="mardis", name="Les mardis"))
    late, early = (make.event(kind="reunion_reseau", series_id=series.id, starts_at=make.at(f"2027-0{n}-18 14:00")) for n in (4, 3))
    assert "series_invitation" in {row.letter for row in planned_for(early)}
    assert "series_invitation" not in {row.letter for row in planned_for(late)}


def test_the_clock_writes_down_the_letters_of_announced_events_only():
    draft, announced = make.event(state=State.DRAFT), make.event()
    put_due(make.now())
    assert written(announced) and not written(draft)
