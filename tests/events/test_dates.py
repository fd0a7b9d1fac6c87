"""Dates pasted, and dates proposed."""

from datetime import date

import pytest

from app.core.errors import Refusal
from app.events.dates import monthly, read_dates


def test_dates_are_read_in_any_usual_writing_once_each_and_in_order():
    text = "12/03/2027\n2027-01-05\nmardi 9 février 2027\n1er avril 2027, 12.03.2027"
    assert read_dates(text) == [date(2027, 1, 5), date(2027, 2, 9), date(2027, 3, 12), date(2027, 4, 1)]


@pytest.mark.parametrize("line", ["bientôt", "31/02/2027", "12/03/27", "5 brumaire 2027", "12/03/1789"])
def test_a_line_that_is_no_date_is_refused_with_its_words(line):
    with pytest.raises(Refusal, match=line):
        read_dates(f"12/03/2027\n{line}")


def test_the_second_tuesday_of_each_month_leaves_august_out():
    dates = monthly(date(2027, 1, 1), 11, 2, 1)
    assert len(dates) == 11
    assert {on.month for on in dates} == set(range(1, 13)) - {8}
    assert all(on.weekday() == 1 and 8 <= on.day <= 14 for on in dates)


def test_a_public_holiday_moves_to_the_next_week():
    assert monthly(date(2028, 5, 1), 1, 1, 0) == [date(2028, 5, 8 + 7)]  # 1 and 8 May 2028 are Mondays
    assert monthly(date(2027, 11, 1), 1, 1, 0) == [date(2027, 11, 8)]


def test_the_last_friday_of_december_that_is_christmas_moves_back():
    assert monthly(date(2026, 12, 1), 1, -1, 4) == [date(2026, 12, 18)]


def test_a_month_already_begun_counts_only_if_its_date_is_to_come():
    assert monthly(date(2027, 1, 20), 1, 2, 1) == [date(2027, 2, 9)]
