"""From the address of a page to a selection of people, and back to words."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from app.directory.models import TYPES
from app.directory.queries import department_by_code, organisation_by_slug
from app.registrations.follow_queries import SITUATIONS, Selection
from app.ui.french import NBSP

PRESENCES = {"presents": "Présents", "absents": "Absents ou excusés"}
CHOICES = SITUATIONS | PRESENCES
_FIELDS = ("etat", "type", "structure", "departement", "q")
_MOST = 500  # people ticked one by one


def needs_marks(values: MultiDict[str, str]) -> bool:
    """Whether the selection asks who came."""
    return values.get("etat", "") in PRESENCES


def selection_from(values: MultiDict[str, str], marks: Mapping[int, str]) -> Selection:
    """The selection that these fields describe; ``marks`` says what each registration came to, when that is asked."""
    said = {field: (values.get(field) or "").strip()[:80] for field in _FIELDS}
    registrations = None
    if said["etat"] in PRESENCES:
        registrations = frozenset(number for number, mark in marks.items() if (mark == "present") == (said["etat"] == "presents"))
    return Selection(
        situation=said["etat"] if said["etat"] in SITUATIONS else "",
        type=said["type"],
        organisation=said["structure"],
        department=said["departement"],
        search=said["q"],
        people=frozenset(values.getlist("personne")[:_MOST]),
        registrations=registrations,
    )


def fields_of(values: MultiDict[str, str]) -> list[tuple[str, str]]:
    """The fields that describe the selection, for the next page."""
    return [(field, values[field]) for field in _FIELDS if values.get(field)] + [
        ("personne", one) for one in values.getlist("personne")[:_MOST]
    ]


def words_of(values: MultiDict[str, str], selection: Selection) -> str:
    """The selection as a person would say it."""
    if selection.people:
        return "Les personnes cochées"
    words = [CHOICES.get(values.get("etat", ""), "Toutes les personnes de l’événement")]
    words += [TYPES[selection.type]] if selection.type in TYPES else []
    organisation = organisation_by_slug(selection.organisation) if selection.organisation else None
    department = department_by_code(selection.department)
    words += [organisation.short_name] if organisation else []
    words += [department.label] if department else []
    words += [f"recherche «{NBSP}{selection.search}{NBSP}»"] if selection.search else []
    return ", ".join(words)
