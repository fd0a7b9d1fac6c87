"""The pages: who opens them, what they say, and how little they ask."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest

from app.core.db import transaction
from app.dashboards import routes
from app.dashboards.glance import DRAWN
from app.events.models import Cycle
from app.satisfaction.models import Level, SurveyAnswer
from tests import make
from tests.browsers import browser_of
from tests.coverage import hand
from tests.house.pages import read
from tests.statements import statements

pytestmark = pytest.mark.on("2027-06-15 09:00")
MOST = 24  # "under 25"


@pytest.fixture
def year():
    """Two years of one network, a cycle and the one before it, and people who were asked."""
    first, second = (make.keep(Cycle(code=f"rt-cycle-{number}", name=f"Cycle {number}", year=2025 + number)) for number in (1, 2))
    for cycle, day in ((first, "2026-03-10"), (second, "2027-03-10"), (second, "2027-04-07")):
        event = hand.held(day, cycle_id=cycle.id, title=f"Rencontre du {day}")
        hand.comes(event)
        hand.comes(event, "cd-14", mark=hand.Mark.ABSENT)
        hand.asked(event, "mdph-50", "50", on="2027-06-01")
    hand.coming("2027-09-10")
    return second


PAGES = [
    "/annee/2027",
    "/annee/2030",
    "/reseaux/rencontres-territoriales/annee/2027",
    "/reseaux/mdph-juridique/annee/2027",
    "/gestion/cycles/rt-cycle-2/chiffres",
    "/gestion/cycles/rt-cycle-1/chiffres",
    "/departements/14/annee/2027",
    "/departements/975/annee/2027",
    "/annuaire/structures/mdph-14/annee/2027",
    "/annuaire/structures/mdph-29/annee/2027",
    "/sollicitations?annee=2027",
    "/sollicitations?annee=2027&reseau=mdph-directeurs",
    "/sollicitations?annee=2020",
]


@pytest.fixture
def camille(client):
    return make.sign_in(client, make.account("Camille Roussel", networks=["mdph-directeurs"]))


@pytest.mark.parametrize("address", PAGES)
def test_each_page_opens_can_be_read_and_asks_little(camille, year, address):
    with statements() as made:
        answer = camille.get(address)
    assert answer.status_code == 200
    assert len(made) <= MOST
    page = read(answer.text)
    assert page.faults() == []


def test_as_much_is_asked_of_a_year_of_many_events(camille, year):
    def asked():
        with statements() as made:
            camille.get("/annee/2027")
        return len(made)

    before = asked()
    for day in range(1, 29):
        hand.comes(hand.held(f"2027-05-{day:02d}"))
    assert asked() == before


@pytest.mark.parametrize("address", PAGES)
def test_strangers_and_organisers_do_not_open_them(app, year, address):
    organiser = make.sign_in(browser_of(app), make.account(events=[hand.coming("2027-10-01")]))
    assert browser_of(app).get(address).status_code == 303
    assert organiser.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/annee/1999",
        "/annee/2101",
        "/annee/99999999999999",
        "/annee/-1",
        "/reseaux/inconnu/annee/2027",
        "/gestion/cycles/inconnu/chiffres",
        "/departements/999/annee/2027",
        "/departements/999/annee",
        "/reseaux/inconnu/annee",
        "/annuaire/structures/inconnue/annee/2027",
    ],
)
def test_what_does_not_exist_is_not_found(camille, address):
    assert camille.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/annee", "/annee/2027"),
        ("/annee?annee=2024", "/annee/2024"),
        ("/annee?annee=٢٠٢٤", "/annee/2027?demande=٢٠٢٤"),
        ("/annee?annee=99999", "/annee/2027?demande=99999"),
        ("/reseaux/mdph-directeurs/annee?annee=2024", "/reseaux/mdph-directeurs/annee/2024"),
        ("/departements/14/annee", "/departements/14/annee/2027"),
        ("/annuaire/structures/mdph-14/annee?annee=2026", "/annuaire/structures/mdph-14/annee/2026"),
    ],
)
def test_the_form_leads_to_the_year_asked_for(camille, address, leads):
    answer = camille.get(address)
    assert (answer.status_code, unquote(answer.headers["Location"])) == (303, leads)


@pytest.mark.once
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/departements/14/annee?annee=20a4", "«\u00a020a4\u00a0» n’est pas une année entre 2001 et 2100\u00a0: voici 2027."),
        ("/annee?annee=1900", "«\u00a01900\u00a0» n’est pas une année"),
        ("/sollicitations?annee=1900", "«\u00a01900\u00a0» n’est pas une année"),
        ("/sollicitations?reseau=rien&fonction=personne", "«\u00a0personne\u00a0» n’est pas une fonction de l’annuaire"),
        ("/couverture?annee=1900", "«\u00a01900\u00a0» n’est pas une année entre 2001 et 2100\u00a0: voici 2027."),
        ("/couverture/carte?reseau=rien", "«\u00a0rien\u00a0» n’est pas un de nos réseaux"),
        ("/couverture/absents?au=2027-02-30", "«\u00a02027-02-30\u00a0» n’est pas un jour"),
    ],
)
def test_what_means_nothing_is_said(camille, address, words):
    page = camille.get(address, follow_redirects=True)
    assert page.status_code == 200 and words in page.text


@pytest.mark.parametrize("value", ["-1", "2027-13", "%F0%9F%92%A9", "a" * 2000, "%27%22%3E%3Cscript%3E"])
def test_nothing_written_in_an_address_makes_a_page_fall(camille, year, value):
    for address in (f"/sollicitations?annee={value}&reseau={value}", f"/gestion/cycles/rt-cycle-2/chiffres?avec={value}"):
        answer = camille.get(address)
        assert answer.status_code == 200
        assert "<script>" not in answer.text


def test_each_figure_leads_to_what_is_behind_it(camille, year):
    page = camille.get("/reseaux/rencontres-territoriales/annee/2027").text
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="(/chiffres/[^"]+)"', page)]
    assert len(links) > 10
    assert all("reseau=rencontres-territoriales" in one for one in links)
    assert {camille.get(one).status_code for one in dict.fromkeys(links)} == {200}


def test_the_page_says_the_year_and_the_same_days_of_the_one_before(camille, year):
    page = camille.get("/reseaux/rencontres-territoriales/annee/2027").text
    assert "2\u00a0événements tenus, 1\u00a0à venir" in page
    assert "du 1<sup>er</sup> janvier au 15\u00a0juin 2026" in page
    assert "Aux mêmes jours de 2026\u00a0: 1" in page


def test_an_event_that_one_does_not_run_is_named_without_a_link(camille, year):
    event = hand.held("2027-05-11", networks=("mdph-directeurs",), title="La nôtre")
    page = camille.get("/annee/2027").text
    assert f"/gestion/evenements/{event.public_id}" in page
    assert "Rencontre du 2027-03-10" in page
    assert page.count("/gestion/evenements/") == 1


def test_a_cycle_is_compared_with_the_one_asked_for(camille, year):
    make.keep(Cycle(code="rt-cycle-9", name="Cycle lointain", year=2020))
    assert "Cycle 1 (2026)" in camille.get("/gestion/cycles/rt-cycle-2/chiffres").text
    assert "À côté\u00a0: Cycle lointain (2020)" in camille.get("/gestion/cycles/rt-cycle-2/chiffres?avec=rt-cycle-9").text


@pytest.mark.parametrize(("network", "is_read"), [("mdph-directeurs", True), ("rencontres-territoriales", False)])
def test_what_was_written_is_read_by_those_who_run_the_event(camille, network, is_read):
    hand.comes(hand.held("2027-05-11", networks=(network,)), "cd-14", "14", comment="Une salle accessible.")
    assert ("Une salle accessible." in camille.get("/departements/14/annee/2027").text) is is_read


def test_members_are_drawn_and_many_events_are_drawn_by_network(camille, monkeypatch):
    make.person(member_of=["mdph-directeurs"])
    for day in range(1, DRAWN + 2):
        event = hand.held(f"2027-05-{day:02d}", networks=("mdph-directeurs",))
    hand.comes(event)
    page = camille.get("/reseaux/mdph-directeurs/annee/2027").text
    assert "Membres à la fin de chaque mois" in page
    drawn = page.partition("Voici les participants de chaque réseau")[2].partition("</svg>")[0]
    assert make.network("mdph-directeurs").name in drawn
    monkeypatch.setattr(routes, "AT_ONCE", DRAWN)
    second = camille.get("/reseaux/mdph-directeurs/annee/2027?page=9").text.partition("<details open>")[2].partition("</details>")[0]
    assert second.count("<tr>") == 2  # the headings, and the one that the first page does not hold
    assert 'href="/reseaux/mdph-directeurs/annee/2027?page=1#evenements"' in second


@pytest.mark.once
@pytest.mark.parametrize(
    ("address", "days"),
    [("/departements/14/annee/2027", ["04-07", "03-10"]), ("/annuaire/structures/mdph-14/annee/2027", ["03-10", "04-07"])],
)
def test_a_long_list_of_events_is_cut_into_pages(camille, year, monkeypatch, address, days):
    monkeypatch.setattr(routes, "AT_ONCE", 1)
    for number, day in enumerate(days, 1):
        events = camille.get(f"{address}?page={number}").text.partition('id="evenements"')[2].partition("</section>")[0]
        assert {*re.findall(r"Rencontre du 2027-(\d\d-\d\d)", events)} == {day}
        assert f'href="{address}?page={3 - number}#evenements"' in events


def test_an_organisation_is_said_a_member_of_the_years_it_was(camille):
    hand.member("mdph-juridique", "mdph-14", "2020-01-01", "2026-12-30")
    hand.member("mdph-directeurs", "mdph-14", "2027-12-31")
    for year, code in ((2026, "mdph-juridique"), (2027, "mdph-directeurs")):
        page = camille.get(f"/annuaire/structures/mdph-14/annee/{year}").text.partition(f"Membre en {year} de")[2]
        assert page.partition("</ul>")[0].count("<li>") == 1 and make.network(code).name in page


def test_names_link_to_the_directory(camille, year):
    person = make.person("Nour", "Haddad")
    hand.comes(hand.held("2027-05-11"), person)
    page = camille.get("/annuaire/structures/mdph-14/annee/2027").text
    assert re.search(rf'<a href="[^"]*{person.public_id}[^"]*">Nour Haddad</a>', page)


def test_who_is_already_solicited_is_told_before_inviting(client):
    camille = make.account("Camille Roussel", networks=["mdph-directeurs"])
    person = make.person(member_of=["mdph-directeurs"])
    for number in range(6):
        hand.asked(hand.coming(title=f"Autre {number}"), person, on="2027-06-01")
    event = make.event("Une invitation de plus", by=camille)
    page = make.sign_in(client, camille).get(f"/gestion/evenements/{event.public_id}/inviter").text
    assert "Directrice ou directeur de MDPH/MDA</strong>\u00a0: 6\u00a0sollicitations ces 30\u00a0derniers jours" in page
    assert "Beaucoup" in page


def test_nobody_solicited_lately_is_no_news(client):
    camille = make.account("Camille Roussel", networks=["mdph-directeurs"])
    make.person(member_of=["mdph-directeurs"])
    event = make.event("Une première invitation", by=camille)
    page = make.sign_in(client, camille).get(f"/gestion/evenements/{event.public_id}/inviter").text
    assert "déjà beaucoup sollicités" not in page


def test_a_silent_network_is_pointed_at_in_the_list(app, camille):
    with transaction():
        make.network("mdph-juridique").created_on = None
    hand.held("2026-06-15", networks=("mdph-juridique",))
    assert "Sans événement depuis 52 semaines" in camille.get("/reseaux").text
    app.config["SILENT_WEEKS"], kept = 60, app.config["SILENT_WEEKS"]
    try:
        assert "Sans événement depuis" not in camille.get("/reseaux").text
    finally:
        app.config["SILENT_WEEKS"] = kept


def test_a_number_is_never_told_of_four_answers(camille):
    event = hand.held()
    for number in range(4):
        hand.comes(event, make.person(last_name=f"Nom {number}"))
        make.keep(_answer(event))
    hand.held("2027-04-07", title="Sans réponse")
    page = camille.get("/reseaux/rencontres-territoriales/annee/2027").text
    assert "masqué\u00a0: trop peu de réponses" in page and page.count("aucune réponse") == 1
    assert "masqué\u00a0: trop peu de réponses" in re.sub("<[^>]+>", "", page.split("Taux de satisfaction")[1])[:80]
    assert "Satisfaits ou très satisfaits" not in page


def _answer(event):
    return SurveyAnswer(event_id=event.id, level=Level.SATISFIED, answered_on=make.now().date() - timedelta(days=1))
