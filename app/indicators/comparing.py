"""A figure beside that of the year before: the difference in words, and a warning when the two are not of the same sort."""

from dataclasses import dataclass
from fractions import Fraction

from app.indicators.figures import Figure
from app.indicators.indicator import Unit
from app.ui.french import NARROW, NBSP
from app.ui.numbers import decimal, tenths

MIXED = "L’un des deux chiffres est déclaré, l’autre calculé : ils n’ont peut-être pas été comptés de la même façon."
EMPTY = "Aucun événement n’est noté sur la période d’avant."
UNEVEN = "Une partie des événements n’est pas connue : l’écart peut venir de là."


@dataclass(frozen=True)
class Change:
    """How a figure moved, and why one should be careful."""

    words: str
    warning: str = ""

    @property
    def is_from_nothing(self) -> bool:
        """Whether no event is written of the days before: their zero says nothing of them."""
        return self.warning == EMPTY


def change(now: Figure, before: Figure, is_empty: bool = False) -> Change:
    """From the year before to this one; nothing is compared with what is not known. ``is_empty``: no event is written of the days before."""
    if now.stated is None or before.stated is None:
        return Change("")
    if is_empty and not before.is_declared and not before.indicator.is_stock:
        return Change("", EMPTY)
    difference = Fraction(now.stated) - Fraction(before.stated)
    return Change(_words(now, before, difference), _warning(now, before))


def _warning(now: Figure, before: Figure) -> str:
    if now.is_declared != before.is_declared:
        return MIXED
    return UNEVEN if now.unknown or before.unknown else ""


def _words(now: Figure, before: Figure, difference: Fraction) -> str:
    """Too small to be written with one decimal is still a change: two figures that are not shown alike never "have not changed"."""
    if not difference:
        return "sans changement"
    if now.indicator.unit is Unit.SHARE:
        return f"{'hausse' if difference > 0 else 'baisse'} de {_points(abs(difference) * 100)}"
    amount = decimal(abs(difference))
    return f"{'moins de 0,1' if amount == '0' else amount} de {'plus' if difference > 0 else 'moins'}{_share(difference, before)}"


def _points(many: Fraction) -> str:
    said = decimal(many)
    if said == "0":
        return f"moins de 0,1{NBSP}point"
    return f"{said}{NBSP}point{'s' if tenths(many) >= 20 else ''}"


def _share(difference: Fraction, before: Figure) -> str:
    """`` (+3,2 %)``; nothing where it would be written zero, nor beside zero."""
    share = decimal(abs(difference) / Fraction(before.stated) * 100) if before.stated else "0"
    return f" ({'+' if difference > 0 else '−'}{share}{NARROW}%)" if share != "0" else ""
