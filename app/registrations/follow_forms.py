"""What a facilitator says about the people of an event."""

from collections.abc import Sequence

from app.events.words import MODALITIES, Modality
from app.registrations.models import PARTS
from app.ui.forms import Form, line, name, paragraph, pick
from app.ui.forms import email as address

Choices = Sequence[tuple[str, str]]
NONE = [("", "Non précisé")]


class WordForm(Form):
    """A word that the person will read, or not."""

    word = paragraph("Un mot pour la personne", 500, rows=2, help="Il figure dans le courriel qu’elle reçoit.")


class AddressForm(Form):
    """The address that replaces one from which letters come back."""

    email = address("Adresse corrigée", render_kw={"autocomplete": "off"})


class ReasonForm(Form):
    """Why someone passes before others."""

    reason = line("Raison", 300, help="Conservée dans l’historique, et visible des co-organisateurs.")


class MoveForm(Form):
    """The other event at which the person is expected."""

    target = pick("Événement")

    def offer(self, events: Choices) -> None:
        """Give the events one may move to."""
        self.target.choices = [*events]


class PlaceForm(Form):
    """Organisation, department and function of that day."""

    organisation = pick("Structure", needed=False)
    department = pick("Département", needed=False)
    job_role = pick("Fonction", needed=False)

    def offer(self, organisations: Choices, departments: Choices, job_roles: Choices) -> None:
        """Give the lists one chooses from."""
        self.organisation.choices = [*NONE, *organisations]
        self.department.choices = [*NONE, *departments]
        self.job_role.choices = [*NONE, *job_roles]


class PartForm(Form):
    """As what someone known to the directory comes, and how."""

    part = pick("Vient comme", [(part.value, label) for part, label in PARTS.items()])
    modality = pick("Participe", [(m.value, label) for m, label in MODALITIES.items() if m is not Modality.HYBRID])


class NewcomerForm(PlaceForm, PartForm):
    """Someone whom the directory does not know yet."""

    first_name = name("Prénom", render_kw={"autocomplete": "off"})
    last_name = name("Nom", render_kw={"autocomplete": "off"})
    email = address(
        needed=False,
        help="Laissez vide si la personne n’a pas d’adresse à elle.",
        render_kw={"autocomplete": "off"},
    )
    carer = address(
        "Adresse de qui s’occupe de son agenda",
        needed=False,
        help="Sans adresse à elle : ses courriels vont à cette personne, déjà connue de l’annuaire.",
        render_kw={"autocomplete": "off"},
    )
