"""What the registrations of an event allow at an instant, said in the words of the screen."""

from datetime import datetime
from enum import StrEnum

from app.core.errors import Refusal
from app.events.models import Event
from app.events.words import Modality
from app.registrations.models import Origin, Registration
from app.ui.french import NBSP, plural

BY_THE_TEAM = (Origin.FACILITATOR, Origin.WALK_IN)


class Opening(StrEnum):
    """What the public page of an event says of its registrations."""

    NOT_YET = "not_yet"
    OPEN = "open"
    WAITING_LIST = "waiting_list"
    FULL = "full"
    CLOSED = "closed"
    UNDER_WAY = "under_way"
    CANCELLED = "cancelled"
    PAST = "past"
    EXTERNAL = "external"


def opening_of(event: Event, at: datetime) -> Opening:
    """Whether one may register now, and if not, why: the first of these that is true."""
    not_yet = event.is_published and event.opens_at is not None and event.opens_at > at
    truths = (
        (event.is_cancelled, Opening.CANCELLED),
        (event.is_over(at) or event.is_held or event.is_archived, Opening.PAST),
        (event.is_external, Opening.EXTERNAL),
        (event.has_begun(at), Opening.UNDER_WAY),
        (not_yet, Opening.NOT_YET),
        (not event.takes_registrations(at), Opening.CLOSED),
        (event.is_full and event.has_waiting_list, Opening.WAITING_LIST),
        (event.is_full, Opening.FULL),
    )
    return next((opening for is_true, opening in truths if is_true), Opening.OPEN)


_CLOSED_BECAUSE = {
    Opening.NOT_YET: "Les inscriptions ne sont pas encore ouvertes.",
    Opening.CLOSED: "Les inscriptions sont closes.",
    Opening.UNDER_WAY: "L’événement a commencé.",
    Opening.CANCELLED: "Cet événement est annulé.",
    Opening.PAST: "Cet événement est passé.",
    Opening.EXTERNAL: "Les inscriptions se font auprès de l’organisateur.",
}


def expect_open(event: Event, origin: Origin, at: datetime) -> None:
    """Refuse a registration that comes too early or too late; the team may still add someone until the end."""
    if origin in BY_THE_TEAM:
        expect_running(event)
        return
    if reason := _CLOSED_BECAUSE.get(opening_of(event, at)):
        raise Refusal(reason)


def expect_running(event: Event) -> None:
    """Refuse to touch what was never announced, was called off, belongs to the past, or to others."""
    if event.is_external:
        raise Refusal(_CLOSED_BECAUSE[Opening.EXTERNAL])
    if not (event.is_coming or event.is_held):
        raise Refusal("Cet événement n’est pas ouvert aux inscriptions.")


def expect_withdrawable(registration: Registration, by: str, at: datetime) -> None:
    """People leave until the event begins; after that only the team corrects the list."""
    is_own = by == registration.person.actor
    if is_own and registration.event.has_begun(at):
        raise Refusal("L’événement a commencé\u00a0: prévenez directement l’équipe qui l’organise.")
    if registration.event.is_archived:
        raise Refusal("Cet événement est archivé\u00a0: plus rien n’y change.")


def may_leave(registration: Registration, at: datetime) -> bool:
    """Whether the person may still give up their place on their page."""
    return registration.is_live and registration.event.is_coming and not registration.event.has_begun(at)


def may_change(registration: Registration, at: datetime) -> bool:
    """Whether the person may still change how they come."""
    return may_leave(registration, at)


def expect_changeable(registration: Registration, at: datetime) -> None:
    if not may_change(registration, at):
        raise Refusal("Cette inscription ne peut plus être modifiée.")


def may_come_back(registration: Registration, at: datetime) -> bool:
    """Whether someone who left may register again from their page."""
    return registration.is_withdrawn and opening_of(registration.event, at) in (Opening.OPEN, Opening.WAITING_LIST)


def modality_for(event: Event, wished: Modality) -> Modality:
    """Only a hybrid event leaves the choice, and there one has to be made."""
    if event.modality is not Modality.HYBRID:
        return event.modality
    return Modality.ONSITE if wished is Modality.HYBRID else wished


def too_few(taken: int) -> str:
    """Why the capacity cannot go so low."""
    return f"{plural(taken, 'place est déjà prise', 'places sont déjà prises')}{NBSP}: désinscrivez d’abord des personnes."
