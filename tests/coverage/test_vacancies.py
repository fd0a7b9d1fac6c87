"""Functions that nobody is known to hold."""

from datetime import date

import pytest

from app.core import clock
from app.core.db import db, transaction
from app.coverage import queries
from app.coverage.territories import Country
from app.coverage.vacancies import functions, sheet, vacancies
from app.directory.models import JobRole, Organisation
from app.networks.uniting import merge_people
from tests import make
from tests.coverage import hand

pytestmark = pytest.mark.on(hand.TODAY)
ROLE = "correspondant_juridique"


def country():
    return Country(queries.territories(), queries.bodies())


def counted(code=ROLE):
    return next(one for one in functions(country(), [], clock.today()) if one.role.code == code)


def vacant(code=ROLE):
    return {one.body.slug: one for one in vacancies(country(), db.session.get(JobRole, code), clock.today())}


def test_one_holder_is_enough_and_two_count_once():
    for slug, code in (("mdph-14", "14"), ("mdph-14", "14"), ("mdph-67-68", "67")):
        make.person(org=slug, department=code, role=ROLE)
    assert (counted().among, counted().held, counted().vacant, counted().apart) == (99, 2, 97, 3)
    assert "mdph-14" not in vacant() and "mdph-67-68" not in vacant() and len(vacant()) == 97 + 3


def test_another_function_or_another_place_holds_nothing():
    make.person(org="mdph-14", role="directeur_mdph")
    make.person(org="cd-14", role=ROLE)
    assert "mdph-14" in vacant() and counted().held == 0


def test_the_day_the_last_holder_left_is_said_without_their_name():
    for until in ("2025-01-10", "2026-09-30"):
        gone = make.person("Élodie", "Marchand", org="mdph-29", department="29", role="directeur_mdph")
        hand.works(gone, "mdph-14", "2020-01-01", until, role=ROLE)
    found = vacant()
    assert found["mdph-14"].left_on == date(2026, 9, 30) and found["mdph-50"].left_on is None
    assert found["mdph-14"].was_held and not found["mdph-50"].was_held
    assert "archand" not in str(sheet(found.values()))


def test_two_rows_of_one_person_hold_it_once_and_where_they_are_now():
    lost = make.person("Nour", "Haddad", org="mdph-14", department="14", role=ROLE)
    kept = make.person("Nour", "Haddad", org="mdph-29", department="29", role=ROLE)
    with transaction():
        merge_people(lost, kept, make.account(admin=True), at=make.now())
    assert "mdph-14" in vacant() and "mdph-29" not in vacant()


def test_somebody_anonymised_is_known_no_more():
    make.person(role=ROLE, anonymised_at=make.now())
    assert "mdph-14" in vacant()


def test_an_address_that_does_not_work_is_told_when_nobody_else_holds_it():
    make.person(role=ROLE, undeliverable_at=make.now())
    assert counted().unreached == 1 and counted().held == 1
    make.person(role=ROLE)
    assert counted().unreached == 0


def test_organisations_that_ended_or_wait_for_a_review_are_not_asked_for_anybody():
    make.keep(Organisation(slug="ancienne", type="mdph", name="Ancienne", short_name="Ancienne", valid_to=date(2027, 1, 1)))
    make.keep(Organisation(slug="tapee", type="mdph", name="Tapée", short_name="Tapée", to_review_since=make.now()))
    assert counted().among == 99


def test_a_function_of_several_sorts_is_awaited_in_each():
    assert counted("charge_communication").among == 100 + 99 + 18
    assert counted("representant_ars").among == 18


def test_the_functions_of_a_network_only():
    codes = [one.role.code for one in functions(country(), ["directeur_mdph"], clock.today())]
    assert codes == ["directeur_mdph"]
    assert all(one.among for one in functions(country(), [], clock.today()))
