"""What is asked of those whom nothing has presented yet: to be a person, and not to ask too often (T15)."""

from datetime import datetime, timedelta

from app.core import limits
from app.core.clock import PARIS
from app.core.errors import Refusal
from app.directory.organisations import Chosen, choose
from app.events.models import Event
from app.invitations.models import Invitation
from app.registrations import demands
from app.registrations.demands import Applicant
from app.registrations.forms import ApplicantForm, TicketForm
from app.registrations.tickets import Ticket

TEN_MINUTES, QUARTER, HOUR, DAY = timedelta(minutes=10), timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
UNBOUNDED = 1000  # seats counted for an event that has no capacity


def expect_a_person(form: TicketForm, at: datetime) -> Ticket:
    """The form comes back with its ticket, not days later and not faster than a person reads."""
    ticket = form.given
    if ticket is None or ticket.is_too_old(at):
        raise Refusal("Cette page est restée ouverte trop longtemps\u00a0: envoyez-la de nouveau.")
    if form.takes_reading and ticket.is_too_fast(at):
        raise Refusal("Le formulaire est revenu trop vite\u00a0: relisez-le, puis envoyez-le de nouveau.")
    return ticket


def spend(machine: str, email: str, at: datetime, event: Event | None = None) -> None:
    """Nobody is flooded with letters, no machine asks for many addresses, no event is used to write to the world."""
    limits.spend_or_stop("demande-machine", machine, most=30, within=TEN_MINUTES, at=at)
    limits.spend_or_stop("demande-adresse", email, most=5, within=QUARTER, at=at)
    limits.spend_or_stop("demande-adresse-jour", email, most=20, within=DAY, at=at)
    if event:
        limits.spend_or_stop("demande-événement", event.public_id, most=2 * (event.capacity or UNBOUNDED), within=HOUR, at=at)


def take_demand(form: ApplicantForm, event: Event, machine: str, at: datetime, through: Invitation | None = None) -> None:
    """What a stranger typed is a demand, if they are a person; a robot gets the same answer, and nothing happens."""
    ticket = expect_a_person(form, at)
    chosen = choose(form.organisation.data, form.is_other.data, at.astimezone(PARIS).date())
    if form.is_trapped:
        return
    spend(machine, form.email.data, at, event)
    demands.ask(event, _applicant_of(form, event, chosen), form_key=ticket.key, at=at, through=through)


def _applicant_of(form: ApplicantForm, event: Event, chosen: Chosen) -> Applicant:
    """Who asks, as the form says it."""
    return Applicant(
        email=form.email.data,
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        organisation=chosen.organisation,
        other_organisation=chosen.other,
        department_code=form.department.data,
        job_role_code=form.job_role.data,
        modality=form.how(event),
    )
