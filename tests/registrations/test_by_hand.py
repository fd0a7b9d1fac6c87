"""What a facilitator does by hand with the people of an event: who may, what is refused, what is true afterwards."""

from datetime import timedelta

import pytest

from app.core.db import db, transaction
from app.events.models import Event
from app.events.words import State
from app.invitations.models import Invitation, Sending
from app.journal.models import Act
from app.outbox import actions as outbox
from app.outbox import addresses
from app.outbox.models import OutboxLetter, Return
from app.registrations.follow_queries import Selection, guests_of
from app.registrations.models import Part, Registration, Standing
from tests import make
from tests.letters import deliver
from tests.posting import post
from tests.registrations.cast import address, fresh


def act(client, event, person, verb, **fields):
    return post(client, address(event, f"/personnes/{person.public_id}/{verb}"), **fields)


def test_only_who_runs_the_event_may_act(client, event, crowd):
    make.sign_in(client, make.account(events=[event], networks=["ems-apa"]))
    assert act(client, event, crowd["validation"], "valider").status_code == 404
    assert fresh(Registration, person_id=crowd["validation"].id).is_pending


def test_an_unknown_verb_does_nothing(client, camille, event, crowd):
    make.sign_in(client, camille)
    assert act(client, event, crowd["validation"], "effacer").status_code == 404


def test_a_demand_is_accepted_or_refused(client, camille, event, crowd):
    make.sign_in(client, camille)
    assert act(client, event, crowd["validation"], "valider").status_code == 303
    assert fresh(Registration, person_id=crowd["validation"].id).is_confirmed
    assert act(client, event, crowd["attente"], "refuser", word="Désolés").status_code == 303
    assert fresh(Registration, person_id=crowd["attente"].id).standing is Standing.REFUSED
    assert act(client, event, crowd["attente"], "refuser").status_code == 422


def test_someone_is_withdrawn_with_a_word_and_the_next_is_promoted(client, camille, event, crowd):
    with transaction():
        row = db.session.get(Event, event.id)
        row.capacity = 2
    make.sign_in(client, camille)
    assert act(client, event, crowd["inscrits"], "desinscrire", word="À la demande de votre direction").status_code == 303
    gone = fresh(Registration, person_id=crowd["inscrits"].id)
    assert gone.is_withdrawn and gone.withdraw_word == "À la demande de votre direction"
    assert fresh(Registration, person_id=crowd["attente"].id).is_confirmed


def test_moving_up_needs_a_reason_that_is_kept(client, camille, event, crowd):
    with transaction():
        row = db.session.get(Event, event.id)
        row.capacity = 2
    last = make.person("Hugo", "Guérin")
    make.registration(event, last, standing=Standing.WAITING, waiting_since=make.now() + timedelta(minutes=1))
    make.sign_in(client, camille)
    assert act(client, event, last, "avancer", reason="").status_code == 422
    assert act(client, event, last, "avancer", reason="Intervient à la plénière").status_code == 303
    waiting = guests_of(event, Selection(situation="attente"))
    assert [guest.person for guest in waiting] == [last.public_id, crowd["attente"].public_id]
    assert fresh(Act, verb="moved_up").after == {"reason": "Intervient à la plénière"}
    assert "Intervient à la plénière" in client.get(address(event, f"/personnes/{last.public_id}")).text
    assert act(client, event, last, "avancer", reason="Encore").status_code == 422


def test_someone_moves_to_another_event_of_ours_only(client, camille, event, crowd):
    other, theirs = make.event("L’autre", by=camille), make.event("La leur", networks=["ems-apa"])
    make.sign_in(client, camille)
    assert act(client, event, crowd["inscrits"], "deplacer", target=theirs.public_id).status_code == 422
    moved = act(client, event, crowd["inscrits"], "deplacer", target=other.public_id)
    assert moved.status_code == 303 and "est déplacée vers «\u00a0L’autre\u00a0»" in client.get(moved.location).text
    assert fresh(Registration, event_id=other.id, person_id=crowd["inscrits"].id).is_confirmed
    assert fresh(Registration, event_id=event.id, person_id=crowd["inscrits"].id).is_withdrawn


@pytest.mark.parametrize("verb", ["structure", "deplacer"])
def test_what_is_asked_first_has_its_page(client, camille, event, crowd, verb):
    url = address(event, f"/personnes/{crowd['inscrits'].public_id}/{verb}")
    assert make.sign_in(client, camille).get(url).status_code == 200
    assert client.get(address(event, f"/personnes/{crowd['inscrits'].public_id}/valider")).status_code == 404
    assert client.get(address(event, f"/personnes/{crowd['sans-reponse'].public_id}/{verb}")).status_code == 404


def test_the_organisation_of_that_day_is_corrected_alone(client, camille, event, crowd):
    make.sign_in(client, camille)
    answer = act(client, event, crowd["inscrits"], "structure", organisation="cd-50", department="", job_role="")
    assert answer.status_code == 303
    registration = fresh(Registration, person_id=crowd["inscrits"].id)
    assert (registration.organisation.slug, registration.department_code) == ("cd-50", "50")
    assert registration.person.organisation.slug == "cd-14"
    assert act(client, event, crowd["inscrits"], "structure", organisation="inconnue").status_code == 422


def test_a_confirmation_leaves_again(client, camille, event):
    person = make.person()
    make.sign_in(client, camille)
    post(client, address(event, f"/ajouter/{person.public_id}"), part="participant", modality="onsite")
    before = db.session.query(OutboxLetter).filter_by(person_id=person.id).count()
    assert act(client, event, person, "renvoyer").status_code == 303
    assert act(client, event, person, "renvoyer").status_code == 303  # a second click in the same minute is the same
    letters = db.session.query(OutboxLetter).filter_by(person_id=person.id, kind="confirmation").all()
    assert before == 1 and len(letters) in (2, 3)  # three when the minute turns between the clicks
    assert len({letter.message_id for letter in letters}) == len(letters)


def test_an_invitation_is_taken_back(client, camille, event, crowd):
    make.sign_in(client, camille)
    assert act(client, event, crowd["sans-reponse"], "reprendre").status_code == 303
    assert fresh(Invitation, person_id=crowd["sans-reponse"].id).withdrawn_at is not None


def test_people_ticked_are_withdrawn_together(client, camille, event, crowd):
    make.sign_in(client, camille)
    ticked = [person.public_id for person in crowd.values()]
    asked = post(client, address(event, "/personnes"), personne=ticked, action="desinscrire")
    assert asked.status_code == 200 and crowd["inscrits"].name in asked.text and "Ne rien changer" in asked.text
    assert Standing.WITHDRAWN not in {one.standing for one in db.session.query(Registration) if one.person_id == crowd["inscrits"].id}
    db.session.rollback()
    assert post(client, address(event, "/personnes"), personne=ticked, action="desinscrire", confirme="oui").status_code == 303
    assert {one.standing for one in db.session.query(Registration)} == {Standing.WITHDRAWN}
    answer = post(client, address(event, "/personnes"), personne=[], action="desinscrire")
    assert answer.status_code == 303
    assert "Cochez d’abord" in client.get(answer.location).text


def test_someone_of_the_directory_is_added_as_speaker(client, camille, event):
    person = make.person("Élodie", "Dûment")
    make.sign_in(client, camille)
    assert "Dûment" in client.get(address(event, "/ajouter?q=dument")).text
    assert post(client, address(event, f"/ajouter/{'x' * 26}"), part="speaker", modality="onsite").status_code == 404
    assert post(client, address(event, f"/ajouter/{person.public_id}"), part="speaker", modality="onsite").status_code == 303
    registration = fresh(Registration, person_id=person.id)
    assert (registration.part, registration.is_confirmed, registration.holds_seat) == (Part.SPEAKER, True, False)


@pytest.mark.parametrize(
    ("situation", "words"), [("inscrits", "déjà sur la liste"), ("validation", "déjà"), ("refuses", "pas été retenue")]
)
def test_nobody_is_told_a_second_time_that_they_are_on_the_list(client, camille, event, crowd, situation, words):
    make.sign_in(client, camille)
    refused = make.registration(event, standing=Standing.REFUSED).person
    person = {**crowd, "refuses": refused}[situation]
    before = fresh(Registration, person_id=person.id).standing
    answer = post(client, address(event, f"/ajouter/{person.public_id}"), part="speaker", modality="onsite")
    assert words in client.get(answer.location).text
    assert fresh(Registration, person_id=person.id).standing is before and db.session.query(OutboxLetter).count() == 0


def test_nobody_is_moved_to_where_their_demand_was_refused(client, camille, event, crowd):
    other = make.event("L’autre", by=camille)
    make.registration(other, crowd["inscrits"], standing=Standing.REFUSED)
    make.sign_in(client, camille)
    answer = act(client, event, crowd["inscrits"], "deplacer", target=other.public_id)
    assert answer.status_code == 422 and "pas été retenue" in answer.text
    assert fresh(Registration, event_id=event.id, person_id=crowd["inscrits"].id).is_confirmed


NEW = {"first_name": "Nadia", "last_name": "Quéré", "part": "participant", "modality": "onsite", "organisation": "cd-14"}


def test_a_new_person_needs_an_address_or_a_carer(client, camille, event):
    make.sign_in(client, camille)
    assert post(client, address(event, "/ajouter"), **NEW).status_code == 422
    assert post(client, address(event, "/ajouter"), **NEW, carer="personne@inconnue.example.org").status_code == 422
    assert db.session.query(Registration).count() == 0
    carer = make.person("Agnès", "Cabinet")
    assert post(client, address(event, "/ajouter"), **NEW, carer=carer.email).status_code == 303
    registration = fresh(Registration)
    assert registration.person.email is None and registration.department_code == "14"
    assert {one.recipient for one in db.session.query(OutboxLetter)} == {carer.email}


def test_nobody_is_added_to_a_draft(client, camille):
    draft = make.event(by=camille, state=State.DRAFT)
    make.sign_in(client, camille)
    answer = post(client, address(draft, "/ajouter"), **NEW, email="nadia.quere@cd14.example.org")
    assert answer.status_code == 422
    assert db.session.query(Registration).count() == 0


def test_a_message_is_read_tried_then_sent_to_the_selection(client, camille, event, crowd):
    make.sign_in(client, camille)
    url, words = address(event, "/message"), {"subject": "Salle changée", "words": "Rendez-vous **salle B**."}
    assert "Écrire à 1\u00a0personne" in client.get(url + "?etat=inscrits").text
    assert post(client, url, etat="inscrits", subject="", words="").status_code == 422
    read = post(client, url, etat="inscrits", etape="lecture", **words)
    assert read.status_code == 200 and "<strong>salle B</strong>" in read.text
    assert db.session.query(Sending).count() == 0
    assert post(client, url, etat="inscrits", etape="essai", **words).status_code == 200
    assert [one.recipient for one in db.session.query(OutboxLetter)] == [camille.email]
    changed = post(client, url, etat="inscrits", etape="envoi", attendu="12", **words)
    assert changed.status_code == 422 and "a changé entre-temps" in changed.text
    assert post(client, url, etat="inscrits", etape="envoi", attendu="1", **words).status_code == 303
    assert fresh(Sending).people == [crowd["inscrits"].id]


def test_a_message_to_the_people_ticked(client, camille, event, crowd):
    make.sign_in(client, camille)
    ticked = [crowd["inscrits"].public_id, crowd["declines"].public_id]
    page = client.get(address(event, "/message"), query_string={"personne": ticked})
    assert "Écrire à 2\u00a0personnes" in page.text
    assert post(client, address(event, "/message"), personne=ticked, etape="envoi", subject="Bonjour", words="Un mot").status_code == 303
    assert fresh(Sending).total == 2


def test_the_letters_of_an_event_and_the_story_of_one(client, camille, event, crowd, mail_server):
    person = crowd["sans-reponse"]
    given = fresh(Invitation, person_id=person.id)
    with transaction():
        outbox.put("invitation", to=person.email, key="k1", at=make.now(), event_id=event.id, person_id=person.id, invitation_id=given.id)
    make.sign_in(client, camille)
    page = client.get(address(event, "/courriers"))
    assert "Dûment" in page.text and "En attente" in page.text
    assert "Aucun courriel ne correspond" in client.get(address(event, "/courriers?etat=parties")).text
    letter = fresh(OutboxLetter)
    story = client.get(address(event, f"/courriers/{letter.public_id}"))
    assert "Répondre à l’invitation" in story.text
    assert f"/i/{given.public_id}" not in story.text  # a letter shown to the team opens nothing
    other = make.event(by=camille)
    assert client.get(address(other, f"/courriers/{letter.public_id}")).status_code == 404
    assert "Il part dans quelques secondes" in story.text and "Renvoyer" not in story.text
    post(client, address(event, f"/courriers/{letter.public_id}/renvoyer"))
    assert db.session.query(OutboxLetter).count() == 1  # what has not left would come twice
    deliver()
    assert "Renvoyer" in client.get(address(event, f"/courriers/{letter.public_id}")).text
    assert post(client, address(event, f"/courriers/{letter.public_id}/renvoyer")).status_code == 303
    assert db.session.query(OutboxLetter).count() == 2


def test_nothing_is_said_to_leave_for_an_address_from_which_letters_come_back(client, camille, event, crowd, mail_server):
    person = crowd["sans-reponse"]
    given = fresh(Invitation, person_id=person.id)
    with transaction():
        outbox.put("invitation", to=person.email, key="k1", at=make.now(), event_id=event.id, person_id=person.id, invitation_id=given.id)
    deliver()
    letter = fresh(OutboxLetter)
    with transaction():
        addresses.note_return(letter, Return.HARD, "550 5.1.1 User unknown", make.now())
    make.sign_in(client, camille)
    story = client.get(address(event, f"/courriers/{letter.public_id}"))
    assert f"/personnes/{person.public_id}" in story.text
    said = client.get(post(client, address(event, f"/courriers/{letter.public_id}/renvoyer")).headers["Location"])
    assert "corrigez d’abord cette adresse" in said.text and "repart :" not in said.text
    refused = act(client, event, person, "renvoyer")
    assert refused.status_code == 422 and "corrigez d’abord cette adresse" in refused.text
    assert db.session.query(OutboxLetter).count() == 1


def test_a_message_says_to_whom_in_whole_words(client, camille, event, crowd):
    make.sign_in(client, camille)
    asked = {"etat": "inscrits", "type": "mdph", "structure": "mdph-14", "departement": "14"}
    assert "inscrits, MDPH/MDA, MDPH du Calvados, Calvados (14)." in client.get(address(event, "/message"), query_string=asked).text
