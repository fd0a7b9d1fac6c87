"""A cycle beside the one before."""

from datetime import date

import pytest

from app.dashboards import rounds
from app.dashboards.rounds import Round
from app.events.models import Cycle
from tests import make
from tests.coverage import hand

pytestmark = pytest.mark.on("2027-06-15 09:00")
TODAY = date(2027, 6, 15)


def cycle(code, year):
    return make.keep(Cycle(code=code, name=f"Cycle {code}", year=year))


def test_the_cycle_before_has_the_number_before():
    first, second, third = cycle("rt-cycle-1", 2023), cycle("rt-cycle-2", 2024), cycle("rt-cycle-3", 2026)
    other = cycle("autre-cycle-2", 2025)
    every = [first, second, other, third]
    assert rounds.before(third, every) is second
    assert rounds.before(second, every) is first
    assert rounds.before(first, every) is None


def test_without_numbers_it_is_the_last_of_an_earlier_year():
    older, old, now, same_year = cycle("tour-a", 2023), cycle("tour-b", 2025), cycle("tour-c", 2027), cycle("tour-d", 2027)
    assert rounds.before(now, [older, old, now, same_year]) is old


def test_figures_of_both_and_what_is_not_known_of_the_first():
    first, second = cycle("rt-cycle-1", 2025), cycle("rt-cycle-2", 2027)
    for day in ("2025-03-11", "2025-04-08"):
        hand.held(day, cycle_id=first.id, closed=False)
    event = hand.held("2027-03-10", cycle_id=second.id)
    hand.comes(event)
    hand.held("2027-03-12", title="D’un autre cycle")
    told = Round(second, first, TODAY)
    shown = {one.now.indicator.code: (one.now.shown, one.shown_before, one.difference[:10]) for one in told.compared}
    assert shown["evenements_tenus"] == ("1", "2", "1 de moins")
    assert shown["participations"] == ("1", "non connu", "")
    assert [one.name for one in told.drawn] == ["Événements tenus"]


def test_the_lead_time_is_the_middle_one_of_the_events_that_invited():
    first, second = cycle("rt-cycle-1", 2025), cycle("rt-cycle-2", 2027)
    hand.held("2025-03-11", cycle_id=first.id)
    days = {"2027-03-10": "2027-02-18", "2027-04-07": "2027-03-08", "2027-05-05": "2027-03-06"}  # 20, 30 and 60 days before
    for day, asked in days.items():
        event = hand.held(day, cycle_id=second.id)
        hand.asked(event, on=asked)
        hand.asked(event, "mdph-50", on=f"{asked[:8]}{int(asked[8:]) + 1:02d}")
    hand.held("2027-05-12", cycle_id=second.id, title="Sans invitation")
    told = Round(second, first, TODAY)
    assert told.lead_times == (30, None)
    assert told.lead_time_difference == ""
    hand.asked(hand.held("2025-04-08", cycle_id=first.id), on="2025-03-19")  # 20 days before
    assert Round(second, first, TODAY).lead_time_difference == "10\u00a0jours de plus"
    assert Round(first, second, TODAY).lead_time_difference == "10\u00a0jours de moins"


def test_a_first_cycle_is_compared_with_nothing():
    only = cycle("rt-cycle-1", 2027)
    hand.comes(hand.held(cycle_id=only.id))
    told = Round(only, None, TODAY)
    assert {one.difference for one in told.compared} == {""}
    assert told.drawn == []
    assert told.held_before == []


def test_a_cycle_without_any_date_has_its_page():
    assert Round(cycle("rt-cycle-9", 2027), None, TODAY).sums == (0, 0, 0, 0)
