"""Accounts, as administrators see them, and as nobody else does."""

import re
from datetime import timedelta

import pytest

from app.accounts.models import Account, SignIn
from app.core import clock
from app.core.db import db
from tests import make

PAGES = ["/comptes", "/comptes/nouveau", "/comptes/{}", "/comptes/{}/modifier"]


@pytest.fixture
def nour():
    return make.account("Nour Haddad")


@pytest.fixture
def admin(client):
    who = make.account("Ada Lenoir", admin=True)
    make.sign_in(client, who)
    return who


def send(client, url, page="/mon-compte", **said):
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(page).text)[1]
    return client.post(url, data={"csrf_token": token, **said})


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_asked_to_sign_in_and_facilitators_find_nothing(app, client, nour, page):
    url = page.format(nour.public_id)
    assert client.get(url).status_code == 303
    make.sign_in(client, make.account("Camille Roussel", networks=["mdph-directeurs"]))
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("verb", ["desactiver", "reactiver", "deconnecter", "reseaux", "evenements", "droits/reseau/mdph-directeurs/fin"])
def test_only_administrators_act_on_accounts(client, nour, verb):
    make.sign_in(client, nour)
    assert send(client, f"/comptes/{nour.public_id}/{verb}").status_code == 404
    assert not nour.is_disabled


def test_an_unknown_account_is_not_found(client, admin):
    assert client.get("/comptes/aaaaaaaaaaaaaaaaaaaaaaaaaa").status_code == 404


def test_an_account_is_found_by_a_part_of_its_name(client, admin, nour):
    page = client.get("/comptes?q=hadd").text
    assert "Nour Haddad" in page and "1\xa0compte pour" in page
    assert "Aucun compte trouvé" in client.get("/comptes?q=100%25").text


def test_an_account_is_opened_then_given_a_network(client, admin):
    opened = send(client, "/comptes/nouveau", name="Yasmine Bertin", email="Yasmine.Bertin@cnsa.example.org", phone="01 02 03 04 05")
    assert opened.status_code == 303
    given = send(client, f"{opened.location}/reseaux", **{"re-network": "mdph-directeurs", "re-since": "", "re-until": ""})
    assert given.status_code == 303
    who = db.session.query(Account).filter_by(email="yasmine.bertin@cnsa.example.org").one()
    assert who.network_ids(clock.now()) == {make.network().id}
    assert make.network().name in client.get(opened.location).text


def test_a_bad_card_is_sent_back_and_nothing_is_opened(client, admin):
    refused = send(client, "/comptes/nouveau", name="https://x.example", email="nul")
    assert refused.status_code == 422
    assert "2 points sont à corriger" in refused.text
    assert db.session.query(Account).count() == 1


def test_a_taken_address_is_said_beside_its_field(client, admin, nour):
    refused = send(client, "/comptes/nouveau", name="Autre Personne", email=nour.email)
    assert refused.status_code == 422
    assert "existe déjà" in refused.text


def test_an_account_is_corrected(client, admin, nour):
    assert "Nour Haddad" in client.get(f"/comptes/{nour.public_id}/modifier").text
    send(client, f"/comptes/{nour.public_id}/modifier", name="Nour Haddad-Petit", email=nour.email)
    assert nour.name == "Nour Haddad-Petit"


def test_an_organiser_gets_one_event_until_a_day(client, admin, nour):
    event = make.event("Séminaire de printemps", by=admin)
    page = f"/comptes/{nour.public_id}?evenement=printemps"
    assert event.public_id in client.get(page).text
    assert event.public_id in client.get(f"/comptes/{nour.public_id}?evenement=seminaire de").text, "accents are not asked for"
    until = (clock.today() + timedelta(days=5)).isoformat()
    values = {"ev-event": event.public_id, "ev-since": "", "ev-until": until, "ev-records_attendance": "y"}
    assert send(client, f"/comptes/{nour.public_id}/evenements", **values).status_code == 303
    assert nour.event_ids(clock.now() + timedelta(days=4)) == {event.id}
    assert nour.event_ids(clock.now() + timedelta(days=7)) == set()
    assert send(client, f"/comptes/{nour.public_id}/droits/evenement/{event.public_id}/fin").status_code == 303
    assert nour.event_ids(clock.now()) == set()


def test_a_right_that_ends_before_it_begins_is_refused(client, admin, nour):
    values = {"re-network": "mdph-directeurs", "re-since": "12/03/2027", "re-until": "10/03/2027"}
    refused = send(client, f"/comptes/{nour.public_id}/reseaux", **values)
    assert refused.status_code == 422
    assert "après le début" in refused.text
    assert nour.grants == []


@pytest.mark.parametrize("kind", ["reseaux", "evenements"])
def test_a_right_over_nothing_is_refused(client, admin, nour, kind):
    refused = send(client, f"/comptes/{nour.public_id}/{kind}", **{"re-network": "nul", "ev-event": "nul"})
    assert refused.status_code == 422
    assert nour.grants == []


def test_an_unknown_right_cannot_be_taken_back(client, admin, nour):
    for code in ("reseau/nul", "evenement/nul", "autre/mdph-directeurs"):
        assert send(client, f"/comptes/{nour.public_id}/droits/{code}/fin").status_code == 404


def test_disabling_and_enabling_again(app, client, admin, nour):
    theirs = make.sign_in(app.test_client(), nour)
    assert "Nour Haddad ne peut plus" in client.get(send(client, f"/comptes/{nour.public_id}/desactiver").location).text
    assert theirs.get("/mon-compte").status_code == 303
    send(client, f"/comptes/{nour.public_id}/reactiver")
    assert not nour.is_disabled


def test_an_administrator_does_not_lock_themselves_out(client, admin):
    assert send(client, f"/comptes/{admin.public_id}/desactiver").status_code == 422
    assert not admin.is_disabled


def test_an_administrator_ends_the_sign_ins_of_someone(app, client, admin, nour):
    theirs = make.sign_in(app.test_client(), nour)
    send(client, f"/comptes/{nour.public_id}/deconnecter")
    assert theirs.get("/mon-compte").status_code == 303
    assert db.session.query(SignIn).filter_by(account_id=nour.id).one().ended_at is not None


def test_an_organiser_of_one_event_is_not_shown_the_pages_of_facilitators(client):
    make.sign_in(client, make.account("Basile Nomdedeu", events=[make.event()]))
    assert "Annuaire" not in client.get("/mon-compte").text
