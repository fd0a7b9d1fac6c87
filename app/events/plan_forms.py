"""The pages of cycles, series and parts."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wtforms import BooleanField

from app.core.errors import Refusal
from app.events.filing import Filing
from app.events.forms import FIRST_HOUR, join_link
from app.events.models import Event, EventKind, Part
from app.events.plans import PartSheet
from app.events.sheet import EventSheet, usual_door, usually_listed
from app.events.words import MODALITIES, PART_KINDS, Modality, PartKind
from app.ui.forms import Form, clock_time, day, heading, instant, line, paragraph, pick, ticks, whole
from app.ui.french import DAYS, ZONES

RANKS = [("1", "Premier"), ("2", "Deuxième"), ("3", "Troisième"), ("4", "Quatrième"), ("-1", "Dernier")]


class CycleForm(Form):
    """A cycle: its name, its year, what it is for."""

    name = line("Nom du cycle", 160, help="Par exemple : 3ᵉ cycle des rencontres territoriales.")
    year = whole("Année", 2000, 2100, help="Celle où le cycle commence.")
    objective = paragraph("Objectif", 4000, rows=5)


class SeriesNameForm(Form):
    """What may be corrected in a series that exists."""

    name = line("Nom de la série", 160)
    cycle = pick("Cycle", needed=False)
    expected = whole("Dates attendues", 1, 400, needed=False, help="Douze pour des réunions mensuelles. La page dit ce qui manque.")


class FilingForm(Form):
    """What decides which figures count an event that is over; its fields and their values are those of the page of an event."""

    networks = ticks("Réseaux invités", needed=True)
    series = pick(
        "Série", needed=False, help="Les phrases du bilan qui comptent les dates d’une série ne comptent que celles qui y sont rangées."
    )
    cycle = pick("Cycle", needed=False)
    themes = ticks("Thèmes")
    regions = ticks("Régions")
    departments = ticks("Départements")

    def filing(self) -> Filing:
        return Filing(
            network_ids=tuple(int(value) for value in self.networks.data or ()),
            cycle_code=self.cycle.data or "",
            series_code=self.series.data or "",
            theme_codes=tuple(self.themes.data or ()),
            region_codes=tuple(self.regions.data or ()),
            department_codes=tuple(self.departments.data or ()),
        )


class SeriesForm(Form):
    """A series: what its dates have in common, and the dates."""

    name = line("Nom de la série", 160, help="Par exemple : Réunions mensuelles des référents PATHOS 2027.")
    follows = pick(
        "Suite d’une série",
        needed=False,
        help="D’une autre année, ou l’une de celles dont parle le bilan annuel : les chiffres comptent ensemble toutes ses saisons.",
    )
    title = heading("Titre de chaque date", 200, help="Ce que liront les personnes invitées.")
    start = clock_time("Début")
    end = clock_time("Fin")
    timezone = pick("Fuseau horaire", [(zone, name[0].upper() + name[1:]) for zone, name in ZONES.items()])
    modality = pick("Comment on y participe", [(key.value, label) for key, label in MODALITIES.items()])
    place = line("Lieu", 160, needed=False)
    join_url = join_link()
    networks = ticks("Réseaux invités", needed=True)
    rank = pick("Rang", RANKS, needed=False)
    weekday = pick("Jour", [(str(number), name) for number, name in enumerate(DAYS)], needed=False)
    first_on = day("À partir du", needed=False)
    months = whole("Nombre de dates", 1, 24, needed=False)
    dates = paragraph(
        "Dates", 4000, needed=True, rows=8, help="Une par ligne : 12/03/2027 ou 12 mars 2027. Collez ici celles de votre tableau."
    )

    def sheet(self, kind: EventKind, on: date) -> EventSheet:
        """What every date looks like, at the first of them."""
        starts_at = self.starts([on])[0]
        ends_at = instant(on, self.end.data, self.timezone.data).astimezone(UTC)
        return EventSheet(
            kind_code=kind.code,
            title=self.title.data,
            starts_at=starts_at,
            ends_at=ends_at,
            timezone=self.timezone.data,
            modality=Modality(self.modality.data),
            place=self.place.data or "",
            join_url=self.join_url.data or "",
            network_ids=tuple(int(value) for value in self.networks.data or ()),
            capacity=kind.capacity,
            has_waiting_list=kind.has_waiting_list,
            door=usual_door(kind),
            is_listed=usually_listed(kind),
        )

    def starts(self, dates: list[date]) -> list[datetime]:
        """The first instant of each date, at the hour its clocks show."""
        try:
            return [instant(on, self.start.data, self.timezone.data).astimezone(UTC) for on in dates]
        except Refusal as refusal:
            raise Refusal(refusal.message, "start") from None


class PartForm(Form):
    """A time of an event."""

    kind = pick("Genre", [(key.value, label) for key, label in PART_KINDS.items()])
    title = heading("Titre", 200)
    on = day("Date")
    start = clock_time("Début")
    end = clock_time("Fin")
    capacity = whole("Nombre de places", 1, 5_000, needed=False, help="Pour un atelier dont les places sont comptées.")
    invitation_only = BooleanField("Réservé aux personnes que l’équipe y inscrit")

    def sheet(self, event: Event) -> PartSheet:
        starts_at = instant(self.on.data, self.start.data, event.timezone).astimezone(UTC)
        ends_at = instant(self.on.data, self.end.data, event.timezone).astimezone(UTC)
        return PartSheet(PartKind(self.kind.data), self.title.data, starts_at, ends_at, self.capacity.data, self.invitation_only.data)


def values_of_part(event: Event, part: Part | None) -> dict[str, object]:
    """The page of a known time, or of a new one that begins with the event."""
    zone = ZoneInfo(event.timezone)
    if part is None:
        first = event.starts_at.astimezone(zone)
        return {"on": first.date(), "start": first.time(), "kind": PartKind.WORKSHOP.value}
    start, end = part.starts_at.astimezone(zone), part.ends_at.astimezone(zone)
    values = {"on": start.date(), "start": start.time(), "end": end.time(), "kind": part.kind.value}
    return values | {"title": part.title, "capacity": part.capacity, "invitation_only": part.invitation_only}


def values_of_series(kind: EventKind, on: date) -> dict[str, object]:
    """The page of a new series of this kind: its usual hours, twelve months from ``on``."""
    start = FIRST_HOUR[kind.modality]
    end: time = (datetime.combine(on, start) + timedelta(minutes=kind.minutes)).time()
    values: dict[str, object] = {"start": start, "end": end, "timezone": "Europe/Paris", "modality": kind.modality.value}
    return values | {"rank": "2", "weekday": "1", "first_on": on, "months": 11}
