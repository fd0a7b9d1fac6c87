"""The steps of an event: the stranger, the wrong person, the wrong moment, then the success."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.core.db import db
from app.events.models import Event
from app.events.words import State
from app.journal.models import Act
from tests import make
from tests.events.browser import post
from tests.events.sheets import registered
from tests.registrations.cast import ask, come

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def camille(client):
    account = make.account(networks=["mdph-directeurs"])
    make.sign_in(client, account)
    return account


def test_the_wrong_person_finds_no_page(client):
    event = make.event(state=State.DRAFT)
    make.sign_in(client, make.account(networks=["ars-pathos"]))
    for step in ("modifier", "dupliquer", "supprimer", "annuler", "temps"):
        assert client.get(f"/gestion/evenements/{event.public_id}/{step}").status_code == 404
    for step in ("publier", "clore", "rouvrir", "tenir", "archiver", "retablir", "supprimer"):
        assert post(client, f"/gestion/evenements/{event.public_id}/{step}").status_code == 404
    db.session.expire_all()
    assert event.state is State.DRAFT


def test_an_organiser_reads_and_changes_nothing(client):
    event = make.event()
    make.sign_in(client, make.account(events=[event]))
    assert client.get(f"/gestion/evenements/{event.public_id}/modifier").status_code == 404
    assert post(client, f"/gestion/evenements/{event.public_id}/clore").status_code == 404


def test_reading_never_takes_a_step(client, camille):
    event = make.event(by=camille, state=State.DRAFT)
    for step in ("publier", "clore", "rouvrir", "tenir"):
        assert client.get(f"/gestion/evenements/{event.public_id}/{step}").status_code == 405
    held = make.event(by=camille, state=State.HELD, begins_in=timedelta(days=-2), held_at=make.now(), attendance_closed_at=make.now())
    page = client.get(f"/gestion/evenements/{held.public_id}/archiver")
    assert "ne se défait pas" in page.text
    db.session.expire_all()
    assert held.is_held


def test_an_event_goes_through_its_steps_and_the_journal_keeps_them(client, camille):
    event = make.event(by=camille, state=State.DRAFT)
    path = f"/gestion/evenements/{event.public_id}"
    for step, state in [("publier", State.PUBLISHED), ("clore", State.CLOSED), ("rouvrir", State.PUBLISHED)]:
        assert post(client, f"{path}/{step}").status_code == 303
        db.session.expire_all()
        assert event.state is state
    verbs = [act.verb for act in db.session.scalars(select(Act).order_by(Act.id))]
    assert verbs == ["event_published", "event_closed", "event_reopened"]


def test_a_step_at_the_wrong_moment_says_why(client, camille):
    event = make.event(by=camille)
    post(client, f"/gestion/evenements/{event.public_id}/tenir")
    with client.session_transaction() as said:
        assert ("error", "L’événement n’est pas terminé.") in said["_flashes"]
    db.session.expire_all()
    assert event.is_published


def test_only_an_administrator_takes_back_held(client, app, camille):
    event = make.event(by=camille, state=State.HELD, begins_in=timedelta(days=-2), held_at=make.now())
    assert post(client, f"/gestion/evenements/{event.public_id}/retablir").status_code == 404
    chief = make.sign_in(app.test_client(), make.account(admin=True))
    assert post(chief, f"/gestion/evenements/{event.public_id}/retablir").status_code == 303
    db.session.expire_all()
    assert event.is_closed


def test_calling_off_asks_why_and_counts_who_will_be_told(client, camille):
    event = make.event(by=camille, seats_taken=1)
    registered(event)
    path = f"/gestion/evenements/{event.public_id}/annuler"
    assert "1\xa0personne sera prévenue" in client.get(path).text
    assert post(client, path, data={"reason": " "}).status_code == 422
    db.session.expire_all()
    assert event.is_published
    assert post(client, path, data={"reason": "Intervenant empêché"}).status_code == 303
    db.session.expire_all()
    assert (event.state, event.cancel_reason, event.sequence) == (State.CANCELLED, "Intervenant empêché", 1)


def test_a_copy_is_a_draft_at_the_date_asked_for(client, camille):
    event = make.event(by=camille)
    path = f"/gestion/evenements/{event.public_id}/dupliquer"
    assert client.get(path).status_code == 200
    assert post(client, path, data={"on": "2031-03-30", "start": "02:30"}).status_code == 422
    assert post(client, path, data={"on": "2031-03-12", "start": "10:00"}).status_code == 303
    copy = db.session.scalar(select(Event).where(Event.id != event.id))
    assert (copy.state, copy.starts_at) == (State.DRAFT, make.at("2031-03-12 09:00"))


def test_a_draft_is_deleted_after_a_confirmation_and_an_announced_event_never(client, camille):
    draft, published = make.event(by=camille, state=State.DRAFT), make.event(by=camille)
    assert "Supprimer" in client.get(f"/gestion/evenements/{draft.public_id}/supprimer").text
    assert post(client, f"/gestion/evenements/{draft.public_id}/supprimer").status_code == 303
    assert post(client, f"/gestion/evenements/{published.public_id}/supprimer").status_code == 422
    db.session.expire_all()
    assert db.session.scalars(select(Event)).one().id == published.id


def test_a_workshop_has_its_hours_and_its_seats(client, camille):
    event = make.event(by=camille, kind="journee_nationale", lasts=timedelta(hours=7))
    start = event.starts_at.astimezone(PARIS)
    path = f"/gestion/evenements/{event.public_id}/temps"
    fields = {"kind": "workshop", "title": "Atelier aidants", "on": start.strftime("%Y-%m-%d"), "start": start.strftime("%H:%M")}
    outside = (start - timedelta(hours=1)).strftime("%H:%M")
    end = (start + timedelta(hours=1)).strftime("%H:%M")
    assert post(client, path, data=fields | {"start": outside, "end": end}).status_code == 422
    assert post(client, path, data=fields | {"end": end, "capacity": "20"}).status_code == 303
    assert "Atelier aidants" in client.get(path).text
    db.session.expire_all()
    [part] = event.parts
    assert post(client, f"{path}/{part.public_id}", data=fields | {"title": "Autre", "end": end}).status_code == 303
    assert post(client, f"{path}/{part.public_id}/retirer").status_code == 303
    db.session.expire_all()
    assert event.parts == []


def test_the_page_that_calls_off_counts_the_invited_too(client, camille):
    event = make.event(by=camille)
    come(event, make.person()), ask(event, make.person(), make.person())
    page = f"/gestion/evenements/{event.public_id}/annuler"
    assert "3\u00a0personnes seront prévenues" in client.get(page).text
    come(event, make.person(undeliverable_at=make.now()))
    said = client.get(page).text
    assert "3\u00a0personnes seront prévenues" in said and "1\u00a0personne ne peut pas l’être" in said


def test_a_draft_that_is_called_off_stays_unknown_to_the_world(client, camille):
    event = make.event(state=State.DRAFT, by=camille)
    post(client, f"/gestion/evenements/{event.public_id}/annuler", data={"reason": "Sans objet."})
    db.session.expire_all()
    assert event.is_cancelled and not event.is_public
    assert client.get(f"/evenements/{event.slug}").status_code == 404
    assert event.title not in client.get("/").text
