"""Letters sent and places shared are noted on the page of their network, by those who facilitate it."""

from datetime import date, timedelta

import pytest

from app.core.clock import today
from app.core.db import db
from app.networks.models import CollaborativeSpace, Newsletter
from tests import make

MINE, THEIRS = "/reseaux/cercle-communicants", "/reseaux/ems-apa"
PAGES = ("lettres/nouvelle", "espaces/nouveau")


@pytest.fixture(autouse=True)
def without_tokens(app):
    """Tokens have their own tests."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield
    app.config["WTF_CSRF_ENABLED"] = True


@pytest.fixture
def camille(client):
    return make.sign_in(client, make.account(networks=["cercle-communicants"]))


def letter(network="cercle-communicants", **more):
    values = {"title": "La lettre du Cercle n° 1", "sent_on": today(), "recipients": 214} | more
    return make.keep(Newsletter(network_id=make.network(network).id, **values))


def space(network="cercle-communicants", **more):
    values = {"name": "L’espace du Cercle", "url": "https://espace.example.org/cercle", "opened_on": today()} | more
    return make.keep(CollaborativeSpace(network_id=make.network(network).id, **values))


@pytest.mark.parametrize("page", PAGES)
def test_strangers_and_organisers_stay_outside(client, page):
    assert client.get(f"{MINE}/{page}").status_code == 303
    make.sign_in(client, make.account(events=[make.event()]))
    assert client.get(f"{MINE}/{page}").status_code == 404
    assert client.post(f"{MINE}/{page}", data={"title": "Une lettre"}).status_code == 404


def test_what_is_another_s_is_not_found(camille):
    theirs, place = letter("ems-apa"), space("ems-apa")
    for page in (*PAGES, f"lettres/{theirs.public_id}", f"espaces/{place.public_id}"):
        assert camille.get(f"{THEIRS}/{page}").status_code == 404
    # Under the name of a network of hers either.
    for page in (f"lettres/{theirs.public_id}", f"espaces/{place.public_id}"):
        assert camille.get(f"{MINE}/{page}").status_code == 404
        assert camille.post(f"{MINE}/{page}/retirer").status_code == 404
    assert db.session.query(Newsletter).count() == db.session.query(CollaborativeSpace).count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": ""}, "Titre"),
        ({"title": "Une lettre", "sent_on": "hier", "recipients": "3"}, "Une date est attendue"),
        ({"title": "Une lettre", "sent_on": "2024-04-15", "recipients": "-3"}, "Un nombre entre 0"),
        (
            {"title": "Une lettre", "sent_on": (today() + timedelta(days=2)).isoformat(), "recipients": "3"},
            "une lettre se note une fois envoyée",
        ),
        ({"title": "L" * 201, "sent_on": "2024-04-15", "recipients": "3"}, "200 caractères au plus"),
    ],
)
def test_a_letter_that_cannot_be_is_sent_back(camille, said, words):
    page = camille.post(f"{MINE}/lettres/nouvelle", data=said)
    assert page.status_code == 422 and words in page.text
    assert db.session.query(Newsletter).count() == 0


def test_a_letter_is_noted_corrected_and_taken_away(camille):
    noted = camille.post(
        f"{MINE}/lettres/nouvelle", data={"title": "La lettre n° 1 : rentrée", "sent_on": "15/04/2024", "recipients": "1 214"}
    )
    assert noted.status_code == 303
    row = db.session.query(Newsletter).one()
    assert (row.title, row.sent_on, row.recipients) == ("La lettre n° 1\xa0: rentrée", date(2024, 4, 15), 1214)
    page = camille.get(f"{MINE}?le=2024-12-31").text
    assert "1\xa0lettre d’information" in page and "1\u202f214\xa0destinataires" in page
    assert "La lettre n° 1" not in camille.get(f"{MINE}?le=2023-12-31").text
    address = f"{MINE}/lettres/{row.public_id}"
    assert "La lettre n° 1" in camille.get(address).text
    assert camille.post(address, data={"title": "La lettre n° 2", "sent_on": "2024-05-15", "recipients": "5"}).status_code == 303
    assert (row.title, row.recipients) == ("La lettre n° 2", 5)
    assert camille.post(f"{address}/retirer").status_code == 303
    assert db.session.query(Newsletter).count() == 0
    assert camille.get(address).status_code == 404


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "Nom"),
        ({"name": "Un espace", "opened_on": "2024-03-04", "closed_on": "2024-03-03"}, "La fermeture doit venir après l’ouverture"),
        ({"name": "Un espace", "opened_on": "2024-03-04", "url": "javascript:alert(1)"}, "Une adresse qui commence par https://"),
    ],
)
def test_a_place_that_cannot_be_is_sent_back(camille, said, words):
    page = camille.post(f"{MINE}/espaces/nouveau", data=said)
    assert page.status_code == 422 and words in page.text
    assert db.session.query(CollaborativeSpace).count() == 0


def test_a_place_is_noted_closed_and_taken_away(camille):
    said = {"name": "L’espace", "url": "https://espace.example.org/cercle", "opened_on": "2024-03-04", "closed_on": ""}
    assert camille.post(f"{MINE}/espaces/nouveau", data=said).status_code == 303
    row = db.session.query(CollaborativeSpace).one()
    assert (row.name, row.opened_on, row.closed_on) == ("L’espace", date(2024, 3, 4), None)
    assert camille.post(f"{MINE}/espaces/{row.public_id}", data=said | {"closed_on": "2025-06-30"}).status_code == 303
    assert row.closed_on == date(2025, 6, 30)
    for year, is_open in ((2023, False), (2024, True), (2025, True), (2026, False)):
        assert ("espace.example.org" in camille.get(f"{MINE}?le={year}-12-31").text) is is_open, year
    assert camille.post(f"{MINE}/espaces/{row.public_id}/retirer").status_code == 303
    assert db.session.query(CollaborativeSpace).count() == 0
