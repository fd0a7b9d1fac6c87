"""What a professional types: who they are, how they come, why they leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.directory.organisations import OTHER
from app.events.models import Event, Part
from app.events.words import Modality
from app.registrations import tickets
from app.registrations.tickets import Ticket
from app.ui.forms import Form, email, line, name, options, paragraph, pick
from app.ui.french import plural

Choices = Sequence[tuple[str, str]]
NONE = [("", "Choisissez dans la liste")]
HOW = [(Modality.ONSITE.value, "Je viens sur place"), (Modality.ONLINE.value, "Je participe à distance")]


class TicketForm(Form):
    """A form with its ticket: shown once, sent once."""

    ticket = HiddenField(validators=[Optional(), Length(max=120)])

    def stamp(self, at: datetime) -> None:
        """Draw a ticket for a form that is shown, and keep the one of a form that came back."""
        if tickets.read(self.ticket.data or "") is None:
            self.ticket.data = tickets.draw(at)

    @property
    def given(self) -> Ticket | None:
        return tickets.read(self.ticket.data or "")

    @property
    def key(self) -> str | None:
        return self.given.key if self.given else None


class ComingForm(TicketForm):
    """How one comes: asked only where there is a choice."""

    modality = RadioField(
        "Comment venez-vous\u00a0?", [InputRequired("Dites comment vous venez.")], choices=options(HOW), default=Modality.ONSITE.value
    )
    workshop = pick("Atelier", needed=False, help="Le nombre de places est limité dans chaque atelier.")
    comment = paragraph("Un mot pour l’équipe", 500, rows=2)

    def offer(self, event: Event, kept: Sequence[Part] = ()) -> None:
        """Keep the questions this event asks; a full workshop stays shown, for those who already have it."""
        if event.modality is not Modality.HYBRID:
            del self.modality
        workshops = [part for part in event.parts if part.kind.value == "workshop" and not part.invitation_only]
        if not workshops:
            del self.workshop
            return
        self.workshop.choices = [("", "Aucun atelier"), *((part.public_id, _workshop_label(part)) for part in workshops)]
        full = {part.public_id for part in workshops if _is_full(part)} - {part.public_id for part in kept}
        self.workshop.render_kw = {"data-full": " ".join(sorted(full))} if full else {}

    def how(self, event: Event) -> Modality:
        """The way chosen, or the only one."""
        field: Any = getattr(self, "modality", None)
        return Modality(field.data) if field else event.modality

    def chosen(self, event: Event) -> tuple[Part, ...]:
        """The workshop picked."""
        field: Any = getattr(self, "workshop", None)
        return tuple(part for part in event.parts if field and part.public_id == field.data)


class ApplicantForm(ComingForm):
    """Someone whom nothing has presented yet. ``site`` is a trap: people do not see it, robots fill it in."""

    email = email("Adresse électronique professionnelle")
    first_name = name("Prénom", render_kw={"autocomplete": "given-name"})
    last_name = name("Nom", render_kw={"autocomplete": "family-name"})
    organisation = line(
        "Structure",
        160,
        help="Commencez à écrire, puis choisissez\u00a0: par exemple MDPH du Calvados, ARS Normandie, CD de la Manche.",
        render_kw={"list": "structures", "autocomplete": "organization"},
    )
    is_other = BooleanField(OTHER, description="Cochez si aucun nom proposé ne convient\u00a0: l’équipe l’ajoutera.")
    job_role = pick("Fonction")
    department = pick("Département", help="Celui où vous travaillez.")
    site = StringField("Ne remplissez pas ce champ", [Optional(), Length(max=200)])

    def offer_lists(self, job_roles: Choices, departments: Choices) -> None:
        """Give the lists one chooses from."""
        self.job_role.choices = [*NONE, *job_roles]
        self.department.choices = [*NONE, *departments]

    @property
    def is_trapped(self) -> bool:
        return bool(self.site.data)


class AddressForm(TicketForm):
    """An address to which a link is sent."""

    email = email("Votre adresse électronique professionnelle")


class WordForm(Form):
    """A reason one may leave out."""

    word = paragraph("Un mot pour l’équipe", 500, rows=2)


def _is_full(part: Part) -> bool:
    return part.capacity is not None and part.seats_taken >= part.capacity


def _workshop_label(part: Part) -> str:
    if part.capacity is None:
        return part.title
    left = part.capacity - part.seats_taken
    return f"{part.title} (complet)" if left <= 0 else f"{part.title} ({plural(left, 'place')})"
