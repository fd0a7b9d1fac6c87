"""French as a person writes it."""

import pytest

from app.ui import french

pytestmark = pytest.mark.once


def test_a_line_begins_with_a_capital_and_the_rest_keeps_its_own():
    assert french.sentence("jeudi 12 mars, à La Réunion") == "Jeudi 12 mars, à La Réunion"
    assert french.sentence("") == ""


@pytest.mark.parametrize(
    "words",
    [
        "d’Annecy", "de Paris", "d’Élodie", "d’Œyvind", "d’Ünal", "d’Yves", "d’Yvonne", "d’Yssingeaux", "d’Yonne", "de Yann", "de Yasmine",
        "de Yohan Le Bihan", "d’Hélène", "d’Hervé", "d’Hadrien", "de Hamid", "de Hugo", "de Haute-Savoie", "de Hollande",
    ],
)  # fmt: skip
def test_a_name_is_elided_as_one_says_it(words):
    name = words.replace("d’", "").removeprefix("de ")
    assert french.of(name) == words


def test_a_structure_takes_the_article_that_one_says():
    assert [french.the(name) for name in ("ARS Bretagne", "HAS", "Haute Autorité de santé", "hôpital de Lyon", "CNSA", "CD de la Manche")] == [
        "l’ARS Bretagne", "la HAS", "la Haute Autorité de santé", "l’hôpital de Lyon", "la CNSA", "le CD de la Manche",
    ]  # fmt: skip


def test_no_line_of_a_title_begins_with_a_mark():
    assert french.quoted("Évaluer : l’«\u00a0aller-vers\u00a0»") == "«\u00a0Évaluer : l’“aller-vers”\u00a0»"
    assert french.typeset("Accueil : « oser » dire ! ou non ?") == "Accueil\u00a0: «\u00a0oser\u00a0» dire\u00a0! ou non\u00a0?"
