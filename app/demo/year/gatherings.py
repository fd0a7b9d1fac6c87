"""The events of a year as rows, with their days, half-days, partners and territories, their cycles and series."""

import os.path
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta
from typing import Any

from app.demo.year import rows
from app.demo.year.file import Gathering, YearFile
from app.demo.year.names import public_name
from app.demo.year.reference import Reference
from app.events.days import periods, spans
from app.events.models import Cycle, Day, Event, HalfDay, Partner, Series, event_department, event_network, event_region
from app.events.words import Door, Modality, Period, State
from app.networks.models import Network
from app.ui.french import NBSP

ASKED, OPENED, CREATED = timedelta(days=50), timedelta(days=60), timedelta(days=90)  # before the event
_LOOSE_END = re.compile(r"(?:[\W_]|\d|\b(?:du|de|des|le|la|les|à|en|n)\b)+$", re.IGNORECASE)  # "réunion n° 1", "Conseil du 3 mars"
UNTITLED = 12  # letters under which what titles have in common is no name
_BY_INVITATION = ("rencontre_territoriale", "journee_nationale", "reunion_regionale")
_UNLISTED = ("instance", "assemblee_personnel")


def public_id_of(event: Gathering) -> str:
    """The permanent name of an event of a file: the same each time it is loaded."""
    return public_name("event", event.year, event.id)


def write(year: YearFile, reference: Reference, facilitators: Mapping[str, int]) -> tuple[dict[str, int], dict[str, list[int]]]:
    """The events are rows; gives the number of each, and those of its half-days."""
    cycles, series = _cycles(year), _series(year, reference)
    first = rows.reserve(Event, len(year.events))
    numbers = {one.id: first + rank for rank, one in enumerate(year.events)}
    rows.write(Event, [
        _row(one, reference, facilitators) | {"id": numbers[one.id], "cycle_id": cycles.get(one.cycle), "series_id": series.get(one.series)}
        for one in year.events
    ])  # fmt: skip
    _surroundings(year, numbers, reference)
    return numbers, _days(year, numbers)


def _row(one: Gathering, reference: Reference, facilitators: Mapping[str, int]) -> dict[str, Any]:
    has_room, registered = one.modality is not Modality.ONLINE, one.count("registered")
    town = one.city or reference.names.get(one.host_department, "") or "Paris"
    capacity = max(reference.kinds[one.kind], registered)
    return {
        "public_id": public_id_of(one),
        "kind_code": one.kind,
        "title": one.title[:200],
        "state": one.state,
        "hosting": one.hosting,
        "modality": one.modality,
        "timezone": one.timezone,
        "starts_at": one.starts_at.astimezone(UTC),
        "ends_at": one.ends_at.astimezone(UTC),
        "place": town if has_room else "",
        "join_url": "" if one.modality is Modality.ONSITE else "https://visio.example.org/rencontres",
        "capacity": capacity,
        "seats_taken": registered,
        "door": Door.INVITED if one.kind in _BY_INVITATION else Door.NETWORK,
        "is_listed": one.kind not in _UNLISTED,
        "sequence": int(one.state is State.CANCELLED),
        "cancel_reason": "Le contexte ne permettait plus de tenir cette date." if one.state is State.CANCELLED else "",
        "facilitator_id": facilitators[one.networks[0]],
        "organiser_id": reference.organisations["cnsa"][0] if one.is_ours else None,
    } | _dates(one)


def _dates(one: Gathering) -> dict[str, Any]:
    """When each change of state happened; attendance is not closed where nothing is known of it."""
    start, end = one.starts_at.astimezone(UTC), one.ends_at.astimezone(UTC)
    was_held, told = one.state in (State.HELD, State.ARCHIVED), one.state is not State.DRAFT
    return {
        "created_at": start - CREATED,
        "changed_at": start - (OPENED if told else CREATED),
        "published_at": start - OPENED if told else None,
        "closed_at": start if was_held or one.state is State.CLOSED else None,
        "held_at": end if was_held else None,
        "attendance_closed_at": end + timedelta(days=1) if was_held and "attended" in one.counts else None,
        "archived_at": end + timedelta(days=40) if one.state is State.ARCHIVED else None,
        "cancelled_at": start - timedelta(days=6) if one.state is State.CANCELLED else None,
    }


def _surroundings(year: YearFile, numbers: Mapping[str, int], reference: Reference) -> None:
    """Networks, territories and partners of the events."""
    pairs = [(numbers[one.id], one) for one in year.events]
    networks = [{"event_id": n, "network_id": reference.networks[code].id} for n, one in pairs for code in dict.fromkeys(one.networks)]
    rows.write(event_network, networks)
    rows.write(event_region, [{"event_id": n, "region_code": code} for n, one in pairs for code in dict.fromkeys(one.regions)])
    rows.write(event_department, [{"event_id": n, "department_code": code} for n, one in pairs for code in dict.fromkeys(one.departments)])
    partners = [_partner(n, slug, reference) for n, one in pairs for slug in one.partners]
    rows.write_numbered(Partner, partners)


def _partner(event_id: int, slug: str, reference: Reference) -> dict[str, Any]:
    known = reference.organisations.get(slug)
    name = reference.short_names.get(slug, slug.upper())
    return {"event_id": event_id, "organisation_id": known[0] if known else None, "name": name, "role": "co_organiser"}


def _days(year: YearFile, numbers: Mapping[str, int]) -> dict[str, list[int]]:
    days: list[rows.Row] = []
    halves: list[rows.Row] = []
    found: dict[str, list[int]] = {}
    for one in year.events:
        dates = spans(one.starts_at.astimezone(UTC), one.ends_at.astimezone(UTC), one.timezone)
        days += [{"event_id": numbers[one.id], "on": day.on, "starts_at": day.starts_at, "ends_at": day.ends_at} for day in dates]
        signed = [(day.on, period) for day in dates for period in periods(day, one.modality, one.timezone)]
        if one.half_days == 1:
            signed = [(signed[0][0], Period.WHOLE if len(signed) > 1 else signed[0][1])]
        found[one.id] = [len(halves) + rank for rank in range(len(signed))]
        halves += [{"event_id": numbers[one.id], "on": on, "period": period, "position": rank} for rank, (on, period) in enumerate(signed)]
    rows.write_numbered(Day, days)
    first = rows.write_numbered(HalfDay, halves)
    return {key: [first + rank for rank in ranks] for key, ranks in found.items()}


def _cycles(year: YearFile) -> dict[str, int]:
    """The cycles of the file, those already there kept."""
    codes = [*dict.fromkeys(one.cycle for one in year.events if one.cycle)]
    known = rows.ids_of(Cycle, Cycle.code, codes)
    new = [code for code in codes if code not in known]
    made = []
    for code in new:
        name, of = year.cycles.get(code, (code, 0))
        of = of or next(one.year for one in year.events if one.cycle == code)
        made.append({"code": code, "name": name.replace("'", "’")[:160], "year": of})
    first = rows.write_numbered(Cycle, made)
    return known | {code: first + rank for rank, code in enumerate(new)}


def _series(year: YearFile, reference: Reference) -> dict[str, int]:
    """The series of the file, those already there kept; each is named after what the titles of its events have in common."""
    codes = [*dict.fromkeys(one.series for one in year.events if one.series)]
    known = rows.ids_of(Series, Series.code, codes)
    new = [code for code in codes if code not in known]
    names = rows.ids_of_names(Network)
    made = []
    for code in new:
        events = [one for one in year.events if one.series == code]
        network = reference.networks[events[0].networks[0]].id
        name = _common([one.title for one in events]) or names[network]
        made.append({"code": code, "name": name[:160], "network_id": network, "cycle_id": None})
    first = rows.write_numbered(Series, made)
    return known | {code: first + rank for rank, code in enumerate(new)}


def _common(titles: Sequence[str]) -> str:
    """What the titles of a series begin with, without the number or the town that follows."""
    if len(titles) == 1:
        return titles[0]
    start = os.path.commonprefix([*titles])
    if any(one[len(start) : len(start) + 1].isalnum() for one in titles):
        start = re.sub(r"\w+$", "", start)  # they part in the middle of a word
    words = _LOOSE_END.sub("", start)
    words += f"{NBSP}»" if "«" in words and "»" not in words else ""
    return words if len(words) >= UNTITLED else ""
