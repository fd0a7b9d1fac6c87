"""French as a person writes it: days, hours, numbers, plurals. Used by pages and by letters."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.core.text import searchable

NBSP, NARROW = "\u00a0", "\u202f"
_BEFORE_MARK = re.compile(" (?=[:;?!»])|(?<=«) ")
_INNER = re.compile(r"«\s?|\s?»")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
ZONES = {
    "Europe/Paris": "heure de Paris",
    "America/Guadeloupe": "heure de Guadeloupe",
    "America/Martinique": "heure de Martinique",
    "America/Cayenne": "heure de Guyane",
    "Indian/Reunion": "heure de La Réunion",
    "Indian/Mayotte": "heure de Mayotte",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "America/St_Barthelemy": "heure de Saint-Barthélemy",
    "America/Marigot": "heure de Saint-Martin",
}
_MASCULINE = {"cd", "conseil", "département", "centre", "ccas", "comité", "cpsf", "groupement", "ministère", "service", "syndicat"}
_WITHOUT_ARTICLE = {"france", "pôle"}
# "d’Yves" and "de l’Yonne", but "de Yann"; "d’Hélène" and "l’habitat", but "de Hamid", "la Haute Autorité", "de Hollande".
_ELIDED = re.compile(r"[aeiou]|y([^aeiouy ]|onne\b|eu\b|erres\b|evre)|h(?!(a(?!bi[lt]|dri|rmon)|o(ll|ngr|ward)|ugo|ussein)|\b)")


def local(at: datetime, zone: str = "Europe/Paris") -> datetime:
    """The same instant on the clocks of a zone."""
    return at.astimezone(ZoneInfo(zone))


def day_number(on: date) -> str:
    """The day in its month: ``1er``, ``2``..."""
    return "1er" if on.day == 1 else str(on.day)


def day(on: date, year: bool = True) -> str:
    """``jeudi 12 mars 2026``; the day, its number and its month never part at the end of a line."""
    words = f"{DAYS[on.weekday()]} {day_number(on)}{NBSP}{MONTHS[on.month - 1]}"
    return f"{words} {on.year}" if year else words


def short_day(on: date) -> str:
    """``12 mars 2026``."""
    return f"{day_number(on)}{NBSP}{MONTHS[on.month - 1]} {on.year}"


def hour(at: datetime, zone: str = "Europe/Paris") -> str:
    """``9 h 30``, ``14 h``."""
    there = local(at, zone)
    return f"{there.hour}{NBSP}h{NBSP}{there.minute:02d}" if there.minute else f"{there.hour}{NBSP}h"


def when(starts_at: datetime, ends_at: datetime, zone: str = "Europe/Paris") -> str:
    """``jeudi 12 mars 2026, de 9 h 30 à 16 h 30``, or ``du jeudi 12 mars 2026, 9 h 30, au vendredi 13 mars 2026, 16 h``."""
    first, last = local(starts_at, zone), local(ends_at, zone)
    if first.date() == last.date():
        return f"{day(first)}, de {hour(starts_at, zone)} à {hour(ends_at, zone)}"
    return f"du {day(first)}, {hour(starts_at, zone)}, au {day(last)}, {hour(ends_at, zone)}"


def zone_name(zone: str) -> str:
    """``heure de Paris``."""
    return ZONES.get(zone, f"heure de {zone.rsplit('/', 1)[-1].replace('_', ' ')}")


def their_hour(starts_at: datetime, event_zone: str, zone: str) -> str:
    """``soit 5 h, heure de Martinique``, with the date when it is another day there; empty when clocks agree."""
    here, there = local(starts_at, event_zone), local(starts_at, zone)
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return ""
    other_day = f" le {day(there, year=False)}" if here.date() != there.date() else ""
    return f"soit {hour(starts_at, zone)}{other_day}, {zone_name(zone)}"


def moment(at: datetime, zone: str = "Europe/Paris") -> str:
    """``12 mars 2026 à 9 h 30``."""
    return f"{short_day(local(at, zone))} à {hour(at, zone)}"


def number(value: float) -> str:
    """``1 652``, ``47,9``."""
    text = f"{value:,.1f}" if isinstance(value, float) and not value.is_integer() else f"{int(value):,}"
    return text.replace(",", NARROW).replace(".", ",")


def plural(count: int, one: str, several: str | None = None) -> str:
    """``1 inscrit``, ``0 inscrit``, ``2 inscrits``: French counts from two."""
    return f"{number(count)}{NBSP}{one if abs(count) < 2 else several or one + 's'}"


def typeset(words: str) -> str:
    """A title as a printer sets it: no line begins with a colon, nor ends with an opening guillemet."""
    return _BEFORE_MARK.sub(NBSP, words)


def quoted(words: str) -> str:
    """A title inside a sentence, between guillemets; those it has itself become the second ones: « l’“aller-vers” »."""
    return f"«{NBSP}{_INNER.sub(lambda found: '“' if found[0][0] == '«' else '”', words)}{NBSP}»"


def sentence(words: str) -> str:
    """``Jeudi 12 mars``: a line begins with a capital, and the rest keeps its own."""
    return words[:1].upper() + words[1:]


def listed(words: Iterable[str]) -> str:
    """``a, b et c``."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} et {last}" if first else last


def the(name: str) -> str:
    """``la CNSA``, ``le CD de la Manche``, ``l’ARS Bretagne``: the name of a structure inside a sentence."""
    first = name.replace("-", " ").partition(" ")[0].casefold()
    if not first or first in _WITHOUT_ARTICLE:
        return name
    if _ELIDED.match(searchable(name)):
        return f"l’{name}"
    return f"le {name}" if first in _MASCULINE else f"la {name}"


def of_the(name: str) -> str:
    """``de la CNSA``, ``du CD de la Manche``, ``de l’ARS Bretagne``."""
    words = the(name)
    return f"du {name}" if words.startswith("le ") else of(name) if words == name else f"de {words}"


def of(word: str) -> str:
    """``de Paris``, ``d’Annecy``, ``de Yann``, ``d’Yvonne``."""
    return f"d’{word}" if _ELIDED.match(searchable(word)) else f"de {word}"
