"""The journal as an administrator reads it (T43)."""

import ast
import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.core import clock
from app.core.db import db, transaction
from app.events.models import Event
from app.invitations.models import Purpose
from app.journal import actions as journal
from app.journal.models import Act
from app.registrations import actions as registrations
from app.reports.journal_words import THINGS, WORDS, details
from tests import make
from tests.browsers import browser_of
from tests.house.sources import none, python_files, tree_of
from tests.house.test_words import acts_written


@pytest.fixture
def ada(app):
    return make.account("Ada Lenoir", admin=True)


@pytest.fixture
def browser(app, ada):
    return make.sign_in(browser_of(app), ada)


@pytest.fixture
def told(ada):
    """An event published, someone registered and gone again, an export last week."""
    camille = make.account("Camille Roussel", networks=["mdph-directeurs"])
    event, person = make.event("Rencontre de Caen", by=camille), make.person("Élodie", "Roy")
    registration = make.registration(event, person)
    with transaction():
        at = clock.now()
        journal.write(camille.actor, "event_published", event.thing, at=at, before={"state": "draft"}, after={"state": "published"})
        registrations.withdraw(registration, by=person.actor, at=at)
        said = {"export": "inscriptions", "format": "csv", "columns": 12, "rows": 1}
        journal.write(camille.actor, "exported", event.thing, at=at - timedelta(days=8), after=said)
    return event, registration, camille


def rows(page):
    return page.text.partition("<tbody>")[2].partition("</tbody>")[0]


def test_it_says_who_did_what_to_what_by_name(browser, told):
    page = rows(browser.get("/journal"))
    for words in (
        "Événement publié",
        "État\u00a0:\u00a0Brouillon → Publié",
        "Rencontre de Caen",
        "Camille Roussel",
        "Élodie Roy",
        "Désinscription",
    ):
        assert words in page
    assert "Contenu\u00a0:\u00a0Liste des inscrits" in page and "Lignes\u00a0:\u00a01" in page


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("qui=camille", ["Événement publié", "Export"], ["Désinscription"]),
        ("qui=roy", ["Désinscription"], ["Événement publié"]),
        ("sur=caen", ["Événement publié", "Désinscription"], []),
        ("sur=elodie", ["Désinscription"], ["Événement publié"]),
        ("acte=exported", ["Lignes"], ["Désinscription"]),
        ("acte=rien", ["Événement publié", "Désinscription", "Lignes"], []),
        ("qui=système", [], ["Événement publié"]),
        ("qui=personne-de-ce-nom", [], ["Événement publié", "Désinscription"]),
        ("sur=%25", [], ["Événement publié"]),
    ],
)
def test_it_is_filtered_by_name_and_by_act(browser, told, asked, shown, hidden):
    page = rows(browser.get(f"/journal?{asked}"))
    none([words for words in shown if words not in page])
    none([words for words in hidden if words in page])


def test_it_is_filtered_by_thing_and_by_day(browser, told):
    event, registration, camille = told
    about = rows(browser.get(f"/journal?sur={event.thing}"))
    assert "Événement publié" in about and "Désinscription" in about
    assert "Événement publié" not in rows(browser.get(f"/journal?sur={registration.thing}"))
    alone = browser.get(f"/journal?qui={camille.actor}&sur={event.thing}")
    assert "Ouvrir sa page" in alone.text and "Désinscription" not in rows(alone)
    today = clock.today()
    assert "Lignes" not in rows(browser.get(f"/journal?du={today}&au={today}"))
    assert "Lignes" in rows(browser.get(f"/journal?au={today - timedelta(days=1)}"))


def test_what_is_gone_is_still_told(browser, told):
    with transaction():
        journal.write("compte:zzz", "event_deleted", "événement:zzz", at=clock.now())
    page = rows(browser.get("/journal?acte=event_deleted"))
    assert "Événement, n’existe plus" in page and "Compte, n’existe plus" in page


def test_reading_it_writes_nothing_and_asks_little(app, browser, told):
    before = db.session.query(Act).count()
    for page in ("/journal", "/journal?verifier=1", "/journal?page=99", "/journal?qui=a&sur=b&du=x&au=2026-13-01&page=-1"):
        assert browser.get(page).status_code == 200
    assert db.session.query(Act).count() == before
    assert browser.post("/journal").status_code == 405


def test_it_has_pages(browser):
    with transaction():
        for number in range(51):
            journal.write("système", "event_closed", f"événement:{number}", at=clock.now())
    assert "Page 1 sur 2" in browser.get("/journal?acte=event_closed").text
    second = browser.get("/journal?acte=event_closed&page=2")
    assert rows(second).count("<tr>") == 1 and "acte=event_closed" in second.text


def test_it_says_whether_somebody_touched_it(browser, told):
    assert "pas encore vérifiés" in browser.get("/journal").text
    with transaction():
        journal.seal(clock.now() + timedelta(minutes=2))
    assert "Le journal est intact" in browser.get("/journal?verifier=1").text
    with transaction():
        assert journal.check(clock.now()) is None
    assert "Le journal est intact" in browser.get("/journal").text
    touched = db.session.query(Act).filter_by(verb="withdrawn").one().id
    with transaction():
        db.session.execute(text("UPDATE journal_act SET actor = 'compte:b' WHERE verb = 'withdrawn'"))
    assert f"modifié à partir de l’acte n° {touched}" in browser.get("/journal?verifier=1").text
    with transaction():
        assert journal.check(clock.now()) == touched
    assert "Le journal a été modifié" in browser.get("/journal").text


def handed_on():
    """Verbs given to a function that writes the act for several doors or states."""
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_step", "_finish", "_move"):
                yield from (
                    arg.value for arg in node.args if isinstance(arg, ast.Constant) and re.fullmatch("[a-z]+(_[a-z]+)+", str(arg.value))
                )


def test_every_act_and_every_thing_has_its_words():
    verbs = {verb.value for _, verb, _ in acts_written() if isinstance(verb, ast.Constant)} | {*handed_on()}
    verbs |= {f"sending_{purpose.value}" for purpose in Purpose} | {"journal_checked"}  # the journal writes of itself too
    assert verbs == set(WORDS)
    kinds = {thing[2:].partition(":")[0] for _, _, thing in acts_written() if thing.startswith("f'")}
    none(sorted(kinds - set(THINGS)))
    assert Event(public_id="x").thing.partition(":")[0] in THINGS


def test_details_leave_ids_out():
    act = Act(
        before=None, after={"event": "abc", "standing": "waiting", "grant": 3, "is_on": False, "letter": "nudge", "changed": ["start"]}
    )
    said = "Inscription : Sur liste d’attente · Envoyé : non · Courriel : Relance · Changé : début"
    assert details(act).replace("\u00a0", " ") == said
