"""The shape of what is typed about people, organisations and lists. Choices are given by the doors."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField

from app.core.sheets_in import ACCEPT
from app.directory.models import TYPES
from app.directory.organisations import OTHER
from app.ui import forms as ui
from app.ui.forms import Form, day, line, name, pick, ticks

NOT_SAID = [("", "Non précisé")]
TYPE_CHOICES = list(TYPES.items())


def organisation_line(label: str = "Structure", *, needed: bool = False) -> StringField:
    """Where someone works: typed with suggestions (templates/directory/_organisation_field.html), read by ``organisations.choose``."""
    words = {"list": "structures", "autocomplete": "organization"}
    return line(label, 160, needed=needed, help="Tapez les premières lettres : MDPH du Calvados, CD 14, ARS Normandie…", render_kw=words)


def other_organisation() -> BooleanField:
    """The box of someone whose organisation is not in the list."""
    return BooleanField(OTHER, description="Cochez si rien ne correspond : nous l’ajouterons telle que vous l’écrivez.")


class PersonForm(Form):
    """One person of the directory."""

    last_name = name("Nom")
    first_name = name("Prénom")
    email = ui.email(needed=False)
    cared_for_by = ui.email(
        "Adresse du secrétariat",
        needed=False,
        help="Pour une personne sans adresse propre : ses courriels vont à cette personne de l’annuaire.",
        render_kw={"autocomplete": "off"},
    )
    phone = line("Téléphone", 30, needed=False, render_kw={"inputmode": "tel"})
    organisation = organisation_line()
    other = other_organisation()
    department = pick("Département", needed=False, help="Laissez vide si la structure n’en couvre qu’un : il est retrouvé.")
    job_role = pick("Fonction", needed=False)

    def offer(self, departments: Sequence[tuple[str, str]], job_roles: Sequence[tuple[str, str]]) -> "PersonForm":
        """The same form with its closed lists."""
        self.department.choices = [*NOT_SAID, *departments]
        self.job_role.choices = [*NOT_SAID, *job_roles]
        return self

    @property
    def identity(self) -> dict[str, Any]:
        return {
            "email": self.email.data or None,
            "first_name": self.first_name.data,
            "last_name": self.last_name.data,
            "phone": self.phone.data or None,
        }


class KnownPersonForm(PersonForm):
    """A person who is already there: a change of place has its date."""

    moved_on = day(
        "Date du changement",
        needed=False,
        help="Si la structure, le département ou la fonction change ; aujourd’hui, sauf mention contraire.",
    )


class OrganisationForm(Form):
    """One organisation."""

    name = line("Nom complet", 160)
    short_name = line("Nom court", 120, help="Celui des listes : « MDPH du Calvados ».")
    type = pick("Type", TYPE_CHOICES)
    departments = ticks("Départements couverts")


class AbsorbForm(Form):
    """What was typed is an organisation we know."""

    organisation = organisation_line("Structure de l’annuaire", needed=True)


class EndForm(Form):
    """An organisation that is no more."""

    on = day("Dernier jour")


class UploadForm(Form):
    """A list of people."""

    file = FileField(
        "Fichier",
        [FileRequired("Choisissez un fichier .csv, .xlsx ou .ods.")],
        description="CSV, XLSX ou ODS ; 5 Mo, 5 000 lignes et 50 colonnes au plus.",
        render_kw={"accept": ACCEPT},
    )


class JobRoleForm(Form):
    """A function."""

    label = line("Intitulé", 120)
    types = ticks("Types de structures où on la trouve", TYPE_CHOICES, needed=True)


class HolidayForm(Form):
    """A school holiday of a zone without published calendar."""

    zone = pick("Territoire")
    label = line("Vacances", 80, help="Par exemple : « Vacances de carnaval ».")
    first_on = day("Premier jour")
    last_on = day("Dernier jour")


class JustAsk(Form):
    """A button: nothing is typed, only asked."""
