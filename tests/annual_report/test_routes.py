"""The doors of the report: who may come in, what each button does, and what it costs the database."""

import re

import pytest

from app.annual_report import queries
from app.annual_report.models import AnnualReport, SentenceEdit, Stage
from app.annual_report.templates import chapters
from app.core.db import db, transaction
from app.events.words import State
from app.journal.models import Act
from tests import make
from tests.annual_report.year import YEAR, begun, mark_in, series, year_of_domicile
from tests.browsers import browser_of
from tests.statements import statements

WORDS = "{n|majuscule} {n|webinaire/webinaires} pour les services à domicile"


@pytest.fixture
def camille(app, monkeypatch):
    """A facilitator's browser, after a year with three webinars."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    year_of_domicile()
    browser = browser_of(app)
    browser.account = make.account("Camille Roussel", networks=["mdph-directeurs"])
    return make.sign_in(browser, browser.account)


def other(app, **more):
    who = make.account("Basile Nomdedeu", **{"networks": ["mdph-directeurs"], **more})
    browser = make.sign_in(browser_of(app), who)
    browser.account = who
    return browser


def edits():
    db.session.expire_all()
    return db.session.query(SentenceEdit).order_by(SentenceEdit.id).all()


def verbs():
    return [act.verb for act in db.session.query(Act).order_by(Act.id) if "report" in act.verb or "sentence" in act.verb]


def report():
    db.session.expire_all()
    return queries.report_of(YEAR)


def test_a_year_in_which_something_was_held_may_be_begun_once(camille):
    assert f"Commencer le bilan {YEAR}" in camille.get("/bilan").text
    assert camille.post("/bilan", data={"annee": "1999"}).status_code == 422
    assert camille.post("/bilan", data={"annee": "x"}).status_code == 422
    answer = camille.post("/bilan", data={"annee": str(YEAR)})
    assert answer.status_code == 303 and answer.location == f"/bilan/{YEAR}"
    assert report().begun_by_id == camille.account.id and report().stage is Stage.DRAFT
    assert camille.post("/bilan", data={"annee": str(YEAR)}).status_code == 422
    assert f"Commencer le bilan {YEAR}" not in camille.get("/bilan").text
    assert verbs() == ["report_begun"]


def test_a_year_between_two_others_in_which_nothing_was_held_is_not_offered(camille):
    make.event("Il y a longtemps", starts_at=make.at(f"{YEAR - 2}-03-12 09:00"), state=State.HELD)
    make.event("Annulé", starts_at=make.at(f"{YEAR - 1}-03-12 09:00"), state=State.CANCELLED)
    assert queries.years_with_events() == [YEAR, YEAR - 2]


@pytest.mark.once
def test_an_event_of_which_no_sentence_speaks_is_named_until_it_is_in_its_series(camille):
    begun(camille.account)
    assert "dont aucune phrase ne parle" not in camille.get(f"/bilan/{YEAR}").text
    event = make.event("Quatrième réunion", starts_at=make.at(f"{YEAR}-10-12 09:00"), state=State.HELD, networks=["ars-pathos"])
    page = camille.get(f"/bilan/{YEAR}").text
    assert "1\xa0événement dont aucune phrase ne parle" in page
    assert re.search(rf"<li>Quatrième réunion, \w+ 12\xa0octobre {YEAR}\xa0: dans aucune série</li>", page)
    assert f"/gestion/evenements/{event.public_id}" not in page  # of a network that is not theirs
    with transaction():
        event.facilitator_id = camille.account.id
    page = camille.get(f"/bilan/{YEAR}").text
    assert f'<a href="/gestion/evenements/{event.public_id}">Quatrième réunion</a>' in page
    assert f'<a href="/gestion/evenements/{event.public_id}/classer">Classer' in page and "se classe d’ici" in page
    with transaction():
        event.state, event.archived_at = State.ARCHIVED, event.ends_at
    page = camille.get(f"/bilan/{YEAR}").text
    assert "/classer" not in page and "(archivé)" in page and "archivé ne se classe plus" in page
    with transaction():
        event.series_id = series("pathos").id
    assert "dont aucune phrase ne parle" not in camille.get(f"/bilan/{YEAR}").text


def test_the_page_marks_each_number_with_its_definition_its_filters_and_its_rows(camille):
    begun(camille.account)
    page = camille.get(f"/bilan/{YEAR}").text
    assert '<span class="slot__said">trois</span>' in page and '<span class="slot__said">au moins trois</span>' in page
    assert "l’événement qui en a réuni le moins" in page.casefold() and f"Année {YEAR}" in page
    assert f"/chiffres/minimum_participants?annee={YEAR}&amp;serie=domicile" in page
    assert "Aucune réunion du Conseil tenue" in page


def test_an_organiser_a_stranger_and_a_year_without_report_find_nothing(app, camille):
    begun(camille.account)
    organiser = make.sign_in(browser_of(app), make.account(events=[make.event()]))
    for address in ("/bilan", f"/bilan/{YEAR}", f"/bilan/{YEAR}/v1", f"/bilan/{YEAR}/phrases/P26", "/bilan/ajouts"):
        assert organiser.get(address).status_code == 404
        assert browser_of(app).get(address).status_code == 303
    for address in ("/bilan/1999", "/bilan/1999/phrases/P26"):
        assert camille.get(address).status_code == 404
    assert camille.get(f"/bilan/{YEAR}/v2").status_code == 404
    assert camille.get(f"/bilan/{YEAR}/phrases/P99").status_code == 404


def test_words_are_looked_at_before_they_are_kept_then_survive_new_figures(camille):
    begun(camille.account)
    address = f"/bilan/{YEAR}/phrases/P26"
    seen = camille.post(address, data={"text": WORDS, "variant": "1", "act": "voir"})
    assert seen.status_code == 200 and "Trois webinaires pour les services à domicile" in seen.text and edits() == []
    assert camille.post(address, data={"text": WORDS, "variant": "1", "act": "garder"}).status_code == 303
    assert "mots de Camille Roussel" in camille.get(f"/bilan/{YEAR}").text
    year_of_domicile(events=1, first_month=8)
    page = camille.get(f"/bilan/{YEAR}").text
    assert "Quatre</span>" in page and "webinaires pour les services à domicile" in page


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{x} webinaires", "ne désigne aucun chiffre"), ("{n webinaires", "accolade"), ("", "Remplissez"), ("{n|fort}", "façon d’écrire")],
)
def test_words_that_cannot_be_said_come_back_with_the_reason_beside_the_field(camille, text, reason):
    begun(camille.account)
    for act in ("voir", "garder"):
        answer = camille.post(f"/bilan/{YEAR}/phrases/P26", data={"text": text, "variant": "1", "act": act})
        assert answer.status_code == 422 and reason in answer.text and 'id="text-erreur"' in answer.text
    assert edits() == []


def test_words_written_meanwhile_by_somebody_else_are_shown_before_they_are_replaced(app, camille):
    begun(camille.account)
    address, basile = f"/bilan/{YEAR}/phrases/P26", other(app)
    seen = mark_in(camille.get(address).text)
    assert camille.post(address, data={"text": WORDS, "variant": "1", "act": "garder", **seen}).status_code == 303
    theirs = {"text": "{n} dates", "variant": "1", "act": "garder"}
    late = basile.post(address, data={**theirs, **seen})
    assert (
        late.status_code == 422 and "Camille Roussel a écrit cette phrase entre-temps" in late.text and "{n} dates</textarea>" in late.text
    )
    assert [one.text for one in edits()] == [WORDS]
    wrong = basile.post(address, data={**theirs, **seen, "text": "{x}"})
    assert basile.post(address, data={**theirs, **mark_in(wrong.text)}).status_code == 422  # not told yet
    assert basile.post(address, data={**theirs, **mark_in(late.text)}).status_code == 303
    assert [one.text for one in edits()] == ["{n} dates"]


def test_another_wording_shows_the_earlier_words_which_come_back_with_their_situation(camille):
    begun(camille.account)
    events = db.session.query(make.Event).order_by(make.Event.id).all()
    camille.post(f"/bilan/{YEAR}/phrases/P26", data={"text": WORDS, "variant": "1", "act": "garder"})
    with make.transaction():
        for event in events[1:]:
            event.state, event.cancelled_at = State.CANCELLED, make.now()
    page = camille.get(f"/bilan/{YEAR}").text
    assert "la tournure n’est plus celle que Camille Roussel avait écrite" in page and "un webinaire" not in page.split("P26")[0]
    assert WORDS.replace("’", "&#39;") in camille.get(f"/bilan/{YEAR}/phrases/P26").text
    late = camille.post(f"/bilan/{YEAR}/phrases/P26", data={"text": "autre", "variant": "1", "act": "garder"})
    assert late.status_code == 422 and "Les chiffres ont changé entre-temps" in late.text
    with make.transaction():
        for event in events[1:]:
            event.state, event.cancelled_at = State.HELD, None
    assert "webinaires pour les services à domicile" in camille.get(f"/bilan/{YEAR}").text


def test_words_are_written_around_brackets_and_whoever_loses_a_figure_is_told(camille):
    begun(camille.account)
    address = f"/bilan/{YEAR}/phrases/P26"
    assert "[trois] webinaires réunissant [au moins trois participants]" in camille.get(address).text
    kept = {"text": "[Trois] webinaires ont réuni [au moins trois participants].", "variant": "1", "act": "garder"}
    assert camille.post(address, data=kept).status_code == 303
    page = camille.get(f"/bilan/{YEAR}").text
    assert "Ses chiffres continuent d’être calculés." in page
    assert [one.text for one in edits()] == ["{n|majuscule} webinaires ont réuni {m|au moins} {m|participant/participants}."]
    assert camille.post(address, data={**kept, "text": "[Trois] webinaires ont réuni du monde."}).status_code == 303
    page = camille.get(f"/bilan/{YEAR}").text
    assert "Ils ne disent plus «\u00a0Participants au moins\u00a0» : un nombre écrit à la main ne sera pas recalculé." in page
    refused = camille.post(address, data={**kept, "text": "[Douze] webinaires"})
    assert refused.status_code == 422 and "n’est aucun des chiffres de cette phrase" in refused.text


def test_the_proposed_words_come_back_by_a_button_or_by_writing_them(camille):
    begun(camille.account)
    address = f"/bilan/{YEAR}/phrases/P26"
    camille.post(address, data={"text": WORDS, "variant": "1", "act": "garder"})
    assert "Revenir au texte proposé" in camille.get(address).text
    camille.post(f"{address}/retablir", data={"variant": "1"})
    assert edits() == []
    camille.post(address, data={"text": WORDS, "variant": "1", "act": "garder"})
    proposed = next(one for chapter in chapters() for one in chapter.sentences if one.code == "P26").forms[0].text
    camille.post(address, data={"text": proposed, "variant": "1", "act": "garder"})
    assert edits() == []
    assert verbs() == ["sentence_written", "sentence_restored"] * 2


def test_a_sentence_is_left_out_and_put_back_by_name(app, camille):
    begun(camille.account)
    basile = other(app)
    basile.post(f"/bilan/{YEAR}/phrases/P26/ecarter")
    page = camille.get(f"/bilan/{YEAR}").text
    assert "domicile. » Écartée à la main. Par Basile Nomdedeu" in page and page.count("réforme des services à domicile") == 1
    camille.post(f"/bilan/{YEAR}/phrases/P26/ecarter")
    assert len(edits()) == 1
    camille.post(f"/bilan/{YEAR}/phrases/P26/remettre")
    assert "réforme des services à domicile" in camille.get(f"/bilan/{YEAR}").text
    assert verbs() == ["sentence_left_out", "sentence_put_back"]


def test_a_reviewed_report_that_is_written_in_is_a_draft_again(camille):
    begun(camille.account)
    camille.post(f"/bilan/{YEAR}/relire")
    assert report().stage is Stage.REVIEWED and report().reviewed_by_id == camille.account.id
    assert camille.post(f"/bilan/{YEAR}/relire").status_code == 422
    camille.post(f"/bilan/{YEAR}/phrases/P26", data={"text": WORDS, "variant": "1", "act": "garder"})
    assert report().stage is Stage.DRAFT and report().reviewed_at is None
    camille.post(f"/bilan/{YEAR}/relire")
    camille.post(f"/bilan/{YEAR}/reprendre")
    assert report().stage is Stage.DRAFT


def test_only_who_began_it_and_administrators_freeze_it(app, camille):
    begun(camille.account, Stage.REVIEWED)
    basile = other(app)
    assert "Figer le bilan" not in basile.get(f"/bilan/{YEAR}").text
    for address in (f"/bilan/{YEAR}/figer", f"/bilan/{YEAR}/nouvelle-version", f"/bilan/{YEAR}/v1/preuves"):
        assert basile.post(address).status_code == 404
    assert report().stage is Stage.REVIEWED
    assert other(app, networks=[], admin=True).post(f"/bilan/{YEAR}/figer").status_code == 303
    assert report().is_frozen


def test_a_draft_is_not_frozen_and_a_frozen_report_is_not_written_in(camille):
    begun(camille.account)
    answer = camille.post(f"/bilan/{YEAR}/figer")
    assert answer.status_code == 422 and "une fois relu" in answer.text
    assert camille.get(f"/bilan/{YEAR}/v1/differences").status_code == 422
    assert camille.post(f"/bilan/{YEAR}/v1/preuves").status_code == 422
    camille.post(f"/bilan/{YEAR}/relire")
    assert camille.post(f"/bilan/{YEAR}/figer").status_code == 303
    for address in ("figer", "relire", "reprendre", "phrases/P26", "phrases/P26/ecarter", "phrases/P26/retablir"):
        assert camille.post(f"/bilan/{YEAR}/{address}", data={"text": WORDS, "variant": "1"}).status_code == 422
    assert camille.get(f"/bilan/{YEAR}/phrases/P26").status_code == 422
    assert edits() == []


def test_a_new_version_takes_the_words_and_leaves_the_frozen_one(camille):
    begun(camille.account)
    camille.post(f"/bilan/{YEAR}/phrases/P26", data={"text": WORDS, "variant": "1", "act": "garder"})
    assert camille.post(f"/bilan/{YEAR}/nouvelle-version").status_code == 422
    camille.post(f"/bilan/{YEAR}/relire")
    camille.post(f"/bilan/{YEAR}/figer")
    answer = camille.post(f"/bilan/{YEAR}/nouvelle-version")
    assert answer.location == f"/bilan/{YEAR}/v2"
    assert "webinaires pour les services à domicile" in camille.get(f"/bilan/{YEAR}").text
    assert "Une version plus récente existe" in camille.get(f"/bilan/{YEAR}/v1").text
    assert db.session.query(AnnualReport).count() == 2


@pytest.mark.once
@pytest.mark.parametrize("name", ["99999999999999999999", "0", f"{YEAR}/v99999999999999999999", f"{YEAR}/v0", f"{YEAR}/v7/differences"])
def test_years_and_versions_that_are_not_there_are_not_found(camille, name):
    begun(camille.account)
    assert camille.get(f"/bilan/{name}").status_code == 404


def test_the_page_of_a_report_and_that_of_its_differences_ask_little(camille):
    begun(camille.account)
    camille.post(f"/bilan/{YEAR}/phrases/P26", data={"text": WORDS, "variant": "1", "act": "garder"})
    for code in ("inscrits_distincts", "presents_distincts", "departements_inscrits", "regions_presents"):
        for serie in ({}, {"a-serie": "domicile"}):
            added = {"chapter": "mdph", "a-indicator": code, "several": "{a}", "act": "garder", **serie}
            assert camille.post("/bilan/ajouts/phrase", data=added).status_code == 303
    with statements() as asked:
        assert camille.get(f"/bilan/{YEAR}").status_code == 200
    assert len(asked) <= 25, len(asked)
    camille.post(f"/bilan/{YEAR}/relire")
    camille.post(f"/bilan/{YEAR}/figer")
    with make.transaction():
        event = db.session.query(make.Event).order_by(make.Event.id).first()
        event.state, event.cancelled_at = State.CANCELLED, make.now()
    with statements() as asked:
        assert "n’est plus compté" in camille.get(f"/bilan/{YEAR}/v1/differences").text
    assert len(asked) <= 25, len(asked)


def test_what_people_type_leads_to_what_there_is(camille):
    assert camille.get(f"/bilan/{YEAR}/document.pdf").status_code == 404
    nobody = camille.get(f"/bilan/{YEAR}")
    assert nobody.status_code == 404 and f"Commencer le bilan {YEAR}" in nobody.text
    assert "n’a pas commencé" in camille.get(f"/bilan/{make.now().year + 1}").text
    assert "il n’y a rien à compter" in camille.get("/bilan/1999").text
    begun(camille.account)
    assert camille.get(f"/bilan/{YEAR}/document.texte").location == f"/bilan/{YEAR}/v1/document.txt"
    assert camille.get(f"/bilan/{YEAR}/v1/document.text?ecartees=non&version=2").location == f"/bilan/{YEAR}/v1/document.txt?ecartees=non"
    assert "la version 1" in camille.get(f"/bilan/{YEAR}/v2").text


def test_a_sentence_added_from_a_report_comes_back_to_it(camille):
    begun(camille.account)
    assert f"/bilan/ajouts/phrase?bilan={YEAR}" in camille.get(f"/bilan/{YEAR}").text
    answer = camille.post(f"/bilan/ajouts/phrase?bilan={YEAR}", data={"chapter": "mdph", "several": "Une année pleine.", "act": "garder"})
    assert answer.location.startswith(f"/bilan/{YEAR}#A")
