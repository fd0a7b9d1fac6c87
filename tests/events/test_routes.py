"""The doors of an event: the stranger, the wrong person, the wrong moment, the bad form, then the success."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.core.db import db
from app.events.models import Event
from app.events.words import Modality, State
from app.inbox.models import Effect, ReceivedMail, Sort
from app.registrations.models import Standing
from tests import make
from tests.events.browser import post
from tests.events.sheets import registered
from tests.registrations.cast import ask

NEW = "/gestion/evenements/nouveau"
PARIS = ZoneInfo("Europe/Paris")


def _fields(**more):
    values = {
        "title": "Les droits des aidants",
        "description": "Un **programme**",
        "on": "2031-03-12",
        "start": "10:00",
        "end": "11:30",
        "timezone": "Europe/Paris",
        "modality": "online",
        "join_url": "https://visio.example.org/salle",
        "networks": [str(make.network().id)],
        "hosting": "own",
        "capacity": "300",
        "door": "network",
        "is_listed": "y",
        "act": "save",
    }
    return values | more


def _posted(event, **more):
    start, end = event.starts_at.astimezone(PARIS), event.ends_at.astimezone(PARIS)
    same = {"title": event.title, "description": "", "on": start.strftime("%Y-%m-%d"), "start": start.strftime("%H:%M")}
    same |= {"end": end.strftime("%H:%M"), "capacity": str(event.capacity), "join_url": event.join_url}
    return _fields(**same) | more


def _one_event():
    return db.session.scalars(select(Event)).one()


@pytest.fixture
def camille(client):
    account = make.account(networks=["mdph-directeurs"])
    make.sign_in(client, account)
    return account


@pytest.mark.parametrize("path", [NEW, f"{NEW}?genre=webinaire", "/gestion/series", "/gestion/cycles", "/calendrier"])
def test_a_stranger_is_sent_to_the_sign_in_page(client, path):
    answer = client.get(path)
    assert answer.status_code == 303
    assert "/connexion" in answer.location


@pytest.mark.parametrize("path", [NEW, "/gestion/series/nouvelle", "/gestion/cycles/nouveau"])
def test_an_organiser_creates_nothing(client, path):
    make.sign_in(client, make.account(events=[make.event()]))
    assert client.get(path).status_code == 404


def test_each_kind_brings_its_own_habits(client, camille, kinds):
    assert len(kinds) == 12
    index = client.get(NEW).text
    for kind in kinds:
        page = client.get(NEW, query_string={"genre": kind.code})
        assert page.status_code == 200
        assert kind.label in index
        assert f'value="{kind.capacity}"' in page.text
        assert f'<option selected value="{kind.modality.value}">' in page.text
        assert ("checked" in _tag(page.text, "has_waiting_list")) == kind.has_waiting_list


def test_an_unknown_kind_leads_to_the_choice(client, camille):
    assert "Que préparez-vous" in client.get(f"{NEW}?genre=kermesse").text


def test_a_draft_is_created_and_nobody_is_told(client, camille):
    answer = post(client, f"{NEW}?genre=webinaire", data=_fields(**{"partners-0-name": "ARS Normandie", "partners-0-role": "co_host"}))
    event = _one_event()
    assert answer.status_code == 303
    assert answer.location.endswith(f"/gestion/evenements/{event.public_id}")
    assert (event.title, event.state, event.capacity) == ("Les droits des aidants", State.DRAFT, 300)
    assert event.starts_at == make.at("2031-03-12 09:00")
    assert [(partner.name, partner.role) for partner in event.partners] == [("ARS Normandie", "co_host")]


def test_without_end_the_kind_s_duration_is_taken(client, camille):
    post(client, f"{NEW}?genre=groupe_travail", data=_fields(end=""))
    event = _one_event()
    assert event.ends_at - event.starts_at == timedelta(hours=2)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Remplissez « Titre »"),
        ({"on": "demain"}, "Une date est attendue"),
        ({"join_url": "http://visio.example.org"}, "https://"),
        ({"join_url": "javascript:alert(1)"}, "https://"),
        ({"networks": []}, "Cochez au moins une case"),
        ({"end": "09:00"}, "La fin doit venir après le début"),
        ({"timezone": "Mars/Olympus"}, "Choisissez une valeur de la liste"),
        ({"capacity": "0"}, "Un nombre entre 1 et"),
        ({"description": "x" * 20_001}, "20000 caractères au plus"),
    ],
)
def test_a_bad_form_is_shown_again_and_nothing_is_kept(client, camille, wrong, words):
    answer = post(client, f"{NEW}?genre=webinaire", data=_fields(**wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalar(select(Event)) is None


def test_a_network_of_others_is_not_in_the_list(client, camille):
    answer = post(client, f"{NEW}?genre=webinaire", data=_fields(networks=[str(make.network("ars-pathos").id)]))
    assert answer.status_code == 422
    assert db.session.scalar(select(Event)) is None


def test_an_hour_that_does_not_exist_is_refused_with_a_proposal(client, camille):
    answer = post(client, f"{NEW}?genre=webinaire", data=_fields(on="2031-03-30", start="02:30", end="04:00"))
    assert answer.status_code == 422
    assert "n’existe pas ce jour-là" in answer.text
    assert "3:30" in answer.text


def test_an_hour_that_happens_twice_is_the_first(client, camille):
    post(client, f"{NEW}?genre=webinaire", data=_fields(on="2031-10-26", start="02:30", end="04:00"))
    assert _one_event().starts_at == make.at("2031-10-26 00:30")


@pytest.mark.parametrize(
    ("act", "words"), [("preview", "<strong>programme</strong>"), ("check", "Rien ne s’oppose"), ("partner", "partners-3-name")]
)
def test_looking_keeps_nothing(client, camille, act, words):
    answer = post(client, f"{NEW}?genre=webinaire", data=_fields(act=act, on="2027-03-16") | {f"partners-{n}-name": "" for n in range(3)})
    assert answer.status_code == 200
    assert words in answer.text
    assert db.session.scalar(select(Event)) is None


def test_checking_a_date_warns_and_saving_it_is_allowed(client, camille):
    assert (
        "Samedi 15\xa0mars 2031 tombe un week-end"
        in post(client, f"{NEW}?genre=webinaire", data=_fields(act="check", on="2031-03-15")).text
    )
    assert post(client, f"{NEW}?genre=webinaire", data=_fields(on="2031-03-15")).status_code == 303


def test_a_preview_holds_no_live_script(client, camille):
    answer = post(client, f"{NEW}?genre=webinaire", data=_fields(act="preview", description="<script>alert(1)</script>"))
    assert "<script>alert" not in answer.text


def test_the_page_of_an_event_is_corrected(client, camille):
    event = make.event(by=camille, state=State.DRAFT)
    path = f"/gestion/evenements/{event.public_id}/modifier"
    assert "Webinaire d’essai" in client.get(path).text
    assert post(client, path, data=_posted(event, title="Autre titre")).status_code == 303
    db.session.expire_all()
    assert (event.title, event.sequence) == ("Autre titre", 0)


def test_a_change_that_matters_is_announced_before_it_is_made(client, camille):
    event = make.event(by=camille, seats_taken=1)
    registered(event)
    ask(event, make.person())
    path = f"/gestion/evenements/{event.public_id}/modifier"
    answer = post(client, path, data=_posted(event, title="Autre titre"))
    assert answer.status_code == 200
    assert "2\xa0personnes seront prévenues" in answer.text
    db.session.expire_all()
    assert (event.title, event.sequence) == ("Webinaire d’essai", 0)
    assert post(client, path, data=_posted(event, title="Autre titre", act="confirm")).status_code == 303
    db.session.expire_all()
    assert (event.title, event.sequence) == ("Autre titre", 1)


def test_a_change_of_words_needs_no_confirmation(client, camille):
    event = make.event(by=camille, seats_taken=1)
    registered(event)
    path = f"/gestion/evenements/{event.public_id}/modifier"
    assert post(client, path, data=_posted(event, description="Nouveau programme")).status_code == 303
    db.session.expire_all()
    assert (event.description, event.sequence) == ("Nouveau programme", 0)


def test_more_seats_are_given_through_the_waiting_list_and_fewer_than_taken_are_refused(client, camille):
    event = make.event(by=camille, capacity=1, seats_taken=1)
    registered(event)
    waiting = registered(event, standing=Standing.WAITING, holds_seat=False, confirmed_at=None, waiting_since=make.now())
    path = f"/gestion/evenements/{event.public_id}/modifier"
    assert post(client, path, data=_posted(event, capacity="5")).status_code == 303
    db.session.expire_all()
    assert (event.capacity, waiting.standing) == (5, Standing.CONFIRMED)
    answer = post(client, path, data=_posted(event, capacity="1"))
    assert answer.status_code == 422
    assert "places sont déjà prises" in answer.text
    db.session.expire_all()
    assert event.capacity == 5


def _tag(page, name):
    """The input of this name, as it is written."""
    at = page.index(f'id="{name}"')
    return page[page.rindex("<", 0, at) : page.index(">", at)]


@pytest.fixture
def kinds(house):
    from app.events.queries import kinds

    return kinds()


def test_a_partner_whose_name_is_too_long_is_told_at_the_top_too(client, camille):
    answer = post(client, f"{NEW}?genre=webinaire", data=_fields(**{"partners-0-name": "x" * 161}))
    assert answer.status_code == 422
    assert 'href="#partners-0-name"' in answer.text and 'aria-describedby="partners-0-name-erreur"' in answer.text


def test_a_draft_leads_to_what_it_lacks_before_it_can_be_published(client, camille):
    answer = post(client, f"{NEW}?genre=webinaire", data=_fields(join_url=""))
    page = client.get(answer.location).text
    assert "/modifier#join_url" in page and "Ajouter le lien de connexion" in page
    assert "Nécessaire pour publier" in client.get(f"{answer.location}/modifier").text


def test_a_change_says_what_was_and_what_will_be_and_whom_no_letter_reaches(client, camille):
    event = make.event(by=camille, seats_taken=1, modality=Modality.ONSITE, place="Salle Condorcet", address="")
    registered(event, modality=Modality.ONSITE)
    make.registration(event, make.person(undeliverable_at=make.now()))
    path = f"/gestion/evenements/{event.public_id}/modifier"
    answer = post(client, path, data=_posted(event, modality="onsite", place="Salle Pascal", address=""))
    assert "1\u00a0personne sera prévenue" in answer.text and "1\u00a0personne ne peut pas l’être" in answer.text
    assert "Le lieu\u00a0: avant, Salle Condorcet\u00a0; après, Salle Pascal." in answer.text and "La date\u00a0: avant" not in answer.text
    assert "Enregistrer et prévenir 1\u00a0personne" in answer.text


def test_a_draft_whose_trial_letter_came_back_can_be_deleted(client, camille):
    """The mail that came back stays, about no event."""
    event = make.event(by=camille, state=State.DRAFT)
    row = ReceivedMail(
        event_id=event.id, digest="d" * 64, received_at=make.now(), sort=Sort.RETURN, effect=Effect.HELD, reason="Retour.", raw=b"x"
    )
    row = make.keep(row)
    assert post(client, f"/gestion/evenements/{event.public_id}/supprimer").status_code == 303
    db.session.expire_all()
    assert db.session.get(Event, event.id) is None and db.session.get(ReceivedMail, row.id).event_id is None
