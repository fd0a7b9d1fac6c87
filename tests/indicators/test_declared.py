"""Figures declared from documents: marked, used only where nothing can be counted, taken back."""

import io
from collections import defaultdict
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from openpyxl import load_workbook
from werkzeug.datastructures import FileStorage

from app.core.db import transaction
from app.core.errors import Refusal
from app.core.sheets_in import read_sheet
from app.events.words import State
from app.indicators import actions, stock_queries
from app.indicators.actions import Declaration
from app.indicators.asking import Asked
from app.indicators.comparing import EMPTY, MIXED, UNEVEN, Change, change
from app.indicators.files import remark, table_of
from app.indicators.ledger import Ledger
from app.indicators.models import DeclaredFigure
from app.indicators.scope import Scope
from app.journal.models import Act
from app.journal.queries import acts_in_order
from tests import make
from tests.browsers import browser_of
from tests.indicators.hand import comes, count, crowd, held, member, of
from tests.posting import post

ON = date(2026, 11, 22)


def declare(code="participations", year=2022, value="1 652", source="Rapport 2022, page 14", account=None, **filters):
    account = account or make.account()
    with transaction():
        return actions.declare(Declaration(code, Scope.of_year(year, **filters), value, source), account, on=ON, at=make.now())


def test_a_declared_figure_is_shown_with_its_mark_where_nothing_is_written():
    declare()
    found = of("participations", 2022)
    assert (found.value, found.is_declared, found.stated) == (None, True, 1652)
    assert found.shown == "1\u202f652 (déclaré)"
    assert found.declared.words == "déclaré, source\u00a0: Rapport 2022, page 14"
    assert remark(found) == "Déclaré, source\u00a0: Rapport 2022, page 14"


def test_what_can_be_counted_is_counted():
    declare(value="500")
    crowd(held("2022-03-15"), 3)
    found = of("participations", 2022)
    assert (found.value, found.shown, found.is_declared) == (3, "3", False)
    assert found.declared.shown == "500"
    assert remark(found) == "un document donne 500 (source : Rapport 2022, page 14)"


def test_an_event_without_attendance_leaves_its_place_to_what_was_declared():
    declare(value="500")
    comes(held("2022-03-15", state=State.ARCHIVED), marks=())
    assert of("participations", 2022).shown == "500 (déclaré)"


def test_a_counted_zero_of_a_year_that_is_written_stays_zero():
    declare("evenements_annules", value="4")
    held("2022-03-15")
    assert of("evenements_annules", 2022).shown == "0"


def test_a_declared_rate_is_in_hundredths():
    declare("taux_satisfaction", value="80,5 %")
    assert of("taux_satisfaction", 2022).stated == Fraction(805, 1000)
    assert of("taux_satisfaction", 2022).shown == "80,5\u202f% (déclaré)"


def test_it_stands_for_these_very_filters_and_this_very_year():
    declare(networks=("cfppa", "mdph"))
    assert of("participations", 2022, networks=("mdph", "cfppa")).is_declared
    assert not of("participations", 2022).is_declared
    assert not of("participations", 2021, networks=("mdph", "cfppa")).is_declared
    assert not of("inscriptions", 2022, networks=("mdph", "cfppa")).is_declared


def test_a_declared_stock_stands_where_nobody_is_a_member():
    declare("membres", value="345", networks=("cercle-communicants",))
    assert of("membres", 2022, networks=("cercle-communicants",)).is_declared
    member("cercle-communicants", person=make.person(), joined="2021-01-01")
    assert of("membres", 2022, networks=("cercle-communicants",)).value == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "age"}, "indicator"),
        ({"year": 2026}, "year"),
        ({"year": 2027}, "year"),
        ({"value": "beaucoup"}, "value"),
        ({"value": "12,5"}, "value"),
        ({"value": "-3"}, "value"),
        ({"value": "1e9"}, "value"),
        ({"value": "١٢"}, "value"),  # digits of another script
        ({"value": ""}, "value"),
        ({"code": "taux_presence", "value": "120"}, "value"),
        ({"source": ""}, "source"),
        ({"code": "membres", "kinds": ("webinaire",)}, "indicator"),
    ],
)
def test_what_cannot_be_declared_is_refused_and_nothing_is_written(wrong, field):
    with pytest.raises(Refusal) as refused:
        declare(**wrong)
    assert refused.value.field == field
    assert count(DeclaredFigure) == count(Act) == 0


def test_the_same_is_not_declared_twice_until_it_is_withdrawn():
    row, account = declare(), make.account()
    with pytest.raises(Refusal):
        declare(value="3")
    with transaction():
        actions.withdraw(stock_queries.declared_figure(row.public_id), account, at=make.now())
    with pytest.raises(Refusal, match="déjà retirée"):
        actions.withdraw(stock_queries.declared_figure(row.public_id), account, at=make.now())
    declare(value="3")
    assert of("participations", 2022).stated == 3
    assert [act.verb for act in acts_in_order()] == ["figure_declared", "figure_withdrawn", "figure_declared"]


def test_a_comparison_between_declared_and_counted_says_so():
    declare(year=2023, value="10")
    crowd(held("2024-03-12"), 12)
    moved = change(of("participations", 2024), of("participations", 2023))
    assert (moved.words, moved.warning) == ("2 de plus (+20\u202f%)", MIXED)
    _headings, rows = table_of(Ledger(), Asked(Scope.of_year(2024), {}, defaultdict(list)), make.now())
    (said,) = (row[8] for row in rows if row and row[-1] == "participations")
    assert said == f"{moved.words} {MIXED} En 2023, déclaré, source\u00a0: Rapport 2022, page 14."


def test_comparisons_are_in_words():
    crowd(held("2023-03-14"), 4)
    crowd(held("2024-03-12"), 3, absent=1)
    now, before = of("participations"), of("participations", 2023)
    assert change(now, before).words == "1 de moins (−25\u202f%)"
    assert change(before, now).words == "1 de plus (+33,3\u202f%)"
    assert change(now, now).words == "sans changement"
    assert change(of("taux_presence"), of("taux_presence", 2023)).words == "baisse de 25\u00a0points"
    assert change(of("participations", 2023), of("participations", 2022), is_empty=True) == Change("", EMPTY)
    comes(held("2024-05-14", state=State.ARCHIVED), marks=())
    assert change(of("participations"), before).warning == UNEVEN
    assert change(of("moyenne_participants", 2022), before).words == ""


def test_a_change_too_small_for_one_decimal_is_still_a_change():
    def rates(now, before):
        return change(replace(of("taux_presence"), value=now), replace(of("taux_presence"), value=before)).words

    assert rates(Fraction(80554, 100000), Fraction(80544, 100000)) == "hausse de moins de 0,1\u00a0point"  # 80,6 % after 80,5 %
    assert rates(Fraction(80, 100), Fraction(7804, 10000)) == "hausse de 2\u00a0points"  # 1,96
    assert rates(Fraction(7904, 10000), Fraction(80, 100)) == "baisse de 1\u00a0point"

    def counts(now, before):
        return change(replace(of("participations"), value=now), replace(of("participations"), value=before)).words

    assert counts(10_001, 10_000) == "1 de plus"  # not "+0 %"
    assert counts(3, 0) == "3 de plus"


@pytest.fixture
def camille(client):
    account = make.account("Camille Roussel", networks=["mdph-directeurs"])
    make.sign_in(client, account)
    return account


def test_declaring_and_withdrawing_on_the_pages(app, client, camille):
    form = {"indicator": "participations", "year": "2022", "value": "1 652", "source": "Rapport 2022", "network": "mdph"}
    assert post(client, "/chiffres/declares/nouveau", **form | {"value": "x"}).status_code == 422
    assert post(client, "/chiffres/declares/nouveau", **form | {"year": "2999"}).status_code == 422
    assert post(client, "/chiffres/declares/nouveau", **form | {"network": "inconnu"}).status_code == 422
    assert count(DeclaredFigure) == 0
    assert post(client, "/chiffres/declares/nouveau", **form).status_code == 303
    page = client.get("/chiffres/participations?annee=2022&reseau=mdph").text
    assert "Déclaré" in page and "source : Rapport 2022" in page and "1\u202f652 (déclaré)" in page
    assert "1\u202f652 (déclaré)" in client.get("/chiffres?annee=2023&reseau=mdph").text
    address = f"/chiffres/declares/{stock_queries.every_declared_figure()[0].public_id}/retirer"
    other = make.sign_in(browser_of(app), make.account("Nour Haddad", networks=["cfppa"]))
    assert post(other, address).status_code == 404
    assert post(client, address).status_code == 303
    assert "déclaré)" not in client.get("/chiffres/participations?annee=2022&reseau=mdph").text
    assert "Retiré" in client.get("/chiffres/declares").text
    assert {act.verb for act in acts_in_order()} == {"figure_declared", "figure_withdrawn"}


def sheet_of(*lines):
    text = "\n".join(";".join(line) for line in [("Chiffre", "Année", "Valeur", "Source", "Réseau"), *lines])
    return io.BytesIO(text.encode()), "chiffres.csv"


def test_a_sheet_is_taken_whole_or_not_at_all(client, camille):
    good = ("Événements tenus", "2019", "11", "Rapport 2019", "rencontres-territoriales")
    bad = [
        ("Âge", "2019", "11", "Rapport", ""),
        ("participations", "2019", "x", "Rapport", ""),
        ("participations", "2019", "3", "R", "nulle part"),
        good,
        ("", "", "", "", ""),
        ("participations", "19", "3", "Rapport", ""),
    ]
    answer = post(client, "/chiffres/declares/import", file=sheet_of(good, *bad))
    assert answer.status_code == 422 and count(DeclaredFigure) == 0
    assert all(f"Ligne {number} :" in answer.text for number in (3, 4, 5, 6, 8))
    assert "Ligne 2 :" not in answer.text and "Ligne 7 :" not in answer.text
    assert "Ligne 2 :" in post(client, "/chiffres/declares/import", file=sheet_of(bad[0])).text
    again = ("taux_satisfaction", "2019", "80,5", "Rapport 2019", "Réseau des MDPH/MDA")
    assert post(client, "/chiffres/declares/import", file=sheet_of(good, again)).status_code == 303
    assert of("evenements_tenus", 2019, networks=("rencontres-territoriales",)).stated == 11
    assert of("taux_satisfaction", 2019, networks=("mdph",)).stated == Fraction(161, 200)


@pytest.mark.parametrize("content", [b"", b"n'importe quoi", b"Chiffre;Ann\xc3\xa9e;Valeur;Source\n"])
def test_a_file_that_is_no_sheet_of_figures_is_refused(client, camille, content):
    answer = post(client, "/chiffres/declares/import", file=(io.BytesIO(content), "a.csv"))
    assert answer.status_code == 422 and count(DeclaredFigure) == 0


@pytest.mark.parametrize("format", ["csv", "xlsx", "ods"])
def test_the_template_comes_back_in(client, camille, format):
    answer = client.get(f"/chiffres/declares/modele.{format}")
    assert read_sheet(FileStorage(io.BytesIO(answer.data), f"modele.{format}")).rows[0][:4] == ["Chiffre", "Année", "Valeur", "Source"]
    if format == "xlsx":
        assert load_workbook(io.BytesIO(answer.data)).active["A1"].value == "Chiffre"
    assert post(client, "/chiffres/declares/import", file=(io.BytesIO(answer.data), f"modele.{format}")).status_code == 303
    assert count(DeclaredFigure) == 1
