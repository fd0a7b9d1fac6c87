"""What a stranger asks for on a public page: it counts once the link sent to that address is confirmed (T14, T15).

The page's answer is the same for everybody; what is true is said by mail only, to the address itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from app.core.clock import PARIS
from app.core.db import add, db
from app.core.errors import Refusal
from app.directory.actions import person_for
from app.directory.models import Organisation, Person
from app.directory.organisations import Chosen, settle
from app.directory.queries import person_by_email, same_person
from app.events.models import Event
from app.events.words import Door, Modality
from app.invitations.actions import invite, send_invitation
from app.invitations.models import Invitation
from app.invitations.queries import invitation_of
from app.journal import actions as journal
from app.networks.audiences import is_member
from app.outbox import actions as outbox
from app.registrations import seats
from app.registrations.actions import Wishes, register
from app.registrations.models import Demand, Origin, Registration
from app.registrations.queries import coming_registrations_by, demand_by_form, read_demand_again, registration_of

LIFE = timedelta(days=3)


@dataclass(frozen=True)
class Applicant:
    """Who asks, in their own words."""

    email: str
    first_name: str
    last_name: str
    organisation: Organisation | None
    other_organisation: str
    department_code: str | None
    job_role_code: str | None
    modality: Modality


def ask(event: Event, who: Applicant, *, form_key: str, at: datetime, through: Invitation | None = None) -> None:
    """A letter leaves for that address: to confirm the demand, or to recall the registration it already has."""
    if demand_by_form(form_key):
        return
    person = person_by_email(who.email)
    known = registration_of(event.id, person.id) if person else None
    if person and known:
        _recall(person, known, form_key, at)
        return
    demand = _kept(event, who, form_key, at, through)
    if demand is None:
        return
    until = min(at + LIFE, event.starts_at)
    key = f"confirm-address-demand-{demand.id}"
    outbox.put("confirm_address", to=who.email, key=key, at=at, event_id=event.id, priority=outbox.URGENT, until=until, demand_id=demand.id)


def _kept(event: Event, who: Applicant, form_key: str, at: datetime, through: Invitation | None) -> Demand | None:
    """The demand as it was typed; nothing when the same sending of the form arrived twice at the same instant."""
    demand = Demand(
        event_id=event.id,
        email=who.email,
        first_name=who.first_name,
        last_name=who.last_name,
        organisation_id=who.organisation.id if who.organisation else None,
        other_organisation=who.other_organisation,
        department_code=who.department_code,
        job_role_code=who.job_role_code,
        modality=who.modality,
        invited_through_id=through.id if through else None,
        asked_at=at,
        form_key=form_key,
    )
    try:
        with db.session.begin_nested():
            return add(demand)
    except IntegrityError:
        return None


def is_open(demand: Demand, at: datetime) -> bool:
    """Whether its link still opens something."""
    return at < demand.asked_at + LIFE and not demand.event.is_over(at)


def confirm(demand: Demand, at: datetime) -> Registration:
    """The address is proved: the person is known from now on, and registered as if they had just come in."""
    event = demand.event
    seats.hold(event)
    read_demand_again(demand)
    if demand.confirmed_at:
        return _made_by(demand)
    chosen = Chosen(demand.organisation, demand.other_organisation)
    organisation = settle(chosen, at.astimezone(PARIS).date(), at)
    person = person_for(
        demand.email,
        demand.first_name,
        demand.last_name,
        organisation_id=organisation.id if organisation else None,
        department_code=demand.department_code,
        job_role_code=demand.job_role_code,
        at=at,
    )
    origin = Origin.COLLEAGUE if demand.invited_through_id else Origin.PUBLIC
    wishes = Wishes(form_key=demand.form_key, to_approve=not is_let_in(event, person, at))
    registration = register(event, person, origin=origin, modality=demand.modality, at=at, by=person.actor, wishes=wishes)
    demand.confirmed_at = at
    journal.write(person.actor, "address_confirmed", registration.thing, at=at)
    return registration


def is_let_in(event: Event, person: Person, at: datetime) -> bool:
    """Whether the event's door lets this person in without the facilitator's word."""
    invitation = invitation_of(event.id, person.id)
    if event.door is Door.ANYONE or (invitation and invitation.withdrawn_at is None):
        return True
    return event.door is Door.NETWORK and is_member(person, event.networks, at.astimezone(PARIS).date())


def ask_own_link(event: Event, email: str, *, form_key: str, at: datetime) -> None:
    """Whoever may come in receives their own link; for anybody else nothing leaves, and the page says the same."""
    person = person_by_email(email)
    if person is None or not event.takes_registrations(at):
        return
    if known := registration_of(event.id, person.id):
        _recall(person, known, form_key, at)
        return
    invitation = invitation_of(event.id, person.id)
    if invitation and invitation.withdrawn_at is None:
        send_invitation(invitation, at, key=f"invitation-asked-{form_key}", asked=True)
    elif invitation is None and event.door is Door.NETWORK and is_let_in(event, person, at):
        invite(event, person, at, asked=True)


def send_links(email: str, *, form_key: str, at: datetime) -> None:
    """Whoever has registrations to come receives the link of each, by mail."""
    person = person_by_email(email)
    if person is None or not coming_registrations_by(person, at):
        return
    key = f"my-registrations-{form_key}"
    until = at + timedelta(days=1)
    outbox.put("already_registered", to=person.email, key=key, at=at, person_id=person.id, priority=outbox.URGENT, until=until)


def registration_made_by(demand: Demand) -> Registration | None:
    """What a demand became once its address was confirmed, as long as it holds."""
    person = person_by_email(demand.email) if demand.confirmed_at else None
    return registration_of(demand.event_id, person.id) if person else None


def _made_by(demand: Demand) -> Registration:
    made = registration_made_by(demand)
    if made is None:
        raise Refusal("Cette inscription a été annulée depuis. Recommencez depuis la page de l’événement.")
    return made


def _recall(person: Person, registration: Registration, form_key: str, at: datetime) -> None:
    person = same_person(person)
    outbox.put(
        "already_registered",
        to=person.letterbox,
        key=f"already-registered-{form_key}",
        at=at,
        event_id=registration.event_id,
        person_id=person.id,
        priority=outbox.URGENT,
        until=registration.event.ends_at,
        registration_id=registration.id,
    )
