"""The page on which an event is described: shapes only; the sheet it gives is what actions understand."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from wtforms import BooleanField, FieldList, FormField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import ValidationError

from app.core.errors import Refusal
from app.events.models import LONGEST_DESCRIPTION, EventKind
from app.events.sheet import EventSheet, PartnerLine, usual_door, usually_listed
from app.events.words import DOORS, HOSTINGS, MODALITIES, PARTNER_ROLES, Door, Hosting, Modality
from app.ui.forms import Form, clock_time, day, heading, instant, line, paragraph, pick, ticks, whole
from app.ui.french import ZONES

FIRST_HOUR = {Modality.ONLINE: time(10), Modality.ONSITE: time(9, 30), Modality.HYBRID: time(9, 30)}
BLANK_PARTNERS = 3
# Fields that have the same name and the same value in the page and in the sheet.
_ALIKE = ("title", "description", "timezone", "place", "address", "access", "join_url", "has_waiting_list", "needs_approval", "is_listed")


def _is_https(_form: Any, field: Any) -> None:
    parts = urlsplit(field.data or "")
    if field.data and (parts.scheme != "https" or not parts.hostname or " " in field.data or parts.username):
        raise ValidationError("Une adresse qui commence par https:// est attendue.")


def join_link() -> StringField:
    """The address of the video room: https only, told to those who are registered."""
    kw = {"type": "url"}
    return line(
        "Lien de connexion",
        500,
        needed=False,
        also=[_is_https],
        help="Nécessaire pour publier si l’on participe à distance. Il figure dans les invitations et les courriels des inscrits, "
        "jamais sur la page publique.",
        render_kw=kw,
    )


class PartnerForm(PlainForm):  # type: ignore[misc]
    """One organisation beside the organiser; left empty, it counts for nothing."""

    name = line("Structure", 160, needed=False)
    role = pick("Rôle", [*PARTNER_ROLES.items()], needed=False)


class EventForm(Form):
    """Everything about an event, in the order in which one thinks of it."""

    title = heading("Titre", 200, help="Ce que liront les personnes invitées, dans leur agenda aussi.")
    description = paragraph(
        "Présentation",
        LONGEST_DESCRIPTION,
        rows=6,
        help="Programme, intervenants, objectifs. **Gras**, - listes et [liens](https://…) possibles.",
    )
    on = day("Date")
    start = clock_time("Début")
    end = clock_time("Fin", needed=False, help="Vide : la durée habituelle.")
    last_on = day("Dernier jour", needed=False, help="Seulement si l’événement dure plusieurs jours.")
    timezone = pick("Fuseau horaire", [(zone, name[0].upper() + name[1:]) for zone, name in ZONES.items()])
    modality = pick("Comment on y participe", [(key.value, label) for key, label in MODALITIES.items()])
    place = line("Lieu", 160, needed=False, help="Nom de la salle ou du bâtiment.")
    address = line("Adresse du lieu", 250, needed=False)
    access = paragraph("Venir sur place", 1000, rows=3, help="Transports, accueil, accessibilité du lieu.")
    join_url = join_link()
    networks = ticks("Réseaux invités", needed=True, help="Un événement peut s’adresser à plusieurs réseaux.")
    cycle = pick("Cycle", needed=False)
    series = pick("Série", needed=False)
    regions = ticks("Régions")
    departments = ticks("Départements")
    partners = FieldList(FormField(PartnerForm), label="Partenaires", min_entries=BLANK_PARTNERS, max_entries=30)
    hosting = pick("Qui organise", [(key.value, label) for key, label in HOSTINGS.items()])
    capacity = whole("Nombre de places", 1, 20_000, needed=False, help="Laissez vide pour ne pas limiter.")
    quota = whole("Places par structure", 1, 1_000, needed=False, help="Au-delà, votre accord est demandé.")
    has_waiting_list = BooleanField("Proposer une liste d’attente quand c’est complet")
    needs_approval = BooleanField("Valider chaque inscription moi-même")
    door = pick("Qui peut s’inscrire", [(key.value, label) for key, label in DOORS.items()])
    is_listed = BooleanField("Montrer l’événement dans la liste publique")
    opens_on = day("Ouverture des inscriptions", needed=False, help="Laissez vide pour ouvrir dès la publication.")
    closes_on = day("Dernier jour d’inscription", needed=False, help="Laissez vide pour fermer au début de l’événement.")
    themes = ticks("Thèmes")

    def sheet(self, kind: EventKind) -> EventSheet:
        """The plain values; refused when the clocks of that zone never show that hour."""
        starts_at, ends_at = self.span(kind)
        opens, closes = self._window(starts_at, self.timezone.data)
        return EventSheet(
            kind_code=kind.code,
            starts_at=starts_at,
            ends_at=ends_at,
            modality=Modality(self.modality.data),
            hosting=Hosting(self.hosting.data),
            network_ids=tuple(int(value) for value in self.networks.data or ()),
            cycle_code=self.cycle.data or "",
            series_code=self.series.data or "",
            region_codes=tuple(self.regions.data or ()),
            department_codes=tuple(self.departments.data or ()),
            partners=tuple(PartnerLine(one["name"], one["role"] or "co_organiser") for one in self.partners.data if one["name"]),
            quota_per_organisation=self.quota.data,
            door=Door(self.door.data),
            opens_at=opens,
            closes_at=closes,
            theme_codes=tuple(self.themes.data or ()),
            **{name: self[name].data for name in (*_ALIKE, "capacity")},
        )

    def span(self, kind: EventKind) -> tuple[datetime, datetime]:
        """The first and the last instants; the kind's duration proposes the end."""
        zone, last_on = self.timezone.data, self.last_on.data or self.on.data
        starts_at = _instant(self.on.data, self.start.data, zone, "start")
        if self.end.data:
            return starts_at, _instant(last_on, self.end.data, zone, "end")
        ends_at = starts_at + timedelta(minutes=kind.minutes)
        if last_on == self.on.data:
            return starts_at, ends_at
        return starts_at, _instant(last_on, ends_at.astimezone(ZoneInfo(zone)).time(), zone, "end")

    def _window(self, starts_at: datetime, zone: str) -> tuple[datetime | None, datetime | None]:
        """Whole days: from the first minute of the first to the last of the last, never beyond the beginning."""
        opens = _midnight(self.opens_on.data, zone) if self.opens_on.data else None
        closes = _midnight(self.closes_on.data + timedelta(days=1), zone) if self.closes_on.data else None
        return opens, min(closes, starts_at) if closes else None


def values_of_kind(kind: EventKind, on: date | None = None) -> dict[str, Any]:
    """What the page of a new event shows before anything is typed."""
    start = FIRST_HOUR[kind.modality]
    end = (datetime.combine(date(2000, 1, 1), start) + timedelta(minutes=kind.minutes)).time()
    return {
        "on": on,
        "start": start,
        "end": end,
        "timezone": "Europe/Paris",
        "modality": kind.modality.value,
        "capacity": kind.capacity,
        "has_waiting_list": kind.has_waiting_list,
        "door": usual_door(kind).value,
        "is_listed": usually_listed(kind),
        "hosting": Hosting.OWN.value,
    }


def values_of_sheet(sheet: EventSheet) -> dict[str, Any]:
    """What the page of a known event shows."""
    alike = {name: getattr(sheet, name) for name in (*_ALIKE, "capacity")}
    return (
        alike
        | _dates_of(sheet)
        | {
            "modality": sheet.modality.value,
            "hosting": sheet.hosting.value,
            "door": sheet.door.value,
            "networks": [str(number) for number in sheet.network_ids],
            "cycle": sheet.cycle_code,
            "series": sheet.series_code,
            "regions": [*sheet.region_codes],
            "departments": [*sheet.department_codes],
            "themes": [*sheet.theme_codes],
            "partners": [{"name": one.name, "role": one.role} for one in sheet.partners],
            "quota": sheet.quota_per_organisation,
        }
    )


def _dates_of(sheet: EventSheet) -> dict[str, Any]:
    zone = ZoneInfo(sheet.timezone)
    start, end = sheet.starts_at.astimezone(zone), sheet.ends_at.astimezone(zone)
    return {
        "on": start.date(),
        "start": start.time(),
        "end": end.time(),
        "last_on": end.date() if end.date() != start.date() else None,
        "opens_on": sheet.opens_at.astimezone(zone).date() if sheet.opens_at else None,
        "closes_on": (sheet.closes_at.astimezone(zone) - timedelta(seconds=1)).date() if sheet.closes_at else None,
    }


def _midnight(on: date, zone: str) -> datetime:
    return datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC)


def _instant(on: date, at: time, zone: str, field: str) -> datetime:
    try:
        return instant(on, at, zone).astimezone(UTC)
    except Refusal as refusal:
        raise Refusal(refusal.message, field) from None
