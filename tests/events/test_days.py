"""Several days, half-days, and the hours that clocks skip or repeat."""

from datetime import date

import pytest

from app.events.days import periods, spans
from app.events.words import Modality, Period
from tests.make import at

PARIS = "Europe/Paris"


def test_one_day_is_one_span():
    found = spans(at("2031-03-12 08:30"), at("2031-03-12 15:30"), PARIS)
    assert [day.on for day in found] == [date(2031, 3, 12)]


def test_two_days_with_the_hours_of_a_day_keep_them_each_day():
    found = spans(at("2031-03-12 08:30"), at("2031-03-13 15:30"), PARIS)
    assert [(day.on.day, day.starts_at, day.ends_at) for day in found] == [
        (12, at("2031-03-12 08:30"), at("2031-03-12 15:30")),
        (13, at("2031-03-13 08:30"), at("2031-03-13 15:30")),
    ]


def test_from_an_afternoon_to_the_next_noon_the_first_day_ends_at_six_and_the_last_begins_at_nine():
    found = spans(at("2031-03-12 13:00"), at("2031-03-13 11:30"), PARIS)
    assert [(day.starts_at, day.ends_at) for day in found] == [
        (at("2031-03-12 13:00"), at("2031-03-12 17:00")),
        (at("2031-03-13 08:00"), at("2031-03-13 11:30")),
    ]


def test_hours_stay_the_same_on_the_clocks_when_they_change_between_two_days():
    found = spans(at("2031-03-29 08:30"), at("2031-03-30 14:30"), PARIS)
    assert found[1].starts_at == at("2031-03-30 07:30")


def test_a_day_overseas_is_read_on_its_own_clocks():
    found = spans(at("2031-03-12 23:00"), at("2031-03-13 01:00"), "America/Martinique")
    assert [day.on for day in found] == [date(2031, 3, 12)]


@pytest.mark.parametrize(
    ("begin", "end", "modality", "signed"),
    [
        ("08:30", "15:30", Modality.ONSITE, [Period.MORNING, Period.AFTERNOON]),
        ("08:00", "11:30", Modality.ONSITE, [Period.MORNING]),
        ("12:30", "15:30", Modality.ONSITE, [Period.AFTERNOON]),
        ("11:30", "12:30", Modality.HYBRID, [Period.AFTERNOON]),
        ("08:30", "15:30", Modality.ONLINE, [Period.WHOLE]),
    ],
)
def test_what_is_signed_follows_the_hours_and_the_way_one_comes(begin, end, modality, signed):
    [day] = spans(at(f"2031-01-15 {begin}"), at(f"2031-01-15 {end}"), PARIS)
    assert periods(day, modality, PARIS) == signed
