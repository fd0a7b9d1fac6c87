"""Clocks that change, stop, or come back two days later: what leaves is right, what does not is said (T4 to T7, S6, outbox §6.8)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine

from app.core import clock
from app.core.db import db, transaction
from app.events import warnings
from app.events.days import spans
from app.outbox.models import LetterState, OutboxLetter
from app.registrations import actions
from app.registrations.models import Origin
from app.reminders.jobs import put_due
from tests import make
from tests.events.sheets import sheet
from tests.letters import calendar_of, deliver, mailbox, text_of
from tests.paper import plain
from tests.reminders.test_jobs import LONG_AGO, PARIS, planned, seat, wall, webinar

EARLY = wall("2031-01-06T10:00")
SPRING, AUTUMN = "2031-03-30", "2031-10-26"  # the Sundays on which clocks change
ZONES = ("Europe/Paris", "UTC", "Pacific/Noumea", "America/Guadeloupe")


@pytest.fixture(autouse=True)
def _an_empty_box(mail_server):
    mailbox.empty()


def on(text):
    return {"starts_at": wall(text).astimezone(UTC), "published_at": EARLY, "created_at": EARLY, "changed_at": EARLY}


def reminded():
    """The kinds of reminders that somebody received, in order."""
    kinds = [message["Feedback-ID"].partition(":")[0] for message in mailbox.received]
    return [kind for kind in kinds if kind.startswith("reminder")]


def page_of(client, event, path):
    with time_machine.travel(wall("2027-03-17T12:00"), tick=True):
        make.sign_in(client, make.account(admin=True))
        return client.get(f"/gestion/evenements/{event.public_id}/{path}")


# Days on which clocks change


@pytest.mark.parametrize(("start", "hours_between"), [("2031-03-31T09:30", 47), ("2031-10-27T09:30", 49)])
def test_the_eve_and_the_week_before_are_wall_clocks_across_the_change(start, hours_between):
    """A day of 23 or 25 hours lies between; who is at work at nine is written to at nine."""
    event = webinar(**on(start))
    seat(event, since=EARLY)
    friday = (wall(start) - timedelta(days=3)).replace(hour=9, minute=0)
    week = (wall(start) - timedelta(days=7)).replace(hour=9, minute=0)
    assert (wall(start).astimezone(UTC) - (wall(start) - timedelta(days=2)).astimezone(UTC)) == timedelta(hours=hours_between)
    seen = []
    for at in (week, friday):
        for moment in (at - timedelta(minutes=1), at, at + timedelta(hours=1)):
            put_due(moment)
            deliver(moment)
            seen.append(reminded())
    week_only, both = ["reminder_7_days"], ["reminder_7_days", "reminder_1_day"]
    assert seen == [[], week_only, week_only, week_only, both, both]


@pytest.mark.parametrize("on_day", [SPRING, AUTUMN])
def test_an_hour_before_is_an_hour_before_that_night_too(on_day):
    event = webinar(**on(f"{on_day}T03:30"))
    seat(event, since=EARLY)
    due = event.starts_at - timedelta(hours=1)
    put_due(due - timedelta(minutes=1))
    before = [row.kind for row in db.session.query(OutboxLetter).filter_by(kind="reminder_1_hour")]
    put_due(due)
    assert before == [] and [row.kind for row in db.session.query(OutboxLetter).filter_by(kind="reminder_1_hour")] == ["reminder_1_hour"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("start", [f"{SPRING}T01:30", f"{SPRING}T03:30", f"{AUTUMN}T02:30", "2031-03-29T23:00"])
def test_the_calendar_holds_the_instant_that_was_meant_for_every_reader(start, zone, monkeypatch):
    """T1, T4, T7: on the nights of change, and across midnight, on the machine of any reader."""
    event = webinar(lasts=timedelta(hours=3), **on(start))
    who = make.person()
    with transaction():
        actions.register(event, who, origin=Origin.INVITATION, modality=event.modality, at=EARLY, by=who.actor)
    [letter], meant = deliver(EARLY), wall(start).astimezone(UTC)
    monkeypatch.setenv("TZ", zone)
    [entry] = icalendar.Calendar.from_ical(calendar_of(letter)).walk("VEVENT")
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (meant, meant + timedelta(hours=3))
    assert entry["DTSTART"].dt.astimezone(PARIS).strftime("%H:%M") == start[-5:]


def test_the_hour_that_happens_twice_is_the_first_and_the_page_says_so(client):
    start = wall(f"{AUTUMN}T02:30")
    twice = sheet(start.astimezone(UTC))
    assert twice.starts_at == make.at(f"{AUTUMN} 00:30")
    [told] = warnings.hours_twice(twice)
    assert told.words == "2\u00a0h\u00a030 existe deux fois cette nuit-là : c’est la première qui compte, à l’heure d’été."
    assert warnings.hours_twice(sheet(wall(f"{AUTUMN}T04:30"))) == warnings.hours_twice(sheet(wall(f"{SPRING}T03:30"))) == []
    event = webinar(**on(f"{AUTUMN}T02:30"))
    make.sign_in(client, make.account(admin=True))
    assert "existe deux fois cette nuit-là" in client.get(f"/gestion/evenements/{event.public_id}").text


def test_a_session_across_midnight_is_one_entry_of_its_first_day():
    start = wall("2031-05-13T22:00")
    [span] = spans(start, start + timedelta(hours=4), "Europe/Paris")
    assert (span.on.isoformat(), span.starts_at, span.ends_at) == ("2031-05-13", start, start + timedelta(hours=4))
    event = webinar(lasts=timedelta(hours=4), **on("2031-05-13T22:00"))
    who = make.person()
    with transaction():
        actions.register(event, who, origin=Origin.INVITATION, modality=event.modality, at=EARLY, by=who.actor)
    [letter] = deliver(EARLY)
    assert calendar_of(letter).count(b"BEGIN:VEVENT") == 1
    assert "du mardi 13\u00a0mai 2031, 22\u00a0h, au mercredi 14\u00a0mai 2031, 2\u00a0h (heure de Paris)" in text_of(letter)


# Clocks that stop


def test_a_worker_away_for_two_days_sends_once_what_still_makes_sense(client):
    """Nothing moved from the evening of the 10th to the 17th at noon: the week’s reminder has given way to the eve’s, and says so."""
    event = webinar()
    seat(event)
    put_due(wall("2027-03-10T18:00"))
    deliver(wall("2027-03-10T18:00"))
    mailbox.empty()
    for at in ("2027-03-17T12:00", "2027-03-17T12:01", "2027-03-17T13:00"):
        put_due(wall(at))
        deliver(wall(at))
    assert reminded() == ["reminder_1_day"]
    assert planned(event, "reminder_7_days").dropped_at is not None
    page = page_of(client, event, "lettres-prevues").text
    step = plain(page[page.index("/lettres-prevues/rappel-7-jours") :].partition("</li>")[0])
    assert ">sans objet<" in step and "Sans objet : un rappel plus proche l’a remplacé." in step


def test_reminders_that_waited_for_a_worker_past_the_start_are_dropped_and_say_why(client):
    """Put in time, never carried: each stands in the event’s letters with its reason, and nobody received it."""
    event = webinar()
    seat(event)
    put_due(wall("2027-03-17T09:00"))
    put_due(wall("2027-03-18T13:00"))
    assert deliver(event.starts_at + timedelta(minutes=5)) == []
    rows = {row.kind: row for row in db.session.query(OutboxLetter).populate_existing()}
    assert {"reminder_1_day", "reminder_1_hour"} <= rows.keys()
    assert {row.state for row in rows.values()} == {LetterState.CANCELLED} and all(row.last_error for row in rows.values())
    listed = page_of(client, event, "courriers").text
    assert all(row.last_error in listed for row in rows.values())


def test_a_stopped_clock_sends_nothing_twice_and_a_clock_put_back_neither():
    event = webinar()
    seat(event)
    with time_machine.travel(wall("2027-03-17T09:00"), tick=False):
        for _ in range(5):
            put_due(clock.now())
            deliver()
    with time_machine.travel(wall("2027-03-17T08:00"), tick=False):  # an hour back
        put_due(clock.now())
        deliver()
    with time_machine.travel(wall("2027-03-17T10:00"), tick=False):
        put_due(clock.now())
        deliver()
    assert reminded() == ["reminder_1_day"]


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(hours=-2)])
def test_a_clock_that_is_two_hours_off_sends_a_confirmation_all_the_same_and_marks_it_so(ahead):
    """DTSTAMP never goes back for one calendar object, whatever the worker’s clock says (C6)."""
    event, who = webinar(changed_at=LONG_AGO), make.person()
    at = wall("2027-02-01T10:00")
    with transaction():
        actions.register(event, who, origin=Origin.INVITATION, modality=event.modality, at=at, by=who.actor)
    deliver(at + ahead)
    [letter] = deliver(at + timedelta(hours=3)) if ahead < timedelta(0) else mailbox.received
    [entry] = icalendar.Calendar.from_ical(calendar_of(letter)).walk("VEVENT")
    assert entry["DTSTAMP"].dt == at.astimezone(UTC)


def test_a_day_of_change_is_counted_in_days_not_hours():
    first, last = datetime(2031, 10, 25, 9, tzinfo=ZoneInfo("Europe/Paris")), datetime(2031, 10, 26, 17, tzinfo=ZoneInfo("Europe/Paris"))
    assert [
        (one.on.day, one.starts_at.astimezone(PARIS).hour, one.ends_at.astimezone(PARIS).hour) for one in spans(first, last, "Europe/Paris")
    ] == [
        (25, 9, 17),
        (26, 9, 17),
    ]
