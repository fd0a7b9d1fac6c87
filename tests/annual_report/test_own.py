"""Chapters and sentences of facilitators: made without code, tried before they are kept, back every year."""

from fractions import Fraction

import pytest

from app.annual_report import own, queries
from app.annual_report.contents import contents, document
from app.annual_report.models import OwnChapter, OwnSentence, Stage
from app.annual_report.own import Draft
from app.annual_report.telling import in_words
from app.annual_report.templates import Sentence
from app.core.db import db, transaction
from app.core.errors import Refusal
from app.indicators.ledger import Ledger
from tests import make
from tests.annual_report.figures import figure
from tests.annual_report.year import YEAR, begun, mark_in, year_of_domicile
from tests.browsers import browser_of

EVENTS = {"indicator": "evenements_tenus", "serie": ["domicile"]}
PEOPLE = {"indicator": "participations"}
RATE = {"indicator": "taux_presence"}
MEAN = {"indicator": "moyenne_participants"}
WORDS = "{a|majuscule} {a|webinaire a réuni/webinaires ont réuni} {b} {b|participant/participants} en {annee}."


def draft(*figures, several=WORDS, one="", none=""):
    return Draft("mdph", figures, several, one, none)


def said(draft, **values):
    found = in_words(Sentence.read({**own.definition(draft), "code": "A"}), {"annee": YEAR, **values}, {})
    return found.text or f"- {found.reason}"


def test_several_one_and_none_choose_the_wording():
    filled = draft(EVENTS, PEOPLE, one="Un seul webinaire en {annee}.", none="Aucun webinaire en {annee}.")
    people = figure("participations", 12)
    assert said(filled, a=figure(value=3), b=people) == f"Trois webinaires ont réuni douze participants en {YEAR}."
    assert said(filled, a=figure(value=1), b=people) == f"Un seul webinaire en {YEAR}."
    assert said(filled, a=figure(value=0), b=people) == f"Aucun webinaire en {YEAR}."


def test_words_left_empty_serve_for_one_and_leave_out_for_none():
    filled = draft(EVENTS, PEOPLE)
    assert said(filled, a=figure(value=1), b=figure("participations", 1)) == f"Un webinaire a réuni un participant en {YEAR}."
    assert said(filled, a=figure(value=0), b=figure("participations", 1)).startswith("- «\u00a0Événements tenus\u00a0» ou")


@pytest.mark.parametrize("people", [figure("participations", 0), figure("participations", None, unknown=3)])
def test_a_number_that_is_nothing_or_not_known_leaves_the_sentence_out(people):
    assert said(draft(EVENTS, PEOPLE), a=figure(value=3), b=people).startswith("- ")


def test_the_first_figure_that_counts_things_decides():
    filled = draft(RATE, EVENTS, several="{a} de présence à {b} {b|webinaire/webinaires}", none="Aucun webinaire")
    assert filled.decides == "b"
    half = figure("taux_presence", Fraction(1, 2))
    assert said(filled, a=half, b=figure(value=2)).replace("\u202f", " ") == "50,0 % de présence à deux webinaires"
    assert said(filled, a=half, b=figure(value=0)) == "Aucun webinaire"


def test_a_mean_alone_is_said_when_it_is_something():
    filled = draft(MEAN, several="{a|plus de} {a|participant/participants} en moyenne")
    assert said(filled, a=figure("moyenne_participants", Fraction(3, 2))) == "1,5 participant en moyenne"
    assert said(filled, a=figure("moyenne_participants", 0)).startswith("- ")


def test_free_words_need_no_figure():
    assert said(draft(several="L’année {annee} a été celle du service public de l’autonomie.")).startswith(f"L’année {YEAR}")


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        (draft(EVENTS, several="{c} webinaires"), "several"),
        (draft(EVENTS, several="{a} webinaires", one="{b} webinaire"), "one"),
        (draft(EVENTS, several="{a} webinaires", none="{a} webinaire"), "none"),
        (draft(EVENTS, several="{a} webinaires", none="{a|aucun"), "none"),
        (draft(several="libre", none="rien"), "none"),
        (draft(several="libre {a}"), "several"),
        (draft(EVENTS, several=" "), "several"),
    ],
)
def test_words_that_cannot_be_said_are_refused_beside_their_field(filled, field):
    with pytest.raises(Refusal) as refusal:
        own.definition(filled)
    assert refusal.value.field == field


def test_a_figure_that_means_nothing_is_refused():
    for wrong in ({"indicator": "disparu"}, {**EVENTS, "modalite": ["à dos d’âne"]}):
        with pytest.raises(Refusal, match="ne veut rien dire"):
            own.definition(draft(wrong))


@pytest.fixture
def camille(app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    year_of_domicile()
    browser = browser_of(app)
    browser.account = make.account("Camille Roussel", networks=["mdph-directeurs"])
    begun(browser.account)
    return make.sign_in(browser, browser.account)


SENT = {
    "chapter": "mdph",
    "a-indicator": "evenements_tenus",
    "a-period": "year",
    "a-serie": "domicile",
    "b-indicator": "participations",
    "b-period": "year",
    "several": WORDS,
}


def kept():
    db.session.expire_all()
    return db.session.query(OwnSentence).order_by(OwnSentence.position).all()


def test_a_sentence_is_tried_kept_told_changed_and_retired(camille):
    page = camille.get("/bilan/ajouts/phrase").text
    assert "Premier chiffre, {a}" in page and "Webinaires domicile" in page
    assert all(
        one in page for one in ("Toutes</option>", "Nous, seuls ou avec d’autres</option>")
    )  # what others hold is counted when asked
    tried = camille.post("/bilan/ajouts/phrase", data={**SENT, "act": "voir"})
    assert tried.status_code == 200 and f"Trois webinaires ont réuni douze participants en {YEAR}." in tried.text and kept() == []
    assert camille.post("/bilan/ajouts/phrase", data={**SENT, "act": "garder"}).status_code == 303
    (one,) = kept()
    assert "webinaires ont réuni" in camille.get(f"/bilan/{YEAR}").text and one.code in camille.get(f"/bilan/{YEAR}").text
    assert "tels quels" not in camille.get(f"/bilan/{YEAR}").text
    typed = {**SENT, "several": "[Trois] dates d'échange en 2024, soit 50 000 places : [douze] venues.", "act": "voir"}
    tried = camille.post("/bilan/ajouts/phrase", data=typed).text.replace("\u00a0", " ")
    assert "Trois dates d’échange en 2024" in tried and "« 2024 » et « 50 000 » resteront tels quels les autres années." in tried
    assert '<option selected value="domicile">' in camille.get(f"/bilan/ajouts/phrases/{one.public_id}").text
    changed = {**SENT, "several": "{a|majuscule} dates et {b} venues.", "act": "garder"}
    camille.post(f"/bilan/ajouts/phrases/{one.public_id}", data=changed)
    assert "dates et" in camille.get(f"/bilan/{YEAR}").text
    camille.post(f"/bilan/ajouts/phrases/{one.public_id}/retirer")
    assert "dates et" not in camille.get(f"/bilan/{YEAR}").text
    camille.post(f"/bilan/ajouts/phrases/{one.public_id}/remettre")
    assert "dates et" in camille.get(f"/bilan/{YEAR}").text


def test_what_somebody_else_changed_meanwhile_is_not_lost_unseen(camille):
    camille.post("/bilan/ajouts/phrase", data={**SENT, "act": "garder"})
    camille.post("/bilan/ajouts/chapitre", data={"title": "Les services à domicile"})
    chapter = f"/bilan/ajouts/chapitres/{db.session.query(OwnChapter).one().public_id}"
    sentence = f"/bilan/ajouts/phrases/{kept()[0].public_id}"
    first, second = {**SENT, "several": "Première.", "act": "garder"}, {**SENT, "several": "Seconde.", "act": "garder"}
    for address, one, other in ((sentence, first, second), (chapter, {"title": "L’aide"}, {"title": "Le domicile"})):
        seen = mark_in(camille.get(address).text)
        assert camille.post(address, data={**one, **seen}).status_code == 303
        late = camille.post(address, data={**other, **seen})
        assert late.status_code == 422 and "entre-temps" in late.text
        assert camille.post(address, data={**other, **mark_in(late.text)}).status_code == 303


def test_a_reviewed_report_whose_added_words_change_is_a_draft_again(camille):
    camille.post("/bilan/ajouts/phrase", data={**SENT, "act": "garder"})
    for act in ("retirer", "remettre"):
        camille.post(f"/bilan/{YEAR}/relire")
        camille.post(f"/bilan/ajouts/phrases/{kept()[0].public_id}/{act}")
        db.session.expire_all()
        assert queries.report_of(YEAR).stage is Stage.DRAFT


def test_two_that_were_added_at_the_same_instant_can_be_put_in_order(camille):
    for words in ("Première.", "Seconde."):
        camille.post("/bilan/ajouts/phrase", data={"chapter": "mdph", "several": words, "act": "garder"})
    with transaction():
        db.session.query(OwnSentence).update({"position": 4})
    first = kept()[0].public_id
    camille.post(f"/bilan/ajouts/phrases/{first}/descendre")
    assert [one.public_id for one in queries.own_sentences()][-1] == first
    camille.post(f"/bilan/ajouts/phrases/{first}/descendre")
    assert [one.public_id for one in queries.own_sentences()][-1] == first
    camille.post("/bilan/ajouts/phrase", data={"chapter": "mdph", "several": "Troisième.", "act": "garder"})
    before = [one.public_id for one in queries.own_sentences()]
    camille.post(f"/bilan/ajouts/phrases/{before[0]}/monter")
    assert [one.public_id for one in queries.own_sentences()] == before


def test_a_wording_with_an_unknown_slot_comes_back_beside_its_field(camille):
    answer = camille.post("/bilan/ajouts/phrase", data={**SENT, "several": "{z} webinaires", "act": "garder"})
    assert answer.status_code == 422 and "ne désigne aucun chiffre" in answer.text and 'id="several-erreur"' in answer.text
    assert kept() == []


def test_it_comes_back_the_next_year_with_that_year_s_figures(camille):
    camille.post("/bilan/ajouts/phrase", data={**SENT, "act": "garder"})
    (one,) = kept()
    told = contents(YEAR - 1, None, Ledger()).by_code[one.code]
    assert not told.text and "n’est pas connu" in told.reason
    assert contents(YEAR, None, Ledger()).by_code[one.code].text.startswith("Trois webinaires")


def test_a_chapter_of_one_s_own_holds_sentences_after_ours(camille):
    assert camille.post("/bilan/ajouts/chapitre", data={"title": "Les services à domicile"}).status_code == 303
    chapter = db.session.query(OwnChapter).one()
    for words in ("Première.", "Seconde."):
        camille.post("/bilan/ajouts/phrase", data={"chapter": chapter.public_id, "several": words, "act": "garder"})
    found = document(YEAR, queries.report_of(YEAR), Ledger(), make.now()).sections[-1]
    assert (found.title, [one.text for one in found.phrases]) == ("Les services à domicile", ["Première.", "Seconde."])
    camille.post(f"/bilan/ajouts/phrases/{kept()[1].public_id}/monter")
    found = document(YEAR, queries.report_of(YEAR), Ledger(), make.now()).sections[-1]
    assert [one.text for one in found.phrases] == ["Seconde.", "Première."]
    camille.post(f"/bilan/ajouts/chapitres/{chapter.public_id}", data={"title": "L’aide à domicile"})
    assert "L’aide à domicile" in camille.get("/bilan/ajouts").text
    camille.post("/bilan/ajouts/chapitre", data={"title": "Les territoires"})
    camille.post(f"/bilan/ajouts/chapitres/{chapter.public_id}/descendre")
    assert [one.title for one in queries.own_chapters()] == ["Les territoires", "L’aide à domicile"]
    camille.post(f"/bilan/ajouts/chapitres/{chapter.public_id}/retirer")
    page = camille.get("/bilan/ajouts").text
    assert "Dans un chapitre retiré" in page and "Chapitre «" in page


def test_what_does_not_exist_is_not_found(camille):
    for address in ("phrases/inconnue", "chapitres/inconnue"):
        assert camille.get(f"/bilan/ajouts/{address}").status_code == 404
        assert camille.post(f"/bilan/ajouts/{address}/retirer").status_code == 404
    with transaction():
        filled = own.keep_sentence(draft(several="libre"), None, camille.account, make.now())
    assert camille.post(f"/bilan/ajouts/phrases/{filled.public_id}/brûler").status_code == 404


def test_a_sentence_whose_figure_is_gone_says_so_in_its_place(camille):
    with transaction():
        one = own.keep_sentence(draft(EVENTS, PEOPLE), None, camille.account, make.now())
        one.definition = {**one.definition, "figures": {"a": {"indicator": "disparu"}}}
    assert "un chiffre qui n’existe plus" in camille.get(f"/bilan/{YEAR}").text.replace("&#39;", "’")


def try_out(camille, **more):
    said = {"chapter": "transverse", "a-indicator": "evenements_tenus", "a-serie": "domicile", "several": "", "act": "voir", **more}
    return camille.post("/bilan/ajouts/phrase", data=said)


def test_a_sentence_is_begun_from_its_figures_and_written_around_their_brackets(camille):
    answer = try_out(camille)
    assert answer.status_code == 200 and f"Événements tenus en [{YEAR}]\u00a0: [3]." in answer.text
    assert try_out(camille, several=f"[Trois] [webinaire/webinaires] en [{YEAR}].", act="garder").status_code == 303
    (one,) = kept()
    assert one.definition["wordings"]["several"] == "{a|majuscule} {a|webinaire/webinaires} en {annee}."
    assert f"[Trois webinaires] en [{YEAR}]." in camille.get(f"/bilan/ajouts/phrases/{one.public_id}").text
    refused = try_out(camille, several="[Douze] webinaires")
    assert refused.status_code == 422 and "n’est aucun des chiffres" in refused.text


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ({"b-indicator": "participations"}, "ne se compte pas en événements"),
        ({"a-indicator": "participations", "b-indicator": "inscriptions"}, "ne se compte pas en participations"),
    ],
)
def test_what_is_said_to_be_included_is_smaller_and_of_the_same_kind(camille, figures, why):
    answer = try_out(camille, **figures, several="{a} en tout, dont {b} ici.", act="garder")
    assert answer.status_code == 422 and why in answer.text and kept() == []


def test_an_included_figure_that_becomes_larger_leaves_the_sentence_out():
    filled = draft(PEOPLE, PEOPLE, several="{a} participants, dont {b} en région.")
    assert said(filled, a=figure("participations", 30), b=figure("participations", 12)) == "30 participants, dont douze en région."
    assert "dépasse" in said(filled, a=figure("participations", 3), b=figure("participations", 12))
