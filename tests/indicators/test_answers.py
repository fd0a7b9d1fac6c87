"""Satisfaction: pooled, never under five answers, never a mean that is taken for a rate."""

from fractions import Fraction

from app.indicators.anonymity import told
from app.indicators.contributions import contributions
from app.indicators.ledger import Ledger
from app.indicators.scope import Scope
from tests.indicators.hand import answers, asked, comes, crowd, held, of, value


def test_the_rate_is_pooled_over_the_opinions_expressed():
    first, second = crowd(held("2024-03-12"), 12), crowd(held("2024-04-02"), 12)
    answers(first, very_satisfied=5, satisfied=5)  # 10 of 10
    answers(second, satisfied=2, little_satisfied=2, not_satisfied=1, no_opinion=4)  # 2 of 5
    found = of("taux_satisfaction")
    assert (found.value, found.numerator, found.denominator) == (Fraction(12, 15), 12, 15)
    assert found.shown == "80,0\u202f%"
    assert value("moyenne_taux_satisfaction") == Fraction(7, 10)
    assert value("reponses") == 19


def test_nothing_is_told_of_four_answers():
    answers(crowd(held(), 6), very_satisfied=4)
    for code in ("taux_satisfaction", "moyenne_taux_satisfaction"):
        found = of(code)
        assert (found.value, found.numerator, found.denominator, dict(found.parts)) == (None, None, None, {})
        assert found.is_hidden
        assert "trop peu de réponses" in found.shown
    assert value("reponses") == 4


def test_no_answer_at_all_is_not_known_rather_than_hidden():
    crowd(held(), 6)
    assert (of("taux_satisfaction").is_hidden, of("taux_satisfaction").shown) == (False, "non connu")


def test_five_answers_of_which_one_has_no_opinion_are_told_as_on_the_page_of_the_event():
    answers(crowd(held(), 6), very_satisfied=3, not_satisfied=1, no_opinion=1)
    assert value("taux_satisfaction") == Fraction(3, 4)


def test_five_without_an_opinion_say_nothing():
    answers(crowd(held(), 6), no_opinion=5)
    assert (value("taux_satisfaction"), value("moyenne_taux_satisfaction")) == (None, None)
    assert (of("taux_satisfaction").shown, of("moyenne_taux_satisfaction").shown) == ("non connu", "non connu")
    ledger = Ledger()
    assert [one.words for one in contributions(ledger, of("taux_satisfaction", ledger=ledger)).each] == ["aucun avis exprimé"]


def test_small_events_count_in_the_pool_and_are_not_shown_by_themselves():
    large, middle, small = crowd(held("2024-03-12"), 12), crowd(held("2024-04-02"), 12), crowd(held("2024-05-14"), 6)
    answers(large, satisfied=9)
    answers(middle, satisfied=6)
    answers(small, not_satisfied=2)
    found = of("taux_satisfaction")
    assert found.value == Fraction(15, 17)
    # The small one alone could be found by taking the others away from the total: another is left out with it.
    assert found.parts == {large.public_id: 9}


def test_the_mean_of_rates_does_not_give_away_the_rate_that_is_masked():
    large, middle, small = crowd(held("2024-03-12"), 12), crowd(held("2024-04-02"), 12), crowd(held("2024-05-14"), 6)
    answers(large, satisfied=9)
    answers(middle, satisfied=3, not_satisfied=3)
    answers(small, satisfied=1, not_satisfied=1)
    # With the mean of the two rates one would know the second, then, from the total, what the two of the small event said.
    assert of("taux_satisfaction").parts == {large.public_id: 9}
    assert (value("taux_satisfaction"), value("moyenne_taux_satisfaction")) == (Fraction(13, 17), 1)


def test_small_events_that_are_enough_together_leave_the_others_shown():
    large, one, other = crowd(held("2024-03-12"), 12), crowd(held("2024-04-02"), 6), crowd(held("2024-05-14"), 6)
    answers(large, satisfied=9)
    answers(one, satisfied=3)
    answers(other, not_satisfied=2)
    assert of("taux_satisfaction").parts == {large.public_id: 9}
    ledger, scope = Ledger(), Scope.of_year(2024)
    assert [entry.public_id for entry, _ in told((entry, ledger.counts(entry)) for entry in ledger.held(scope))] == [large.public_id]


def test_the_response_rate_is_among_those_who_were_asked():
    with_questionnaire, without = crowd(held("2024-03-12"), 3), crowd(held("2024-04-02"), 50)
    asked(with_questionnaire)  # a fourth participant
    answers(with_questionnaire, satisfied=3)
    found = of("taux_reponse")
    assert (found.value, found.denominator) == (Fraction(3, 4), 4)
    assert [entry.public_id for entry in found.entries] == [with_questionnaire.public_id]
    assert without.public_id not in found.parts


def test_more_answers_than_presents_is_never_more_than_all():
    event = crowd(held(), 2)
    answers(event, satisfied=3)
    assert value("taux_reponse") == 1


def test_answers_of_an_event_without_attendance_are_not_counted():
    event = held()
    comes(event, marks=())
    answers(event, satisfied=6)
    assert (value("reponses"), of("reponses").unknown) == (None, 1)
