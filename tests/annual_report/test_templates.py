"""The sentences of the reference, tried with every situation that a year may bring."""

import csv
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.annual_report import wording
from app.annual_report.actions import check_words
from app.annual_report.document import LeftOut, Phrase, section
from app.annual_report.mentions import MENTIONS, in_region
from app.annual_report.models import ANY_WORDING
from app.annual_report.series_names import series_of_the_report
from app.annual_report.telling import in_words
from app.annual_report.templates import Figured, Range, Sentence, chapters
from app.annual_report.wording import Words
from app.core.errors import Refusal
from app.events.words import Hosting, Modality, State
from app.indicators.declared import Declared
from app.indicators.dictionary import INDICATORS
from app.indicators.entries import Entry
from tests import make
from tests.annual_report.figures import YEAR, figure, situations
from tests.house.sources import ROOT

SENTENCES = {one.code: one for chapter in chapters() for one in chapter.sentences}
NEVER = re.compile(
    r"zéro|(?<![\d\u202f,])0(?![\d,])|\bde une?\b|\bplus de (zéro|0)\b|\(\)|  | [.,]|\{|\}|None|\bde au\b|\bà les?\b|\bde les?\b",
    re.IGNORECASE,
)
ONE_THEN_MANY = re.compile(r"\b(?:un|une|1) (?!pour)(\w+[^s\W])s\b", re.IGNORECASE)
MANY_THEN_ONE = re.compile(r"\b(?:deux|quatre|onze|seize|17|150|673) (\w+)", re.IGNORECASE)
SAME = {"MDPH", "plus"}
VERB = re.compile(r"\b(a|ont|est|sont|fait|compte|concerne(nt)?|s’est|eu lieu)\b")
KEY_FIGURES = ("Le Conseil et ses commissions en chiffres", "11 ", "1 ", "13 ", "16 ", "17 ", "2 ", "4 ", "150 ", "673 ")


def disagrees(text):
    """Whether one is written with several, or several with one."""
    if ONE_THEN_MANY.search(text) or any(word[-1] not in "sx" and word not in SAME for word in MANY_THEN_ONE.findall(text)):
        return True
    several = re.match(r"(?:Deux|Quatre|Onze|Seize|17|150|673) ", text)
    one = text.startswith(("Un ", "Une "))
    return bool((several and re.search(r" a (?:\w+ment )?été ", text)) or (one and " ont été " in text))


def whole(text):
    """Whether it reads alone: a verb in the indicative, whatever stands around it."""
    return not text or text.startswith(KEY_FIGURES) or VERB.search(text)


def told(code, **standing):
    return in_words(SENTENCES[code], {"annee": YEAR, "annee_precedente": YEAR - 1, **standing}, {})


@pytest.mark.parametrize("code", SENTENCES)
def test_whatever_happened_the_sentence_is_french_or_left_out_with_its_reason(code):
    wrong = []
    for standing in situations(SENTENCES[code]):
        found = in_words(SENTENCES[code], standing, {})
        said = found.text or found.reason
        if not said or bool(found.text) == bool(found.reason) or NEVER.search(said) or disagrees(found.text) or not whole(found.text):
            wrong.append(said or "nothing said")
        if NEVER.search(found.quote) or disagrees(found.quote):
            wrong.append(found.quote)
    assert wrong[:5] == []


@pytest.mark.parametrize("code", SENTENCES)
def test_every_wording_is_due_in_some_situation_and_can_be_edited(code):
    sentence = SENTENCES[code]
    due = {found.form.key for standing in situations(sentence) if (found := in_words(sentence, standing, {})).form}
    assert due == {form.key for form in sentence.forms}
    for form in sentence.forms:
        wording.check(form.text, sentence.names)
        wording.check(form.quote, sentence.names)
        assert {*form.when} <= sentence.names
    for clauses in sentence.clauses:
        for form in clauses.forms:
            wording.check(form.text, {one.name for one in sentence.figures})
    wording.check(sentence.otherwise, {"annee", "annee_precedente"})
    assert len(sentence.otherwise) < 300 and sentence.otherwise.endswith(".")


def test_codes_are_said_once():
    assert len(SENTENCES) == sum(len(chapter.sentences) for chapter in chapters())


def test_no_event_leaves_everything_out():
    for code, sentence in SENTENCES.items():
        nothing = next(situations(sentence))
        assert not in_words(sentence, nothing, {}).text or code == "P04"


def test_seventeen_is_in_figures_and_sixteen_in_words():
    assert told("P02", n=figure(value=16)).text.startswith("Seize rencontres")
    assert told("P02", n=figure(value=17)).text.startswith("17 rencontres")


def test_exactly_one_hundred_and_fifty_is_at_least_one_hundred_and_fifty():
    least = figure("minimum_participants", 150)
    assert "trois webinaires réunissant au moins 150 participants" in told("P26", n=figure(value=3), m=least).text
    assert "réunissant au moins dix participants" in told("P26", n=figure(value=3), m=figure("minimum_participants", 19)).text


@pytest.mark.parametrize(
    ("code", "standing", "words"),
    [
        ("P12b", {"n": figure(value=100), "p": figure("moyenne_participants", Fraction(199, 100))}, "en moyenne deux participants"),
        ("P12b", {"n": figure(value=100), "p": figure("moyenne_participants", Fraction(194, 100))}, "en moyenne 1,9 participant"),
        ("P01", {"n": figure(value=1), "c": Words("deuxième", 2)}, "un deuxième cycle, d’une seule rencontre territoriale, a été organisé"),
        ("P05", {"n": figure(value=2), "p": figure("inscrits_distincts", 1, unknown=1)}, "Au moins un professionnel d’équipe"),
        (
            "P14",
            {"n": figure(value=1), "p": figure("participations", 1), "r": Words("correspondants juridiques", 1)},
            "un professionnel de MDPH s’est",
        ),
        ("P04", {"t": figure("taux_satisfaction", Fraction(0))}, "Aucun des participants qui ont répondu ne s’est dit satisfait"),
        ("P04", {"t": figure("taux_satisfaction", Fraction(9999, 10000))}, "plus de 99,9\u202f% des participants se sont dit"),
    ],
)
def test_what_a_careful_reader_would_mend_is_written_so(code, standing, words):
    rest = {one.name: figure(value=None, unknown=1) for one in SENTENCES[code].figures}
    assert words in told(code, **rest | standing).text


def test_a_region_takes_its_own_preposition():
    names = ("Bretagne", "La Réunion", "Hauts-de-France", "Grand Est")
    assert [in_region(one) for one in names] == ["en Bretagne", "à La Réunion", "dans les Hauts-de-France", "dans le Grand Est"]


def test_two_events_of_one_day_have_one_date():
    with_date = [
        Entry(
            id=number, public_id=str(number), title="Assemblée", state=State.HELD, kind="assemblee_personnel", hosting=Hosting.OWN,
            modality=Modality.ONSITE, on=on, starts_at=make.now(), timezone="Europe/Paris", hours=Fraction(1), half_days=1, was_announced=True,
            is_attendance_closed=True,
        )
        for number, on in enumerate((date(YEAR, 3, 1), date(YEAR, 3, 1), date(YEAR, 10, 10)))
    ]  # fmt: skip
    assert MENTIONS["dates"](with_date, {}, {}).said.replace("\u00a0", " ") == "les 1er mars et 10 octobre"
    assert MENTIONS["dates"](with_date[:2], {}, {}).said.replace("\u00a0", " ") == "le 1er mars"
    assert MENTIONS["each_date"](with_date[:2], {}, {}) == Words("Le 1er\u00a0mars", 2)


def test_a_least_of_which_a_part_is_not_known_is_not_said():
    found = told("P26", n=figure(value=3), m=figure("minimum_participants", 152, unknown=1))
    assert found.quote == "trois webinaires sur la réforme des services à domicile"
    assert found.text.endswith(f"domicile\u00a0: {found.quote}.")


def test_a_mean_of_which_a_part_is_not_known_is_left_out_and_says_how_many_are_missing():
    found = told("P12b", n=figure(value=11), p=figure("moyenne_participants", 106, unknown=2))
    assert found.reason.replace("\u00a0", " ") == (
        "« Participants en moyenne » n’est connu qu’en partie. Présences ou inscriptions non saisies pour 2 événements."
    )


def test_what_a_document_declares_is_told_with_its_source_where_the_sentence_is_left_out():
    said = Declared(INDICATORS["participations"], Fraction(540), "Rapport 2023, page 14 " + "et suite " * 30, make.now(), "x")
    unknown = replace(figure("participations", None, unknown=11), declared=said)
    reason = told("P03", n=figure(value=11), p=unknown).reason.replace("\u00a0", " ")
    assert "« Participants » : 540 (déclaré), source : Rapport 2023, page 14 et suite" in reason and len(reason) < 500


def test_a_list_goes_on_without_the_item_that_is_left_out():
    begins, first, other = (
        Phrase(code, (f"{code} réunion",), follows=follows) for code, follows in (("a", ""), ("1", "liste"), ("3", "liste"))
    )
    missing = LeftOut("2", "Aucune.", follows="liste")
    (paragraph,) = section("x", "X", [begins, first, missing, other]).paragraphs
    assert "".join(one.text for one in paragraph.phrases) == "A réunion\u00a0;1 réunion\u00a0;3 réunion."
    assert len(section("x", "X", [begins, LeftOut("0", "Aucune."), first, missing, other]).paragraphs) == 2


def test_all_unknown_is_left_out():
    found = told("P03", n=figure(value=14), p=figure("participations", None, unknown=14))
    assert not found.text and "14\u00a0événements" in found.reason


def test_an_edit_holds_for_its_wording_only():
    edits = {("P13", "1"): "{n|majuscule} {n|séminaire/séminaires} des directions", ("P26", "1"): "autre"}
    sentence = SENTENCES["P13"]
    found = in_words(sentence, {"n": figure(value=2)}, edits)
    assert found.text == "Deux séminaires des directions" and found.is_edited
    assert in_words(sentence, {"n": figure(value=5)}, edits).text == "Cinq séminaires des directions"
    alone = {"annee": YEAR, "n": figure(value=1), "m": figure("minimum_participants", 40)}
    assert not in_words(SENTENCES["P26"], alone, edits).is_edited


def test_a_sentence_left_out_by_hand_stays_out_whatever_its_wording():
    found = in_words(SENTENCES["P13"], {"n": figure(value=2)}, {("P13", ANY_WORDING): None})
    assert not found.text and found.is_left_out and found.reason == "Écartée à la main."


def test_an_edit_that_would_say_zero_is_not_said():
    standing = {"annee": YEAR, "n": figure(value=2), "p": figure("presents_distincts", 0)}
    found = in_words(SENTENCES["P16"], standing, {("P16", "2"): "{n} webinaires et {p} personnes"})
    assert not found.text and "vaut zéro" in found.reason
    with pytest.raises(Refusal, match="vaut zéro"):
        check_words(found, "2", "{n} webinaires et {p} personnes")
    with pytest.raises(Refusal, match="ne se compte pas") as refusal:
        check_words(replace(found, standing={**standing, "p": figure("presents_distincts", 3)}), "2", "{p} personnes, dont {n} webinaires")
    assert refusal.value.field == "text"


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [("0", [0], [1, None]), ("2+", [2, 99], [0, 1, None]), ("2-3", [2, 3], [1, 4]), (">0", [1, 0.5], [0, None]), ("1", [1], [0, 2])],
)
def test_a_range_holds_what_it_says(text, inside, outside):
    found = Range.read(text)
    assert all(found.holds(one) for one in inside) and not any(found.holds(one) for one in outside)


@pytest.mark.parametrize("text", ["", "deux", "-1", "+", "1-", ">"])
def test_what_is_not_a_range_is_refused(text):
    with pytest.raises(ValueError, match="not a range"):
        Range.read(text)


@pytest.mark.parametrize(
    "said",
    [
        {"indicator": "nombre"},
        {"mention": "couleurs"},
        {"indicator": "membres", "mention": "dates"},
        {"indicator": "membres", "period": "siècle"},
        {"indicator": "membres", "couleur": "bleu"},
        {"indicator": "membres", "modalite": "en l’air"},
    ],
)
def test_a_figure_that_means_nothing_is_refused(said):
    with pytest.raises(ValueError):
        Figured.read("n", said)


def test_a_sentence_follows_in_a_known_way():
    with pytest.raises(ValueError, match="follows"):
        Sentence.read({"code": "X", "follows": "près", "form": [{"text": "oui"}]})


@pytest.mark.once
def test_every_series_that_sentences_count_has_a_name_and_a_network():
    counted = set(
        re.findall(r'serie = "([^"]+)"', "".join(one.read_text(encoding="utf-8") for one in ROOT.glob("reference/annual_report/*.toml")))
    )
    networks = {row["code"] for row in csv.DictReader((ROOT / "reference/networks.csv").open(encoding="utf-8"))}
    assert set(series_of_the_report(networks)) == counted
