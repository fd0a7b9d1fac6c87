"""What stands behind each slot of a sentence, in words that a reader understands."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.annual_report import scope_words
from app.annual_report.document import Basis
from app.annual_report.templates import Figured
from app.annual_report.wording import Words
from app.indicators.dictionary import INDICATORS, Unit
from app.indicators.figures import Figure
from app.indicators.scope import Scope
from app.ui.french import NBSP, number, plural

_MENTIONS = {
    "regions": ("Régions", "Les régions des événements, chacune une fois, dans l’ordre des dates"),
    "dates": ("Dates", "Le jour où chaque événement a commencé, à l’heure du lieu"),
    "each_date": ("Dates", "Le jour où chaque événement a commencé, à l’heure du lieu"),
    "first_date": ("Première date", "Le jour où le premier événement a commencé, à l’heure du lieu"),
    "partners": ("Partenaires", "Les structures qui co-organisent ou coaniment ces événements, chacune une fois"),
    "rank_of_cycle": ("Rang du cycle", "Le numéro du cycle auquel ces événements appartiennent"),
    "networks": ("Réseaux", "Les réseaux qui ont eu l’un de ces événements"),
}

_MENTION = "mention:"


def basis(one: Figured, standing: Figure | Words, scope: Scope, names: scope_words.Names) -> Basis:
    """The basis of one figure of a sentence."""
    filters, address = scope_words.told(scope, names), scope_words.kept(scope)
    if isinstance(standing, Words):
        code, label = f"{_MENTION}{one.mention}", _MENTIONS[one.mention][0]
        return Basis(one.name, code, label, standing.said or "rien", str(standing.count), definition_of(code), filters, address)
    indicator = standing.indicator
    shown, value = standing.shown, exact(standing.value)
    words = detail(details(standing), indicator.unit)
    return Basis(one.name, indicator.code, indicator.label, shown, value, indicator.definition, filters, address, words)


def definition_of(code: str) -> str:
    """What an indicator, or a mention, is."""
    if code.startswith(_MENTION):
        return f"{_MENTIONS[code.removeprefix(_MENTION)][1]}. Pour {INDICATORS['evenements_tenus'].population}."
    return INDICATORS[code].definition


def exact(value: int | Fraction | None) -> str:
    """An integer, or a fraction ``n/d``; nothing when it is not known."""
    return "" if value is None else str(value)


def details(figure: Figure) -> dict[str, int | str]:
    """What a frozen figure keeps of how it was reckoned, and what a document declares in its place."""
    said = {
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "out_of": figure.out_of,
        "apart": figure.apart,
        "unknown": figure.unknown,
        "unfinished": figure.unfinished,
        "unplaced": figure.unplaced,
        "events": len(figure.entries),
        "declared": exact(figure.declared.value) if figure.is_declared and figure.declared else "",
        "source": figure.declared.source if figure.is_declared and figure.declared else "",
    }
    return {name: value for name, value in said.items() if value}


def detail(said: Mapping[str, Any], unit: Unit) -> str:
    """``331 sur 411 ; 14 événements ; 2 événements dont rien n’a été saisi``."""
    words = []
    if "source" in said:
        words.append(f"source{NBSP}: {said['source']}")
    if "denominator" in said:
        over = plural(said["denominator"], "événement") if unit is Unit.PARTICIPANTS else number(said["denominator"])
        words.append(f"{number(said.get('numerator', 0))} {'pour' if unit is Unit.PARTICIPANTS else 'sur'} {over}")
    if "out_of" in said:
        words.append(f"sur {number(said['out_of'])}")
    if "apart" in said:
        words.append(f"et {number(said['apart'])} d’outre-mer hors de ce compte")
    if "events" in said and unit is not Unit.EVENTS and not (unit is Unit.PARTICIPANTS and "denominator" in said):
        words.append(f"d’après {plural(said['events'], 'événement')}")
    if "unknown" in said:
        words.append(f"{plural(said['unknown'], 'événement')} dont rien n’a été saisi")
    if "unfinished" in said:
        words.append(f"{plural(said['unfinished'], 'événement')} dont la saisie n’est pas terminée")
    if "unplaced" in said:
        words.append(f"{plural(said['unplaced'], 'inscription')} sans territoire ni structure, hors de ce compte")
    return f"{NBSP}; ".join(words)
