"""Inviting an audience: who is shown, who is left out, what the button does."""

import re
import time
from datetime import timedelta

import pytest

from app.core.db import db, transaction
from app.directory.models import Person
from app.events.words import State
from app.invitations import jobs
from app.invitations.models import Answer, Invitation, Purpose, Sending
from app.networks.models import Membership
from app.outbox.models import OutboxLetter
from app.reminders.actions import plan
from tests import make
from tests.posting import post, token_of
from tests.statements import statements

NETWORK = "mdph-directeurs"


@pytest.fixture
def camille():
    return make.account(networks=[NETWORK])


@pytest.fixture
def event(camille):
    return make.event("Rencontre – Normandie", by=camille)


@pytest.fixture
def members():
    return [make.person("Zoé", name, member_of=[NETWORK]) for name in ("Aubry", "Bâcle", "Câlin")]


def address(event, path="/inviter"):
    return f"/gestion/evenements/{event.public_id}{path}"


def last(kind):
    db.session.expire_all()
    return db.session.query(kind).order_by(kind.id.desc()).first()


SEND = {"reseaux": [NETWORK], "objet": "invitation"}


def test_strangers_and_others_get_nothing(client, event, members):
    assert client.get(address(event)).status_code == 303
    assert post(make.sign_in(client, make.account(networks=["ems-apa"])), address(event), **SEND, attendu=3).status_code == 404
    assert post(client, address(event, "/relancer"), tous=1).status_code == 404
    organiser = make.sign_in(client, make.account(events=[event]))
    assert post(organiser, address(event), **SEND, attendu=3).status_code == 404
    assert db.session.query(Sending).count() == 0


def test_the_networks_of_the_event_are_shown_first(client, camille, event, members):
    page = make.sign_in(client, camille).get(address(event)).text
    assert "Inviter 3\u00a0personnes" in page
    assert all(person.last_name in page for person in members)
    assert "Répondre à l’invitation" in page


def test_those_who_will_not_be_written_to_are_told_apart(client, camille, event, members):
    make.person("Sans", "Adresse", email=None, member_of=[NETWORK])
    make.person("Adresse", "Morte", undeliverable_at=make.now(), member_of=[NETWORK])
    objector = make.person("Contre", "Avis", member_of=[NETWORK])
    with transaction():
        db.session.query(Membership).filter_by(person_id=objector.id).one().objected_at = make.now()
    make.keep(Invitation(event_id=event.id, person_id=members[0].id, invited_at=make.now()))
    make.keep(Invitation(event_id=event.id, person_id=members[1].id, invited_at=make.now(), answer=Answer.DECLINED, answered_at=make.now()))
    make.registration(event, make.person("Déjà", "Là", member_of=[NETWORK]))
    page = make.sign_in(client, camille).get(address(event)).text
    assert "Inviter 1\u00a0personne" in page
    for words in (
        "Déjà inscrits : 1",
        "Ont déjà dit non : 1",
        "Déjà invités, sans réponse : 1",
        "Sans adresse : 1",
        "Adresse en défaut : 1",
    ):
        assert words in page
    assert "Ne souhaitent pas les courriels du réseau : 1" in page


def test_the_invitation_shown_before_it_leaves_has_the_facilitator_s_words(client, camille, event, members):
    with transaction():
        planned = next(one for one in plan(event, make.now()) if one.letter == "invitation")
        planned.subject, planned.words = "Vous êtes attendue à Caen", "Le préfet **sera là**."
    page = make.sign_in(client, camille).get(address(event)).text
    assert "Vous êtes attendue à Caen" in page and "Le préfet <strong>sera là</strong>" in page


def test_criteria_narrow_each_other(client, camille, event, members):
    make.person("Autre", "Département", org="mdph-50", department="50", member_of=[NETWORK])
    make.sign_in(client, camille)
    assert "Inviter 1\u00a0personne" in client.get(address(event) + f"?reseaux={NETWORK}&departements=50").text
    assert "Personne dans cette sélection" in client.get(address(event) + f"?reseaux={NETWORK}&types=ars").text
    assert client.get(address(event) + "?types=martien").status_code == 422
    assert client.get(address(event) + "?reseaux=ems-apa").status_code == 422  # a network that is not theirs


def test_a_sending_is_asked_for_and_those_ticked_are_left_out(client, camille, event, members):
    make.sign_in(client, camille)
    answer = post(client, address(event), **SEND, attendu=3, sauf=[members[1].public_id], mot="Au plaisir de vous voir")
    assert answer.status_code == 303
    sending = last(Sending)
    assert sending.people == [members[0].id, members[2].id]
    assert sending.words == "Au plaisir de vous voir"
    page = client.get(answer.location).text
    assert "data-progress" in page and "0\u00a0courriel prêt sur 2" in page and "Actualiser" in page
    jobs.carry_out_sendings(make.now() + timedelta(days=3))
    page = client.get(answer.location).text
    assert "2\u00a0courriels prêts, chacun part à son tour" in page and "data-progress" not in page
    assert "Inviter 1\u00a0personne" in client.get(address(event)).text


def test_an_audience_that_changed_is_shown_again(client, camille, event, members):
    make.sign_in(client, camille)
    answer = post(client, address(event), **SEND, attendu=2)
    assert answer.status_code == 422
    assert "3\u00a0personnes au lieu de 2" in answer.text
    assert post(client, address(event), reseaux=[NETWORK], objet="inconnu", attendu=3).status_code == 422
    assert post(client, address(event), objet="invitation", attendu=0).status_code == 422
    assert db.session.query(Sending).count() == 0


def test_a_draft_invites_nobody(client, camille, members):
    draft = make.event(by=camille, state=State.DRAFT)
    make.sign_in(client, camille)
    assert "brouillon" in client.get(address(draft)).text
    assert post(client, address(draft), **SEND, attendu=3).status_code == 422
    assert db.session.query(Sending).count() == 0


def test_two_thousand_people_are_answered_at_once(client, camille, event):
    network, organisation = make.network(NETWORK), make.organisation()
    rows = [
        Person(
            email=f"p{n}@mdph-14.example.org",
            first_name="Prénom",
            last_name=f"Nom {n:04}",
            created_at=make.now(),
            organisation_id=organisation.id,
        )
        for n in range(2000)
    ]
    with transaction():
        for row in rows:
            row.refresh_search()
        db.session.add_all(rows)
        db.session.flush()
        db.session.add_all(
            [Membership(network_id=network.id, person_id=row.id, joined_on=make.at("2026-01-01 10:00").date()) for row in rows]
        )
    make.sign_in(client, camille)
    token, url = token_of(client), address(event)
    with statements() as made:
        page = client.get(url)
    assert "Inviter 2\u202f000\u00a0personnes" in page.text
    assert len(made) <= 12, "\n".join(made)
    began = time.perf_counter()
    with statements() as made:
        answer = client.post(url, data={"csrf_token": token, **SEND, "attendu": 2000, "sauf": [rows[0].public_id]})
    took = time.perf_counter() - began
    assert answer.status_code == 303 and len(made) <= 20
    assert last(Sending).total == 1999
    print(f"2,000 people: the page answers in {1000 * took:.0f} ms")  # noqa: T201
    assert took < 3  # the figure is measured by bench/; here only a net against the absurd


def test_the_silent_are_nudged_all_or_one_by_one(client, camille, event, members):
    for person in members:
        make.keep(Invitation(event_id=event.id, person_id=person.id, invited_at=make.now()))
    make.sign_in(client, camille)
    assert "Relancer 3\u00a0personnes" in client.get(address(event, "/invitations")).text
    refused = post(client, address(event, "/relancer"))
    assert "Aucune personne cochée n’est à relancer" in client.get(refused.location).text
    assert post(client, address(event, "/relancer"), personne=[members[0].public_id]).status_code == 303
    assert (last(Sending).purpose, last(Sending).people) == (Purpose.NUDGE, [members[0].id])
    assert post(client, address(event, "/relancer"), tous="1").status_code == 303
    assert last(Sending).total == 3
    jobs.carry_out_sendings(make.now())
    assert db.session.query(OutboxLetter).filter_by(kind="nudge").count() == 4
    assert "Relancer 2\u00a0personnes" in client.get(address(event, "/invitations")).text


def test_a_sending_is_stopped_from_its_page(client, camille, event, members):
    make.sign_in(client, camille)
    progress = post(client, address(event), **SEND, attendu=3).location
    assert client.get(f"{progress[:-26]}{'x' * 26}").status_code == 404
    assert post(client, f"{progress}/arreter").status_code == 303
    assert last(Sending).is_finished
    assert "Envoi arrêté" in client.get(progress).text
    assert post(client, f"{progress}/arreter").status_code == 303


@pytest.mark.on("2026-11-21 22:30")
def test_outside_working_hours_one_may_wait(client, camille, event, members):
    late = make.event("Plus tard", by=camille, starts_at=make.at("2027-01-21 09:00"))
    make.sign_in(client, camille)
    assert "lundi 23" in client.get(address(late)).text
    assert post(client, address(late), **SEND, attendu=3, attendre="1").status_code == 303
    assert last(Sending).not_before == make.at("2026-11-23 07:00")


def test_a_sending_that_waits_is_over_once_the_event_is_called_off(client, camille, event, members):
    browser = make.sign_in(client, camille)
    post(browser, address(event), **SEND, attendu=3)
    waiting = last(Sending)
    with transaction():
        waiting.not_before = make.now() + timedelta(days=1)
    assert "partiront" in browser.get(address(event, "")).text
    post(browser, address(event, "/annuler"), reason="Intervenante empêchée")
    assert "partiront" not in browser.get(address(event, "")).text
    progress = browser.get(address(event, f"/envois/{waiting.public_id}")).text
    assert "Envoi arrêté" in progress and "3\u00a0personnes ne recevront rien" in progress


def test_the_word_is_read_in_the_letter_before_anything_is_sent(client, camille, event, members):
    make.sign_in(client, camille)
    answer = post(client, address(event), **SEND, attendu=3, mot="Au plaisir de vous voir", etape="lecture", sauf=[members[1].public_id])
    assert answer.status_code == 200 and db.session.query(Sending).count() == 0
    letter = answer.text[answer.text.index('class="letter"') :]
    assert "Au plaisir de vous voir" in letter and "Ne plus recevoir ces invitations" in letter
    assert re.search(rf'value="{members[1].public_id}" checked', answer.text)
    announced = post(client, address(event), **{**SEND, "objet": "save_the_date"}, attendu=3, etape="lecture").text
    assert "Réservez la date" in announced
