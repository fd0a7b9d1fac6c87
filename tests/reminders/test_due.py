"""When each letter leaves, on fixed instants: the computation alone, without the database."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.events.words import Hosting, State
from app.reminders.due import DAY, Fate, Late, due_at, fate_of, useful_until, version_of, why_late


@dataclass
class Gathering:
    starts_at: datetime
    ends_at: datetime
    timezone: str = "Europe/Paris"
    state: State = State.PUBLISHED
    hosting: Hosting = Hosting.OWN
    published_at: datetime | None = datetime(2020, 1, 1, tzinfo=UTC)
    closes_at: datetime | None = None


@dataclass
class Line:
    letter: str
    offset_minutes: int
    local_hour: time | None = None
    anchor: str = "start"
    is_on: bool = True
    words: str = ""
    link: str = ""
    put_at: datetime | None = None
    dropped_at: datetime | None = None


WEEK = Line("reminder_7_days", -7 * DAY, time(9))
EVE = Line("reminder_1_day", -DAY, time(10))
HOUR = Line("reminder_1_hour", -60)
REPLAY = Line("replay", 3 * DAY, time(9), "end", link="https://visio.example.org/r")
PLAN = [WEEK, EVE, HOUR]


def wall(text, zone="Europe/Paris"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def gathering(text, *, hours=2, zone="Europe/Paris", **more):
    start = wall(text, zone)
    return Gathering(start.astimezone(UTC), start.astimezone(UTC) + timedelta(hours=hours), zone, **more)


@pytest.mark.parametrize(
    ("line", "start", "zone", "leaves"),
    [
        (WEEK, "2027-03-18T14:00", "Europe/Paris", "2027-03-11T09:00"),
        (EVE, "2027-03-18T14:00", "Europe/Paris", "2027-03-17T10:00"),
        (HOUR, "2027-03-18T14:00", "Europe/Paris", "2027-03-18T13:00"),
        # J-1 of a Monday leaves on Friday; of the Tuesday after Easter, on the Friday before.
        (EVE, "2027-03-15T10:00", "Europe/Paris", "2027-03-12T10:00"),
        (EVE, "2027-03-30T10:00", "Europe/Paris", "2027-03-26T10:00"),
        # A week before 13 May 2027 is Ascension Day: the letter leaves on the Wednesday before.
        (WEEK, "2027-05-13T10:00", "Europe/Paris", "2027-05-05T09:00"),
        # The Monday after the change of hour: the same wall clock, 25 hours or 23 hours later.
        (EVE, "2027-03-29T10:00", "Europe/Paris", "2027-03-26T10:00"),
        (WEEK, "2027-04-01T10:00", "Europe/Paris", "2027-03-25T09:00"),
        (WEEK, "2027-11-04T10:00", "Europe/Paris", "2027-10-28T09:00"),
        # An hour before stays an hour before, even at week-ends and in the evening.
        (HOUR, "2027-03-20T21:00", "Europe/Paris", "2027-03-20T20:00"),
        # Overseas, hours are those of the event, and so are its public holidays (22 May is one in Martinique only).
        (EVE, "2027-03-18T09:00", "Indian/Reunion", "2027-03-17T10:00"),
        (EVE, "2026-05-23T09:00", "America/Martinique", "2026-05-21T10:00"),
        (EVE, "2026-05-23T09:00", "Europe/Paris", "2026-05-22T10:00"),
    ],
)
def test_a_letter_leaves_on_a_working_day_at_its_wall_clock_hour(line, start, zone, leaves):
    assert due_at(line, gathering(start, zone=zone)) == wall(leaves, zone).astimezone(UTC)


def test_an_hour_before_is_counted_on_the_instant_across_the_change_of_clocks():
    spring, autumn = gathering("2027-03-28T03:30"), gathering("2027-10-31T03:30")
    assert due_at(HOUR, spring).astimezone(ZoneInfo("Europe/Paris")).time() == time(1, 30)
    assert spring.starts_at - due_at(HOUR, spring) == autumn.starts_at - due_at(HOUR, autumn) == timedelta(hours=1)


def test_what_follows_an_event_waits_for_the_next_working_morning():
    friday = gathering("2027-03-12T14:00")
    assert due_at(Line("replay", 24 * 60, time(9), "end"), friday) == wall("2027-03-15T09:00").astimezone(UTC)
    assert due_at(Line("minutes", 180, None, "end"), gathering("2027-03-11T17:00")) == wall("2027-03-12T08:00").astimezone(UTC)


def test_a_letter_that_a_fact_sends_has_no_hour():
    event = gathering("2027-03-18T14:00")
    assert due_at(Line("confirmation", 0, None, "registration"), event) is None
    assert due_at(Line("invitation", -35 * DAY, time(9)), event) is None
    assert due_at(Line("thanks", 180, None, "end"), event) is None


@pytest.mark.parametrize(
    ("at", "week", "eve", "hour"),
    [
        ("2027-03-11T08:59", Fate.COMING, Fate.COMING, Fate.COMING),
        ("2027-03-11T09:00", Fate.NOW, Fate.COMING, Fate.COMING),
        ("2027-03-13T12:00", Fate.QUIET, Fate.COMING, Fate.COMING),  # a Saturday
        ("2027-03-15T08:00", Fate.NOW, Fate.COMING, Fate.COMING),
        ("2027-03-15T19:30", Fate.QUIET, Fate.COMING, Fate.COMING),
        ("2027-03-16T14:00", Fate.LATE, Fate.COMING, Fate.COMING),  # less than two days
        ("2027-03-17T10:00", Fate.LATE, Fate.NOW, Fate.COMING),
        ("2027-03-18T12:59", Fate.LATE, Fate.NOW, Fate.COMING),
        ("2027-03-18T13:00", Fate.LATE, Fate.LATE, Fate.NOW),  # the link has taken over
        ("2027-03-18T14:00", Fate.LATE, Fate.LATE, Fate.LATE),
    ],
)
def test_after_a_silence_of_the_clock_only_what_still_makes_sense_leaves(at, week, eve, hour):
    event = gathering("2027-03-18T14:00")
    assert [fate_of(line, event, wall(at), PLAN) for line in PLAN] == [week, eve, hour]


def test_a_reminder_gives_way_to_the_next_one():
    """Before a long week-end the reminder of the eve leaves four days before: the one of the week is no longer needed."""
    event = gathering("2027-03-30T10:00")
    assert why_late(WEEK, event, wall("2027-03-26T10:00"), PLAN) is Late.REPLACED
    assert useful_until(WEEK, event, PLAN) == due_at(EVE, event)


def test_a_letter_leaves_once_and_again_only_for_another_day():
    event = gathering("2027-03-18T14:00")
    left = Line("reminder_7_days", -7 * DAY, time(9), put_at=wall("2027-03-11T09:00"))
    assert fate_of(left, event, wall("2027-03-12T10:00")) is Fate.LEFT
    moved = gathering("2027-04-15T14:00")
    assert fate_of(left, moved, wall("2027-04-07T10:00")) is Fate.COMING
    assert fate_of(left, moved, wall("2027-04-08T09:00")) is Fate.NOW
    assert version_of(left, event) != version_of(left, moved)
    assert version_of(left, event) == version_of(left, gathering("2027-03-18T16:00"))
    assert version_of(HOUR, event) != version_of(HOUR, gathering("2027-03-18T16:00"))


@pytest.mark.parametrize(
    ("more", "fate"),
    [
        ({"state": State.DRAFT, "published_at": None}, Fate.UNPUBLISHED),
        ({"state": State.CANCELLED}, Fate.CALLED_OFF),
        ({"hosting": Hosting.EXTERNAL}, Fate.ELSEWHERE),
        ({"published_at": datetime(2027, 3, 11, 9, tzinfo=UTC)}, Fate.LATE),
    ],
)
def test_a_draft_a_called_off_event_and_somebody_elses_remind_nobody(more, fate):
    assert fate_of(WEEK, gathering("2027-03-18T14:00", **more), wall("2027-03-11T10:30")) is fate


def test_a_letter_switched_off_stays():
    assert fate_of(Line("reminder_1_day", -DAY, time(10), is_on=False), gathering("2027-03-18T14:00"), wall("2027-03-17T11:00")) is Fate.OFF


def test_minutes_wait_for_their_words_and_are_not_sent_months_later():
    event = gathering("2027-03-18T14:00")
    empty = Line("minutes", 7 * DAY, time(9), "end")
    assert fate_of(empty, event, wall("2027-03-26T10:00")) is Fate.LACKING
    assert fate_of(Line("minutes", 7 * DAY, time(9), "end", words="Décidé"), event, wall("2027-03-26T10:00")) is Fate.NOW
    assert fate_of(REPLAY, event, wall("2027-06-01T10:00")) is Fate.LATE


def test_nobody_is_nudged_once_answers_are_over():
    nudge = Line("nudge", -21 * DAY, time(9))
    event = gathering("2027-03-18T14:00")
    assert fate_of(nudge, event, wall("2027-02-25T10:00")) is Fate.NOW
    assert fate_of(nudge, gathering("2027-03-18T14:00", state=State.CLOSED), wall("2027-02-25T10:00")) is Fate.LATE
    shut = gathering("2027-03-18T14:00", closes_at=wall("2027-02-25T09:30"))
    assert fate_of(nudge, shut, wall("2027-02-25T10:00")) is Fate.LATE
