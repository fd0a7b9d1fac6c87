"""What the clock puts in the outbox, on real rows and fixed instants."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.core.db import db, transaction
from app.directory.models import Person
from app.events.words import Modality, State
from app.invitations.models import Invitation, Sending
from app.outbox.models import LetterState, OutboxLetter
from app.registrations.models import Standing
from app.reminders import actions
from app.reminders import jobs as reminders
from app.reminders.jobs import put_due
from app.reminders.models import PlannedLetter
from tests import make
from tests.letters import calendar_of, deliver, letters_to, text_of
from tests.statements import statements

PARIS = ZoneInfo("Europe/Paris")


def wall(text):
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


THURSDAY = "2027-03-18T14:00"
LONG_AGO = wall("2027-01-04T10:00")


def webinar(start=THURSDAY, **more):
    values = {"starts_at": wall(start), "published_at": LONG_AGO, "created_at": LONG_AGO} | more
    return make.event("Webinaire des référents", **values)


def seat(event, who=None, *, since=LONG_AGO, **more):
    return make.registration(event, who or make.person(), registered_at=since, confirmed_at=since, **more)


def letters(kind=None):
    found = db.session.query(OutboxLetter).order_by(OutboxLetter.id)
    return [one for one in found if kind is None or one.kind == kind]


def planned(event, letter):
    return db.session.query(PlannedLetter).filter_by(event_id=event.id, letter=letter).one()


def edit(event, letter, **more):
    with transaction():
        actions.plan(event, LONG_AGO)
        row = planned(event, letter)
        for name, value in more.items():
            setattr(row, name, value)


def test_a_full_house_is_reminded_in_as_many_statements_as_three_people():
    event = webinar()
    for _ in range(30):
        seat(event)
    put_due(wall("2027-03-10T10:00"))  # writes the plan down
    with statements() as made:
        put_due(wall("2027-03-17T10:00"))
    assert len(letters("reminder_1_day")) == 30 and len(made) < 30


def test_each_reminder_leaves_once_however_often_the_clock_looks():
    event = webinar()
    registration = seat(event)
    for instant in ("2027-03-11T08:59", "2027-03-11T09:00", "2027-03-11T09:01", "2027-03-12T09:00", "2027-03-17T09:00", "2027-03-18T13:00"):
        put_due(wall(instant))
        put_due(wall(instant))
    assert [one.kind for one in letters() if one.kind != "organiser_alert"] == ["reminder_7_days", "reminder_1_day", "reminder_1_hour"]
    assert {one.recipient for one in letters() if one.kind != "organiser_alert"} == {registration.person.email}


def test_two_workers_that_look_at_once_put_one_letter():
    event = webinar()
    seat(event)
    put_due(wall("2027-03-17T09:00"))
    edit(event, "reminder_1_day", put_at=None)
    put_due(wall("2027-03-17T09:01"))
    assert len(letters("reminder_1_day")) == 1


def test_an_event_nobody_planned_follows_its_usual_plan():
    event = webinar()
    seat(event)
    assert db.session.query(PlannedLetter).count() == 0
    put_due(wall("2027-03-17T09:00"))
    assert len(letters("reminder_1_day")) == 1
    assert planned(event, "reminder_1_day").put_at == wall("2027-03-17T09:00")


def test_those_who_registered_since_are_not_reminded_of_what_they_just_read():
    event = webinar()
    seat(event, since=wall("2027-03-11T10:00"))
    early = seat(event)
    put_due(wall("2027-03-12T10:00"))
    assert [one.person_id for one in letters("reminder_7_days")] == [early.person_id]


def test_only_confirmed_people_are_reminded():
    event = webinar()
    seat(event, standing=Standing.WAITING, waiting_since=LONG_AGO)
    seat(event, standing=Standing.PENDING, holds_seat=True)
    seat(event, standing=Standing.WITHDRAWN, withdrawn_at=LONG_AGO)
    put_due(wall("2027-03-17T09:00"))
    assert letters("reminder_1_day") == []


def test_a_reminder_for_an_address_that_is_in_trouble_waits_in_the_outbox_to_be_stopped_or_sent_again():
    event = webinar()
    seat(event, make.person(undeliverable_at=LONG_AGO))
    put_due(wall("2027-03-17T09:00"))
    assert len(letters("reminder_1_day")) == 1


def test_someone_without_address_is_reminded_through_their_secretariat():
    event = webinar()
    secretary = make.person()
    seat(event, make.person(email=None, cared_for_by_id=secretary.id))
    put_due(wall("2027-03-17T09:00"))
    assert [one.recipient for one in letters("reminder_1_day")] == [secretary.email]


def test_drafts_and_called_off_events_remind_nobody():
    seat(webinar(state=State.DRAFT, published_at=None))
    seat(webinar(state=State.CANCELLED, cancelled_at=LONG_AGO))
    put_due(wall("2027-03-17T09:00"))
    assert letters() == []


def test_two_days_away_what_still_makes_sense_leaves_once_and_the_rest_is_shown_as_dropped():
    """The clock stopped on the 10th and starts again on the eve."""
    event = webinar()
    seat(event)
    put_due(wall("2027-03-10T18:00"))
    put_due(wall("2027-03-17T11:00"))
    put_due(wall("2027-03-17T11:01"))
    assert [one.kind for one in letters() if one.kind.startswith("reminder")] == ["reminder_1_day"]
    assert planned(event, "reminder_7_days").dropped_at == wall("2027-03-17T11:00")
    assert planned(event, "reminder_7_days").put_at is None


def test_a_clock_that_comes_back_at_night_waits_for_the_morning():
    event = webinar()
    seat(event)
    put_due(wall("2027-03-17T22:00"))
    assert letters() == []
    put_due(wall("2027-03-18T08:00"))
    assert [one.kind for one in letters("reminder_1_day")] == ["reminder_1_day"]


def test_after_the_start_nothing_reminds():
    event = webinar()
    seat(event)
    put_due(wall("2027-03-18T14:00"))
    assert [one for one in letters() if one.kind.startswith("reminder")] == []
    assert planned(event, "reminder_1_hour").dropped_at is not None


def test_the_hour_before_knows_no_week_end():
    event = webinar("2027-03-20T21:00")
    seat(event)
    put_due(wall("2027-03-20T20:00"))
    assert [one.expires_at for one in letters("reminder_1_hour")] == [event.starts_at]


def test_a_monday_is_announced_on_friday():
    event = webinar("2027-03-29T10:00")  # Easter Monday, the day after the change of hour
    seat(event)
    put_due(wall("2027-03-26T08:59"))
    assert letters("reminder_1_day") == []
    put_due(wall("2027-03-26T09:00"))
    assert len(letters("reminder_1_day")) == 1


def test_nobody_is_reminded_more_than_three_times_of_one_event():
    event = webinar()
    registration = seat(event)
    for number in range(3):
        row = OutboxLetter(dedupe_key=f"k{number}", message_id=f"<{number}@x>", kind="reminder_7_days", recipient="a@b.example.org", ids={})
        row.event_id, row.person_id, row.not_before, row.created_at = event.id, registration.person_id, LONG_AGO, LONG_AGO
        row.state = LetterState.SENT
        make.keep(row)
    put_due(wall("2027-03-17T09:00"))
    assert letters("reminder_1_day") == []


def test_an_event_moved_to_another_day_is_announced_again():
    event = webinar()
    seat(event)
    put_due(wall("2027-03-11T09:00"))
    with transaction():
        event.starts_at += timedelta(days=28)
        event.ends_at += timedelta(days=28)
    put_due(wall("2027-04-08T08:59"))
    assert len(letters("reminder_7_days")) == 1
    put_due(wall("2027-04-08T09:00"))
    assert len(letters("reminder_7_days")) == 2


def test_on_site_nobody_gets_a_link():
    event = webinar(modality=Modality.HYBRID)
    seat(event, modality=Modality.ONSITE)
    online = seat(event, modality=Modality.ONLINE)
    put_due(wall("2027-03-18T13:00"))
    assert [one.person_id for one in letters("reminder_1_hour")] == [online.person_id]


def test_a_letter_switched_off_or_moved_is_obeyed():
    event = webinar()
    seat(event)
    edit(event, "reminder_7_days", is_on=False)
    edit(event, "reminder_1_day", offset_minutes=-2 * 1440)
    put_due(wall("2027-03-12T10:00"))
    assert letters("reminder_7_days") == []
    put_due(wall("2027-03-16T09:00"))
    assert len(letters("reminder_1_day")) == 1


def test_a_replay_leaves_once_it_has_a_link_and_to_everybody_who_had_a_seat():
    event = webinar(state=State.HELD, held_at=wall("2027-03-18T16:00"))
    seat(event)
    put_due(wall("2027-03-23T10:00"))
    assert letters("replay") == []
    edit(event, "replay", link="https://visio.example.org/rediffusion")
    put_due(wall("2027-03-24T10:00"))
    put_due(wall("2027-03-24T10:01"))
    assert len(letters("replay")) == 1


def test_three_days_before_the_facilitator_gets_the_figures_once():
    event = webinar()
    put_due(wall("2027-03-15T09:00"))
    put_due(wall("2027-03-15T09:01"))
    assert [(one.recipient, one.person_id) for one in letters("organiser_alert")] == [(event.facilitator.email, None)]


def test_silent_guests_are_nudged_by_a_sending_that_bears_the_words_of_the_plan():
    event = make.event(
        "Rencontre", kind="rencontre_territoriale", starts_at=wall("2027-04-15T10:00"), published_at=LONG_AGO, created_at=LONG_AGO
    )
    silent, answered, nudged, late = (make.person() for _ in range(4))
    for who, more in (
        (silent, {}),
        (answered, {"answer": "declined", "answered_at": LONG_AGO}),
        (nudged, {"nudges": 1}),
        (late, {"invited_at": wall("2027-03-25T10:00")}),
    ):
        make.keep(Invitation(event_id=event.id, person_id=who.id, **{"invited_at": LONG_AGO} | more))
    edit(event, "nudge", words="Il reste des places.")
    put_due(wall("2027-03-25T09:00"))
    put_due(wall("2027-03-25T09:01"))
    sending = db.session.query(Sending).one()
    assert (sending.people, sending.words, sending.asked_by_id) == ([silent.id], "Il reste des places.", event.facilitator_id)


def test_invitations_never_leave_by_themselves():
    event = webinar()
    make.person(member_of=("mdph-directeurs",))
    put_due(wall("2027-03-04T10:00"))
    assert letters() == [] and db.session.query(Sending).count() == 0
    assert event.state is State.PUBLISHED


@pytest.mark.on("2027-02-01 09:00")
def test_a_series_is_announced_once_it_has_words_to_the_members_of_its_networks():
    from app.events.models import Series

    series = make.keep(Series(code="referents-2027", name="Les jeudis des référents"))
    dates = [
        make.event(f"Séance {n}", kind="reunion_reseau", starts_at=wall(f"2027-0{n}-18T14:00"), published_at=LONG_AGO, series_id=series.id)
        for n in (3, 4)
    ]
    member, objector = make.person(member_of=("mdph-directeurs",)), make.person()
    put_due(wall("2027-02-26T10:00"))
    assert letters("series_invitation") == []
    edit(dates[0], "series_invitation", words="Nous reprenons.")
    put_due(wall("2027-02-26T10:01"))
    assert [one.person_id for one in letters("series_invitation")] == [member.id]
    assert objector.id not in {one.person_id for one in letters()}
    assert db.session.query(Person).count() == 2


def test_a_reminder_is_read_in_a_real_mailbox_without_calendar_part():
    event = webinar()
    who = seat(event).person
    put_due(wall("2027-03-18T13:00"))
    (message,) = [one for one in deliver(wall("2027-03-18T13:00")) if one in letters_to(who)]
    assert message["Subject"].startswith("À 14")
    assert "https://visio.example.org/salle" in text_of(message)
    assert calendar_of(message) is None
    assert message["List-Unsubscribe"] is None
    assert [one.state for one in letters("reminder_1_hour")] == [LetterState.SENT]


def test_who_withdraws_between_the_put_and_the_departure_is_left_in_peace():
    event = webinar()
    registration = seat(event)
    put_due(wall("2027-03-17T09:00"))
    with transaction():
        registration.standing, registration.withdrawn_at = Standing.WITHDRAWN, wall("2027-03-17T09:00")
    assert [one for one in deliver(wall("2027-03-17T09:01")) if one in letters_to(registration.person)] == []
    assert [one.state for one in letters("reminder_1_day")] == [LetterState.CANCELLED]


def test_a_worker_that_sleeps_past_the_start_sends_no_link():
    event = webinar()
    who = seat(event).person
    put_due(wall("2027-03-18T13:00"))
    deliver(wall("2027-03-18T14:30"))
    assert letters_to(who) == []


def test_an_event_that_cannot_be_followed_holds_up_no_other(monkeypatch, caplog):
    broken, other = webinar(), webinar()
    seat(broken), seat(other)
    whole = reminders.follow

    def follow(planned, others, at):
        if planned.event_id == broken.id:
            raise RuntimeError("lu de travers")
        return whole(planned, others, at)

    monkeypatch.setattr(reminders, "follow", follow)
    put_due(wall("2027-03-17T09:00"))
    assert [one.event_id for one in letters("reminder_1_day")] == [other.id]
    assert "lu de travers" in caplog.text
