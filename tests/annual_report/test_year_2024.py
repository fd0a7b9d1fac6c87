"""The report of 2024, character for character; then of years in which less happened."""

import re
from pathlib import Path

import pytest

from app.annual_report.contents import document
from app.attendance.models import Presence
from app.core.db import db, transaction
from app.events.models import Event, Series
from app.events.words import State
from app.indicators.ledger import Ledger
from app.registrations.models import Registration
from app.satisfaction.models import SurveyAnswer
from tests import make
from tests.annual_report.year import begun
from tests.browsers import browser_of
from tests.demo import years
from tests.statements import statements

pytestmark = pytest.mark.slow
EXPECTED = dict(line.split("\t") for line in (Path(__file__).parent / "expected_2024.tsv").read_text(encoding="utf-8").splitlines())


def plain(words):
    """Apostrophes and spaces as a keyboard writes them."""
    return re.sub(r"\s+", " ", words.replace("’", "'")).strip()


def told():
    """Each sentence of 2024, or the reason why it is left out after a dash."""
    db.session.expire_all()
    found = document(2024, None, Ledger(), make.now())
    said = {one.code: one.quote for section in found.sections for one in section.phrases}
    return said | {one.code: f"- {one.reason}" for section in found.sections for one in section.left_out}


def events_of(stem):
    return (
        db.session.query(Event).join(Series).filter(Series.code == f"{stem}-2024", Event.state != State.CANCELLED).order_by(Event.id).all()
    )


def forget_who_came(events):
    numbers = [event.id for event in events]
    registrations = [one for (one,) in db.session.query(Registration.id).filter(Registration.event_id.in_(numbers))]
    for at in range(0, len(registrations), 500):
        db.session.query(Presence).filter(Presence.registration_id.in_(registrations[at : at + 500])).delete()
    for event in events:
        event.attendance_closed_at = None


def test_the_forty_sentences_then_what_becomes_of_them(app):
    assert years.load(years.WHOLE)
    printed = app.test_cli_runner().invoke(args=["bilan", "2024", "--format", "text"])
    lines = dict(line.split("\t") for line in printed.stdout.splitlines() if "\t" in line)
    assert {code: plain(text) for code, text in lines.items()} == {code: plain(text) for code, text in EXPECTED.items()}
    assert len(lines) == 40
    _every_number_can_be_opened()
    _the_page_asks_little(app)
    _less_happened()
    _less_is_known()
    _nothing_happened()


def _every_number_can_be_opened():
    found = document(2024, None, Ledger(), make.now())
    for section in found.sections:
        for phrase in section.phrases:
            assert phrase.bases and all(one.definition and one.filters and one.number and one.scope for one in phrase.bases)
    rate = next(one for one in found.notes if one.code == "taux_satisfaction")
    assert rate.value == "331/411" and "331 sur 411" in rate.detail and rate.filters.startswith("Année 2024")
    assert [one.number for one in found.notes] == list(range(1, len(found.notes) + 1))
    paragraph = next(one for section in found.sections for one in section.paragraphs if one.phrases[0].code == "P12")
    assert (
        paragraph.text == "Onze webinaires d’actualité avec les directrices et directeurs de MDPH ont été organisés. "
        "Ces webinaires concernent en moyenne plus de 100 participants."
    )
    paragraph = next(one for section in found.sections for one in section.paragraphs if one.phrases[0].code == "G02b")
    assert plain(paragraph.text) == (
        "Le Conseil et ses commissions en chiffres : 5 réunions du Conseil ; 13 réunions des commissions permanentes ; "
        "13 réunions de la commission normative ; 1 séminaire sur la représentation des personnes et leur participation directe."
    )


def _the_page_asks_little(app):
    camille = make.account("Camille Roussel", networks=["mdph-directeurs"])
    begun(camille, year=2024)
    browser = make.sign_in(browser_of(app), camille)
    with statements() as asked:
        page = browser.get("/bilan/2024")
    assert page.status_code == 200 and page.text.count('class="phrase"') == 40
    assert len(asked) <= 25, len(asked)
    _both_readings(browser, page)


def _both_readings(browser, page):
    """Five days and 355 people, then one and 68; or six and 423: the report asks, and either can be written."""
    question = plain(re.sub(r"<[^>]+>|&nbsp;", " ", page.text[page.text.index("« Dont » ou « en plus »") :][:1500]))
    assert "P14 et P15 comptent toutes deux des journées nationales : 5 et 1, sans aucune en commun" in question
    assert "Ensemble : 6 , et 423 participants" in question and page.text.count("« Dont » ou « en plus »") == 1
    form = browser.get("/bilan/ajouts/phrase?chapitre=mdph&ensemble=P14,P15&genre=journee_nationale").text
    assert "Au total, [six] journées nationales ont réuni [423] participants, dont [68] pour «" in plain(form)


def _less_happened():
    with transaction():
        for stem, kept in {"domicile": 1, "fusion-ars": 3, "concours": 1, "mdph-dir": 1, "pathos": 0, "habitat-mensuel": 5}.items():
            for event in events_of(stem)[kept:]:
                event.state, event.cancelled_at, event.published_at = State.CANCELLED, make.now(), event.published_at or make.now()
    now = told()
    assert re.fullmatch(r"un webinaire réunissant \d+ participants sur la réforme des services à domicile", now["P26"])
    assert now["P23"] == "la CNSA a en outre coanimé avec la DGCS des réunions d’information."
    assert now["P09"] == "la CNSA a animé un groupe de travail autour des concours versés par la Caisse."
    assert now["P12"] == "Un webinaire d’actualité avec les directrices et directeurs de MDPH"
    assert re.fullmatch(r"concerne \d+ participants", now["P12b"])
    assert now["P25"] == "- Aucune réunion avec les référents PATHOS tenue en 2024."
    assert now["P08"].startswith("Concernant l’habitat inclusif, des réunions régulières se sont tenues et des webinaires")


def _less_is_known():
    with transaction():
        forget_who_came(events_of("aps")[:1])
        forget_who_came(events_of("domicile"))
        rencontres = (
            db.session.query(Event).filter(Event.kind_code == "rencontre_territoriale", Event.starts_at > make.at("2024-01-01")).all()
        )
        keep = rencontres[0].id
        db.session.query(SurveyAnswer).filter(SurveyAnswer.event_id.in_([one.id for one in rencontres])).delete()
        forget_who_came([one for one in rencontres if one.id != keep])
    now = told()
    assert re.search(r"permettant de sensibiliser au moins 1[36]\d personnes$", now["P16"])
    assert now["P26"] == "un webinaire sur la réforme des services à domicile"
    assert re.fullmatch(r"Ces rencontres ont rassemblé au moins \w+ participants\.", now["P03"])
    assert now["P04"].startswith("- Moins de cinq réponses")
    with transaction():
        forget_who_came(events_of("journees-nationales"))
    assert told()["P14"].startswith("Cinq journées nationales de professionnels de MDPH (coordonnateurs")


def _nothing_happened():
    with transaction():
        held = db.session.query(Event).filter(Event.state.in_([State.HELD, State.ARCHIVED]))
        held.update({"state": State.CANCELLED, "cancelled_at": make.now()})
    now = told()
    kept = {code: words for code, words in now.items() if not words.startswith("- ")}
    assert {*kept} == {"G01", "P29"}  # members, letters and spaces are not events
    assert not any(re.search(r"zéro|plus de 0", words) for words in now.values())
