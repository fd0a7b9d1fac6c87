"""Public and school holidays of a territory, in French, day by day."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from app.directory.models import Department, SchoolHoliday

# The library's name of each zone of the reference (departments.public_holiday_zone).
_SUBDIVISIONS = {
    "Métropole": None,
    "Alsace-Moselle": "57",
    "Guadeloupe": "971",
    "Martinique": "972",
    "Guyane": "973",
    "La Réunion": "974",
    "Mayotte": "976",
    "Saint-Pierre-et-Miquelon": "PM",
    "Saint-Barthélémy": "BL",
    "Saint-Martin": "MF",
}
PUBLISHED_ZONES = ("A", "B", "C")
# After the last arrêté (21 July 2026, school year 2027-2028) the library guesses; a guess is not a calendar.
LAST_PUBLISHED = date(2028, 8, 31)


def public_holiday(on: date, zone: str = "Métropole") -> str:
    """The name of the public holiday that day in that zone; empty on another day."""
    return _public(zone, on.year).get(on, "")


def school_holiday(on: date, zone: str, filled: Iterable[SchoolHoliday] = ()) -> str | None:
    """The name of the school holiday, empty on a school day, None when nobody has published the calendar of that zone.

    Zones A, B and C come from the library; Corse and overseas are what administrators have ``filled`` in.
    """
    if zone in PUBLISHED_ZONES:
        return _school(zone, on.year).get(on, "") if on <= LAST_PUBLISHED else None
    rows = [row for row in filled if row.zone == zone]
    if not any(_school_year(row.first_on) == _school_year(on) for row in rows):
        return None
    return next((row.label for row in rows if row.first_on <= on <= row.last_on), "")


def zones_of(departments: Iterable[Department]) -> list[str]:
    """The school zones of these territories; a collectivity without zone is known by its name."""
    return sorted({department.school_zone or department.name for department in departments})


def _school_year(on: date) -> int:
    return (on - timedelta(days=243)).year


@cache
def _france() -> Any:
    """The library loads all the countries of the world (19 MB, a third of a second): not before the first calendar is shown."""
    return import_module("holidays.countries.france").France


@lru_cache(maxsize=64)
def _public(zone: str, year: int) -> dict[date, str]:
    return _named(_france()(subdiv=_SUBDIVISIONS.get(zone), years=year, language="fr"))


@lru_cache(maxsize=64)
def _school(zone: str, year: int) -> dict[date, str]:
    return _named(_france()(subdiv=f"Zone {zone}", years=year, categories=("school",), language="fr"))


def _named(found: Any) -> dict[date, str]:
    return {day: label.replace("'", "’") for day, label in found.items()}
