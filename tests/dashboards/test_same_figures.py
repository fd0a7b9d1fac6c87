"""The same figure says the same on every page: figures, map, coverage, dashboards of departments and organisations."""

from datetime import date
from itertools import chain

import pytest

from app.coverage.reading import Reading
from app.coverage.tiles import Measure, tile_map
from app.dashboards.glance import Glance
from app.dashboards.places import DepartmentYear, OrganisationYear
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.indicators.scope import Scope
from tests.indicators.oracle import Oracle
from tests.indicators.random_year import NETWORKS, YEAR, RandomYear

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("number", [3, 4])
def test_maps_dashboards_and_figures_agree(number):
    RandomYear(number)
    scope, ledger, oracle = Scope.of_year(YEAR), Ledger(), Oracle()
    value = {code: figure(ledger, code, scope).value for code in ("participations", "inscriptions", "departements_presents")}
    drawn = {measure: tile_map(Reading(scope), measure) for measure in Measure}
    assert drawn[Measure.PRESENT].total == value["participations"]
    assert drawn[Measure.REGISTERED].total == value["inscriptions"]
    assert drawn[Measure.PRESENT].covered == drawn[Measure.EVENTS].covered == value["departements_presents"]
    held = Glance(YEAR, TODAY).held
    assert sum(one.present or 0 for one in held) == value["participations"]
    assert sum(one.registered or 0 for one in held) == value["inscriptions"]
    reading = Reading(scope)
    assert sum(came for came, _ in reading.by_column.values()) == reading.coverage.numerator
    for code in NETWORKS:
        months = Glance(YEAR, TODAY, code).movements
        assert (months[-1].members if months else 0) == figure(ledger, "membres", scope.with_(networks=(code,))).value, code
    _places_agree(oracle, scope)


def _places_agree(oracle, scope):
    sheets = [one for one in oracle.chosen(scope.first, scope.last, {}) if one.event.state in ("held", "archived")]
    rows = (
        [*chain.from_iterable(sheet.registered.values() for sheet in sheets)],
        [*chain.from_iterable(sheet.present.values() for sheet in sheets)],
    )
    for code in ("14", "35", "975"):
        registered, present = DepartmentYear(code, YEAR, TODAY).participants
        assert [one.now or 0 for one in (registered, present)] == [sum(row.department_code == code for row in each) for each in rows]
    for body in oracle.bodies.values():
        if body.slug in ("cd-14", "mdph-35", "ars-28", "typed-mdph"):
            events, present, registered = OrganisationYear(body.id, YEAR, TODAY).counts
            counted = [sum(row.organisation_id == body.id for row in each) for each in rows]
            assert [one.now or 0 for one in (registered, present)] == counted
            assert (events.now or 0) == sum(any(row.organisation_id == body.id for row in sheet.present.values()) for sheet in sheets)
