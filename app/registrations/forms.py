"""What a professional types: who they are, how they come, why they leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
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

    takes_reading = True  # a person needs seconds to fill it in

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

    def offer(self, event: Event, kept: Sequence[Part] = (), *, is_seated: bool = True) -> None:
        """Keep the questions this event asks; who waits for a seat chooses a workshop once they have it."""
        if event.modality is not Modality.HYBRID:
            del self.modality
        if event.workshops and is_seated:
            self.workshop.choices = [("", "Aucun atelier"), *(_offered(part, part in kept) for part in event.workshops)]
        else:
            del self.workshop

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

    def offer(self, event: Event, kept: Sequence[Part] = (), *, is_seated: bool = False) -> None:
        """A workshop is chosen on one's own page, once the address is proved."""
        super().offer(event, kept, is_seated=is_seated)

    @property
    def is_trapped(self) -> bool:
        return bool(self.site.data)


class AddressForm(TicketForm):
    """An address to which a link is sent: a phone fills it in at once."""

    takes_reading = False

    email = email("Votre adresse électronique professionnelle")


class WordForm(Form):
    """A reason one may leave out."""

    word = paragraph("Un mot pour l’équipe", 500, rows=2)


def _offered(part: Part, is_mine: bool) -> SelectChoice:
    """A workshop in the list: a full one is shown, and cannot be picked but by who has it."""
    if part.seats_left is None:
        return SelectChoice(part.public_id, part.title)
    left = "complet" if part.seats_left <= 0 else plural(part.seats_left, "place")
    closed = {"disabled": True} if part.seats_left <= 0 and not is_mine else {}
    return SelectChoice(part.public_id, f"{part.title} ({left})", render_kw=closed)
