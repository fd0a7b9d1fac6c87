"""The page of one event, the list of its people, its letters: what each shows, to whom."""

from datetime import timedelta

import pytest

from app.attendance.models import Mark, Presence
from app.core.db import db, transaction
from app.events.models import Event
from app.events.words import State
from app.invitations.models import Answer, Invitation, Sending
from app.journal.models import Act
from app.outbox import actions as outbox
from app.outbox.models import OutboxLetter
from app.registrations.follow import overview
from app.registrations.follow_queries import Selection, count_of, counts_by_situation, guests_of
from app.registrations.models import Part, Registration, Standing
from tests import make
from tests.posting import post
from tests.statements import statements

NETWORK = "mdph-directeurs"


def invitation(event, person, *, answer=None, nudges=0, **more):
    """Someone who was invited, and perhaps answered."""
    answered_at = make.now() if answer else None
    row = Invitation(
        event_id=event.id, person_id=person.id, invited_at=make.now(), answer=answer, answered_at=answered_at, nudges=nudges, **more
    )
    return make.keep(row)


def address(event, path=""):
    return f"/gestion/evenements/{event.public_id}{path}"


def fresh(kind, **facts):
    """The row as it is now in the database."""
    db.session.expire_all()
    return db.session.query(kind).filter_by(**facts).order_by(kind.id.desc()).first()


@pytest.fixture
def camille():
    return make.account(networks=[NETWORK])


@pytest.fixture
def event(camille):
    return make.event("Rencontre – Normandie", by=camille, kind="journee_nationale", capacity=3)


@pytest.fixture
def crowd(event):
    """One person in each situation, from three organisations."""
    people = {
        "inscrits": make.person("Basile", "Aubry", org="cd-14"),
        "validation": make.person("Chloé", "Bâcle", org="cd-14"),
        "attente": make.person("Denis", "Câlin"),
        "sans-reponse": make.person("Élodie", "Dûment"),
        "declines": make.person("Farah", "Ému"),
        "desinscrits": make.person("Guy", "Fâcheux"),
    }
    for name in ("inscrits", "sans-reponse"):
        invitation(event, people[name], answer=Answer.REGISTERED if name == "inscrits" else None)
    invitation(event, people["declines"], answer=Answer.DECLINED)
    standings = {"inscrits": "confirmed", "validation": "pending", "attente": "waiting", "desinscrits": "withdrawn"}
    for name, standing in standings.items():
        make.registration(event, people[name], standing=Standing(standing), holds_seat=standing in ("confirmed", "pending"))
    with transaction():
        db.session.get(Event, event.id).seats_taken = 2
    return people


PAGES = ("", "/personnes", "/invitations", "/courriers", "/ajouter", "/message", "/inviter", "/inviter/liste")


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_the_sign_in_page(client, event, path):
    answer = client.get(address(event, path))
    assert answer.status_code == 303
    assert "/connexion" in answer.location


@pytest.mark.parametrize("path", PAGES)
def test_someone_else_s_event_does_not_exist(client, event, path):
    make.sign_in(client, make.account(networks=["ems-apa"]))
    assert client.get(address(event, path)).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_an_organiser_reads_but_is_shown_no_page_of_writing(client, event, crowd, path):
    make.sign_in(client, make.account(events=[event]))
    reads = path in ("", "/personnes", "/invitations", "/courriers")
    answer = client.get(address(event, path))
    assert answer.status_code == (200 if reads else 404)
    if reads:
        assert "csrf_token" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_whole_and_makes_few_statements(client, camille, event, crowd, path):
    make.sign_in(client, camille)
    with statements() as made:
        answer = client.get(address(event, path))
    assert answer.status_code == 200, answer.text
    assert answer.text.count("<h1") == 1
    assert len(made) <= (25 if path == "" else 12), "\n".join(made)


def test_the_number_of_statements_does_not_grow_with_the_people(client, camille, event, crowd):
    make.sign_in(client, camille)
    with statements() as few:
        client.get(address(event, "/personnes"))
    for number in range(40):
        invitation(event, make.person("Invitée", f"Numéro {number}"))
    with statements() as many:
        client.get(address(event, "/personnes"))
    assert len(many) == len(few)


def test_the_overview_tells_the_figures(client, camille, event, crowd):
    told = overview(guests_of(event, Selection()), {}, 2).all
    assert (told.invited, told.answered, told.registered, told.pending, told.waiting) == (3, 2, 1, 1, 1)
    assert (told.declined, told.withdrawn, told.silent) == (1, 1, 1)
    page = make.sign_in(client, camille).get(address(event)).text
    assert "2\u00a0réponses sur 3\u00a0invités" in page
    assert "Répondre à 1\u00a0demande" in page


def test_speakers_are_not_counted(event):
    make.registration(event, make.person(), part=Part.SPEAKER)
    told = overview(guests_of(event, Selection()), {}, 2)
    assert (told.all.registered, told.others) == (0, 1)


def test_organisation_of_that_day_is_the_one_that_counts(event):
    person = make.person(org="mdph-14")
    make.registration(event, person, organisation_id=make.organisation("cd-50").id)
    assert guests_of(event, Selection())[0].organisation_slug == "cd-50"


def test_presence_is_told_once_the_event_was_held(client, camille):
    event = make.event(by=camille, begins_in=timedelta(days=-2), state=State.HELD, held_at=make.now())
    registration = make.registration(event)
    make.keep(Presence(registration_id=registration.id, half_day_id=event.half_days[0].id, mark=Mark.PRESENT, recorded_at=make.now()))
    page = make.sign_in(client, camille).get(address(event)).text
    assert "1\u00a0présent sur 1\u00a0inscrit" in page
    assert "1\u00a0personne" in client.get(address(event, "/personnes?etat=presents")).text
    assert "Personne ne correspond" in client.get(address(event, "/personnes?etat=absents")).text


def test_each_person_is_in_one_situation(event, crowd):
    assert counts_by_situation(event) == dict.fromkeys(crowd, 1)
    for situation, person in crowd.items():
        assert [guest.person for guest in guests_of(event, Selection(situation=situation))] == [person.public_id]


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(search="elodie"), 1),
        (Selection(search="DUMENT elo"), 1),
        (Selection(search="100 %"), 0),
        (Selection(type="cd"), 2),
        (Selection(organisation="cd-14"), 2),
        (Selection(department="14"), 6),
        (Selection(department="75"), 0),
    ],
)
def test_people_are_found_without_accents_and_by_place(event, crowd, selection, found):
    assert count_of(event, selection) == found


def test_fifty_people_to_a_page(client, camille, event):
    for number in range(51):
        invitation(event, make.person("Invitée", f"Numéro {number:02}"))
    make.sign_in(client, camille)
    assert client.get(address(event, "/personnes")).text.count('name="personne"') == 50
    assert client.get(address(event, "/personnes?page=2")).text.count('name="personne"') == 1


def test_the_page_of_a_person_belongs_to_the_event(client, camille, event, crowd):
    make.sign_in(client, camille)
    assert client.get(address(event, f"/personnes/{make.person().public_id}")).status_code == 404
    for person in crowd.values():
        with statements() as made:
            page = client.get(address(event, f"/personnes/{person.public_id}"))
        assert page.status_code == 200
        assert person.last_name in page.text
        assert len(made) <= 12, "\n".join(made)


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
    assert act(client, event, crowd["inscrits"], "deplacer", target=other.public_id).status_code == 303
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
    assert post(client, address(event, "/personnes"), personne=ticked, action="desinscrire").status_code == 303
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


def test_the_letters_of_an_event_and_the_story_of_one(client, camille, event, crowd):
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
    assert post(client, address(event, f"/courriers/{letter.public_id}/renvoyer")).status_code == 303
    assert db.session.query(OutboxLetter).count() == 2
