"""The page of planned letters: the stranger, the wrong person, the wrong moment, the bad form, then the success."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db, transaction
from app.events.words import State
from app.journal.models import Act
from app.outbox import actions as outbox
from app.outbox.models import OutboxLetter
from app.reminders.catalogue import KINDS
from app.reminders.models import PlannedLetter
from app.reminders.queries import planned_for
from app.ui.french import day, local
from tests import make
from tests.browsers import browser_of
from tests.statements import statements
from tests.tokens import send


@pytest.fixture
def client(app):
    return browser_of(app)


@pytest.fixture
def facilitator():
    return make.account(networks=["mdph-directeurs"])


@pytest.fixture
def event(facilitator):
    return make.event("Webinaire des référents", by=facilitator)


def address(event, *more):
    return "/".join([f"/gestion/evenements/{event.public_id}/lettres-prevues", *more])


def fields(**more):
    return {"is_on": "y", "days": "2", "hour": "09:00", "subject": "", "words": ""} | more


def row(event, letter):
    return db.session.query(PlannedLetter).filter_by(event_id=event.id, letter=letter).one_or_none()


def test_a_stranger_is_sent_to_sign_in(client, event):
    for path in (address(event), address(event, "rappel-veille"), address(event, "rappel-veille", "apercu")):
        assert client.get(path).status_code == 303
    assert send(client, address(event, "rappel-veille", "essai")).status_code == 303
    assert db.session.query(OutboxLetter).count() == 0


def test_the_facilitator_of_another_network_finds_nothing(client, event):
    make.sign_in(client, make.account(networks=["ars-pathos"]))
    for path in (address(event), address(event, "rappel-veille"), address(event, "rappel-veille", "apercu.html")):
        assert client.get(path).status_code == 404
    assert send(client, address(event, "rappel-veille"), data=fields()).status_code == 404
    assert send(client, address(event, "rappel-veille", "essai")).status_code == 404
    assert row(event, "reminder_1_day") is None


def test_an_organiser_does_not_edit_letters(client, event):
    make.sign_in(client, make.account(events=[event]))
    assert client.get(address(event)).status_code == 404


def test_the_plan_says_who_receives_what_and_when(client, event, facilitator):
    make.registration(event)
    page = make.sign_in(client, facilitator).get(address(event))
    assert page.status_code == 200
    assert "Prochain courriel le" in page.text
    assert "Rappel de la veille" in page.text and "1\u00a0personne" in page.text
    assert "Il ne part jamais seul" in page.text
    assert db.session.query(PlannedLetter).count() == 0, "looking writes nothing"


def test_a_draft_and_a_called_off_event_say_so(client, facilitator):
    make.sign_in(client, facilitator)
    draft = make.event(by=facilitator, state=State.DRAFT)
    assert "Rien ne part avant la publication" in client.get(address(draft)).text
    off = make.event(by=facilitator, state=State.CANCELLED)
    assert "Plus aucun courriel ne partira" in client.get(address(off)).text


def test_what_nobody_sent_before_the_event_is_asked_for_no_more(client, facilitator):
    make.sign_in(client, facilitator)
    over = client.get(address(make.event(by=facilitator, begins_in=timedelta(days=-3)))).text
    off = client.get(address(make.event(by=facilitator, state=State.CANCELLED))).text
    assert "à envoyer par vous" not in over + off and "Il ne s’envoie plus" in over
    assert "à envoyer par vous" in client.get(address(make.event(by=facilitator))).text


def test_what_waits_for_working_hours_leaves_when_its_facilitator_says_so(client, event, facilitator):
    at, monday = clock.now(), clock.now() + timedelta(days=2)
    with transaction():
        for number, more in enumerate(({"not_before": monday}, {"not_before": monday}, {})):
            outbox.put("thanks", to=f"{number}@ars.example.org", key=f"thanks-{number}", at=at, event_id=event.id, **more)
        outbox.put("replay", to="0@ars.example.org", key="replay", at=at, event_id=event.id, not_before=monday)
    make.sign_in(client, facilitator)
    assert "3 en attente jusqu’au" in client.get(address(event)).text.replace("\u00a0", " ")
    gone = send(client, address(event, "remerciement", "sans-attendre"))
    assert gone.status_code == 303 and "2\u00a0courriels partent" in client.get(gone.location).text
    left = {letter.kind: letter.not_before <= clock.now() for letter in db.session.query(OutboxLetter).order_by(OutboxLetter.id)}
    assert left == {"thanks": True, "replay": False}
    assert fresh_act("letters_hurried").after == {"letter": "thanks", "letters": 2}
    assert "Plus aucun courriel n’attend" in client.get(send(client, address(event, "remerciement", "sans-attendre")).location).text


def test_only_who_runs_the_event_lets_its_letters_leave_early(client, event):
    with transaction():
        later = clock.now() + timedelta(days=2)
        outbox.put("thanks", to="a@ars.example.org", key="thanks", at=clock.now(), event_id=event.id, not_before=later)
    assert send(client, address(event, "remerciement", "sans-attendre")).status_code == 303, "a stranger signs in first"
    make.sign_in(client, make.account(networks=["ars-pathos"]))
    assert send(client, address(event, "remerciement", "sans-attendre")).status_code == 404
    assert db.session.query(OutboxLetter).one().not_before == later


def fresh_act(verb):
    return db.session.query(Act).filter_by(verb=verb).one()


def test_a_letter_that_is_not_in_the_plan_does_not_exist(client, event, facilitator):
    make.sign_in(client, facilitator)
    assert client.get(address(event, "ordre-du-jour")).status_code == 404
    assert client.get(address(event, "n-importe-quoi")).status_code == 404


@pytest.mark.parametrize(
    ("slug", "wrong", "said"),
    [
        ("rappel-veille", {"days": "-3"}, "Un nombre entre 0 et 90"),
        ("rappel-veille", {"days": ""}, "Remplissez « Jours avant le début »"),
        ("rappel-veille", {"hour": "06:00"}, "entre 8"),
        ("rappel-veille", {"hour": "25:00"}, "Une heure est attendue"),
        ("rappel-veille", {"subject": "x" * 151}, "150 caractères au plus"),
        ("rappel-veille", {"words": "Bonjour {{ prenom }},"}, "« {{ prenom }} » partirait tel quel"),
        ("rappel-veille", {"subject": "À demain, %PRENOM%"}, "« %PRENOM% » partirait tel quel"),
        ("rappel-veille", {"words": "Cher [Prénom], rendez-vous le <<date>>"}, "« [Prénom] » partirait tel quel"),
        ("rediffusion", {"link": "javascript:alert(1)"}, "adresse complète"),
        ("rappel-1-heure", {"minutes": "5"}, "entre 10 et 720"),
    ],
)
def test_a_bad_form_comes_back_with_its_errors(client, event, facilitator, slug, wrong, said):
    answer = send(make.sign_in(client, facilitator), address(event, slug), data=fields(minutes="60") | wrong)
    assert answer.status_code == 422
    assert said in answer.text.replace("\u00a0", " ")
    assert db.session.query(PlannedLetter).count() == 0


def test_what_only_looks_like_a_gap_is_written(client, event, facilitator):
    words = "De 50 % à 100 % [voir le lieu](https://www.example.org) : {a"
    assert send(make.sign_in(client, facilitator), address(event, "rappel-veille"), data=fields() | {"words": words}).status_code == 303


def test_a_letter_after_the_start_is_refused(client, event, facilitator):
    with transaction():
        event.starts_at = event.starts_at.replace(hour=8)
    answer = send(make.sign_in(client, facilitator), address(event, "rappel-veille"), data=fields(days="0", hour="18:00"))
    assert answer.status_code == 422 and "aura commencé" in answer.text
    assert db.session.query(PlannedLetter).count() == 0


def test_the_facilitator_moves_a_letter_and_gives_it_their_words(client, event, facilitator):
    make.sign_in(client, facilitator)
    answer = send(client, address(event, "rappel-veille"), data=fields(subject="À demain", words="Apportez **vos** questions."))
    assert answer.status_code == 303
    kept = row(event, "reminder_1_day")
    assert (kept.offset_minutes, kept.local_hour.hour, kept.subject) == (-2 * 1440, 9, "À demain")
    assert {one.letter for one in db.session.query(PlannedLetter)} == {one.letter for one in planned_for(event)}
    sheet = client.get(address(event, "rappel-veille", "apercu.html"))
    assert "<strong>vos</strong>" in sheet.text
    assert "modifié par vous" in client.get(address(event)).text


def test_a_letter_is_switched_off_but_not_what_tells_a_fact(client, event, facilitator):
    make.sign_in(client, facilitator)
    off = {key: value for key, value in fields().items() if key != "is_on"}
    assert send(client, address(event, "rappel-7-jours"), data=off | {"days": "7"}).status_code == 303
    assert not row(event, "reminder_7_days").is_on
    assert "désactivé" in client.get(address(event)).text
    assert send(client, address(event, "confirmation"), data=off | {"words": "Bienvenue"}).status_code == 303
    assert row(event, "confirmation").is_on and row(event, "confirmation").words == "Bienvenue"


def test_a_letter_that_left_is_read_and_no_longer_changed(client, event, facilitator):
    make.sign_in(client, facilitator)
    send(client, address(event, "rappel-7-jours"), data=fields(days="7"))
    with transaction():
        event.starts_at, event.ends_at = clock.now() + timedelta(days=3), clock.now() + timedelta(days=3, hours=2)
        event.published_at = clock.now() - timedelta(days=60)
        row(event, "reminder_7_days").put_at = clock.now()
    assert "Il ne se modifie plus" in client.get(address(event, "rappel-7-jours")).text
    assert send(client, address(event, "rappel-7-jours"), data=fields()).status_code == 422


def test_every_letter_of_every_plan_can_be_looked_at(client, facilitator):
    make.sign_in(client, facilitator)
    seen = set()
    for kind in ("rencontre_territoriale", "webinaire", "reunion_reseau", "assemblee_personnel"):
        event = make.event(kind=kind, by=facilitator, state=State.DRAFT)
        for planned in planned_for(event):
            slug = KINDS[planned.letter].slug
            page = client.get(address(event, slug, "apercu"))
            assert page.status_code == 200
            shown = "M’envoyer un essai" in page.text
            assert shown or "pas encore de contenu" in page.text, (kind, slug)
            assert client.get(address(event, slug)).status_code == 200
            seen |= {planned.letter} if shown else set()
        assert event.state is State.DRAFT
    assert seen >= {"confirmation", "invitation", "nudge", "change", "called_off", "waiting", "seat_freed", "withdrawal", "thanks"}


def test_the_sheet_can_do_nothing_and_names_nobody(client, event, facilitator):
    who = make.registration(event).person
    sheet = make.sign_in(client, facilitator).get(address(event, "confirmation", "apercu.html"))
    policy = sheet.headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
    assert "Dominique Exemple" in sheet.text and who.last_name not in sheet.text
    page = client.get(address(event, "confirmation", "apercu"))
    assert "BEGIN:VCALENDAR" in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_sample_opens_nothing(client, event, facilitator):
    import re

    sheet = make.sign_in(client, facilitator).get(address(event, "rappel-veille", "apercu.html")).text
    link = re.search(r'href="http://localhost(/p/[^"]+)"', sheet)[1]
    assert client.get(link).status_code == 404


def test_a_trial_goes_to_oneself_only(client, event, facilitator):
    make.registration(event)
    answer = send(make.sign_in(client, facilitator), address(event, "rappel-veille", "essai"))
    assert answer.status_code == 303
    letter = db.session.query(OutboxLetter).one()
    assert (letter.kind, letter.recipient) == ("trial", facilitator.email)
    from app.outbox.making import letter_of

    made = letter_of(letter.kind, letter.ids, clock.now(), event_id=letter.event_id)
    assert made.subject.startswith("[Essai] ") and made.to_name == facilitator.name


def test_nothing_is_tried_of_a_letter_that_says_nothing(client, event, facilitator):
    answer = send(make.sign_in(client, facilitator), address(event, "rediffusion", "essai"))
    assert answer.status_code == 303
    assert "n’a encore rien à dire" in client.get(answer.location).text
    assert db.session.query(OutboxLetter).count() == 0


def test_trials_are_counted(client, event, facilitator):
    make.sign_in(client, facilitator)
    answers = [send(client, address(event, "rappel-veille", "essai")).status_code for _ in range(31)]
    assert answers[:30] == [303] * 30 and answers[30] == 429


def test_the_pages_ask_little_of_the_database(client, event, facilitator):
    make.sign_in(client, facilitator)
    for path in (address(event), address(event, "rappel-veille"), address(event, "rappel-veille", "apercu")):
        with statements() as made:
            assert client.get(path).status_code == 200
        assert len(made) <= 12, (path, len(made))


def test_a_draft_says_which_dates_are_already_past(client, facilitator):
    soon = make.event("Bientôt", by=facilitator, state=State.DRAFT, begins_in=timedelta(days=4))
    page = make.sign_in(client, facilitator).get(address(soon)).text
    assert "Date conseillée, déjà passée" in page and "Sans objet : cette date est passée." in page
    late = make.event("Plus tard", by=facilitator, state=State.DRAFT, begins_in=timedelta(days=200))
    page = client.get(address(late)).text
    assert "passée" not in page and "suivra la publication" in page


def test_what_waits_for_its_hour_is_the_next_letter_too(client, event, facilitator):
    """Thanks that wait for a working morning leave before a reminder of the week after."""
    soon = clock.now() + timedelta(hours=3)
    make.sign_in(client, facilitator)
    assert f"Prochain courriel le {day(local(soon))}" not in client.get(address(event)).text
    with transaction():
        outbox.put("thanks", to="a@example.org", key="k", at=clock.now(), event_id=event.id, not_before=soon)
    assert f"Prochain courriel le {day(local(soon))}" in client.get(address(event)).text
