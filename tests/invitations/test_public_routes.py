"""The page of an invitation: scanners, coming, not coming, the colleague, and links that open nothing."""

from datetime import timedelta

import pytest

from app.core.db import db, transaction
from app.core.errors import Refusal
from app.events.words import Door, Modality, State
from app.invitations.actions import decline, invite, take_back
from app.invitations.links import invitation_link
from app.invitations.models import Answer, CalendarObject
from app.outbox.models import OutboxLetter
from app.registrations.links import demand_link
from app.registrations.models import Demand, Origin, Registration
from tests import make
from tests.registrations.cast import come
from tests.registrations.test_public_routes import SAID, path, send


def invited(event=None, person=None):
    with transaction():
        return invite(event or make.event(), person or make.person(), make.now())


def letters():
    return [row.kind for row in db.session.query(OutboxLetter).order_by(OutboxLetter.id)]


def test_what_is_known_is_not_asked_again_and_one_button_registers(client):
    invitation = invited()
    link = path(invitation_link(invitation))
    page = client.get(link).text
    assert "Bonjour Élodie" in page and "MDPH du Calvados" in page and 'type="email"' not in page and page.count("<h1") == 1
    answer = send(client, link)
    registration = db.session.query(Registration).one()
    assert answer.status_code == 303 and registration.is_confirmed and registration.origin is Origin.INVITATION
    assert "votre place est confirmée" in client.get(answer.location).text
    db.session.refresh(invitation)
    assert invitation.answer is Answer.REGISTERED and letters() == ["invitation", "confirmation"]
    assert send(client, answer.location, comment="").status_code == 303
    assert "Voir mon inscription" in client.get(link).text


def test_their_own_hour_stands_beside_the_paris_hour(client):
    invitation = invited(person=make.person(org="mdph-974", department="974"))
    assert "heure de La Réunion" in client.get(path(invitation_link(invitation))).text


def test_saying_no_with_a_word_can_be_undone(client):
    invitation = invited()
    link = path(invitation_link(invitation))
    answer = send_no(client, link, "En congé")
    db.session.refresh(invitation)
    assert answer.status_code == 303 and invitation.answer is Answer.DECLINED and invitation.decline_word == "En congé"
    page = client.get(link).text
    assert "vous ne venez pas" in page and "Je m’inscris" in page and letters() == ["invitation", "declined"]
    send(client, link)
    db.session.refresh(invitation)
    assert invitation.answer is Answer.REGISTERED


def send_no(client, link, word=""):
    import re

    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(link).text).group(1)
    return client.post(link + "/refus", data={"csrf_token": token, "word": word})


def test_a_hybrid_event_asks_how_one_comes(client):
    invitation = invited(make.event(kind="instance", modality=Modality.HYBRID))
    link = path(invitation_link(invitation))
    assert send(client, link).status_code == 422
    send(client, link, modality="online")
    assert db.session.query(Registration).one().modality is Modality.ONLINE


def test_a_full_workshop_refuses_the_whole_choice(client):
    event = make.event(kind="seminaire")
    full = make.workshop(event, capacity=1)
    first, second = invited(event), invited(event)
    send(client, path(invitation_link(first)), workshop=full.public_id)
    answer = send(client, path(invitation_link(second)), workshop=full.public_id)
    assert answer.status_code == 422 and "est complet" in answer.text
    assert db.session.query(Registration).count() == 1
    db.session.refresh(event)
    assert event.seats_taken == 1


def test_scanners_change_nothing_however_often_they_come(client):
    invitation = invited()
    link = path(invitation_link(invitation))
    for _ in range(50):
        assert client.get(link).status_code == client.head(link).status_code == 200
    db.session.expire_all()
    assert invitation.answer is None and db.session.query(Registration).count() == 0 and letters() == ["invitation"]


def test_a_forwarded_link_lets_a_colleague_ask_in_their_own_name(client):
    invitation = invited()
    link = path(invitation_link(invitation))
    assert "Vous n’êtes pas Élodie Marchand" in client.get(link).text
    answer = send(client, link + "/collegue", **SAID)
    demand = db.session.query(Demand).one()
    assert answer.status_code == 303 and demand.invited_through_id == invitation.id
    send(client, path(demand_link(demand)))
    registration = db.session.query(Registration).one()
    assert registration.origin is Origin.COLLEAGUE and registration.is_pending and registration.person.first_name == "Inès"
    db.session.refresh(invitation)
    assert invitation.answer is None and letters() == ["invitation", "confirm_address", "pending"]


def test_a_colleague_of_the_network_needs_nobodys_word(client):
    invitation, member = invited(), make.person(member_of=["mdph-directeurs"])
    send(client, path(invitation_link(invitation)) + "/collegue", **SAID | {"email": member.email})
    send(client, path(demand_link(db.session.query(Demand).one())))
    assert db.session.query(Registration).one().is_confirmed


def test_an_event_for_its_guests_explains_it_to_a_colleague(client):
    invitation = invited(make.event(door=Door.INVITED))
    page = client.get(path(invitation_link(invitation)) + "/collegue")
    assert "Cette invitation est personnelle" in page.text
    assert client.post(path(invitation_link(invitation)) + "/collegue").status_code in (200, 400)
    assert db.session.query(Demand).count() == 0


@pytest.mark.parametrize("change", [{"state": State.CLOSED}, {"closes_at": make.now() - timedelta(hours=1)}])
def test_too_late_says_so(client, change):
    invitation = invited()
    with transaction():
        for name, value in change.items():
            setattr(invitation.event, name, value)
        invitation.event.closed_at = make.now()
    link = path(invitation_link(invitation))
    assert "On ne peut plus répondre" in client.get(link).text


def test_links_taken_back_or_wrong_all_show_the_same_page(client):
    taken = invited()
    link = path(invitation_link(taken))
    with transaction():
        take_back(taken, "compte:x", make.now())
    pages = [client.get(one) for one in (link, "/i/" + "z" * 69, "/i/x", "/i/" + "é" * 30, link.replace("/i/", "/p/"))]
    assert {page.status_code for page in pages} == {404} and len({page.text for page in pages}) == 1


def test_who_registered_in_another_window_does_not_decline_by_this_one(client):
    event, person = make.event(kind="seminaire"), make.person()
    invitation = invited(event, person)
    come(event, person)
    with pytest.raises(Refusal, match="déjà inscrit"), transaction():
        decline(invitation, "", make.now())
    with pytest.raises(Refusal, match="désinscrivez-la"), transaction():
        take_back(invitation, "compte:x", make.now())
    db.session.refresh(invitation)
    assert invitation.answer is Answer.REGISTERED and db.session.query(CalendarObject).filter_by(closed_at=None).count() == 1


def test_a_full_workshop_is_shown_and_cannot_be_picked(client):
    event, first, second = make.event(capacity=None), make.person(), make.person()
    full, free = make.workshop(event, "Évaluer", capacity=1), make.workshop(event, "Écouter", capacity=5)
    invitations = [invited(event, one) for one in (first, second)]
    send(client, path(invitation_link(invitations[0])), workshop=full.public_id)
    page = client.get(path(invitation_link(invitations[1]))).text
    assert f'<option disabled value="{full.public_id}">Évaluer (complet)</option>' in page
    assert f'<option value="{free.public_id}">' in page


def test_who_will_wait_for_a_seat_is_not_asked_for_a_workshop(client):
    event = make.event(capacity=1)
    make.workshop(event)
    come(event, make.person())
    assert 'name="workshop"' not in client.get(path(invitation_link(invited(event, make.person())))).text
