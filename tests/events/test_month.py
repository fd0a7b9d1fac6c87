"""A month, a year."""

from datetime import date, timedelta

from app.events.calendar_queries import territory
from app.events.month import Month, holiday_zones, month_of, unknown_zones, year_of
from tests import make


def _square(month, on, events=(), departments=()):
    squares = [square for week in month_of(month, events, holiday_zones(departments)) for square in week]
    return next(square for square in squares if square.on == on)


def test_a_month_is_whole_weeks():
    grid = Month(2027, 2).grid
    assert (grid[0][0], grid[-1][-1]) == (date(2027, 2, 1), date(2027, 2, 28))
    assert len(Month(2027, 5).grid) == 6


def test_months_follow_each_other_across_years():
    assert Month(2026, 12).plus(1) == Month(2027, 1)
    assert Month(2027, 1).plus(-1) == Month(2026, 12)


def test_holidays_are_told_in_words():
    may = Month(2027, 5)
    assert _square(may, date(2027, 5, 8)).holiday == "Fête de la Victoire"
    assert _square(Month(2027, 2), date(2027, 2, 9)).school == "Vacances d’hiver (zone C)"
    assert _square(Month(2026, 12), date(2026, 12, 22)).school == "Vacances de Noël"


def test_the_holidays_of_a_territory_are_its_own():
    martinique = territory([], ["972"])
    assert _square(Month(2027, 5), date(2027, 5, 22), departments=martinique).holiday
    assert unknown_zones(holiday_zones(martinique), Month(2027, 5), []) == ["Martinique"]
    paris = territory([], ["75"])
    assert _square(Month(2027, 2), date(2027, 2, 9), departments=paris).school == "Vacances d’hiver"


def test_an_event_of_two_days_stands_in_both():
    event = make.event(starts_at=make.at("2027-03-16 09:00"), lasts=timedelta(days=1, hours=6))
    march = Month(2027, 3)
    assert _square(march, date(2027, 3, 16), [event]).events == [event]
    assert _square(march, date(2027, 3, 17), [event]).events == [event]
    assert _square(march, date(2027, 3, 18), [event]).events == []


def test_an_event_stands_on_the_day_of_its_own_clocks():
    event = make.event(starts_at=make.at("2027-03-17 01:00"), timezone="America/Martinique")
    assert _square(Month(2027, 3), date(2027, 3, 16), [event]).events == [event]


def test_a_year_has_one_row_per_network_and_an_event_of_two_stands_in_both():
    event = make.event(starts_at=make.at("2027-03-16 09:00"), networks=["mdph-directeurs", "mdph-juridique"])
    rows = year_of(2027, [event])
    assert [row.network.code for row in rows] == ["mdph-directeurs", "mdph-juridique"]
    assert all(row.months[2] == [event] and row.count == 1 for row in rows)
