"""What may be taken away from an event, and to whom each is meant: French headings, always the same order."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.attendance.models import MARKS, Mark
from app.attendance.queries import outcomes
from app.core.tables import Cell
from app.core.text import searchable
from app.directory.models import TYPES
from app.events.models import Event
from app.events.words import MODALITIES, PERIODS
from app.invitations.models import PARTSTATS, CalendarObject
from app.invitations.queries import said_by_calendar
from app.registrations.models import ORIGINS, PARTS, STANDINGS, Origin, Part, Standing
from app.reports import exports_queries as queries
from app.reports.exports_queries import Guest
from app.satisfaction.actions import results_of
from app.satisfaction.models import FEWEST, LEVELS, Level
from app.satisfaction.queries import words_of
from app.ui.numbers import tenths

Row = Sequence[Cell]
LIVE = (Standing.CONFIRMED, Standing.PENDING, Standing.WAITING)
_PLACE = ["Structure", "Type de structure", "Département", "Région"]
_PERSON = ["Nom", "Prénom", "Fonction", "Qualité", "Modalité"]


@dataclass(frozen=True)
class Export:
    """One file: what it is called, what it is for, its headings and its rows."""

    label: str
    words: str
    headings: Callable[[Event], list[str]]
    rows: Callable[[Event], Iterator[Row]]
    is_personal: bool = True


def _registrations(event: Event) -> Iterator[Row]:
    actors, workshops, calendars = queries.names_of_actors(event), queries.workshops_of(event), said_by_calendar(event.id)
    for one in queries.guests(event, LIVE):
        came_by = (STANDINGS[one.standing], ORIGINS[one.origin], _by(one, actors), one.registered_at, one.confirmed_at)
        yield [
            *_place(one),
            *_person(one),
            one.email,
            workshops.get(one.id),
            *came_by,
            _in_calendar(calendars.get(one.person_id)),
            one.comment,
        ]


def _registration_headings(_event: Event) -> list[str]:
    return [
        *_PLACE,
        *_PERSON,
        "Courriel",
        "Ateliers",
        "Situation",
        "Origine",
        "Inscrit par",
        "Inscrit le",
        "Confirmé le",
        "Agenda",
        "Commentaire",
    ]


def _attendance(event: Event) -> Iterator[Row]:
    marks, known, actors = queries.marks_of(event), outcomes(event), queries.names_of_actors(event)
    silence = Mark.ABSENT if known and event.attendance_closed_at else None
    for one in queries.guests(event, [Standing.CONFIRMED]):
        said = marks.get(one.id, {})
        seen = [_said(said.get(half_day.id, silence)) for half_day in event.half_days]
        yield [*_place(one), *_person(one), one.origin is Origin.WALK_IN, _by(one, actors), *seen, _said(known.get(one.id))]


def _attendance_headings(event: Event) -> list[str]:
    half_days = [f"{half_day.on:%d/%m/%Y} {PERIODS[half_day.period]}" for half_day in event.half_days]
    return [*_PLACE, *_PERSON, "Venu sans inscription", "Inscrit par", *half_days, "Ensemble de l’événement"]


def _security(event: Event) -> Iterator[Row]:
    for one in queries.guests(event, [Standing.CONFIRMED]):
        yield [one.last_name, one.first_name, one.organisation]


def _headcount(event: Event) -> Iterator[Row]:
    registered: Counter[Row] = Counter()
    present: Counter[Row] = Counter()
    known = outcomes(event)
    for one in queries.guests(event, [Standing.CONFIRMED]):
        if one.part is Part.PARTICIPANT:
            registered[_place(one)] += 1
            present[_place(one)] += known.get(one.id) is Mark.PRESENT
    for place in sorted(registered, key=lambda place: [searchable(str(word or "")) for word in place]):
        yield [*place, registered[place], present[place]]


def _satisfaction(event: Event) -> Iterator[Row]:
    found = results_of(event)
    yield ["Personnes présentes", found.present, None]
    yield ["Réponses", found.answers, _share(found.response_rate)]
    if not found.is_shown:
        yield [f"Résultats masqués : moins de {FEWEST} réponses", None, None]
        return
    for level, label in LEVELS.items():
        is_opinion = level is not Level.NO_OPINION and found.expressed
        yield [label, found.counts[level], _share(found.share(level)) if is_opinion else None]
    yield ["Taux de satisfaction (très satisfait et satisfait, sur les avis exprimés)", found.expressed, _share(found.rate)]
    for words in words_of(event):
        yield [f"Commentaire : {words}", None, None]


def _fixed(*headings: str) -> Callable[[Event], list[str]]:
    return lambda _event: [*headings]


def _by(one: Guest, actors: dict[str, str]) -> str:
    return "la personne elle-même" if one.is_own else actors.get(one.registered_by, "")


def _place(one: Guest) -> tuple[str | None, ...]:
    department = f"{one.department} ({one.department_code})" if one.department_code else None
    return one.organisation, TYPES.get(one.type or "", one.type), department, one.region


def _person(one: Guest) -> tuple[str | None, ...]:
    return one.last_name, one.first_name, one.job_role, PARTS[one.part], MODALITIES[one.modality]


def _said(mark: Mark | None) -> str | None:
    return MARKS[mark].lower() if mark else None


def _in_calendar(one: CalendarObject | None) -> str | None:
    return PARTSTATS[one.partstat] if one and one.partstat else None


def _share(part: Fraction | None) -> Decimal | None:
    """In hundredths, one decimal, half up: a number, for a spreadsheet to reckon with."""
    return Decimal(tenths(part * 100)) / 10 if part is not None else None


EXPORTS = {
    "inscriptions": Export(
        "Liste des inscrits",
        "Qui vient, d’où, comment et inscrit par qui. Pour l’équipe et les co-organisateurs.",
        _registration_headings,
        _registrations,
    ),
    "presences": Export(
        "Présences par demi-journée",
        "Présent, absent ou excusé à chaque demi-journée, avec les personnes venues sans inscription.",
        _attendance_headings,
        _attendance,
    ),
    "securite": Export(
        "Liste de sécurité",
        "Noms et structures seulement, pour l’accueil du lieu.",
        _fixed("Nom", "Prénom", "Structure"),
        _security,
    ),
    "effectifs": Export(
        "Effectifs par structure et département",
        "Combien d’inscrits et de présents, sans aucun nom.",
        _fixed(*_PLACE, "Inscrits", "Présents"),
        _headcount,
        is_personal=False,
    ),
    "satisfaction": Export(
        "Synthèse de satisfaction",
        "Le nombre de réponses, la part de chacune, le taux et les commentaires, sans nom, à partir de cinq réponses.",
        _fixed("Mesure", "Nombre", "Part (%)"),
        _satisfaction,
        is_personal=False,
    ),
}
