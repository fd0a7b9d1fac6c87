"""Departments, regions and organisations: each once, out of how many, and what nobody said."""

from datetime import date
from fractions import Fraction

from app.core.db import db, transaction
from app.directory.models import Organisation, Region
from app.indicators.files import remark
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.indicators.scope import Scope
from tests import make
from tests.indicators.hand import ABSENT, comes, held, member, of, value


def test_registered_and_present_are_two_figures():
    event = held()
    comes(event, "mdph-14", "14")
    comes(event, "mdph-50", "50", marks=(ABSENT,))
    assert (value("departements_inscrits"), value("departements_presents")) == (2, 1)
    assert (value("mdph_inscrits"), value("mdph_presents")) == (2, 1)
    assert of("mdph_presents").out_of == 99
    assert (of("departements_presents").out_of, of("regions_presents").out_of) == (101, 18)


def test_departments_are_those_that_people_said_and_authorities_are_organisations():
    event = held()
    comes(event, "cd-67-68", "67")
    comes(event, "cd-67-68", "68")
    comes(event, "mdph-67-68", "67")
    assert value("departements_presents") == 2
    assert (value("collectivites_presents"), of("collectivites_presents").out_of) == (1, 100)
    assert value("mdph_presents") == 1
    assert value("structures_presents") == 2
    assert of("collectivites_presents").share == Fraction(1, 100)


def test_overseas_collectivities_are_apart():
    event = held()
    comes(event, "mdph-14", "14")
    comes(event, "mdph-975", "975")
    found = of("departements_presents")
    assert (found.value, found.apart, found.unplaced) == (1, 1, 0)
    assert (of("mdph_presents").value, of("mdph_presents").apart) == (1, 1)
    assert remark(of("mdph_presents")) == "et 1 à part, outre-mer"
    assert of("regions_presents").unplaced == 0
    assert value("structures_presents") == 2


def test_an_agency_counts_for_its_region_and_for_a_department_only_when_said():
    event = held()
    comes(event, "ars-28", None)
    assert (value("departements_presents"), value("regions_presents"), value("ars_presents")) == (0, 1, 1)
    assert (of("departements_presents").unplaced, of("regions_presents").unplaced) == (1, 0)
    comes(event, "ars-28", "14")
    assert (value("departements_presents"), value("regions_presents"), value("ars_presents")) == (1, 1, 1)


def test_what_nobody_said_is_said_and_never_guessed():
    event = held()
    comes(event, None, None)
    comes(event, None, "14")
    comes(event, "mdph-14", None)
    assert (value("departements_presents"), of("departements_presents").unplaced) == (1, 2)
    assert (value("structures_presents"), of("structures_presents").unplaced) == (1, 2)
    assert (value("regions_presents"), of("regions_presents").unplaced) == (1, 1)
    assert of("presents_distincts").unplaced == 0


def test_an_organisation_without_territory_is_an_organisation():
    partner = make.keep(Organisation(slug="asso", type="partner", name="Association", short_name="Asso"))
    event = held()
    comes(event, "asso", None)
    assert partner.region_code is None
    assert (value("structures_presents"), value("departements_presents"), of("regions_presents").unplaced) == (1, 0, 1)


def test_what_was_typed_and_never_reviewed_is_of_no_type():
    make.keep(Organisation(slug="mdph-saisie", type="mdph", name="MDPH saisie", short_name="MDPH saisie", to_review_since=make.now()))
    comes(held(), "mdph-saisie", "14")
    assert (value("structures_presents"), value("mdph_presents"), of("mdph_presents").out_of) == (1, 0, 99)


def test_out_of_how_many_is_what_there_was_on_the_last_day():
    assert of("collectivites_presents").out_of == 100
    with transaction():
        make.organisation("cd-14").valid_to = date(2024, 7, 1)
    assert of("collectivites_presents").out_of == 99
    assert of("collectivites_presents", 2023).out_of == 100
    assert figure(Ledger(), "collectivites_presents", Scope(date(2024, 1, 1), date(2024, 6, 30))).out_of == 100


def test_an_organisation_that_ended_after_it_came_is_one_of_all_there_were():
    comes(held("2024-03-12"), "cd-14", "14")
    with transaction():
        make.organisation("cd-14").valid_to = date(2024, 7, 1)
    assert (of("collectivites_presents").value, of("collectivites_presents").out_of) == (1, 100)
    assert of("mdph_presents").out_of == 99


def test_the_same_people_twice_do_not_add_up():
    first, second = held("2024-03-12"), held("2024-04-02")
    for event in (first, second):
        comes(event, "mdph-14", "14")
    comes(second, "mdph-50", "50")
    assert (value("departements_presents"), value("mdph_presents")) == (2, 2)


def test_attendance_not_known_makes_places_not_known():
    comes(held(), "mdph-14", "14", marks=())
    assert (value("departements_inscrits"), value("departements_presents")) == (1, None)
    assert value("couverture") is None


def test_coverage_of_a_territory_is_of_those_who_cover_it():
    event = held(regions=[db.session.get(Region, "28")])
    comes(event, "mdph-14", "14")
    comes(event, "mdph-35", "35")
    found = of("couverture", regions=("28",))  # five departments of Normandie with their authorities and MDPH, and one agency
    assert (found.numerator, found.denominator) == (1, 11)
    assert (of("couverture", departments=("14",)).numerator, of("couverture", departments=("14",)).denominator) == (1, 3)
    assert of("couverture").denominator > 200


def test_coverage_of_a_network_of_organisations_is_of_its_members():
    member("isolement", org="cd-14")
    member("isolement", org="cd-50")
    member("isolement", org="cd-61", left="2024-06-01")
    event = held(networks=("isolement",))
    comes(event, "cd-14", "14")
    comes(event, "cd-75", "75")
    found = of("couverture", networks=("isolement",))
    assert (found.value, found.numerator, found.denominator) == (Fraction(1, 2), 1, 2)
