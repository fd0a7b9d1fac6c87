"""What administrators do to many letters at once, why a letter waits, and what is kept of letters in the end."""

import re
from datetime import timedelta

import pytest
from flask import current_app

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import Refusal
from app.core.links import proof
from app.journal.models import Act
from app.outbox import actions as outbox
from app.outbox import jobs, many_queries, queries
from app.outbox import lease_queries as leases
from app.outbox.letter import Letter
from app.outbox.models import LETTER_STATES, LetterState, MailDomain, OutboxLetter
from tests import make
from tests.letters import deliver

PENDING, HELD, SENT, DEAD = LetterState.PENDING, LetterState.HELD, LetterState.SENT, LetterState.DEAD
ELODIE = "elodie@mdph-14.example.org"


@pytest.fixture(autouse=True)
def makers(monkeypatch):
    letter = Letter(subject="Essai", to_name="Élodie", heading="Bonjour")
    monkeypatch.setitem(current_app.extensions, "letters", {kind: lambda ids, at: letter for kind in ("confirmation", "change", "message")})


@pytest.fixture
def admin(client):
    return make.sign_in(client, make.account("Ada Chef", admin=True))


def put(key, to=ELODIE, kind="confirmation", at=None, **more):
    with transaction():
        outbox.put(kind, to=to, key=key, at=at or make.now(), **more)


def row(key):
    db.session.rollback()
    return db.session.query(OutboxLetter).filter_by(dedupe_key=key).populate_existing().one()


def states():
    db.session.rollback()
    return {row.dedupe_key: row.state for row in db.session.query(OutboxLetter).populate_existing()}


def confirm(client, path):
    page = client.get(path)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    said = dict(part.split("=") for part in path.partition("?")[2].split("&") if part)
    return page.text, client.post(path.partition("?")[0], data={"csrf_token": token, **said})


def test_the_letters_of_a_filter_are_held_then_let_go_once_it_was_said_how_many(admin):
    for n in range(3):
        put(f"c{n}")
    put("autre", kind="message")
    page, answer = confirm(admin, "/courriers/en-nombre/retenir?sorte=confirmation")
    assert "Retenir 3\N{NO-BREAK SPACE}courriels" in page and "Confirmation d’inscription" in page
    assert answer.status_code == 303 and states() == {"c0": HELD, "c1": HELD, "c2": HELD, "autre": PENDING}
    assert "3\N{NO-BREAK SPACE}courriels retenus" in admin.get("/courriers").text and len(deliver()) == 1
    page, _ = confirm(admin, "/courriers/en-nombre/liberer?a=elodie&etat=held")
    assert "Libérer 3\N{NO-BREAK SPACE}courriels" in page and LETTER_STATES[HELD] in page and len(deliver()) == 3
    assert [act.verb for act in db.session.query(Act).order_by(Act.id)][-2:] == ["letters_held", "letters_released"]


def test_the_settled_letters_of_a_filter_are_sent_again_and_no_other(admin):
    put("c0"), put("m0", kind="message")
    assert len(deliver()) == 2
    put("c1")
    page, _ = confirm(admin, "/courriers/en-nombre/renvoyer?sorte=confirmation")
    assert "Renvoyer 1\N{NO-BREAK SPACE}courriel" in page
    assert len(deliver()) == 2 and db.session.query(OutboxLetter).filter_by(kind="message").count() == 1


def test_five_hundred_letters_at_most_are_sent_again_at_once(admin, monkeypatch):
    monkeypatch.setattr(many_queries, "MOST_AT_ONCE", 2)
    for n in range(3):
        put(f"c{n}", to=f"p{n}@mdph-14.example.org")
    deliver()
    confirm(admin, "/courriers/en-nombre/renvoyer?etat=sent")
    assert len(deliver()) == 2


def test_looking_at_the_confirmation_does_nothing_and_an_empty_list_says_so(admin):
    put("c0")
    assert admin.get("/courriers/en-nombre/retenir").status_code == 200 and states() == {"c0": PENDING}
    assert "Aucun courriel de cette liste" in admin.get("/courriers/en-nombre/liberer").text
    assert admin.get("/courriers/en-nombre/effacer").status_code == 404
    assert admin.post("/courriers/en-nombre/retenir").status_code == 400 and states() == {"c0": PENDING}


def test_only_administrators_act_on_many(client):
    put("c0")
    assert client.get("/courriers/en-nombre/retenir").status_code == 303
    make.sign_in(client, make.account(networks=["mdph-directeurs"]))
    assert client.get("/courriers/en-nombre/retenir").status_code == 404
    assert client.post("/courriers/en-nombre/retenir").status_code in (400, 404) and states() == {"c0": PENDING}


def test_a_letter_that_waits_says_why(admin):
    at = make.now()
    put("plus-tard", at=at, not_before=at + timedelta(days=2))
    put("premier", at=at, event_id=7), put("second", at=at, event_id=7)
    put("lent", to="p@orange.example", at=at), put("silence", to="p@free.example", at=at), put("libre", to="x@mdph.example", at=at)
    put("essai", to="y@mdph.example", at=at)
    with transaction():
        again = row("essai")
        again.attempts, again.not_before = 1, at + timedelta(minutes=5)
        db.session.add(MailDomain(domain="orange.example", next_at=at + timedelta(minutes=1)))
        db.session.add(MailDomain(domain="free.example", silent_until=at + timedelta(minutes=9), refusals=1))
    letters = db.session.query(OutboxLetter).all()
    said = {letter.dedupe_key: many_queries.why_waiting(letters, at)[letter.id] for letter in letters}
    assert said["plus-tard"].startswith("Prévu le") and said["essai"].startswith("Nouvel essai le")
    assert "doit partir d’abord" in said["second"] and "quelques secondes" in said["premier"]
    assert "rythme fixé" in said["lent"] and "trop de courriels" in said["silence"] and "quelques secondes" in said["libre"]
    assert "doit partir d’abord" in admin.get("/courriers").text and "rythme fixé" in admin.get(f"/courriers/{row('lent').public_id}").text
    with transaction():
        outbox.beat("ouvrier", at, at - timedelta(minutes=3))
    assert "ne prend rien depuis" in many_queries.why_waiting([row("libre")], at)[row("libre").id]


def test_the_states_are_drawn_as_well_as_listed(admin):
    put("c0"), deliver(), put("c1")
    page = admin.get("/courriers").text
    assert 'class="bars"' in page and 'aria-label="Courriels par état"' in page


def test_health_is_not_alarmed_by_letters_that_wait_for_their_turn_or_their_pace(client):
    at, long_ago = make.now(), make.now() - timedelta(hours=1)
    put("premier", at=long_ago, event_id=7), put("second", at=long_ago, event_id=7), put("lent", to="p@orange.example", at=long_ago)
    with transaction():
        waits = row("premier")
        waits.attempts, waits.not_before = 2, at + timedelta(minutes=5)
        db.session.add(MailDomain(domain="orange.example", silent_until=at + timedelta(minutes=9), refusals=1))
        db.session.add(MailDomain(domain="mdph.example", silent_until=at, next_at=at, refusals=1))  # its silence is over
    assert queries.oldest_due(at, many_queries.may_leave(at)) is None
    put("en retard", to="z@mdph.example", at=long_ago)
    assert queries.oldest_due(at, many_queries.may_leave(at)) == row("en retard").not_before


# What is kept (§6.9)


def test_letters_given_up_keep_after_thirty_days_only_the_proof_that_they_were():
    put("c0", person_id=8, registration_id=9)
    with transaction():
        given_up = row("c0")
        given_up.state, given_up.last_code, given_up.last_error = DEAD, 550, f"5.1.1 <{ELODIE}> unknown"
    was = row("c0").message_id
    jobs.forget_old(make.now() + timedelta(days=29))
    assert row("c0").recipient == ELODIE
    with transaction():
        jobs.forget_old(make.now() + timedelta(days=31))
    kept = row("c0")
    assert kept.recipient == "efface:" + proof("destinataire", ELODIE)[:32] and ELODIE not in str(vars(kept))
    assert (kept.ids, kept.person_id, kept.state, kept.message_id, kept.last_code) == ({}, None, DEAD, was, 550)
    with pytest.raises(Refusal), transaction():
        outbox.resend(kept, "compte:x", make.now())
    with transaction():
        jobs.forget_old(make.now() + timedelta(days=61))
    assert states() == {}


def test_ids_are_kept_until_the_row_is_gone_so_that_a_letter_can_be_sent_again():
    put("c0", registration_id=9)
    deliver()
    with transaction():
        jobs.forget_old(make.now() + timedelta(days=59))
    assert row("c0").ids == {"registration_id": 9} and row("c0").recipient == ELODIE
    with transaction():
        jobs.forget_old(make.now() + timedelta(days=61))
    assert states() == {}


def test_somebody_who_is_erased_receives_nothing_more_and_their_address_is_no_longer_read(app):
    put("partie"), deliver()
    put("attend"), put("retenue"), put("en main"), put("autre", to="jean@mdph-14.example.org")
    with transaction():
        outbox.hold(row("retenue"), "compte:x", make.now())
        [slip] = [one for one in leases.claim("ouvrier", clock.now()) if one.id == row("en main").id]
    said = app.test_cli_runner().invoke(args=["outbox", "forget", "Elodie@MDPH-14.example.org"]).output
    assert said.startswith("3\N{NO-BREAK SPACE}courriels annulés, 4\N{NO-BREAK SPACE}lignes réduites")
    with transaction():
        assert not leases.begin(slip, "ouvrier")  # the worker that held it finds its lease gone
    with transaction():
        leases.take_back("ouvrier", [])
    assert [message["To"].addresses[0].addr_spec for message in deliver()] == ["jean@mdph-14.example.org"]
    assert states()["attend"] is states()["retenue"] is states()["en main"] is LetterState.CANCELLED and states()["partie"] is SENT
    assert db.session.query(OutboxLetter).filter(OutboxLetter.recipient.contains("elodie")).count() == 0
    assert row("partie").recipient == row("attend").recipient  # the same person still counts once
