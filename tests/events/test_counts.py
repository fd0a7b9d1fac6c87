"""A list counts what the page behind it shows: to this account, and no more."""

from app.core.db import transaction
from app.events.calendar_queries import cycles_with_counts, events_of_series, series_with_counts
from app.events.models import Cycle, Series
from app.events.words import State
from tests import make
from tests.browsers import browser_of


def test_a_cycle_counts_the_events_that_its_page_shows(app):
    camille = make.account(networks=["mdph-directeurs"])
    cycle = make.keep(Cycle(code="cycle-3", name="Troisième cycle", year=2027))
    make.event("La nôtre", by=camille, state=State.DRAFT, cycle_id=cycle.id)
    make.event("La leur, annoncée", networks=["ems-apa"], cycle_id=cycle.id)
    make.event("Leur brouillon", networks=["ems-apa"], state=State.DRAFT, cycle_id=cycle.id)
    assert [count for _cycle, count in cycles_with_counts(camille, make.now())] == [2]
    page = make.sign_in(browser_of(app), camille).get("/gestion/cycles/cycle-3").text
    assert "La nôtre" in page and "La leur, annoncée" in page and "Leur brouillon" not in page


def test_a_series_counts_the_dates_that_its_page_shows():
    camille = make.account(networks=["mdph-directeurs"])
    series = make.keep(Series(code="mensuelle-2027", name="Mensuelle", network_id=make.network().id))
    mine, theirs = make.event(by=camille), make.event(networks=["ems-apa"])
    with transaction():
        mine.series_id = theirs.series_id = series.id
    ((found, count),) = series_with_counts(camille, make.now())
    assert found is series and count == len(events_of_series(camille, make.now(), series)) == 1
