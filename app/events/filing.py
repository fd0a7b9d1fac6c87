"""Where an event is filed: what decides which figures count it. An event that is over can still be filed; nobody is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from app.accounts.models import Account
from app.core.db import add, db
from app.core.errors import Refusal
from app.events import queries
from app.events.models import Event, Series
from app.events.sheet import EventSheet, sheet_of
from app.events.words import season
from app.journal import actions as journal


class Filing(TypedDict, total=False):
    """The part of a sheet that figures ask for, named as in the sheet."""

    network_ids: tuple[int, ...]
    cycle_code: str
    series_code: str
    region_codes: tuple[str, ...]
    department_codes: tuple[str, ...]
    theme_codes: tuple[str, ...]


def place(event: Event, sheet: EventSheet) -> None:
    """The event belongs to the networks, cycle, series, territories and themes of the sheet."""
    event.cycle = queries.cycle_of(sheet.cycle_code) if sheet.cycle_code else None
    event.series = queries.series_of(sheet.series_code) if sheet.series_code else None
    event.networks = queries.networks_of(sheet.network_ids)
    event.regions = queries.regions_of(sheet.region_codes)
    event.departments = queries.departments_of(sheet.department_codes)
    event.themes = queries.themes_of(sheet.theme_codes)


def file_held(event: Event, filing: Filing, account: Account, at: datetime, *, begins: tuple[str, str] | None = None) -> bool:
    """An event that was held is counted where the filing says, from now on; frozen reports keep what they said. Whether anything changed.

    ``begins`` is the stem and the name of a series that nobody has begun in the year of the event: this is its first date.
    """
    queries.hold(event)
    if not event.is_held:
        raise Refusal("Seul un événement tenu, et pas encore archivé, se classe ici.")
    networks = filing.get("network_ids")
    if not networks:
        raise Refusal("Choisissez au moins un réseau.", "networks")
    before = _said(event)
    if begins:
        filing = {**filing, "series_code": _begun(event, *begins, networks, account, at).code}
    place(event, replace(sheet_of(event), **filing))
    after = _said(event)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        event.changed_at = at
        old, new = ({name: said[name] for name in changed} for said in (before, after))
        journal.write(account.actor, "event_filed", event.thing, at=at, before=old, after=new)
    db.session.flush()
    return bool(changed)


def _begun(event: Event, stem: str, name: str, networks: Sequence[int], account: Account, at: datetime) -> Series:
    """The season of this series in the year of the event, of the network when there is only one; somebody may have begun it just now."""
    code = season(stem, event.starts_at.astimezone(ZoneInfo(event.timezone)).year)
    if queries.series_of(code):
        return _own(code, account, at)
    network_id = networks[0] if len(networks) == 1 else None
    journal.write(account.actor, "series_created", f"série:{code}", at=at)
    return add(Series(code=code, name=name, network_id=network_id))


def _own(code: str, account: Account, at: datetime) -> Series:
    """The series, which must be of a network that one facilitates, or hold an event that one runs."""
    found = queries.series_to_choose(account, code, at)
    if found is None:
        raise Refusal(
            "Cette série existe déjà pour cette année, et c’est celle d’un autre réseau : demandez-lui d’y classer l’événement.", "series"
        )
    return found


def _said(event: Event) -> dict[str, list[str]]:
    """The filing in words, as the journal keeps it."""
    return {
        "networks": sorted(one.name for one in event.networks),
        "cycle": [event.cycle.name] if event.cycle else [],
        "series": [event.series.name] if event.series else [],
        "regions": sorted(one.name for one in event.regions),
        "departments": sorted(one.name for one in event.departments),
        "themes": sorted(one.label for one in event.themes),
    }
