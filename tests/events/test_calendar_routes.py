"""The calendar and the public list."""

from datetime import timedelta

import pytest

from app.core.db import db, transaction
from app.events.jobs import close_and_hold
from app.events.queries import departments_of
from app.events.words import Door, Hosting, State
from tests import make

TUESDAY = make.at("2027-03-16 09:00")
VIEWS = ["/calendrier?mois=2027-03", "/calendrier/liste?mois=2027-03", "/calendrier/annee?annee=2027"]


@pytest.fixture
def camille(client):
    account = make.account(networks=["mdph-directeurs"])
    make.sign_in(client, account)
    return account


@pytest.mark.parametrize("path", VIEWS)
def test_each_sees_the_events_of_their_networks(client, camille, path):
    make.event("À moi", by=camille, starts_at=TUESDAY)
    make.event("Aux autres", networks=["ars-pathos"], starts_at=TUESDAY)
    page = client.get(path).text
    assert "À moi" in page
    assert "Aux autres" not in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("path", VIEWS)
def test_an_organiser_sees_their_event_only_and_prepares_none(client, path):
    event = make.event("Le mien", starts_at=TUESDAY)
    make.event("Un autre", starts_at=TUESDAY)
    make.sign_in(client, make.account(events=[event]))
    page = client.get(path).text
    assert "Le mien" in page
    assert "Un autre" not in page
    assert "Préparer un événement" not in page


@pytest.mark.parametrize("path", VIEWS)
def test_filters_narrow_what_is_shown(client, path):
    account = make.account(admin=True)
    make.sign_in(client, account)
    mine = make.event("Voulu", by=account, starts_at=TUESDAY, kind="webinaire")
    with transaction():
        mine.departments = departments_of(["14"])
    make.event("Écarté", starts_at=TUESDAY, networks=["ars-pathos"], kind="atelier")
    for chosen in ("reseau=mdph-directeurs", "genre=webinaire", "territoire=d14", "territoire=r28", "moi=1"):
        page = client.get(f"{path}&{chosen}").text
        assert "Voulu" in page, chosen
        assert "Écarté" not in page, chosen


def test_the_month_tells_holidays_in_words(client, camille):
    assert "Férié : Fête du Travail" in client.get("/calendrier?mois=2027-05").text
    assert "Vacances d’hiver (zone C)" in client.get("/calendrier?mois=2027-02").text
    assert "Martinique : calendrier non disponible" in client.get("/calendrier?mois=2027-02&territoire=d972").text


@pytest.mark.parametrize(
    "path", ["/calendrier?mois=2027-13", "/calendrier?mois=x", "/calendrier?mois=0001-01", "/calendrier/annee?annee=12"]
)
def test_a_month_that_is_none_is_not_found(client, camille, path):
    assert client.get(path).status_code == 404


def test_an_empty_month_says_what_to_do(client, camille):
    page = client.get("/calendrier?mois=2033-03").text
    assert "Rien n’est prévu en mars 2033" in page
    assert "Préparer un événement" in page


def test_the_public_list_shows_what_is_open_and_nothing_else(client):
    make.event("Ouvert", door=Door.ANYONE)
    make.event("Brouillon", state=State.DRAFT)
    make.event("Discret", is_listed=False)
    make.event("D’ailleurs", hosting=Hosting.EXTERNAL)
    make.event("Annulé", state=State.CANCELLED)
    make.event("Passé", state=State.HELD, begins_in=timedelta(days=-9))
    page = client.get("/").text
    assert "Ouvert" in page
    assert not [title for title in ("Brouillon", "Discret", "D’ailleurs", "Annulé", "Passé<") if title in page]
    past = client.get("/evenements-passes").text
    assert "Passé" in past
    assert "Ouvert</a>" not in past


def test_an_empty_public_list_says_what_will_be_here(client):
    assert "Aucune rencontre n’est ouverte" in client.get("/").text
    assert "Espace équipe" in client.get("/").text


def test_registrations_close_at_their_hour_or_at_the_beginning_and_what_is_over_was_held():
    now = make.now()
    ending = make.event(closes_at=now - timedelta(minutes=1))
    begun = make.event(starts_at=now - timedelta(minutes=5))
    later = make.event(closes_at=now + timedelta(hours=1))
    over = make.event(begins_in=timedelta(days=-2))
    corrected = make.event(begins_in=timedelta(days=-2), state=State.CLOSED, held_at=now)
    close_and_hold(now)
    db.session.expire_all()
    assert [one.state for one in (ending, begun, later)] == [State.CLOSED, State.CLOSED, State.PUBLISHED]
    assert (over.state, over.held_at) == (State.HELD, now)
    assert corrected.state is State.CLOSED
    close_and_hold(now)
    db.session.expire_all()
    assert over.held_at == now
