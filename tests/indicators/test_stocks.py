"""Members on a day, letters sent, spaces open."""

from datetime import date

from app.core.db import transaction
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.indicators.scope import Scope
from tests import make
from tests.indicators.hand import letter, member, merged, space, value


def test_members_are_those_of_the_last_day():
    member("mdph-directeurs", person=make.person(), joined="2024-12-31")
    member("mdph-directeurs", person=make.person(), left="2024-12-31")
    member("mdph-directeurs", person=make.person(), left="2025-01-01")
    member("mdph-directeurs", person=make.person(), joined="2025-01-01")
    assert value("membres", networks=("mdph-directeurs",)) == 2
    assert value("membres", 2023, networks=("mdph-directeurs",)) == 2
    half = Scope(date(2024, 1, 1), date(2024, 6, 30), networks=("mdph-directeurs",))
    assert figure(Ledger(), "membres", half).value == 2


def test_each_network_counts_in_its_unit_and_a_parent_counts_each_member_once():
    who = make.person()
    member("mdph-directeurs", person=who)
    member("mdph-juridique", person=who)
    member("mdph-juridique", person=make.person())
    member("mdph", org="mdph-14")
    assert value("membres", networks=("mdph-juridique",)) == 2
    assert value("membres", networks=("mdph",)) == 3


def test_merged_people_are_one_member():
    kept, lost = make.person(), make.person()
    member("mdph-directeurs", person=kept)
    member("mdph-juridique", person=lost)
    merged(lost, kept)
    assert value("membres") == 1


def test_a_network_that_is_closed_has_nobody_any_more():
    member("mdph-directeurs", person=make.person())
    with transaction():
        make.network("mdph-directeurs").closed_on = date(2024, 9, 1)
    assert (value("membres"), value("membres", 2023)) == (0, 1)


def test_two_days_are_asked_at_once():
    member("mdph-directeurs", person=make.person(), joined="2024-02-01")
    ledger, scope = Ledger(), Scope.of_year(2024)
    ledger.prepare(scope, scope.a_year_before())
    assert [figure(ledger, "membres", one).value for one in (scope, scope.a_year_before())] == [1, 0]


def test_letters_of_the_days_of_a_network_and_of_those_under_it():
    for code, on in (
        ("mdph", "2024-01-01"),
        ("mdph-directeurs", "2024-12-31"),
        ("mdph-directeurs", "2023-12-31"),
        ("ars-dg", "2024-05-02"),
    ):
        letter(code, on)
    assert value("lettres_envoyees") == 3
    assert value("lettres_envoyees", networks=("mdph",)) == 2
    assert value("lettres_envoyees", networks=("mdph-directeurs",)) == 1


def test_spaces_open_on_the_last_day():
    space("cercle-communicants", "2024-12-31")
    space("cercle-communicants", "2024-01-01", "2024-12-31")
    space("cercle-communicants", "2025-01-01")
    assert value("espaces_ouverts", networks=("cercle-communicants",)) == 1
    assert value("espaces_ouverts", networks=("mdph",)) == 0
