"""What a facilitator should know before settling on a date. These are warnings: none of them prevents anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.models import Account
from app.directory.models import Department, SchoolHoliday
from app.events import calendar_queries, policy
from app.events.days import Span, spans
from app.events.free_days import PUBLISHED_ZONES, public_holiday, school_holiday, zones_of
from app.events.models import Event
from app.events.sheet import EventSheet
from app.ui import french

EARLIEST, LATEST = 8, 18  # hours that a territory overseas can be asked to come at


@dataclass(frozen=True)
class Warning:
    """One reason to think again, in the words of the screen; ``kind`` names the reason."""

    kind: str
    words: str


def about(sheet: EventSheet, account: Account, at: datetime, event: Event | None = None) -> list[Warning]:
    """Everything to know about the dates of this sheet; ``event`` is the one being changed, which is no clash with itself."""
    return about_each([sheet], account, at, event)[0]


def about_each(sheets: Sequence[EventSheet], account: Account, at: datetime, event: Event | None = None) -> list[list[Warning]]:
    """The same for several dates of one plan, in order; whatever stands around them is read at once."""
    departments = calendar_queries.territory(sheets[0].region_codes, sheets[0].department_codes)
    around = timedelta(hours=18)  # the same day on the clocks of any zone
    first, last = min(sheet.starts_at for sheet in sheets) - around, max(sheet.ends_at for sheet in sheets) + around
    taken = [(other, {span.on for span in _days(other)}) for other in calendar_queries.taken_between(first, last, event.id if event else 0)]
    unpublished = {*zones_of(departments)} - {*PUBLISHED_ZONES}
    filled = calendar_queries.filled_school_holidays() if unpublished else ()
    leader = event.facilitator_id if event else account.id
    found = []
    for sheet in sheets:
        days = _days(sheet)
        others = [(other, _name_for(account, other, at)) for other, theirs in taken if any(day.on in theirs for day in days)]
        found.append(
            [
                *hours_twice(sheet),
                *week_ends(days),
                *holidays_of(days, departments),
                *school_holidays_of(days, departments, filled),
                *hours_overseas(days[0], departments),
                *clashes(sheet, departments, leader, others),
            ]
        )
    return found


def about_event(event: Event, account: Account, at: datetime) -> list[Warning]:
    """The same for an event that is planned; nothing once it has begun, or when it will not take place."""
    if not event.may_change or event.has_begun(at):
        return []
    sheet = EventSheet(
        kind_code=event.kind_code,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        modality=event.modality,
        timezone=event.timezone,
        network_ids=tuple(network.id for network in event.networks),
        region_codes=tuple(region.code for region in event.regions),
        department_codes=tuple(department.code for department in event.departments),
    )
    return about(sheet, account, at, event)


def hours_twice(sheet: EventSheet) -> list[Warning]:
    """An hour that clocks live twice in the night of autumn: which of the two is meant is said."""
    found = []
    for moment in (sheet.starts_at, sheet.ends_at):
        there = french.local(moment, sheet.timezone)
        if there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset():
            which = "la seconde qui compte, à l’heure d’hiver" if there.fold else "la première qui compte, à l’heure d’été"
            found.append(Warning("hour_twice", f"{french.hour(moment, sheet.timezone)} existe deux fois cette nuit-là : c’est {which}."))
    return found


def week_ends(days: Sequence[Span]) -> list[Warning]:
    """A Saturday or a Sunday among the days."""
    return [Warning("week_end", f"{french.day(day.on).capitalize()} tombe un week-end.") for day in days if day.on.weekday() >= 5]


def holidays_of(days: Sequence[Span], departments: Sequence[Department]) -> list[Warning]:
    """A public holiday of France, or of one of the territories only."""
    zones = {department.public_holiday_zone for department in departments} or {"Métropole"}
    found = []
    for day in days:
        by_name: dict[str, set[str]] = {}
        for zone in zones:
            if name := public_holiday(day.on, zone):
                by_name.setdefault(name, set()).add(zone)
        for name, where in by_name.items():
            place = "" if public_holiday(day.on) else f" ({french.listed(sorted(where))})"
            found.append(Warning("holiday", f"{french.day(day.on).capitalize()} est un jour férié : {name}{place}."))
    return found


def school_holidays_of(days: Sequence[Span], departments: Sequence[Department], filled: Iterable[SchoolHoliday] = ()) -> list[Warning]:
    """School holidays of the territories' zones (of all three without territory), and the calendars that nobody has published."""
    zones = zones_of(departments) or [*PUBLISHED_ZONES]
    rows = [*filled]
    during: dict[str, list[str]] = {}
    unknown = []
    for zone in zones:
        names = [school_holiday(day.on, zone, rows) for day in days]
        if any(name is None for name in names):
            unknown.append(zone)
        if name := next(filter(None, names), None):
            during.setdefault(name, []).append(zone)
    found = [Warning("school", f"{name} : {_zones(where)}.") for name, where in during.items()]
    if unknown:
        found.append(Warning("school_unknown", f"Vacances scolaires, {_zones(unknown)} : calendrier non disponible."))
    return found


def hours_overseas(day: Span, departments: Sequence[Department]) -> list[Warning]:
    """An hour that a territory overseas would live before 8 or after 18."""
    names: dict[str, list[str]] = {}
    for department in departments:
        if department.timezone != "Europe/Paris":
            names.setdefault(department.timezone, []).append(department.name)
    found = []
    for zone, where in names.items():
        start, end = french.local(day.starts_at, zone), french.local(day.ends_at, zone)
        if start.hour < EARLIEST or (end.hour, end.minute) > (LATEST, 0) or start.date() != end.date():
            hours = f"de {french.hour(day.starts_at, zone)} à {french.hour(day.ends_at, zone)}"
            found.append(Warning("overseas", f"{french.listed(sorted(where))} : ce sera {hours}, {french.zone_name(zone)}."))
    return found


def clashes(sheet: EventSheet, departments: Sequence[Department], leader_id: int, others: Sequence[tuple[Event, str]]) -> list[Warning]:
    """The network, the facilitator or the territory that something else already takes that day."""
    codes = {department.code for department in departments}
    found = []
    for other, name in others:
        if shared := [network.name for network in other.networks if network.id in sheet.network_ids]:
            found.append(Warning("network", f"Le même jour, le réseau « {shared[0]} » a déjà : {name}."))
        elif other.facilitator_id == leader_id:
            found.append(Warning("facilitator", f"Le même jour, la même personne anime déjà : {name}."))
        if places := sorted(_territory_of(other, departments) & codes):
            labels = french.listed([department.name for department in departments if department.code in places][:3])
            found.append(Warning("territory", f"Le même jour, un territoire est déjà pris ({labels}) : {name}."))
    return found


def _territory_of(event: Event, departments: Sequence[Department]) -> set[str]:
    regions = {region.code for region in event.regions}
    own = {department.code for department in event.departments}
    return own | {department.code for department in departments if department.region_code in regions}


def _days(of: Event | EventSheet) -> list[Span]:
    return spans(of.starts_at, of.ends_at, of.timezone)


def _name_for(account: Account, other: Event, at: datetime) -> str:
    """Its title to those who may know it; of a colleague's draft, only that it exists."""
    if policy.may_read(account, other, at) or (other.is_public and other.is_listed):
        return french.quoted(other.title)
    return f"un événement d’un autre réseau ({other.networks[0].name})" if other.networks else "un autre événement"


def _zones(zones: Sequence[str]) -> str:
    letters = [zone for zone in zones if zone in PUBLISHED_ZONES]
    names = [zone for zone in zones if zone not in PUBLISHED_ZONES]
    word = ("zones " if len(letters) > 1 else "zone ") + french.listed(letters) if letters else ""
    return french.listed([*([word] if word else []), *names])
