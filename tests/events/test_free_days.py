"""Public and school holidays, in words and by zone."""

from datetime import date

from app.directory.models import SchoolHoliday
from app.events.free_days import public_holiday, school_holiday


def test_public_holidays_are_named_in_french():
    assert public_holiday(date(2027, 5, 1)) == "Fête du Travail"
    assert public_holiday(date(2027, 5, 3)) == ""


def test_each_territory_has_its_own_holidays():
    assert public_holiday(date(2027, 5, 22), "Martinique")
    assert public_holiday(date(2027, 5, 22)) == ""
    assert public_holiday(date(2027, 12, 26), "Alsace-Moselle") == "Saint-Étienne"


def test_school_holidays_differ_by_zone():
    on = date(2026, 2, 24)
    assert school_holiday(on, "C") == "Vacances d’hiver"
    assert school_holiday(on, "A") == ""


def test_a_year_no_ministry_has_published_is_unknown_and_not_guessed():
    assert school_holiday(date(2031, 2, 18), "C") is None


def test_corse_and_overseas_are_unknown_until_someone_fills_them_in():
    on = date(2027, 2, 24)
    filled = [SchoolHoliday(zone="Corse", label="Vacances d’hiver", first_on=date(2027, 2, 20), last_on=date(2027, 3, 7))]
    assert school_holiday(on, "Corse") is None
    assert school_holiday(on, "Corse", filled) == "Vacances d’hiver"
    assert school_holiday(date(2027, 4, 1), "Corse", filled) == ""
    assert school_holiday(on, "Mayotte", filled) is None
