"""An address that does not work is told to whoever can mend it, corrected in one field, and what never arrived leaves again."""

from datetime import timedelta

import pytest

from app.core.db import db, transaction
from app.directory.models import Person
from app.directory.undeliverable import follow
from app.invitations import actions as invitations
from app.outbox import addresses
from app.outbox.address_queries import trouble_of
from app.outbox.models import LetterState, OutboxLetter, Return
from app.registrations import actions
from app.registrations.models import Origin
from tests import make
from tests.letters import deliver, letters_to, text_of
from tests.posting import post

NEW = "juste@mdph-14.example.org"


@pytest.fixture
def camille(client):
    account = make.account(networks=["mdph-directeurs"])
    make.sign_in(client, account)
    return account


def come(event, person):
    with transaction():
        return actions.register(
            event, person, origin=Origin.INVITATION, modality=event.modality, at=make.now(), by=person.actor, invitation=None
        )


def come_back(person, sort=Return.HARD, words="550 5.1.1 User unknown"):
    """Every letter that left for this address comes back."""
    with transaction():
        for letter in db.session.query(OutboxLetter).filter_by(recipient=person.letterbox, state=LetterState.SENT):
            addresses.note_return(letter, sort, words, make.now() + timedelta(minutes=1))
        follow(make.now())


def kinds_to(address):
    db.session.expire_all()
    rows = db.session.query(OutboxLetter).filter_by(recipient=address).order_by(OutboxLetter.id)
    return [row.kind for row in rows if row.state is LetterState.PENDING]


def page_of(event, person):
    return f"/gestion/evenements/{event.public_id}/personnes/{person.public_id}"


def registered_out_of_reach(camille, **more):
    event, person = make.event("Webinaire d’été", by=camille), make.person(phone="02 31 00 00 00", **more)
    come(event, person)
    deliver()
    come_back(person)
    return event, person


def test_the_facilitator_is_told_who_which_event_what_telephone_and_why(client, camille):
    event, person = registered_out_of_reach(camille)
    for page in ("/aujourdhui", f"/gestion/evenements/{event.public_id}"):
        text = client.get(page, follow_redirects=True).text
        assert "Élodie Marchand" in text and "02 31 00 00 00" in text and "ette adresse n’existe pas" in text, page
        assert page_of(event, person) in text
    for page in (page_of(event, person), f"/annuaire/personnes/{person.public_id}"):
        text = client.get(page).text
        assert "Adresse corrigée" in text and "Cette adresse n’existe pas." in text and "550 5.1.1 User unknown" in text, page


def test_one_field_corrects_the_address_and_sends_again_what_came_back(client, camille):
    event, person = registered_out_of_reach(camille)
    page = page_of(event, person)
    answer = post(client, f"{page}/adresse", page=page, email=NEW)
    assert answer.status_code == 303
    said = client.get(page).text
    assert "L’adresse est corrigée. Repart\u00a0: confirmation d’inscription (Webinaire d’été)." in said
    assert "Adresse en défaut" not in said
    [letter] = deliver()
    assert letter["To"].addresses[0].addr_spec == NEW and "Webinaire d’été" in text_of(letter)


def test_the_directory_has_the_same_field(client, camille):
    _event, person = registered_out_of_reach(camille)
    page = f"/annuaire/personnes/{person.public_id}"
    assert post(client, f"{page}/adresse", page=page, email=NEW).status_code == 303
    assert "Repart" in client.get(page).text and len(deliver()) == 1


def test_the_sheet_of_the_person_sends_again_too(client, camille):
    _event, person = registered_out_of_reach(camille)
    page = f"/annuaire/personnes/{person.public_id}/modifier"
    fields = {"last_name": "Marchand", "first_name": "Élodie", "email": NEW, "organisation": "mdph-14", "department": "14"}
    assert post(client, page, page=page, **fields, job_role="directeur_mdph").status_code == 303
    assert "Repart" in client.get(f"/annuaire/personnes/{person.public_id}").text


@pytest.mark.parametrize("email", ["", "pas une adresse", "la-meme", "prise"])
def test_an_address_that_cannot_be_is_refused_and_nothing_leaves(client, camille, email):
    event, person = registered_out_of_reach(camille)
    email = {"la-meme": person.email, "prise": make.person().email}.get(email, email)
    for page in (page_of(event, person), f"/annuaire/personnes/{person.public_id}"):
        answer = post(client, f"{page}/adresse", page=page, email=email)
        assert answer.status_code == 422 and "Adresse corrigée" in answer.text
    assert deliver() == []


def test_strangers_and_colleagues_of_other_networks_correct_nothing(client):
    camille = make.account(networks=["mdph-directeurs"])
    event, person = registered_out_of_reach(camille)
    assert client.post(f"{page_of(event, person)}/adresse", data={"email": NEW}).status_code in (302, 303, 400, 401, 403)
    make.sign_in(client, make.account())
    for verb in ("adresse", "adresse-valable"):
        assert post(client, f"{page_of(event, person)}/{verb}", email=NEW).status_code in (403, 404)
        assert post(client, f"/annuaire/personnes/{person.public_id}/{verb}", email=NEW).status_code in (403, 404)
    db.session.expire_all()
    assert db.session.get(Person, person.id).email != NEW


def test_the_button_trusts_the_address_again_and_sends_what_was_stopped(client, camille):
    event, person = registered_out_of_reach(camille)
    other = make.event("Autre atelier", by=camille)
    come(other, person)
    assert deliver() == [], "nothing leaves for a suspended address"
    page = page_of(event, person)
    assert post(client, f"{page}/adresse-valable", page=page).status_code == 303
    assert "de nouveau utilisée. Repartent" in client.get(page).text
    assert len(deliver()) == 2 and trouble_of(person.email).trust is None
    assert post(client, f"{page}/adresse-valable", page=page, email="").status_code == 422


def test_one_letter_a_fact_and_the_latest_state(client, camille):
    """Invited, nudged, registered, then the event moved: the confirmation says it all."""
    event, person = make.event(by=camille), make.person(member_of=["mdph-directeurs"])
    with transaction():
        invitation = invitations.invite(event, person, make.now())
        invitations.send_invitation(invitation, make.now(), key="i1")
    deliver()
    come(event, person)
    deliver()
    with transaction():
        before = actions.as_told(event)
        event.title, event.sequence = "Un nouveau titre", event.sequence + 1
        actions.tell_change(event, {"title"}, make.now(), before)
    deliver()
    come_back(person)
    page = page_of(event, person)
    post(client, f"{page}/adresse", page=page, email=NEW)
    assert kinds_to(NEW) == ["confirmation"]
    assert "Un nouveau titre" in text_of(deliver()[0])


def test_what_has_been_told_since_is_not_told_again(client, camille):
    event, person = registered_out_of_reach(camille)
    page = page_of(event, person)
    post(client, f"{page}/adresse", page=page, email=NEW)
    deliver()
    post(client, f"{page}/adresse", page=f"/annuaire/personnes/{person.public_id}/modifier", email="encore@mdph-14.example.org")
    assert kinds_to("encore@mdph-14.example.org") == []


def test_what_is_over_or_no_longer_true_does_not_leave_again(client, camille):
    past, person = make.event(by=camille), make.person()
    come(past, person)
    left = make.event(by=camille)
    registration = come(left, person)
    deliver()
    come_back(person)
    with transaction():
        past.starts_at, past.ends_at = make.now() - timedelta(hours=3), make.now() - timedelta(hours=2)
        actions.withdraw(registration, by="compte:x", at=make.now())
    page = f"/annuaire/personnes/{person.public_id}"
    post(client, f"{page}/adresse", page=page, email=NEW)
    assert "confirmation" not in kinds_to(NEW)


def test_a_secretariat_is_corrected_for_all_whose_letters_it_receives(client, camille):
    secretary = make.person("Sacha", "Petit")
    director = make.person(email=None, cared_for_by_id=secretary.id)
    event = make.event(by=camille)
    come(event, director)
    deliver()
    with transaction():
        for letter in db.session.query(OutboxLetter).filter_by(recipient=secretary.email):
            addresses.note_return(letter, Return.HARD, "550 5.1.1", make.now())
        follow(make.now())
    page = page_of(event, director)
    assert "qui reçoit les courriels" in client.get(page).text
    post(client, f"{page}/adresse", page=page, email=NEW)
    db.session.expire_all()
    assert (db.session.get(Person, secretary.id).email, db.session.get(Person, director.id).email) == (NEW, None)
    assert len(deliver()) == 1 and len(letters_to(NEW)) == 1


def test_the_letters_of_an_event_show_what_came_back_and_are_chosen_by_it(client, camille):
    event, person = registered_out_of_reach(camille)
    reached = make.person("Jean", "Petit")
    come(event, reached)
    deliver()
    page = f"/gestion/evenements/{event.public_id}/courriers"
    everything, back = client.get(page).text, client.get(f"{page}?etat=revenus").text
    assert "Revenu\u00a0: adresse inconnue" in everything and "Jean Petit" in everything
    assert "Revenu\u00a0: adresse inconnue" in back and "Jean Petit" not in back
    [letter] = db.session.query(OutboxLetter).filter_by(recipient=person.email)
    assert "550 5.1.1 User unknown" in client.get(f"{page}/{letter.public_id}").text


def test_administrators_see_what_came_back_and_are_alarmed_by_what_is_blocked(client):
    make.sign_in(client, make.account(admin=True))
    event, person = registered_out_of_reach(make.account(networks=["mdph-directeurs"]))
    assert "Revenu\u00a0: adresse inconnue" in client.get("/courriers?etat=hard").text
    assert "Revenu\u00a0:" not in client.get("/courriers?etat=blocked").text
    assert "bloqué" not in client.get("/sante").text
    other = make.person()
    come(event, other)
    deliver()
    come_back(other, Return.BLOCKED, "554 5.7.1 spam")
    assert "1\u00a0courriel bloqué ces sept derniers jours." in client.get("/sante").text
    assert "bloqué par la messagerie" in client.get("/courriers?etat=blocked").text
    [letter] = db.session.query(OutboxLetter).filter_by(recipient=other.email)
    assert "554 5.7.1 spam" in client.get(f"/courriers/{letter.public_id}").text


def test_who_registers_with_an_address_that_does_not_work_is_shown_so(client, camille):
    _event, gone = registered_out_of_reach(camille)
    event = make.event(by=camille)
    come(event, gone)
    assert "adresse en défaut" in client.get(f"/gestion/evenements/{event.public_id}/personnes").text


def test_a_complaint_keeps_the_registration_and_is_not_sent_again_when_lifted(client, camille):
    event, person = make.event(by=camille), make.person()
    registration = come(event, person)
    deliver()
    come_back(person, Return.COMPLAINT, "Feedback-Type: abuse")
    page = page_of(event, person)
    assert "signalé un de nos courriels comme indésirable" in client.get(page).text
    post(client, f"{page}/adresse-valable", page=page, email="")
    assert deliver() == []
    db.session.refresh(registration)
    assert registration.is_live


def test_who_complained_has_no_address_to_correct(client, camille):
    event, person = make.event(by=camille), make.person()
    come(event, person)
    deliver()
    come_back(person, Return.COMPLAINT, "Feedback-Type: abuse")
    for page in ("/aujourdhui", f"/gestion/evenements/{event.public_id}"):
        assert "ne répond plus" not in client.get(page).text, page
    assert "Courriels de réseau arrêtés" in client.get(page_of(event, person)).text
