"""What a facilitator does by hand with the people of an event: put forward, correct, write again, bring in."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.accounts.models import Account
from app.core.errors import Refusal
from app.directory.models import Organisation, Person
from app.events.models import Event
from app.events.words import Modality
from app.invitations.actions import send_invitation
from app.invitations.models import Invitation
from app.journal import actions as journal
from app.outbox import actions as outbox
from app.outbox import addresses
from app.outbox.models import OutboxLetter
from app.registrations import seats
from app.registrations.actions import Wishes, approve, promote, register, withdraw
from app.registrations.letters_queries import last_told
from app.registrations.models import Origin, Part, Registration
from app.registrations.queries import first_waiting, read_again, registration_of
from app.ui.french import NBSP

A_MOMENT = timedelta(microseconds=1)
_ALREADY_HERE = f"Cette personne est déjà sur la liste{NBSP}: ouvrez sa page pour corriger ce qui doit l’être."
_REFUSED_BEFORE = f"La demande de cette personne n’a pas été retenue{NBSP}: ouvrez sa page pour la valider."


def move_up(registration: Registration, reason: str, account: Account, at: datetime) -> None:
    """The person becomes the first of the waiting list, for a reason that stays written."""
    event = registration.event
    seats.hold(event)
    read_again(registration)
    if not registration.is_waiting or registration.waiting_since is None:
        raise Refusal("Cette personne n’est plus sur la liste d’attente.")
    if not reason:
        raise Refusal("Dites pourquoi cette personne passe devant les autres : cette raison est conservée.", "reason")
    first = first_waiting(event.id)
    if first is None or first.waiting_since is None or first.id == registration.id:
        raise Refusal("Cette personne est déjà la première de la liste.")
    before, registration.waiting_since = registration.waiting_since, first.waiting_since - A_MOMENT
    journal.write(
        account.actor, "moved_up", registration.thing, at=at, before={"waiting_since": before.isoformat()}, after={"reason": reason}
    )
    promote(event, at)


def change_place(
    registration: Registration,
    account: Account,
    at: datetime,
    *,
    organisation: Organisation | None,
    department_code: str | None,
    job_role_code: str | None,
) -> None:
    """The organisation, department and function of that day are corrected; the directory is not touched."""
    if registration.event.is_archived:
        raise Refusal("Cet événement est archivé : plus rien n’y change.")
    before = {"organisation": registration.organisation_id, "department": registration.department_code, "role": registration.job_role_code}
    registration.organisation_id = organisation.id if organisation else None
    registration.department_code = department_code or _only_department(organisation)
    registration.job_role_code = job_role_code
    after = {"organisation": registration.organisation_id, "department": registration.department_code, "role": job_role_code}
    if before != after:
        journal.write(account.actor, "place_corrected", registration.thing, at=at, before=before, after=after)


def add_by_hand(event: Event, person: Person, account: Account, at: datetime, *, part: Part, modality: Modality) -> Registration:
    """Someone who is not on the list yet is registered by the team, as a participant or otherwise, and is told."""
    if person.letterbox is None:
        raise Refusal("Cette personne n’a pas d’adresse : complétez d’abord sa fiche, ou dites qui reçoit ses courriels.")
    if known := registration_of(event.id, person.id):
        raise Refusal(_REFUSED_BEFORE if known.is_refused else _ALREADY_HERE)
    return register(event, person, origin=Origin.FACILITATOR, modality=modality, at=at, by=account.actor, wishes=Wishes(part=part))


def withdraw_all(registrations: Sequence[Registration], account: Account, at: datetime, word: str) -> int:
    """Each of these people is withdrawn and told; says how many were."""
    live = [registration for registration in registrations if registration.is_live]
    for registration in live:
        withdraw(registration, by=account.actor, at=at, word=word)
    return len(live)


def approve_all(registrations: Sequence[Registration], account: Account, at: datetime) -> int:
    """Each demand that waited for a decision is accepted and told; says how many were."""
    pending = [registration for registration in registrations if registration.is_pending]
    for registration in pending:
        approve(registration, by=account.actor, at=at)
    return len(pending)


def send_confirmation_again(registration: Registration, account: Account, at: datetime) -> None:
    """What the person was last told of their registration leaves once more."""
    letter = last_told(registration.event_id, registration.person_id) if registration.is_live else None
    if letter is None:
        raise Refusal("Cette inscription n’est plus valable, ou rien ne lui a été écrit : il n’y a rien à renvoyer.")
    _send_again(letter, registration.person.letterbox, account, at)


def send_settled_again(letter: OutboxLetter, to: str | None, account: Account, at: datetime) -> None:
    """This very letter leaves once more, if nothing of it is still to leave: it would come twice."""
    if not letter.is_settled:
        raise Refusal(f"Ce courriel n’est pas encore parti{NBSP}: il n’y a rien à renvoyer.")
    _send_again(letter, to, account, at)


def _send_again(letter: OutboxLetter, to: str | None, account: Account, at: datetime) -> None:
    """The letter leaves once more, if the address that the person has today is one that works."""
    if to is None:
        raise Refusal("Cette personne n’a plus d’adresse : complétez sa fiche, puis recommencez.")
    addresses.refuse_dead(to, letter.kind)
    outbox.send_again(letter, to, account.actor, at)


def send_invitation_again(invitation: Invitation, account: Account, at: datetime) -> None:
    """The person asked for their invitation once more."""
    if not invitation.is_open:
        raise Refusal("Cette personne a répondu, ou son invitation a été reprise.")
    addresses.refuse_dead(invitation.person.letterbox, "invitation")
    key = f"invitation-{invitation.id}-v{invitation.version}-again-{int(at.timestamp())}"
    send_invitation(invitation, at, key=key, asked=True)
    journal.write(account.actor, "invitation_sent_again", invitation.event.thing, at=at, after={"invitation": invitation.public_id})


def _only_department(organisation: Organisation | None) -> str | None:
    covered = organisation.departments if organisation else []
    return covered[0].code if len(covered) == 1 else None
