"""The map: each department once, its number, its shade, and nothing lost beside it."""

import csv

import pytest

from app.attendance.models import Mark
from app.coverage.tiles import LAYOUT, Measure, layout, sheet, tile_map
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from tests import make
from tests.coverage import hand

pytestmark = pytest.mark.on(hand.TODAY)


def values(drawn):
    return {tile.territory.code: tile.value for tile in drawn.tiles if tile.value}


def test_each_of_the_101_departments_has_a_tile_of_its_own():
    with (LAYOUT.parent / "departements.csv").open(encoding="utf-8") as file:
        departments = {row["code"] for row in csv.DictReader(file)}
    assert set(layout()) == departments and len(set(layout().values())) == 101


def test_tiles_stand_roughly_where_the_departments_are():
    place = layout()
    west, east, north, south = place["29"], place["67"], place["59"], place["66"]
    assert west[0] < place["75"][0] < east[0] and north[1] < place["75"][1] < south[1]
    assert place["2B"][0] == place["2A"][0] > place["06"][0] and place["971"][0] < place["33"][0]


def test_the_numbers_of_tiles_and_what_stands_beside_add_up_to_the_figure():
    first, second = hand.held("2027-02-10"), hand.held("2027-03-10")
    regular = make.person(org="mdph-14", department="14")
    hand.comes(first, regular)
    hand.comes(second, regular)
    hand.comes(second, "cd-67-68", "68")
    hand.comes(second, "mdph-50", "50", mark=Mark.ABSENT)
    hand.comes(second, "mdph-14", "975")
    hand.comes(second, make.person(org=None, department=None))
    found = hand.reading()
    drawn = tile_map(found, Measure.PRESENT)
    assert values(drawn) == {"14": 2, "68": 1} and drawn.covered == 2
    assert drawn.apart == [("Saint-Pierre-et-Miquelon", 1), ("Département inconnu", 1)]
    assert drawn.total == 5 == figure(Ledger(), "participations", found.scope).value
    registered = tile_map(found, Measure.REGISTERED)
    assert (
        values(registered) == {"14": 2, "50": 1, "68": 1} and registered.total == 6 == figure(Ledger(), "inscriptions", found.scope).value
    )


def test_the_department_is_the_one_said_that_day():
    nour = make.person(org="mdph-14", department="14")
    hand.comes(hand.held("2027-02-10"), nour)
    hand.moves(nour, "mdph-29", "29")
    assert values(tile_map(hand.reading(), Measure.PRESENT)) == {"14": 1}


def test_events_are_counted_once_however_many_came():
    event = hand.held()
    for _ in range(3):
        hand.comes(event)
    hand.comes(hand.held("2027-04-10"))
    drawn = tile_map(hand.reading(), Measure.EVENTS)
    assert values(drawn) == {"14": 2} and drawn.total is None


def test_organisations_are_counted_among_three():
    event = hand.held()
    for slug in ("cd-69m", "mdph-69", "ars-84"):
        hand.comes(event, slug, "69")
    drawn = tile_map(hand.reading(), Measure.BODIES)
    assert values(drawn)["69"] == 3 and values(drawn)["01"] == 1 and len(values(drawn)) == 12


def test_who_registered_to_an_event_to_come_is_not_yet_on_the_map():
    hand.comes(hand.coming(), mark=None)
    assert values(tile_map(hand.reading(), Measure.REGISTERED)) == {}


@pytest.mark.parametrize(
    ("counts", "legend"),
    [
        ({}, [(0, "0")]),
        ({"14": 1}, [(0, "0"), (4, "1")]),
        ({"14": 2, "50": 1}, [(0, "0"), (3, "1"), (4, "2")]),
        ({"14": 12, "50": 3, "61": 4}, [(0, "0"), (1, "3 à 5"), (2, "6 à 7"), (3, "8 à 10"), (4, "11 à 12")]),
    ],
)
def test_every_value_falls_in_one_line_of_the_legend(counts, legend):
    event = hand.held()
    for code, count in counts.items():
        for _ in range(count):
            hand.comes(event, f"mdph-{code}", code)
    drawn = tile_map(hand.reading(), Measure.PRESENT)
    assert drawn.legend == legend
    ranges = {shade: [int(word) for word in words.split(" à ")] for shade, words in legend}
    for tile in drawn.tiles:
        assert ranges[tile.shade][0] <= tile.value <= ranges[tile.shade][-1]


def test_the_sheet_holds_everything():
    event = hand.held()
    hand.comes(event)
    hand.comes(event, make.person(org=None, department=None))
    headings, rows = sheet(tile_map(hand.reading(), Measure.PRESENT))
    assert headings == ["Code", "Département", "Région", "Participants"] and len(rows) == 102
    assert ["14", "Calvados", "Normandie", 1] in rows and rows[-1] == ["", "Département inconnu", "", 1]
