"""Words as people write them, their figures between brackets."""

import pytest

from app.annual_report import brackets, wording
from app.annual_report.telling import in_words
from app.annual_report.templates import chapters
from app.core.errors import Refusal
from tests.annual_report.figures import figure, situations

pytestmark = pytest.mark.once
PROPOSED = "{n|féminin|majuscule} {n|journée nationale/journées nationales} réunissant {p} {p|professionnel/professionnels} en {annee}."
STANDING = {"annee": 2027, "annee_precedente": 2026, "n": figure(value=5), "p": figure("participations", 1355)}
SHOWN = "[Cinq journées nationales] réunissant [1\u202f355 professionnels] en [2027]."


def understood(written, template=PROPOSED, standing=STANDING, was=""):
    return brackets.understood(written, template, standing, was)


def said(written, **more):
    return wording.say(understood(written, **more), STANDING).replace("\u202f", " ")


def test_what_is_shown_and_not_touched_is_what_was_proposed_whatever_the_figures():
    assert brackets.shown(PROPOSED, STANDING) == SHOWN
    for chapter in chapters():
        for sentence in chapter.sentences:
            for form, standing in {
                found.form.key: (found.form, found.standing) for one in situations(sentence) if (found := in_words(sentence, one, {})).text
            }.values():
                shown = brackets.shown(form.text, standing)
                assert "{" not in shown and brackets.understood(shown, form.text, standing) == form.text


def test_words_are_written_around_figures_that_go_on_being_computed():
    words = understood("En [2027], [cinq journées nationales] ont réuni plus de monde : [1 355 professionnels].")
    assert words == (
        "En {annee}, {n|féminin} {n|journée nationale/journées nationales} ont réuni plus de monde : {p} {p|professionnel/professionnels}."
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[5] journées", "5 journées"),
        ("Les [cinq] journées", "Les cinq journées"),
        ("[Plus de 1 350] personnes", "Plus de 1 350 personnes"),
        ("[1355] [inscrit/inscrits]", "1 355 inscrits"),
        ("Une suite [de 1 355] noms", "Une suite de 1 355 noms"),
    ],
)
def test_a_figure_may_be_said_in_another_way(written, told):
    assert said(written) == told


def test_a_bracket_that_is_no_figure_of_the_sentence_is_refused_with_those_that_are():
    with pytest.raises(Refusal, match="douze.*aujourd’hui.*cinq.*1\u202f355"):
        understood("[douze] journées")
    with pytest.raises(Refusal):
        understood("[un/des] mots", "libre", {"annee": 2027})


def test_a_figure_that_changed_while_one_was_writing_keeps_its_place():
    later = {**STANDING, "p": figure("participations", 1356)}
    assert understood("[1 355 professionnels] venus", standing=later, was=SHOWN) == "{p} {p|professionnel/professionnels} venus"


def test_two_figures_that_say_the_same_are_never_taken_for_each_other():
    template, standing = "{n} ici et {m} là", {"n": figure(value=5), "m": figure("membres", 5)}
    assert understood("[cinq] ici, [cinq] là", template, standing) == "{n} ici, {m} là"
    with pytest.raises(Refusal, match=r"\{n\} ou \{m\}"):
        understood("[cinq] là", template, standing)
