"""A figure beside that of the year before: the difference in words, and a warning when the two are not of the same sort."""

from dataclasses import dataclass
from fractions import Fraction

from app.indicators.figures import Figure
from app.indicators.indicator import Unit
from app.ui.french import NARROW, NBSP
from app.ui.numbers import decimal

MIXED = "L’un des deux chiffres est déclaré, l’autre calculé : ils n’ont peut-être pas été comptés de la même façon."
EMPTY = "Aucun événement n’est noté sur la période d’avant."
UNEVEN = "Une partie des événements n’est pas connue : l’écart peut venir de là."


@dataclass(frozen=True)
class Change:
    """How a figure moved, and why one should be careful."""

    words: str
    warning: str = ""


def change(now: Figure, before: Figure, is_empty: bool = False) -> Change:
    """From the year before to this one; nothing is compared with what is not known. ``is_empty``: no event is written of the days before."""
    if now.stated is None or before.stated is None:
        return Change("")
    difference = Fraction(now.stated) - Fraction(before.stated)
    return Change(_words(now, before, difference), _warning(now, before, is_empty))


def _warning(now: Figure, before: Figure, is_empty: bool) -> str:
    if now.is_declared != before.is_declared:
        return MIXED
    if is_empty and not before.is_declared and not before.indicator.is_stock:
        return EMPTY
    return UNEVEN if now.unknown or before.unknown else ""


def _words(now: Figure, before: Figure, difference: Fraction) -> str:
    if now.indicator.unit is Unit.SHARE:
        points = decimal(abs(difference) * 100)
        if points == "0":
            return "sans changement"
        return f"{_way(difference)} de {points}{NBSP}point{'s' if abs(difference) * 100 >= 2 else ''}"
    if not difference:
        return "sans changement"
    amount = decimal(abs(difference))
    if amount == "0":
        return "sans changement"
    share = f" ({_sign(difference)}{decimal(abs(difference) / Fraction(before.stated) * 100)}{NARROW}%)" if before.stated else ""
    return f"{amount} de {'plus' if difference > 0 else 'moins'}{share}"


def _way(difference: Fraction) -> str:
    return "hausse" if difference > 0 else "baisse"


def _sign(difference: Fraction) -> str:
    return "+" if difference > 0 else "−"
