"""The pages of figures: who opens them, what they say, what nonsense does to them."""

import csv
import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from app.core.db import db, transaction
from app.directory.models import Theme
from app.events.words import Hosting, State
from app.indicators.choice_queries import FAMILIES, choices
from app.indicators.dictionary import INDICATORS
from app.indicators.entry_queries import country
from app.indicators.files import remark
from app.journal.models import Act
from app.networks.queries import networks
from app.registrations.models import Standing
from tests import make
from tests.browsers import browser_of
from tests.indicators.hand import answers, asked, comes, count, crowd, held, invited, letter, member, of, series, space
from tests.posting import post
from tests.statements import statements

PAGES = ("/chiffres", "/chiffres/definitions", "/chiffres/participations", "/chiffres/participations/lignes")


@pytest.fixture
def camille(client):
    account = make.account("Camille Roussel", networks=["mdph-directeurs"])
    make.sign_in(client, account)
    return account


def see(client, address):
    """The words of a page, on one line, without their marks."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.text.split())


@pytest.mark.parametrize("page", PAGES)
def test_strangers_and_organisers_see_no_figure(app, client, page):
    assert client.get(page).status_code == 303
    organiser = make.sign_in(browser_of(app), make.account("Basile Petit", events=[make.event()]))
    assert organiser.get(page).status_code == 404
    assert organiser.post("/chiffres/participations/export.csv").status_code in (400, 404)


def test_the_page_of_a_figure_says_what_it_is_and_what_is_not_known(client, camille):
    crowd(held("2024-03-12", "Connu", by=camille), 3, absent=1)
    comes(held("2024-04-02", "Sans émargement", by=camille, state=State.ARCHIVED), marks=())
    page = see(client, "/chiffres/participations?annee=2024&reseau=mdph-directeurs")
    assert "<b>3</b>" in page and "au moins" in page
    assert "1 événement de la période n’est pas compté" in page and "Sans émargement" in page
    assert " ".join(INDICATORS["participations"].population[1:].split()) in page
    assert "Directrices et directeurs de MDPH" in page and "mdph-directeurs</dd>" not in page
    assert "Calculé le" in page
    assert remark(of("participations")) == "au moins : 1\u00a0événement non connu"


def test_a_figure_that_nobody_knows_is_never_shown_as_zero(client, camille):
    comes(held("2024-04-02", state=State.ARCHIVED), marks=())
    page = see(client, "/chiffres/participations?annee=2024")
    assert "<b>non connu</b>" in page and "<b>0</b>" not in page


def test_what_each_event_brought_is_drawn_and_listed_with_a_link(client, camille):
    ours, others = held("2024-03-12", "Chez nous", by=camille), held("2024-04-02", "Chez eux", networks=("ars-dg",))
    crowd(ours, 4)
    crowd(others, 1)
    page = see(client, "/chiffres/participations?annee=2024")
    assert f"/gestion/evenements/{ours.public_id}" in page
    assert f"/gestion/evenements/{others.public_id}" not in page and f"/evenements/{others.slug}" in page
    assert 'width="100.0%"' in page and 'width="25.0%"' in page


def test_the_year_before_is_told_in_words(client, camille):
    crowd(held("2023-03-14"), 2)
    crowd(held("2024-03-12"), 3)
    assert "1 de plus (+50 %)" in see(client, "/chiffres/participations?annee=2024")
    assert "1 de plus" in see(client, "/chiffres?annee=2024")
    assert "0 est" not in see(client, "/chiffres?annee=2022")


def test_an_empty_year_before_is_said_and_no_share_is_reckoned(client, camille):
    crowd(held("2024-03-12"), 3)
    assert "Aucun événement n’est noté sur la période d’avant" in see(client, "/chiffres/participations?annee=2024")
    for page in ("/chiffres/participations?annee=2024", "/chiffres?annee=2024"):
        assert "rien de noté" in see(client, page) and "3 de plus" not in see(client, page)


def test_events_in_common_and_events_of_others_are_told_apart(client, camille):
    held("2024-03-12", networks=("cfppa", "mdph-directeurs"))
    held("2024-04-02")
    held("2024-05-14", hosting=Hosting.EXTERNAL)
    page = see(client, "/chiffres?annee=2024")
    assert "2 événements tenus" in page
    assert "1 événement commun à plusieurs réseaux" in page and "1 événement organisé par d’autres" in page


def test_lines_that_do_not_add_up_say_so_and_only_a_mean_is_a_division(client, camille):
    first, second = held("2024-03-12", networks=("cfppa", "mdph-directeurs")), held("2024-03-20", networks=("cfppa",))
    who = make.person()
    for event in (first, second):
        crowd(event, 2)
        invited(event, who)
    for code in ("invites_distincts", "presents_distincts", "mois_avec_evenement", "reseaux_actifs", "mdph_presents"):
        assert "additionnent pas" in see(client, f"/chiffres/{code}?annee=2024"), code
    for code in ("invitations", "participations", "evenements_tenus"):
        assert "additionnent pas" not in see(client, f"/chiffres/{code}?annee=2024"), code
    assert dict(of("reseaux_actifs").parts) == {first.public_id: 2, second.public_id: 1}
    assert "4 divisé par 2" in see(client, "/chiffres/moyenne_participants?annee=2024")
    for code in ("mediane_participants", "minimum_participants", "maximum_participants"):
        assert "divisé par" not in see(client, f"/chiffres/{code}?annee=2024"), code


@pytest.mark.parametrize("code", INDICATORS)
def test_every_figure_has_its_page_its_rows_and_its_file(client, camille, code):
    event = held("2024-03-12", by=camille, series_id=series("ems-apa-2024").id)
    crowd(event, 6)
    answers(event, satisfied=5)
    invited(event)
    member("mdph-directeurs", person=make.person())
    letter("mdph", "2024-05-02")
    space("mdph", "2024-05-02")
    counted = " ".join(INDICATORS[code].definition.split(".")[0].split())
    assert counted in see(client, f"/chiffres/{code}?annee=2024").replace("&#39;", "'")
    see(client, f"/chiffres/{code}/lignes?annee=2024&serie=ems-apa")
    file = post(client, f"/chiffres/{code}/export.csv?annee=2024").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file), delimiter=";"))
    said = {row[0]: row[1] for row in rows if len(row) > 1}
    assert said["Chiffre"] == INDICATORS[code].label
    assert said["Définition"] == INDICATORS[code].definition
    assert said["Période"] == "en 2024" and said["Calculé le"]


@pytest.mark.parametrize("format", ["csv", "xlsx", "ods"])
def test_all_figures_of_a_scope_are_one_file_and_it_is_written_down(client, camille, format):
    crowd(held("2024-03-12"), 3)
    answer = post(client, f"/chiffres/export.{format}?annee=2024&reseau=mdph-directeurs&reseau=cfppa")
    assert answer.status_code == 200 and len(answer.data) > 500
    assert count(Act) == 1
    assert post(client, "/chiffres/export.exe?annee=2024").status_code == 422
    assert post(client, "/chiffres/export.csv?annee=deux").status_code == 422


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_a_sheet_of_rows_ends_with_what_they_are(client, camille, format):
    comes(held("2024-03-12", by=camille), make.person("Hélène", "Aubry"))
    answer = post(client, f"/chiffres/participations/export.{format}?annee=2024&reseau=mdph")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Date", "Événement", "Nom"] and rows[1][2] == "Aubry Hélène"
    said = {row[0]: row[1] for row in rows}
    assert (said["Valeur"], said["Période"], said["Réseau"]) == (1, "en 2024", "Réseau des MDPH/MDA et les réseaux qui en dépendent")
    assert said["Définition"] == INDICATORS["participations"].definition


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_what_each_event_brought_is_a_number_in_a_file(client, camille, format):
    crowd(held("2024-03-12"), 3)
    answer = post(client, f"/chiffres/moyenne_participants/export.{format}?annee=2024")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[1][3] == 3 and {row[0]: row[1] for row in rows}["Code"] == "moyenne_participants"


def test_a_figure_says_which_events_it_leaves_out(client, camille):
    held("2024-03-12", state=State.CANCELLED, hosting=Hosting.OWN, published_at=make.now())
    held("2024-05-14", hosting=Hosting.EXTERNAL)
    page = see(client, "/chiffres/inscriptions?annee=2024")
    assert "1 événement annulé" in page and "1 événement organisé par d’autres" in page and "0 événement" not in page
    for code in ("membres", "evenements_annules"):  # they leave out no event
        assert "organisé par d’autres" not in see(client, f"/chiffres/{code}?annee=2024")
    assert "Aucun événement ne répond à tous ces filtres à la fois" in see(client, "/chiffres?annee=2023&reseau=mdph&genre=webinaire")


def test_values_are_offered_in_their_order():
    found = choices(country())
    every = networks(closed=True)
    assert [code for code, _ in found["reseau"]] == [one.code for one in every]
    assert {code for code, _ in found["ensemble"]} == {one.parent.code for one in every if one.parent}
    themes = sorted(db.session.query(Theme), key=lambda one: ([*FAMILIES].index(one.type), one.position))
    assert [code for code, _ in found["theme"]] == [one.code for one in themes]
    assert "" not in dict(found["region"]) and len(found["region"]) == 18


def test_names_are_those_of_the_events_one_may_read(client, camille):
    ours, others = held("2024-03-12", by=camille), held("2024-04-02", networks=("ars-dg",))
    comes(ours, make.person("Hélène", "Aubry"))
    comes(others, make.person("Yvonne", "Zola", org="ars-28", department=None, role=None))
    page = see(client, "/chiffres/participations/lignes?annee=2024")
    assert "Aubry" in page and "Zola" not in page
    assert "réservé à l’équipe de l’événement" in page and "ARS Normandie" in page
    file = post(client, "/chiffres/participations/export.csv?annee=2024").data.decode("utf-8-sig")
    assert "Aubry" in file and "Zola" not in file
    make.sign_in(client, make.account("Ada Lenoir", admin=True))
    assert "Zola" in see(client, "/chiffres/participations/lignes?annee=2024")


def test_rows_are_those_of_the_figure(client, camille):
    event = held("2024-03-12", by=camille)
    comes(event, make.person("Hélène", "Aubry"))
    comes(event, make.person("Yvonne", "Absente"), marks=())
    comes(event, make.person("Pierre", "Retiré"), standing=Standing.WITHDRAWN, marks=())
    assert "Absente" not in see(client, "/chiffres/participations/lignes?annee=2024")
    assert "Absente" in see(client, "/chiffres/inscriptions/lignes?annee=2024")
    assert "Aubry" not in see(client, "/chiffres/absences/lignes?annee=2024")
    assert "Retiré" not in see(client, "/chiffres/inscriptions/lignes?annee=2024")


def test_rows_come_by_pages(client, camille):
    crowd(held("2024-03-12", by=camille), 51)
    page = see(client, "/chiffres/participations/lignes?annee=2024&page=2")
    assert "Page 2 sur 2" in page and page.count("<tr>") == 2
    assert see(client, "/chiffres/participations/lignes?annee=2024&page=99")


def test_few_answers_are_shown_nowhere(client, camille):
    event, large = crowd(held("2024-03-12", "Le petit", by=camille), 5), crowd(held("2024-04-02", "Le grand", by=camille), 12)
    answers(event, not_satisfied=4)
    answers(large, satisfied=9)
    for address in ("/chiffres/taux_satisfaction", "/chiffres/taux_satisfaction/lignes"):
        page = see(client, f"{address}?annee=2024")
        row = page[page.index("Le petit") :][:400]
        assert "masqué" in row and ">4<" not in row
    file = post(client, "/chiffres/taux_satisfaction/export.csv?annee=2024").data.decode("utf-8-sig")
    assert all(";4;" not in line for line in file.splitlines())
    answers(crowd(held("2023-03-14"), 5), satisfied=1)
    assert of("moyenne_taux_satisfaction", 2023).is_hidden
    asked(large)
    assert "(9 sur 13)" in see(client, "/chiffres/taux_reponse?annee=2024")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("annee=abc", "Année"),
        ("annee=0001", "Année"),
        ("annee=9999", "Année"),
        ("du=2024-03-01", "deux dates"),
        ("du=2024-03-01&au=2024-02-01", "avant le premier"),
        ("du=hier&au=2024-02-01", "deux dates"),
        ("annee=2023&du=2024-01-01&au=2024-06-30", "videz l’année"),
        ("reseau=inconnu", "n’est pas dans la liste"),
        ("annee=2024&reseau=mdph&reseau=inconnu", "« inconnu »"),
        ("modalite=en-vol", "n’est pas dans la liste"),
        ("departement=%3Cscript%3E", "n’est pas dans la liste"),
    ],
)
@pytest.mark.parametrize("page", ["/chiffres", "/chiffres/participations", "/chiffres/participations/lignes"])
def test_filters_that_mean_nothing_are_said_and_nothing_breaks(client, camille, page, asked, words):
    answer = client.get(f"{page}?{asked}")
    assert answer.status_code == 422
    assert words in answer.text.replace("\u00a0", " ") and "<script>" not in answer.text
    field = next(name for name in ("annee", "du", "au", "reseau", "modalite", "departement") if f'id="{name}-erreur"' in answer.text)
    assert words in answer.text.split(f'id="{field}-erreur"')[1].split("</p>")[0].replace("\u00a0", " ")
    assert f'aria-describedby="{field}-erreur"' in answer.text


def test_of_a_year_and_of_days_the_one_that_was_just_typed_is_meant(client, camille):
    days = "du=2024-01-01&au=2024-06-30"
    assert "du 1er janvier 2024" in see(client, f"/chiffres?annee=2026&vu=2026&{days}")
    page = see(client, "/chiffres?du=2024-03-12&au=2024-03-12")
    assert "Les chiffres le 12 mars 2024" in page and "/chiffres/participations?du=2024-03-12&amp;au=2024-03-12" in page
    assert "Les chiffres jusqu’au 30 juin 2024" in see(client, "/chiffres?du=1900-01-01&au=2024-06-30")
    assert "Les chiffres en 2025" in see(client, f"/chiffres?annee=2025&vu=2024-01-01/2024-06-30&{days}")
    page = client.get("/chiffres?du=2024-06-30&au=2024-01-01").text
    assert 'value="2024-06-30"' in page and 'value="2024-01-01"' in page


def test_a_figure_that_does_not_exist_is_no_page(client, camille):
    for address in ("/chiffres/age_du_capitaine", "/chiffres/age_du_capitaine/lignes"):
        assert client.get(address).status_code == 404
    assert post(client, "/chiffres/age_du_capitaine/export.csv").status_code == 404


def test_several_values_of_one_filter_are_alternatives_and_stay_in_the_form(client, camille):
    held("2024-03-12", networks=("cfppa",))
    held("2024-04-02", networks=("ars-dg",))
    held("2024-05-14", networks=("mdph-directeurs",))
    page = see(client, "/chiffres/evenements_tenus?annee=2024&reseau=cfppa&reseau=ars-dg")
    assert "<b>2</b>" in page
    assert 'name="reseau" value="cfppa" checked' in page and 'name="reseau" value="ars-dg" checked' in page


def test_a_stock_says_that_other_filters_change_nothing(client, camille):
    member("mdph-directeurs", person=make.person())
    page = see(client, "/chiffres/membres?annee=2024&genre=webinaire")
    assert "les autres filtres n’y changent rien" in page


def test_pages_ask_little_whatever_the_number_of_events(client, camille):
    for month in range(1, 11):
        for year in (2023, 2024):
            event = crowd(held(f"{year}-{month:02}-13", by=camille), 2, absent=1)
            answers(event, satisfied=5)
            invited(event)
    with transaction():
        pass
    for address in ("/chiffres?annee=2024&reseau=mdph", "/chiffres/mdph_presents?annee=2024", "/chiffres/participations/lignes?annee=2024"):
        with statements() as made:
            see(client, address)
        assert len(made) < 25, (address, len(made))


def test_hours_of_a_long_event_are_shown_by_event(client, camille):
    event = held("2024-03-12", kind="seminaire", lasts=timedelta(hours=7), by=camille)
    comes(event, marks=("present", "absent"))
    assert "3,5" in see(client, "/chiffres/heures_participants?annee=2024")
