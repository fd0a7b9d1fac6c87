"""Numbers inside a sentence: in words up to sixteen, hedged only where the hedge is true."""

from fractions import Fraction
from math import floor

from app.ui.french import NARROW, number

WORDS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    *("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
)
STEP = 10  # what "plus de" and "au moins" are rounded down to


def counted(value: int, feminine: bool = False) -> str:
    """``onze``, ``une``, ``1 652``: words up to sixteen, figures above."""
    if not 0 <= value < len(WORDS):
        return number(value)
    return "une" if feminine and value == 1 else WORDS[value]


def plain(value: int | Fraction, feminine: bool = False) -> str:
    """A count as it is said, or a mean with one decimal: ``seize``, ``47,9``, and ``deux`` for 1.99."""
    many = tenths(value)
    return decimal(value) if many % 10 else counted(many // 10, feminine)


def decimal(value: int | Fraction) -> str:
    """``47,9``: one decimal, half up; a whole number keeps none."""
    many = tenths(value)
    return number(many // 10) + (f",{many % 10}" if many % 10 else "")


def tenths(value: int | Fraction) -> int:
    """How many tenths, the half up: what one decimal is written from."""
    return floor(Fraction(value) * 10 + Fraction(1, 2))


def more_than(value: int | Fraction, step: int = STEP) -> str:
    """``plus de 670`` for 673; ``670`` for exactly 670; ``sept`` for 7: nobody is told "plus de zéro"."""
    below = floor(Fraction(value) / step) * step
    return f"plus de {counted(below)}" if 0 < below < value else plain(value)


def at_least(value: int, step: int = STEP) -> str:
    """``au moins 150`` for 152, ``au moins sept`` for 7."""
    return f"au moins {counted(value // step * step or value)}"


def rate(share: Fraction) -> str:
    """``80,5 %``: one decimal, half up."""
    return _percent(tenths(share * 100))


def more_than_rate(share: Fraction) -> str:
    """``plus de 80,5 %`` when the rate is strictly above; the plain rate otherwise."""
    below = floor(share * 1000)
    return f"plus de {_percent(below)}" if 0 < below < share * 1000 else rate(share)


def _percent(many: int) -> str:
    return f"{many // 10},{many % 10}{NARROW}%"
