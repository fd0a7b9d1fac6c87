"""Numbers inside a sentence say what is true."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.ui import numbers

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("value", "said"), [(0, "zéro"), (1, "un"), (11, "onze"), (16, "seize"), (17, "17"), (100, "100"), (1652, "1\u202f652")]
)
def test_counts_are_in_words_up_to_sixteen(value, said):
    assert numbers.counted(value) == said


def test_one_agrees_with_what_it_counts():
    assert (numbers.counted(1, feminine=True), numbers.counted(21, feminine=True)) == ("une", "21")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (673, "plus de 670"),
        (670, "670"),
        (671, "plus de 670"),
        (Fraction(1166, 11), "plus de 100"),
        (12, "plus de dix"),
        (7, "sept"),
        (10, "dix"),
    ],
)
def test_more_than_is_said_only_when_it_is_more(value, said):
    assert numbers.more_than(value) == said


@pytest.mark.parametrize(("value", "said"), [(152, "au moins 150"), (150, "au moins 150"), (7, "au moins sept"), (19, "au moins dix")])
def test_at_least(value, said):
    assert numbers.at_least(value) == said


def test_rates_keep_one_decimal_and_are_hedged_below():
    assert numbers.rate(Fraction(331, 411)) == "80,5\u202f%"
    assert numbers.more_than_rate(Fraction(331, 411)) == "plus de 80,5\u202f%"
    assert numbers.more_than_rate(Fraction(805, 1000)) == "80,5\u202f%"
    assert numbers.rate(Fraction(8055, 10000)) == "80,6\u202f%"
    assert numbers.more_than_rate(Fraction(1)) == "100,0\u202f%"


@given(some.integers(min_value=0, max_value=10**7), some.integers(min_value=1, max_value=500))
def test_what_is_said_to_be_more_than_is_below(numerator, denominator):
    value = Fraction(numerator, denominator)
    said = numbers.more_than(value)
    if said.startswith("plus de "):
        words = said.removeprefix("plus de ").replace("\u202f", "")
        below = numbers.WORDS.index(words) if words in numbers.WORDS else int(words)
        assert 0 < below < value <= below + 10
    else:
        assert value < 10 or value % 10 == 0


@given(some.integers(min_value=0, max_value=5000), some.integers(min_value=1, max_value=5000))
def test_a_rate_said_to_be_more_than_is_below(part, extra):
    share = Fraction(part, part + extra)
    said = numbers.more_than_rate(share)
    figure = Fraction(said.removeprefix("plus de ").removesuffix("\u202f%").replace(",", ".")) / 100
    assert figure < share if said.startswith("plus de") else abs(figure - share) <= Fraction(1, 2000)


@given(some.integers(min_value=1, max_value=10**7))
def test_at_least_is_never_more(value):
    words = numbers.at_least(value).removeprefix("au moins ").replace("\u202f", "")
    said = numbers.WORDS.index(words) if words in numbers.WORDS else int(words)
    assert 0 < said <= value < said + 10
