"""What administrators see and do of the letters, and nobody else."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import update

from app.core.db import db, transaction
from app.core.errors import Refusal
from app.journal.models import Act
from app.outbox import actions as outbox
from app.outbox import addresses
from app.outbox.letter import Button, Letter
from app.outbox.models import LetterState, OutboxLetter, Return
from tests import make
from tests.letters import deliver

SECRET = "https://rencontres.example.org/i/" + "a" * 26 + "B" * 43


@pytest.fixture(autouse=True)
def makers(monkeypatch):
    def confirmation(ids, at):
        return Letter(subject="Votre inscription", to_name="Élodie", heading="C’est noté", button=Button("Ma page", SECRET))

    monkeypatch.setitem(current_app.extensions, "letters", {"confirmation": confirmation, "nudge": lambda ids, at: None})


@pytest.fixture
def letter():
    with transaction():
        outbox.put("confirmation", to="elodie@mdph-14.example.org", key="k1", at=make.now(), event_id=7, person_id=8, registration_id=9)
    return db.session.query(OutboxLetter).one()


@pytest.fixture
def admin(client):
    return make.sign_in(client, make.account("Ada Chef", admin=True))


def fresh(letter):
    return db.session.get(OutboxLetter, letter.id, populate_existing=True)


@pytest.mark.parametrize("path", ["/courriers", "/courriers/{id}", "/courriers/{id}/page", "/sante"])
def test_strangers_sign_in_first_and_facilitators_find_nothing(client, letter, path):
    path = path.format(id=letter.public_id)
    assert client.get(path).status_code == 303
    make.sign_in(client, make.account(networks=["mdph-directeurs"]))
    assert client.get(path).status_code == 404


def test_what_leaves_and_what_came_have_names_that_nobody_mistakes(client, admin, letter):
    """One name each: in the menu, as the title of the page, above the pages under it."""
    page, one = client.get("/courriers").text, client.get(f"/courriers/{letter.public_id}").text
    assert ">Boîte d’envoi</a>" in page and ">Courriels reçus</a>" in page and ">Courriels</a>" not in page
    assert "<title>Boîte d’envoi" in page and one.count(">Boîte d’envoi</a>") == 2  # the menu, and the way back


@pytest.mark.parametrize("verb", ["retenir", "liberer", "renvoyer"])
def test_only_administrators_act_and_only_by_post(client, letter, verb):
    path = f"/courriers/{letter.public_id}/{verb}"
    make.sign_in(client, make.account(networks=["mdph-directeurs"]))
    assert client.post(path).status_code in (400, 404)
    assert client.get(path).status_code == 405
    assert fresh(letter).state is LetterState.PENDING


def test_the_list_filters_and_says_what_to_do_when_empty(admin, letter):
    assert "elodie@mdph-14" in admin.get("/courriers").text
    assert "elodie@mdph-14" in admin.get("/courriers?etat=pending&sorte=confirmation&a=elodie").text
    assert "Aucun courriel ne correspond" in admin.get("/courriers?etat=dead").text
    assert admin.get("/courriers?etat=nimporte&page=x&a=%25").status_code == 200
    assert admin.get("/courriers/inconnu").status_code == 404


def test_a_letter_is_shown_made_again_without_its_secret_links(admin, letter):
    page = admin.get(f"/courriers/{letter.public_id}")
    assert "Retenir ce courriel" in page.text and "frame-src 'self'" in page.headers["Content-Security-Policy"]
    sheet = admin.get(f"/courriers/{letter.public_id}/page")
    assert "C’est noté" in sheet.text and SECRET not in sheet.text and 'href="#"' in sheet.text
    assert sheet.headers["Content-Security-Policy"].endswith("sandbox") and "script-src" not in sheet.headers["Content-Security-Policy"]


def post(client, path, page):
    token = client.get(page).text.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token})


def test_a_letter_held_stays_until_it_is_released(admin, letter):
    page = f"/courriers/{letter.public_id}"
    assert post(admin, f"{page}/retenir", page).status_code == 303
    assert fresh(letter).state is LetterState.HELD and deliver() == []
    assert "Libérer ce courriel" in admin.get(page).text
    assert post(admin, f"{page}/liberer", page).status_code == 303
    assert [m["Subject"] for m in deliver()] == ["Votre inscription"]
    assert [act.verb for act in db.session.query(Act).order_by(Act.id)] == ["letter_held", "letter_released"]


def test_two_clicks_that_release_a_letter_never_send_it_twice(letter):
    with transaction():
        outbox.hold(letter, "système", make.now())
    seen_held = letter.state
    with transaction():
        db.session.execute(update(OutboxLetter).values(state=LetterState.SENT).execution_options(synchronize_session=False))
    assert seen_held is letter.state is LetterState.HELD  # what the second page still believes
    with pytest.raises(Refusal), transaction():
        outbox.release(letter, "système", make.now())
    assert fresh(letter).state is LetterState.SENT


def test_sending_again_writes_a_new_letter_of_the_same_fact(admin, letter):
    page = f"/courriers/{letter.public_id}"
    [first] = deliver()
    assert post(admin, f"{page}/renvoyer", page).status_code == 303
    [second] = deliver()
    assert first["Subject"] == second["Subject"] and first["Message-ID"] != second["Message-ID"]
    old, new = db.session.query(OutboxLetter).order_by(OutboxLetter.id)
    assert new.facts == old.facts == {"registration_id": 9, "event_id": 7, "person_id": 8}
    with transaction():
        addresses.judge(letter.recipient, Return.HARD, "550 inconnu", make.now())
    assert "corrigez d’abord cette adresse" in admin.get(post(admin, f"{page}/renvoyer", page).location).text
    assert db.session.query(OutboxLetter).count() == 2


def test_a_letter_that_waits_is_not_sent_twice(admin, letter):
    page = f"/courriers/{letter.public_id}"
    answer = post(admin, f"{page}/renvoyer", page)
    assert "n’est pas encore parti" in admin.get(answer.location).text and db.session.query(OutboxLetter).count() == 1


def test_after_a_restore_everything_that_waits_is_held(letter):
    with transaction():
        assert outbox.hold_waiting("système", make.now()) == 1
    assert fresh(letter).state is LetterState.HELD and deliver() == []


def test_the_command_of_a_restore_says_how_many_letters_it_keeps_back(app, letter):
    said = app.test_cli_runner().invoke(args=["outbox", "hold-waiting"]).output
    assert said.startswith("1\N{NO-BREAK SPACE}courriel retenu. ") and fresh(letter).state is LetterState.HELD


def test_health_is_one_word_for_strangers_and_the_whole_for_administrators(client, letter):
    assert client.get("/healthz").text == "ok\n"
    make.sign_in(client, make.account("Ada Chef", admin=True))
    assert "ne donne signe de vie" in client.get("/sante").text
    with transaction():
        outbox.beat("ouvrier", make.now())
        outbox.beat("ancien ouvrier", make.now() - timedelta(hours=5))
    assert "ne donne signe" not in client.get("/sante").text


def test_health_tells_within_a_minute_that_the_mail_server_takes_nothing(client, letter):
    make.sign_in(client, make.account("Ada Chef", admin=True))
    with transaction():
        outbox.beat("ouvrier", make.now(), make.now() - timedelta(seconds=30))
    assert "ne prend plus nos courriels" not in client.get("/sante").text
    with transaction():
        outbox.beat("ouvrier", make.now(), make.now() - timedelta(seconds=61))
        kept = fresh(letter)
        kept.last_code, kept.last_error = 530, "5.7.0 authentication required"
    page = client.get("/sante").text
    assert "ne prend plus nos courriels" in page and "530 5.7.0 authentication required" in page and "va bien" not in page
    with transaction():
        fresh(letter).state = LetterState.DEAD
    assert "authentication required" not in client.get("/sante").text, "what was said of a letter given up"
    with transaction():
        outbox.beat("ouvrier", make.now())
    assert "ne prend plus nos courriels" not in client.get("/sante").text


def test_health_counts_what_it_shows(client, letter):
    """A letter given up is shown in orange: the page may not say above it that all is well."""
    make.sign_in(client, make.account("Ada Chef", admin=True))
    with transaction():
        outbox.beat("ouvrier", make.now())
        fresh(letter).state = LetterState.DEAD
    page = client.get("/sante").text
    assert "1 courriel abandonné" in page and "Un point demande votre attention" in page
    with transaction():
        outbox.beat("ouvrier", make.now(), make.now() - timedelta(seconds=61))
    assert "2 points demandent votre attention" in client.get("/sante").text


def test_old_letters_are_forgotten_and_waiting_ones_never(letter):
    assert deliver()
    with transaction():
        outbox.put("confirmation", to="elodie@mdph-14.example.org", key="k2", at=make.now())
    later = make.now() + timedelta(days=61)
    with transaction():
        assert outbox.forget_before(later, later, later) == 1
    assert [row.dedupe_key for row in db.session.query(OutboxLetter)] == ["k2"]


def test_the_page_of_a_letter_names_its_event_and_its_person_and_shows_its_words(client, admin):
    event, who = make.event("Accueil des usagers"), make.person()
    with transaction():
        outbox.put("confirmation", to=who.email, key="k2", at=make.now(), event_id=event.id, person_id=who.id)
    row = db.session.query(OutboxLetter).one()
    page = client.get(f"/courriers/{row.public_id}").text
    assert "Accueil des usagers" in page and who.name in page
    assert "C’est noté" in page and "B" * 20 not in page
