"""Networks that nothing has gathered for long."""

from datetime import date, timedelta

import pytest

from app.dashboards.queries import last_events
from app.dashboards.silence import silent
from app.events.words import State
from app.networks import queries
from tests import make
from tests.coverage import hand

pytestmark = pytest.mark.on("2027-06-15 09:00")


def weeks(code, limit=12):
    found = silent(queries.networks(closed=True), last_events(), make.now(), limit)
    number = make.network(code).id
    return found.get(number, "heard") if number in found else "heard"


@pytest.mark.parametrize(("day", "said"), [("2027-03-22", 12), ("2027-03-24", "heard"), ("2026-06-16", 52)])
def test_the_weeks_since_the_last_event(day, said):
    hand.held(day, networks=("mdph-juridique",))
    assert weeks("mdph-juridique") == said


def test_something_to_come_breaks_the_silence_unless_it_is_a_draft_or_called_off():
    hand.held("2026-06-16", networks=("mdph-juridique",))
    hand.coming(networks=("mdph-juridique",), state=State.DRAFT)
    hand.coming(networks=("mdph-juridique",), state=State.CANCELLED)
    assert weeks("mdph-juridique") == 52
    hand.coming(networks=("mdph-juridique",))
    assert weeks("mdph-juridique") == "heard"


def test_a_network_that_never_had_an_event():
    assert weeks("mdph-juridique") is None


def test_neither_a_chapter_nor_a_young_network_nor_a_closed_one():
    young = make.network("mdph-juridique")
    with make.transaction():
        young.created_on = make.now().date() - timedelta(days=20)
        make.network("mdph-rip").closed_on = date(2027, 1, 1)
    assert weeks("mdph-juridique") == "heard"
    assert weeks("mdph-rip") == "heard"
    chapters = {one.parent_id for one in queries.networks() if one.parent_id}
    assert chapters and not chapters & silent(queries.networks(), last_events(), make.now(), 12).keys()
