"""How numbers and their words are written in a sentence: each way, each agreement, and what is never said."""

from fractions import Fraction

import pytest

from app.annual_report import wording
from app.annual_report.wording import WAYS, Words
from app.core.errors import Refusal
from tests.annual_report.figures import figure


def said(text, **standing):
    return wording.say(text, standing).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("ways", "value", "words"),
    [
        ("", 1, "un"),
        ("", 16, "seize"),
        ("", 17, "17"),
        ("", 1652, "1 652"),
        ("|féminin", 1, "une"),
        ("|féminin", 21, "21"),
        ("|chiffres", 5, "5"),
        ("|chiffres", 1652, "1 652"),
        ("|majuscule", 14, "Quatorze"),
        ("|féminin|majuscule", 1, "Une"),
        ("|plus de", 673, "plus de 670"),
        ("|plus de", 670, "670"),
        ("|plus de", 17, "plus de dix"),
        ("|plus de", 10, "dix"),
        ("|plus de", 7, "sept"),
        ("|plus de|féminin", 1, "une"),
        ("|au moins", 152, "au moins 150"),
        ("|au moins", 150, "au moins 150"),
        ("|au moins", 9, "au moins neuf"),
        ("|au moins|féminin", 1, "au moins une"),
        ("|de", 11, "de onze"),
        ("|de", 1, "d’un"),
        ("|féminin|de", 1, "d’une"),
        ("|de", 58, "de 58"),
        ("|au moins|de", 152, "d’au moins 150"),
        ("|plus de|de", 673, "de plus de 670"),
        ("|réunion/réunions", 1, "réunion"),
        ("|réunion/réunions", 2, "réunions"),
        ("|a été organisée/ont été organisées", 17, "ont été organisées"),
    ],
)
def test_a_count_is_written_as_a_person_writes_it(ways, value, words):
    assert said(f"{{n{ways}}}", n=figure(value=value)) == words


@pytest.mark.parametrize(
    ("ways", "value", "words"),
    [
        ("", Fraction(805, 1000), "80,5 %"),
        ("|plus de", Fraction(805, 1000), "80,5 %"),
        ("|plus de", Fraction(331, 411), "plus de 80,5 %"),
        ("|plus de", Fraction(8059, 10000), "plus de 80,5 %"),
        ("", Fraction(8059, 10000), "80,6 %"),
        ("|plus de", Fraction(1), "100,0 %"),
        ("|plus de|majuscule", Fraction(331, 411), "Plus de 80,5 %"),
    ],
)
def test_a_rate_is_hedged_only_where_it_is_true(ways, value, words):
    assert said(f"{{t{ways}}}", t=figure("taux_satisfaction", value)) == words


@pytest.mark.parametrize(
    ("ways", "value", "words"),
    [
        ("|plus de", Fraction(1166, 11), "plus de 100"),
        ("", Fraction(1166, 11) + Fraction(1, 10), "106,1"),
        ("|plus de", Fraction(19, 2), "9,5"),
        ("|chiffres", Fraction(95, 2), "47,5"),
        ("|participant/participants", Fraction(3, 2), "participant"),
        ("|participant/participants", Fraction(5, 2), "participants"),
    ],
)
def test_a_mean_keeps_its_decimal(ways, value, words):
    assert said(f"{{p{ways}}}", p=figure("moyenne_participants", value)) == words


def test_what_is_known_in_part_is_a_least():
    assert said("{p}", p=figure("participations", 355, unknown=2)) == "au moins 355"
    assert said("{p|plus de}", p=figure("participations", 673, unknown=1)) == "au moins 670"
    assert said("{p|de} MDPH", p=figure("mdph_presents", 58, unknown=1)) == "d’au moins 58 MDPH"
    assert said("{p|au moins}", p=figure("minimum_participants", 152)) == "au moins 150"


def test_names_take_their_article_after_de():
    assert said("{c|de}", c=Words("le CD de la Manche", 1)) == "du CD de la Manche"
    assert said("{c|de}", c=Words("les Hauts-de-France", 1)) == "des Hauts-de-France"
    assert said("{c|de}", c=Words("la DGCS", 1)) == "de la DGCS"


def test_spaces_that_must_not_break_do_not():
    assert said("« {d} » : oui ?", d=Words("avis", 1)) == "«\u00a0avis\u00a0»\u00a0: oui\u00a0?"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{x} réunions", "{x}"),
        ("{n|gras} réunions", "gras"),
        ("{n|une/deux/trois} réunions", "deux mots"),
        ("{n réunions", "accolade"),
        ("{N} réunions", "accolade"),
        ("n} réunions", "accolade"),
        ("{} réunions", "accolade"),
    ],
)
def test_words_that_could_not_be_said_are_refused(text, reason):
    with pytest.raises(Refusal) as refusal:
        wording.check(text, {"n", "annee"})
    assert reason in refusal.value.message and refusal.value.field == "text"


def test_every_way_may_be_written():
    wording.check("".join(f"{{n|{way}}}" for way in WAYS) + "{n|un/des} {annee}", {"n", "annee"})


def test_a_date_after_dont_is_no_part_of_a_figure():
    wording.check_included("{n} réunions, dont {d} et dont {annee}", {"n": figure(value=3), "d": Words("le 1er mars", 1), "annee": 2027})


def test_zero_and_the_unknown_cannot_be_said_but_their_agreement_can():
    nobody, unknown, half = figure("participations", 0), figure("participations", None), figure("taux_presence", Fraction(0))
    assert wording.wrong_slots("{p|plus de} participants", {"p": nobody}) == [nobody]
    assert wording.wrong_slots("{p} participants", {"p": unknown}) == [unknown]
    hardly = figure("moyenne_participants", Fraction(1, 25))  # it would be said in tenths: zero
    assert wording.wrong_slots("{p} participants", {"p": hardly}) == [hardly]
    assert wording.wrong_slots("{p|un participant/des participants}", {"p": nobody}) == []
    assert wording.wrong_slots("{t} des inscrits", {"t": half}) == []
