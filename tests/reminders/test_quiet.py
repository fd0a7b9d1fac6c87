"""Working hours, on the clocks of the event: when a letter may leave, and to when it is brought."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.reminders import quiet

PARIS, FORT_DE_FRANCE = "Europe/Paris", "America/Martinique"


def there(text, zone=PARIS):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("moment", "is_quiet"),
    [
        ("2027-03-18T07:59", True),
        ("2027-03-18T08:00", False),
        ("2027-03-18T19:00", False),
        ("2027-03-18T19:01", True),
        ("2027-03-20T10:00", True),  # a Saturday
        ("2027-03-29T10:00", True),  # Easter Monday
    ],
)
def test_letters_leave_from_eight_to_seven_on_working_days(moment, is_quiet):
    assert quiet.is_quiet(there(moment), PARIS) is is_quiet


def test_the_clocks_are_those_of_the_event_and_so_are_its_holidays():
    morning_in_paris = there("2027-03-18T10:00")  # five in the morning in Martinique
    assert not quiet.is_quiet(morning_in_paris, PARIS) and quiet.is_quiet(morning_in_paris, FORT_DE_FRANCE)
    abolition = there("2028-05-22T10:00", FORT_DE_FRANCE)
    assert quiet.is_quiet(abolition, FORT_DE_FRANCE) and not quiet.is_quiet(there("2028-05-22T10:00"), PARIS)


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        ("2027-03-18T14:00", "2027-03-18T14:00", "2027-03-18T14:00"),
        ("2027-03-18T21:30", "2027-03-18T19:00", "2027-03-19T08:00"),
        ("2027-03-18T06:00", "2027-03-17T19:00", "2027-03-18T08:00"),
        ("2027-03-20T14:00", "2027-03-19T14:00", "2027-03-22T14:00"),
        ("2027-03-22T06:00", "2027-03-19T19:00", "2027-03-22T08:00"),
        ("2027-03-19T21:30", "2027-03-19T19:00", "2027-03-22T08:00"),
    ],
)
def test_what_announces_is_brought_forward_and_what_follows_waits(moment, before, after):
    assert (quiet.before(there(moment)), quiet.after(there(moment))) == (there(before), there(after))


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        ("2027-03-18T14:00", None),
        ("2027-03-18T21:30", "2027-03-19T08:00"),
        ("2027-03-19T21:30", "2027-03-22T08:00"),
        ("2027-03-20T14:00", "2027-03-22T08:00"),
        ("2027-03-27T14:00", "2027-03-30T08:00"),  # over Easter, and the change of clocks
    ],
)
def test_what_waits_for_a_working_hour_leaves_at_the_first(moment, leaves):
    assert quiet.until(there(moment), PARIS, there("2027-06-01T10:00")) == (there(leaves) if leaves else None)


@pytest.mark.parametrize(
    ("begins", "leaves"),
    [
        ("2027-03-21T10:00", None),  # that Sunday: an invitation that left on Monday would be late
        ("2027-03-22T08:00", None),
        ("2027-03-22T14:00", "2027-03-22T08:00"),
        ("2027-03-19T10:00", "2027-03-22T08:00"),  # over already: thanks can wait
    ],
)
def test_nothing_waits_for_a_working_hour_beyond_what_it_tells_of(begins, leaves):
    assert quiet.until(there("2027-03-20T14:00"), PARIS, there(begins)) == (there(leaves) if leaves else None)
