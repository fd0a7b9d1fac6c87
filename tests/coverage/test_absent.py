"""Who never came, and the share of those awaited who did."""

from datetime import date
from fractions import Fraction

import pytest

from app.attendance.models import Mark
from app.core.db import db, transaction
from app.coverage.absent import Listing, missing, sheet, twelve_months
from app.coverage.reading import Reading
from app.coverage.territories import Column
from app.directory.models import Organisation
from app.events.models import Cycle, Series
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.indicators.scope import Scope
from app.networks.uniting import absorb_organisation
from app.registrations.models import Part
from tests import make
from tests.coverage import hand

pytestmark = pytest.mark.on(hand.TODAY)
TEAM = ("cd-14", "cd-50", "cd-61")


@pytest.fixture
def isolement():
    """A network of three authorities."""
    for slug in TEAM:
        hand.member("isolement", slug)
    return {"networks": ("isolement",)}


def slugs(found):
    return [one.body.slug for one in found]


def listed(listing=Listing.SCOPE, **filters):
    return slugs(missing(hand.reading(**filters), listing))


def coverage(**filters):
    found = figure(Ledger(), "couverture", Scope.of_year(hand.YEAR, **filters))
    return found.numerator, found.denominator, found.value


def test_a_network_of_organisations_awaits_its_members(isolement):
    hand.comes(hand.held(networks=["isolement"]), "cd-14", "14")
    assert listed(**isolement) == ["cd-50", "cd-61"]
    assert coverage(**isolement) == (1, 3, Fraction(1, 3))
    assert figure(Ledger(), "couverture", Scope.of_year(hand.YEAR, **isolement)).shown == "33,3\u202f%"


def test_somebody_from_elsewhere_covers_nothing(isolement):
    hand.comes(hand.held(networks=["isolement"]), "cd-27", "27")
    assert coverage(**isolement) == (0, 3, 0)


@pytest.mark.parametrize("how", [{"mark": Mark.ABSENT}, {"mark": Mark.EXCUSED}, {"part": Part.SPEAKER}])
def test_only_a_participant_who_came_covers(isolement, how):
    hand.comes(hand.held(networks=["isolement"]), "cd-14", "14", **how)
    assert listed(**isolement) == [*TEAM]


def test_who_left_before_the_last_day_is_awaited_no_more(isolement):
    hand.member("isolement", "cd-76", left="2027-12-31")
    hand.member("isolement", "cd-27", left="2028-01-01")
    assert listed(**isolement) == ["cd-14", "cd-27", "cd-50", "cd-61"]


def test_a_member_that_ended_is_awaited_no_more(isolement):
    with transaction():
        make.organisation("cd-61").valid_to = date(2027, 12, 31)
    assert listed(**isolement) == ["cd-14", "cd-50"]


def test_an_overseas_collectivity_that_is_a_member_is_awaited_like_the_others():
    slug = db.session.query(Organisation).filter_by(type="mdph_com").first().slug
    before = Ledger().expected(Scope.of_year(hand.YEAR, networks=("mdph",)))
    hand.member("mdph", slug)
    after = Ledger().expected(Scope.of_year(hand.YEAR, networks=("mdph",)))
    assert (len(before.organisations), len(before.apart)) == (99, 3) and (len(after.organisations), len(after.apart)) == (100, 2)


def test_a_network_of_people_awaits_every_organisation_of_its_types():
    event = hand.held(networks=["mdph-directeurs"])
    hand.comes(event)
    hand.comes(event, "cd-14", "14")
    found = listed(networks=("mdph-directeurs",))
    assert coverage(networks=("mdph-directeurs",)) == (1, 99, Fraction(1, 99))
    assert len(found) == 98 + 3 and "mdph-14" not in found
    kinds = {one.type for one in hand.reading(networks=("mdph-directeurs",)).bodies(hand.reading(networks=("mdph-directeurs",)).awaited)}
    assert kinds == {"mdph", "mdph_com"}


def test_an_overseas_collectivity_is_counted_apart():
    slug = db.session.query(Organisation).filter_by(type="mdph_com").first().slug
    hand.comes(hand.held(networks=["mdph-directeurs"]), slug, "975")
    found = figure(Ledger(), "couverture", Scope.of_year(hand.YEAR, networks=("mdph-directeurs",)))
    assert (found.numerator, found.denominator, found.apart) == (0, 99, 1)


def test_a_network_of_organisations_without_any_member_awaits_its_types_and_says_so():
    hand.comes(hand.held(), "cd-14", "14")
    found = hand.reading(networks=("rencontres-territoriales",))
    assert found.unlisted == 1 and coverage(networks=("rencontres-territoriales",)) == (1, 217, Fraction(1, 217))
    hand.member("rencontres-territoriales", "cd-14")
    assert hand.reading(networks=("rencontres-territoriales",)).unlisted == 0
    assert coverage(networks=("rencontres-territoriales",)) == (1, 1, 1)


def test_without_a_network_all_authorities_mdph_and_agencies_are_awaited():
    event = hand.held()
    for slug, code in (("cd-67-68", "67"), ("mdph-67-68", "68"), ("ars-44", "67")):
        hand.comes(event, slug, code)
    assert coverage() == (3, 217, Fraction(3, 217))
    assert hand.reading().by_column == {Column.CD: (1, 100), Column.MDPH: (1, 99), Column.ARS: (1, 18)}


def test_a_cycle_or_a_series_awaits_what_the_networks_of_its_events_do():
    cycle = make.keep(Cycle(code="rt-9", name="Cycle", year=2027))
    series = make.keep(Series(code="apa-2027", name="Série"))
    hand.comes(hand.held(networks=["ems-apa"], series_id=series.id), "cd-14", "14")
    hand.comes(hand.held("2027-04-10", cycle_id=cycle.id), "cd-14", "14")
    assert coverage(series=("apa",)) == (1, 100, Fraction(1, 100))
    assert coverage(cycles=("rt-9",)) == (1, 217, Fraction(1, 217))
    hand.member("rencontres-territoriales", "cd-14")
    assert coverage(cycles=("rt-9",)) == (1, 1, 1)


def test_one_came_twice_and_counts_once(isolement):
    for day in ("2027-02-10", "2027-03-10"):
        hand.comes(hand.held(day, networks=["isolement"]), "cd-14", "14")
    assert coverage(**isolement) == (1, 3, Fraction(1, 3))


def test_what_is_not_known_is_no_zero(isolement):
    event = hand.held(networks=["isolement"], closed=False)
    hand.comes(event, "cd-14", "14", mark=None)
    assert figure(Ledger(), "couverture", Scope.of_year(hand.YEAR, **isolement)).shown == "non connu"
    assert [entry.id for entry in hand.reading(**isolement).unknown] == [event.id]


def test_twelve_months_end_with_their_day():
    scope = twelve_months(Scope.of_year(2027), date(2027, 6, 15))
    assert (scope.first, scope.last) == (date(2026, 6, 16), date(2027, 6, 15))
    leap = twelve_months(Scope.of_year(2028), date(2028, 2, 29))
    assert (leap.first, leap.last) == (date(2027, 3, 1), date(2028, 2, 29))


def test_the_first_day_of_the_twelve_months_counts_and_the_day_before_does_not(isolement):
    hand.comes(hand.held("2026-06-16", networks=["isolement"]), "cd-14", "14")
    hand.comes(hand.held("2026-06-15", networks=["isolement"]), "cd-50", "50")
    found = missing(Reading(twelve_months(Scope.of_year(2027, **isolement), date(2027, 6, 15))), Listing.TWELVE_MONTHS)
    assert slugs(found) == ["cd-50", "cd-61"]
    assert [one.last_seen and one.last_seen.date() for one in found] == [date(2026, 6, 15), None]


def test_the_last_time_is_that_of_the_network(isolement):
    hand.comes(hand.held("2025-03-10"), "cd-14", "14")
    hand.comes(hand.held("2025-01-10", networks=["isolement"]), "cd-14", "14")
    assert missing(hand.reading(**isolement), Listing.SCOPE)[0].last_seen.date() == date(2025, 1, 10)
    alone = next(one for one in missing(hand.reading(), Listing.SCOPE) if one.body.slug == "cd-14")
    assert alone.last_seen.date() == date(2025, 3, 10)


def test_an_organisation_where_nobody_is_known_says_so(isolement):
    make.person(org="cd-50", department="50")
    found = {one.body.slug: one for one in missing(hand.reading(**isolement), Listing.SCOPE)}
    assert found["cd-14"].is_unknown and not found["cd-50"].is_unknown and found["cd-50"].people == 1


def test_authorities_that_came_without_their_mdph():
    event = hand.held()
    for slug, code in (("cd-14", "14"), ("cd-50", "50"), ("mdph-50", "50"), ("mdph-61", "61")):
        hand.comes(event, slug, code)
    assert listed(Listing.MDPH_ALONE) == ["mdph-14"] and listed(Listing.CD_ALONE) == ["cd-61"]


def test_alsace_and_the_rhone_are_paired_by_their_territory():
    event = hand.held()
    hand.comes(event, "cd-67-68", "67")
    hand.comes(event, "mdph-69", "69")
    hand.comes(event, "cd-69d", "69")
    assert listed(Listing.MDPH_ALONE) == ["mdph-67-68"] and listed(Listing.CD_ALONE) == ["cd-69m"]


def test_a_mdph_is_not_missed_where_no_mdph_is_awaited(isolement):
    hand.comes(hand.held(networks=["isolement"]), "cd-14", "14")
    assert listed(Listing.MDPH_ALONE, **isolement) == []


def test_a_mdph_that_is_no_member_is_missed_beside_its_authority(isolement):
    hand.comes(hand.held(networks=["isolement"]), "cd-14", "14")
    hand.member("isolement", "mdph-50")
    found = missing(hand.reading(**isolement), Listing.MDPH_ALONE)
    assert [(one.body.slug, one.is_awaited) for one in found] == [("mdph-14", False)]


def test_an_organisation_that_was_recognised_came(isolement):
    typed = make.keep(Organisation(slug="x", type="partner", name="X", short_name="X", to_review_since=make.now()))
    hand.comes(hand.held(networks=["isolement"]), "x", "14")
    assert "cd-14" in listed(**isolement)
    with transaction():
        absorb_organisation(typed, "cd-14", make.account(admin=True), at=make.now())
    assert "cd-14" not in listed(**isolement)


def test_the_sheet_names_organisations_and_nobody(isolement):
    make.person("Élodie", "Marchand", org="cd-14", department="14")
    headings, rows = sheet(missing(hand.reading(**isolement), Listing.SCOPE))
    assert len(headings) == len(rows[0]) == 5 and rows[0][:3] == ["CD du Calvados", "Conseils départementaux", "Calvados (14)"]
    assert "archand" not in str(rows)
