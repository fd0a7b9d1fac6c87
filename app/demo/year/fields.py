"""The values of a year file one by one: each that cannot be read is refused in words that name its key."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.core.clock import PARIS

MOST = 1_000_000  # of anything
YEARS = range(1901, 9999)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


class Unreadable(Exception):
    """Something that cannot be read, in French."""


def parsed(text: str) -> Any:
    """What a JSON file says; a key written twice in one place is not a choice to be made here."""
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise Unreadable(f"ce n’est pas un fichier JSON lisible (ligne {error.lineno}, colonne {error.colno}).") from None
    except (ValueError, RecursionError):
        raise Unreadable("ce n’est pas un fichier JSON lisible.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = [key for key, times in Counter(key for key, _value in pairs).items() if times > 1]
    if twice:
        raise Unreadable(f"« {twice[0]} » est écrit plusieurs fois au même endroit.")
    return dict(pairs)


def thing(row: Any) -> Mapping[str, Any]:
    """An object with keys."""
    if not isinstance(row, dict):
        raise Unreadable(f"« {row} » n’est pas un objet entre accolades.")
    return row


def text(row: Mapping[str, Any], key: str, most: int = 300) -> str:
    """Words, without which the row means nothing."""
    found = words(row, key, most)
    if not found:
        raise Unreadable(f"« {key} » manque.")
    return found


def words(row: Mapping[str, Any], key: str, most: int = 300) -> str:
    """Words, or none."""
    found = row.get(key)
    if found is None:
        return ""
    if not isinstance(found, str) or _CONTROL.search(found):
        raise Unreadable(f"« {key} » vaut « {shown(found)} » : un texte d’une ligne est attendu.")
    if len(found) > most:
        raise Unreadable(f"« {key} » a {len(found)} caractères : {most} au plus.")
    return found.strip()


def codes(row: Mapping[str, Any], key: str, most: int = 80) -> tuple[str, ...]:
    """``a|b``, or a list."""
    found = row.get(key) or ""
    every = found.split("|") if isinstance(found, str) else found
    if not isinstance(every, list) or not all(isinstance(one, str) for one in every):
        raise Unreadable(f"« {key} » vaut « {shown(found)} » : des codes séparés par une barre, ou une liste de codes, sont attendus.")
    return tuple(code for one in every if (code := text({key: one}, key, most) if one else ""))


def whole(row: Mapping[str, Any], key: str) -> int | None:
    """A number, or None where nothing is known."""
    found = row.get(key)
    return None if found is None or found == "" else number(key, found)


def needed(row: Mapping[str, Any], key: str) -> int:
    """A number, without which the row means nothing."""
    found = whole(row, key)
    if found is None:
        raise Unreadable(f"« {key} » manque.")
    return found


def number(key: str, found: Any) -> int:
    """A number of people, of events, of places."""
    said = str(found)
    if isinstance(found, bool) or not said.isascii() or not said.isdigit() or len(said) > len(str(MOST)) or int(said) > MOST:
        raise Unreadable(f"« {key} » vaut « {shown(found)} » : un nombre entier, de 0 à un million, est attendu.")
    return int(said)


def year(row: Mapping[str, Any], key: str) -> int | None:
    """A year, or None."""
    found = whole(row, key)
    if found is not None and found not in YEARS:
        raise Unreadable(f"« {key} » vaut « {found} » : une année est attendue.")
    return found


def one_of(row: Mapping[str, Any], key: str, known: Mapping[str, Any], usual: str = "") -> Any:
    """One of these words, else the usual one."""
    found = words(row, key) or usual
    if not found:
        raise Unreadable(f"« {key} » manque : {', '.join(known)} sont possibles.")
    if found not in known:
        raise Unreadable(f"« {key} » vaut « {found} » : {', '.join(known)} sont possibles.")
    return known[found]


def instant(row: Mapping[str, Any], key: str, zone: ZoneInfo) -> datetime:
    """A day and an hour, on the clocks of the zone where no other is said."""
    found = text(row, key)
    try:
        at = datetime.fromisoformat(found) if _MOMENT.match(found) else None
    except ValueError:
        at = None
    if at is None or at.year not in YEARS:
        raise Unreadable(f"« {key} » vaut « {found} » : un jour et une heure sont attendus, par exemple 2024-03-15T09:30:00+01:00.")
    return at if at.tzinfo else at.replace(tzinfo=zone)


def day(row: Mapping[str, Any], key: str) -> date:
    """A day, that of Paris where an hour is said too."""
    found = text(row, key)
    try:
        moment = datetime.fromisoformat(found)
    except ValueError:
        raise Unreadable(f"« {key} » vaut « {found} » : un jour est attendu, par exemple 2024-03-15.") from None
    if moment.year not in YEARS:
        raise Unreadable(f"« {key} » vaut « {found} » : un jour est attendu, par exemple 2024-03-15.")
    return (moment.astimezone(PARIS) if moment.tzinfo else moment).date()


def address(row: Mapping[str, Any], key: str) -> str:
    """A web address, or none."""
    found = words(row, key, 500)
    if found and not found.startswith(("https://", "http://")):
        raise Unreadable(f"« {key} » vaut « {found} » : une adresse qui commence par https:// est attendue.")
    return found


def shown(found: Any) -> str:
    """What was found, cut where it is long."""
    said = str(found)
    return said if len(said) <= 40 else f"{said[:40]}…"
