"""The doors of networks: each facilitator has theirs; the link of a letter stops a network's mail and nothing else."""

from datetime import timedelta

import pytest

from app.core.clock import today
from app.core.db import db
from app.networks import audiences, links
from app.networks.models import Membership, Network, Objection
from app.registrations.models import Registration, Standing
from tests import make

MINE, THEIRS = "/reseaux/mdph-juridique", "/reseaux/ems-apa"
SETUP = ["/reseaux/nouveau", f"{MINE}/modifier"]


@pytest.fixture(autouse=True)
def without_tokens(app, request):
    """Tokens have their own tests, except where a letter's provider has none to give."""
    app.config["WTF_CSRF_ENABLED"] = "with_tokens" in request.fixturenames
    yield
    app.config["WTF_CSRF_ENABLED"] = True


@pytest.fixture
def with_tokens():
    """This test meets the site as it is."""


@pytest.fixture
def camille(client):
    return make.sign_in(client, make.account(networks=["mdph-juridique", "isolement"]))


@pytest.fixture
def sacha(client):
    return make.sign_in(client, make.account(admin=True))


@pytest.mark.parametrize("page", ["/reseaux", MINE, f"{MINE}/ajouter", f"{MINE}/proposer", *SETUP])
def test_strangers_and_organisers_stay_outside(client, page):
    assert client.get(page).status_code == 303
    make.sign_in(client, make.account(events=[make.event()]))
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", [THEIRS, f"{THEIRS}/ajouter", f"{THEIRS}/proposer", "/reseaux/inconnu", *SETUP])
def test_the_network_of_another_is_not_found(camille, page):
    assert camille.get(page).status_code == 404


def test_a_facilitator_reads_the_tree_and_their_network(camille):
    make.person("Élodie", "Marchand", member_of=["mdph-juridique"])
    make.event("Journée des juristes", networks=("mdph-juridique",))
    tree = camille.get("/reseaux").text
    assert f'href="{MINE}"' in tree and f'href="{THEIRS}"' not in tree and "1\xa0membre" in tree
    page = camille.get(MINE).text
    for word in ("Élodie Marchand", "Journée des juristes", "Camille Roussel", "Correspondant juridique", "structures sans membre"):
        assert word in page


def test_members_are_those_of_the_chosen_day(camille):
    make.person("Élodie", "Marchand", member_of=["mdph-juridique"])
    before = (today() - timedelta(days=200)).isoformat()
    assert "Pas encore de membre" in camille.get(f"{MINE}?le={before}").text
    for day in ("pas-une-date", "0001-01-01", "9999-12-31"):
        assert "Élodie Marchand" in camille.get(f"{MINE}?le={day}").text


def test_people_are_added_once_and_leave_with_a_date(camille):
    person = make.person("Élodie", "Marchand", role="correspondant_juridique")
    assert person.public_id in camille.get(f"{MINE}/ajouter?q=elodie").text
    values = {"members": [person.public_id], "on": today().isoformat()}
    for _twice in range(2):
        assert camille.post(f"{MINE}/ajouter?q=elodie", data=values).status_code == 303
    membership = db.session.query(Membership).one()
    url = f"{MINE}/membres/{membership.public_id}/sortie"
    assert camille.get(url).status_code == 200
    assert camille.post(url, data={"on": (today() - timedelta(days=1)).isoformat()}).status_code == 422
    assert camille.post(url, data={"on": today().isoformat()}).status_code == 303
    db.session.refresh(membership)
    assert membership.left_on == today()
    assert camille.post(f"{THEIRS}/membres/{membership.public_id}/sortie", data={"on": today().isoformat()}).status_code == 404


@pytest.mark.parametrize("values", [{}, {"on": "demain"}, {"on": "2026-01-01"}])
def test_nothing_ticked_or_no_date_adds_nobody(camille, values):
    assert camille.post(f"{MINE}/ajouter?q=x", data=values).status_code == 422
    assert db.session.query(Membership).count() == 0


def test_those_whose_function_fits_are_proposed(camille):
    fits = make.person("Élodie", "Marchand", role="correspondant_juridique")
    make.person("Karim", "Autre", role="evaluateur")
    page = camille.get(f"{MINE}/proposer").text
    assert fits.public_id in page and "Karim" not in page
    assert "1\xa0personne a une des fonctions" in camille.get(MINE).text
    assert camille.post(f"{MINE}/proposer", data={"members": [fits.public_id], "on": today().isoformat()}).status_code == 303
    assert "Tout le monde y est" in camille.get(f"{MINE}/proposer").text


def test_a_network_of_organisations_takes_organisations(camille):
    person = make.person()
    assert "cd-14" in camille.get("/reseaux/isolement/ajouter?q=calvados").text
    assert camille.post("/reseaux/isolement/ajouter", data={"members": [person.public_id], "on": today().isoformat()}).status_code == 404
    assert camille.post("/reseaux/isolement/ajouter", data={"members": ["cd-14"], "on": today().isoformat()}).status_code == 303
    page = camille.get("/reseaux/isolement").text
    assert "1\xa0structure membre" in page and "99\xa0structures sans membre" in page
    assert "CD du Calvados" in camille.post("/reseaux/isolement/export.csv").get_data(as_text=True)


@pytest.mark.parametrize("format", ["csv", "xlsx", "ods"])
def test_members_are_exported(camille, format):
    make.person("Élodie", "Marchand", member_of=["mdph-juridique"])
    answer = camille.post(f"{MINE}/export.{format}?le={today()}")
    assert answer.status_code == 200 and f"reseau-mdph-juridique-{today()}" in answer.headers["Content-Disposition"]
    assert camille.post(f"{MINE}/export.exe").status_code == camille.post(f"{THEIRS}/export.csv").status_code == 404


def test_an_administrator_makes_describes_closes_and_reopens_a_network(sacha):
    values = {"name": "Référents essai", "unit": "person", "parent": "mdph", "types": ["mdph"], "roles": ["evaluateur"]}
    assert sacha.post("/reseaux/nouveau", data=values | {"name": ""}).status_code == 422
    assert sacha.post("/reseaux/nouveau", data=values).status_code == 303
    assert sacha.post("/reseaux/nouveau", data=values).status_code == 422
    network = db.session.query(Network).filter_by(code="referents-essai").one()
    assert (network.parent.code, network.types, network.roles) == ("mdph", ["mdph"], ["evaluateur"])
    url = "/reseaux/referents-essai"
    assert sacha.post(f"{url}/modifier", data=values | {"name": "Référentes essai", "parent": "referents-essai"}).status_code == 422
    assert sacha.post(f"{url}/modifier", data=values | {"name": "Référentes essai", "parent": ""}).status_code == 303
    assert sacha.post(f"{url}/fermer").status_code == 303
    db.session.refresh(network)
    assert (network.former_name, network.parent_id, network.closed_on) == ("Référents essai", None, today())
    answer = sacha.post(f"{url}/ajouter", data={"members": [make.person().public_id], "on": today().isoformat()})
    assert answer.status_code == 422 and "fermé" in answer.text
    assert sacha.post(f"{url}/rouvrir").status_code == 303


def link_of(person, code="mdph-juridique"):
    membership = db.session.query(Membership).filter_by(network_id=make.network(code).id).one()
    return "/n/" + links.unsubscribe_link(membership, person).rpartition("/")[2]


def test_opening_the_link_shows_a_button_and_changes_nothing(client):
    person = make.person(member_of=["mdph-juridique"])
    answer = client.get(link_of(person))
    assert answer.status_code == 200 and "Je ne veux plus ces courriels" in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer" and "noindex" in answer.headers["X-Robots-Tag"]
    assert db.session.query(Objection).count() == 0


def test_one_click_from_a_mail_provider_objects_once(client, with_tokens):
    person = make.person(member_of=["mdph-juridique"])
    link, headers = link_of(person), {"Origin": "https://mail.example.net", "Sec-Fetch-Site": "cross-site"}
    for _twice in range(2):
        answer = client.post(link, data={"List-Unsubscribe": "One-Click"}, headers=headers)
        assert answer.status_code == 200 and "ne recevez plus" in answer.text
    db.session.expire_all()
    assert db.session.query(Objection).one().person_id == person.id
    assert db.session.query(Membership).one().objected_at is not None
    assert audiences.people(audiences.Audience(networks=["mdph-juridique"]), today()) == []


def test_objecting_leaves_registrations_and_other_networks_alone(client):
    person, event = make.person(member_of=["mdph-juridique"]), make.event()
    registration = make.keep(
        Registration(
            event_id=event.id,
            person_id=person.id,
            standing=Standing.CONFIRMED,
            origin="invitation",
            modality=event.modality,
            registered_at=make.now(),
        )
    )
    make.keep(Membership(network_id=make.network("ems-apa").id, person_id=person.id, joined_on=today()))
    client.post(link_of(person))
    db.session.expire_all()
    assert registration.standing is Standing.CONFIRMED
    assert len(audiences.people(audiences.Audience(networks=["ems-apa"]), today())) == 1


def test_one_may_want_the_mail_again(client):
    person = make.person(member_of=["mdph-juridique"])
    client.post(link_of(person))
    assert client.post(link_of(person), data={"act": "reprendre"}).status_code == 200
    assert len(audiences.people(audiences.Audience(networks=["mdph-juridique"]), today())) == 1


def test_a_forged_or_foreign_link_opens_nothing(client):
    person, other = make.person(member_of=["mdph-juridique"]), make.person()
    link = link_of(person)
    forged = [
        link[:-1] + ("a" if link[-1] != "a" else "b"),
        "/n/x",
        link[:3] + "a" * 26 + link[29:],
        link.replace(person.public_id, other.public_id),
    ]
    for address in forged:
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert db.session.query(Objection).count() == 0


def test_a_full_page_of_members_hides_nobody_who_may_still_be_added(client):
    camille = make.sign_in(client, make.account("Camille Roussel", networks=["mdph-directeurs"]))
    for number in range(51):
        make.person("Élodie", f"Martin-{number:02}", member_of=["mdph-directeurs"])
    make.person("Zoé", "Martin-zz")
    assert "Zoé Martin-zz" in camille.get("/reseaux/mdph-directeurs/ajouter?q=martin").text


def test_the_members_of_a_network_are_shown_by_pages(client):
    camille = make.sign_in(client, make.account("Camille Roussel", networks=["mdph-directeurs"]))
    for number in range(51):
        make.person("Élodie", f"Martin-{number:02}", member_of=["mdph-directeurs"])
    first, second = camille.get("/reseaux/mdph-directeurs").text, camille.get("/reseaux/mdph-directeurs?page=2").text
    assert "51\u00a0membres" in first and "Noter la sortie" in first
    assert (first.count("Noter la sortie"), second.count("Noter la sortie")) == (50, 1)
