"""The pages of coverage: for everything, a network, a cycle and a series; read by facilitators, asking little, writing nothing."""

import re

import pytest

from app.attendance.models import Mark
from app.core.db import db, transaction
from app.directory.models import Region
from app.events.models import Cycle, Series
from app.invitations.models import Invitation, Sending
from app.journal.models import Act
from tests import make
from tests.coverage import hand
from tests.posting import post
from tests.statements import statements

pytestmark = pytest.mark.on(hand.TODAY)
PAGES = ("", "/etapes", "/carte", "/absents", "/fonctions", "/inviter")
MOST = 24  # "under 25"


@pytest.fixture
def camille(client):
    account = make.account("Camille Roussel", networks=["mdph-directeurs"])
    make.sign_in(client, account)
    return account


@pytest.fixture
def cycle():
    return make.keep(Cycle(code="rt-cycle-9", name="Neuvième cycle", year=2027))


def read(client, address, **said):
    answer = client.get(address, query_string=said or None)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def test_somebody_of_another_network_reads_the_figures(client, camille):
    hand.comes(hand.held(title="Rencontre de Caen"), "cd-14", "14")
    page = read(client, "/reseaux/rencontres-territoriales/couverture", type="cd")
    assert "Rencontre de Caen" in page and "présent" in page and "0,5\u202f%" in page
    assert '/reseaux/rencontres-territoriales"' not in page  # its own page is not theirs


def test_nobody_is_named_anywhere(client, camille):
    person = make.person("Élodie", "Quéméneur", org="cd-14", department="14", role="directeur_autonomie_cd")
    hand.comes(hand.held(), person)
    for page in PAGES:
        assert "Quéméneur" not in read(client, f"/couverture{page}")


@pytest.mark.parametrize("page", PAGES)
def test_organisers_and_strangers_see_nothing(client, page):
    assert client.get(f"/couverture{page}").status_code == 303
    make.sign_in(client, make.account(events=[make.event()]))
    assert client.get(f"/couverture{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_what_does_not_exist_is_not_found(client, camille, page):
    for place in ("/reseaux/rien", "/gestion/cycles/rien", "/gestion/series/rien"):
        assert client.get(f"{place}/couverture{page}").status_code == 404
    assert client.get("/couverture/fonctions?fonction=rien").status_code == 404


def test_a_series_is_for_those_who_run_it(client, camille):
    mine = make.keep(Series(code="actu-2027", name="Actualité", network_id=make.network("mdph-directeurs").id))
    make.keep(Series(code="autre-2027", name="Autre", network_id=make.network("isolement").id))
    hand.comes(hand.held("2027-02-10", title="Séance de février", networks=["mdph-directeurs"], series_id=mine.id))
    hand.held("2027-02-11", title="Hors série", networks=["mdph-directeurs"])
    page = read(client, "/gestion/series/actu-2027/couverture", type="mdph")
    assert "Séance de février" in page and "Hors série" not in page
    assert client.get("/gestion/series/autre-2027/couverture").status_code == 404
    hand.coming("2027-07-01", networks=["mdph-directeurs"], title="Plus proche")
    hand.coming("2027-09-01", networks=["mdph-directeurs"], series_id=mine.id, title="De la série")
    options = read(client, "/gestion/series/actu-2027/couverture/inviter").partition('name="evenement"')[2]
    assert (
        options.index("De cette série") < options.index("De la série") < options.index("Autres événements") < options.index("Plus proche")
    )
    assert post(client, "/gestion/series/actu-2027/couverture/export/etapes.csv").status_code == 200
    assert db.session.query(Act).filter_by(verb="exported").one().thing == "série:actu-2027"


def test_a_cycle_crosses_the_years(client, camille, cycle):
    hand.comes(hand.held("2026-11-10", title="Rencontre de Brest", cycle_id=cycle.id), "mdph-29", "29")
    hand.held("2027-01-10", title="Rencontre de Nice", cycle_id=cycle.id)
    hand.held("2027-02-10", title="Hors cycle")
    page = read(client, "/gestion/cycles/rt-cycle-9/couverture", type="mdph")
    assert "Rencontre de Brest" in page and "Rencontre de Nice" in page and "Hors cycle" not in page
    assert "du 10\u00a0novembre 2026 au 10\u00a0janvier 2027" in page


def test_the_network_its_page_and_its_chapter_say_the_same(client, camille):
    hand.comes(hand.held(networks=["mdph-directeurs"], title="Actualité de mars"))
    for address in ("/reseaux/mdph-directeurs/couverture", "/couverture?reseau=mdph-directeurs", "/couverture?reseau=mdph", "/couverture"):
        assert "Actualité de mars" in read(client, address)
    assert "Actualité de mars" not in read(client, "/couverture?reseau=isolement")
    assert "Actualité de mars" not in read(client, "/couverture?annee=2026")
    assert "Actualité de mars" not in read(client, "/couverture?genre=seminaire")


def test_each_sort_of_organisation_has_its_table(client, camille):
    hand.comes(hand.held(), "cd-69d", "69")
    # A phone reads the day beside each department, and the titles once.
    assert re.search(r'data-th="10.mars 2027">présent \(1 sur 2\)', read(client, "/couverture?type=cd"))
    assert "présent (1 sur 2)" not in read(client, "/couverture?type=mdph")
    assert "Agences régionales de santé par événement" in read(client, "/couverture?type=ars")


def test_a_network_of_mdph_opens_on_its_mdph(client, camille):
    hand.held(networks=["mdph-directeurs"])
    assert "MDPH et MDA par événement" in read(client, "/reseaux/mdph-directeurs/couverture")


def test_the_figure_stands_with_its_definition(client, camille):
    hand.comes(hand.held(networks=["mdph-directeurs"]))
    page = read(client, "/reseaux/mdph-directeurs/couverture")
    assert "Couverture\u00a0: 1,0\u202f%" in page and "1\u00a0structure attendue est venue au moins une fois, sur 99" in page
    assert "structures membres venues au moins une fois" in page.lower()


@pytest.mark.parametrize(("page", "code", "value"), [("", "couverture", "1,0\u202f%"), ("/carte", "participations", ">1<")])
def test_what_stands_behind_a_figure_is_one_click_away(client, camille, page, code, value):
    hand.comes(hand.held(networks=["mdph-directeurs"], title="Actualité de mars"))
    hand.comes(hand.held(networks=["isolement"], title="D’un autre réseau"), "cd-50", "50")
    found = read(client, f"/reseaux/mdph-directeurs/couverture{page}")
    link = re.search(rf'href="(/chiffres/{code}[^"]*)"', found)[1].replace("&amp;", "&")
    shown = read(client, link)
    assert "Actualité de mars" in shown and "D’un autre réseau" not in shown and value in shown


def test_what_was_not_recorded_is_said(client, camille):
    hand.comes(hand.held(closed=False), mark=None)
    for page in ("", "/etapes", "/absents"):
        assert "1\u00a0événement tenu n’a pas de présences saisies" in read(client, f"/couverture{page}")


def test_events_of_others_are_named_without_a_link(client, camille):
    mine = hand.held("2027-02-10", networks=["mdph-directeurs"])
    theirs = hand.held("2027-02-11", networks=["isolement"])
    page = read(client, "/couverture")
    assert f"/gestion/evenements/{mine.public_id}" in page and theirs.public_id not in page


def test_many_events_are_shown_a_page_at_a_time(client, camille):
    for day in range(1, 32):
        hand.held(f"2027-01-{day:02}", title=f"Rendez-vous numéro {day}.")
    first, second = read(client, "/couverture"), read(client, "/couverture?page=2")
    assert "numéro 30." in first and "numéro 31." not in first
    assert "numéro 31." in second and "numéro 30." not in second
    assert "numéro 31." in read(client, "/couverture?page=99")


def test_the_map_tells_each_tile_in_words(client, camille):
    hand.comes(hand.held())
    page = read(client, "/couverture/carte")
    assert page.count("<rect") == 101 and 'aria-label="Calvados (14)\u00a0: 1\u00a0participant"' in page and 'id="d-14"' in page
    assert "1\u00a0département sur 101" in page
    assert "Événements par département" in read(client, "/couverture/carte?mesure=evenements")


def test_the_list_of_twelve_months_has_its_day(client, camille):
    hand.comes(hand.held("2027-01-10", networks=["mdph-directeurs"]))
    address = "/reseaux/mdph-directeurs/couverture/absents"
    assert "/annuaire/structures/mdph-14" not in read(client, address)
    assert "/annuaire/structures/mdph-14" in read(client, address, au="2026-12-31")
    assert 'value="2026-12-31"' in read(client, address, annee="2026")
    assert 'value="2027-06-15"' in read(client, address) and 'value="2027-06-15"' in read(client, address, annee="2030")
    assert "/annuaire/structures/mdph-14" not in read(client, address, au="n’importe quoi")


def test_a_cycle_has_no_twelve_months(client, camille, cycle):
    hand.held(cycle_id=cycle.id)
    page = read(client, "/gestion/cycles/rt-cycle-9/couverture/absents", liste="douze-mois")
    assert "douze mois" not in page and "Jamais venues sur la période" in page


def test_vacancies_of_a_function(client, camille):
    make.person(role="correspondant_juridique")
    page = read(client, "/couverture/fonctions", fonction="correspondant_juridique")
    assert "101\u00a0structures" in page and "/annuaire/structures/mdph-50" in page and '/annuaire/structures/mdph-14"' not in page
    assert "1 sur 99" in read(client, "/reseaux/mdph-juridique/couverture/fonctions")


def test_those_who_head_the_organisations_of_a_vacancy_may_be_written_to(client, camille):
    head = make.person("Nour", "Directrice", org="mdph-50", department="50", role="directeur_mdph")
    lost = make.person("Alix", "Perdu", org="mdph-61", department="61", role="directeur_mdph", undeliverable_at=make.now())
    page = read(client, "/couverture/fonctions", fonction="correspondant_juridique")
    assert "Nour Directrice" in page and f">{head.email}</textarea>" in page and lost.email not in page
    assert f"mailto:?bcc={head.email.replace('@', '%40')}" in page


def invited(page):
    """Where the button of the page leads."""
    return page.partition('<a class="fr-btn" href="/gestion/evenements/')[2].partition('"')[0].replace("&amp;", "&")


def test_the_absents_are_brought_to_the_usual_page_of_invitations(client, camille):
    event = hand.coming(networks=["mdph-directeurs"])
    came, absent = (
        make.person("Venue", "Présente", member_of=["mdph-directeurs"]),
        make.person("Nour", "Absente", org="mdph-50", department="50", member_of=["mdph-directeurs"]),
    )
    make.person("Hors", "Public", org="mdph-61", department="61")
    hand.comes(hand.held(networks=["mdph-directeurs"]), came)
    address = "/reseaux/mdph-directeurs/couverture/inviter"
    assert "Vérifier et inviter" not in read(client, address)
    page = read(client, address, evenement=event.public_id)
    assert "Vérifier et inviter 1\u00a0personne" in page
    unknown, outside = page.partition('id="inconnues"')[2], page.partition('id="hors"')[2].partition('id="inconnues"')[0]
    assert "/annuaire/structures/mdph-61" in outside and "/annuaire/structures/mdph-27" in unknown
    shown = read(client, f"/gestion/evenements/{invited(page)}")
    assert "Nour Absente" in shown and "Venue Présente" not in shown and "1\u00a0structure choisie" in shown
    assert db.session.query(Invitation).count() == db.session.query(Sending).count() == 0
    fields = {"reseaux": ["mdph-directeurs"], "structures": "mdph-50", "objet": "invitation", "attendu": "1"}
    answer = post(client, f"/gestion/evenements/{event.public_id}/inviter", **fields)
    assert answer.status_code == 303
    assert db.session.query(Sending).one().people == [absent.id]


def test_those_of_a_vacant_function_are_invited_too(client, camille):
    event = hand.coming(networks=["mdph-directeurs"])
    make.person("Nour", "Directrice", org="mdph-50", department="50", member_of=["mdph-directeurs"])
    page = read(client, "/couverture/inviter", fonction="correspondant_juridique", evenement=event.public_id)
    assert "Vérifier et inviter 1\u00a0personne" in page


def test_only_what_one_runs_and_is_still_to_come_is_proposed(client, camille):
    hand.coming(networks=["mdph-directeurs"], title="La mienne à venir")
    hand.coming(networks=["isolement"], title="Celle des autres")
    hand.held(networks=["mdph-directeurs"], title="La mienne tenue")
    page = read(client, "/couverture/inviter")
    assert "La mienne à venir" in page and "Celle des autres" not in page and "La mienne tenue" not in page


def test_the_event_of_somebody_else_brings_nobody_and_says_so(client, camille):
    theirs = hand.coming(networks=["isolement"])
    hand.coming(networks=["mdph-directeurs"])
    page = read(client, "/couverture/inviter", evenement=theirs.public_id)
    assert "Vérifier et inviter" not in page and "n’est pas de ceux où vous pouvez inviter" in page


def test_an_event_of_a_territory_brings_those_of_that_territory(client, camille):
    event = hand.coming(networks=["mdph-directeurs"], regions=[db.session.get(Region, "28")])
    for code in ("50", "2A", "974"):
        slug = "mdph-2a-2b" if code == "2A" else f"mdph-{code}"
        make.person(org=slug, department=code, member_of=["mdph-directeurs"])
    page = read(client, "/reseaux/mdph-directeurs/couverture/inviter", evenement=event.public_id)
    assert "Vérifier et inviter 1\u00a0personne" in page and "structures=mdph-50" in invited(page)
    elsewhere = page.partition("d’un autre territoire</summary>")[2].partition("</details>")[0]
    assert "mdph-2a-2b" in elsewhere and "mdph-974" in elsewhere and "mdph-50" not in elsewhere


def test_the_events_of_the_subject_are_proposed_first(client, camille, cycle):
    hand.coming("2027-07-01", networks=["mdph-directeurs"], title="Plus proche")
    hand.coming("2027-09-01", networks=["mdph-directeurs"], cycle_id=cycle.id, title="Du cycle")
    options = read(client, "/gestion/cycles/rt-cycle-9/couverture/inviter").partition('name="evenement"')[2]
    assert options.index("De ce cycle") < options.index("Du cycle") < options.index("Autres événements") < options.index("Plus proche")


def fill(events):
    for number in range(events):
        event = hand.held(f"2027-0{1 + number % 5}-{10 + number:02}", networks=["mdph-directeurs"])
        for slug, code in (("mdph-14", "14"), ("cd-50", "50"), ("ars-28", "14")):
            hand.asked(event, slug, code)
            hand.comes(event, slug, code, mark=Mark.PRESENT)
        hand.coming(f"2027-09-{10 + number:02}", networks=["mdph-directeurs"])


@pytest.mark.parametrize("place", ["/couverture", "/reseaux/mdph-directeurs/couverture"])
def test_pages_ask_little_whatever_there_is(client, camille, place):
    counts = {}
    for size in (2, 12):
        fill(size)
        for page in PAGES:
            with statements() as made:
                read(client, place + page)
            counts.setdefault(page, []).append(len(made))
    assert {page: few for page, (few, many) in counts.items() if many != few} == {}
    assert max(few for few, _ in counts.values()) <= MOST


def test_the_page_that_counts_who_would_be_invited_asks_little_too(client, camille):
    fill(3)
    event = hand.coming(networks=["mdph-directeurs"])
    for code in ("27", "61", "76"):
        make.person(org=f"mdph-{code}", department=code, member_of=["mdph-directeurs"])
    with statements() as made:
        read(client, "/couverture/inviter", evenement=event.public_id)
    assert len(made) <= MOST


@pytest.mark.parametrize("what", ["evenements", "etapes", "carte", "absents", "fonctions"])
@pytest.mark.parametrize("format", ["csv", "xlsx", "ods"])
def test_each_table_may_be_taken_away(client, camille, tmp_path, what, format):
    hand.comes(hand.held(title="=1+1", networks=["mdph-directeurs"]))
    address = f"/reseaux/mdph-directeurs/couverture/export/{what}.{format}?type=mdph&fonction=directeur_mdph"
    answer = post(client, address)
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].endswith(f'.{format}"')
    rows = rows_of(answer.data, format, tmp_path)
    assert len(rows) > 50 and any("Manche" in str(cell) for row in rows for cell in row)
    act = db.session.query(Act).filter_by(verb="exported").one()
    assert act.thing == "réseau:mdph-directeurs" and act.after["export"] == f"couverture-{what}" and act.after["rows"] == len(rows) - 1


def rows_of(data, format, tmp_path):
    if format == "csv":
        return [line.split(";") for line in data.decode("utf-8-sig").splitlines()]
    from python_calamine import CalamineWorkbook

    file = tmp_path / f"table.{format}"
    file.write_bytes(data)
    return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()


def test_an_unknown_table_is_not_found(client, camille):
    assert post(client, "/couverture/export/rien.csv").status_code == 404
    assert post(client, "/couverture/export/carte.exe").status_code == 404
    assert client.get("/couverture/export/carte.csv").status_code == 405


@pytest.mark.parametrize(
    "said",
    [
        "annee=9999&reseau=%E2%80%AE&genre=%27",
        "annee=-1&type=x&mesure=x",
        "annee=²027&liste=x&au=2027-02-30&evenement=%F0%9F%92%A9",
        "annee=0001",
        "annee=2100&au=9999-12-31",
        "annee=2001&au=0001-01-01",
        "reseau=" + "a" * 3000,
    ],
)
def test_nonsense_in_the_address_is_not_listened_to(client, camille, said):
    for page in PAGES:
        assert client.get(f"/couverture{page}?{said}").status_code == 200


def test_links_lead_there(client, camille, cycle):
    assert 'href="/couverture"' in read(client, "/reseaux")
    assert 'href="/reseaux/mdph-directeurs/couverture"' in read(client, "/reseaux/mdph-directeurs")
    assert 'href="/gestion/cycles/rt-cycle-9/couverture"' in read(client, "/gestion/cycles/rt-cycle-9")
    with transaction():
        series = make.keep(Series(code="actu-2027", name="Actualité", network_id=make.network("mdph-directeurs").id))
    assert f'href="/gestion/series/{series.code}/couverture"' in read(client, "/gestion/series/actu-2027")
