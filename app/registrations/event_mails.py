"""Letters to everybody concerned by an event: it changes, or will not take place."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from app.directory.models import Person
from app.events.models import Event
from app.events.words import Modality
from app.invitations.facts import facts_of, join_fact, leaf_of, on_day, page_of, signature_of, where_words
from app.invitations.links import invitation_link
from app.invitations.models import CalendarObject, Invitation
from app.outbox.letter import Button, Letter
from app.registrations.links import personal_link
from app.registrations.mails import MINE, cancel, lives, request
from app.registrations.models import Registration
from app.ui.french import NBSP, when

_BY_LINK = "On peut désormais y participer à distance, par un lien de connexion."
_LEAVE = ("Si la nouvelle organisation ne vous convient pas, votre page permet de vous désinscrire.",)


def change(
    event: Event,
    person: Person,
    source: Registration | Invitation,
    calendar_object: CalendarObject | None,
    at: datetime,
    before: Mapping[str, str],
) -> Letter | None:
    """What changed, in words, before and after; the calendar part moves the event where it already is."""
    if not lives(event, at) or not _still_concerned(source):
        return None
    is_lost = "lost" in before
    modality = source.modality if isinstance(source, Registration) else event.modality
    on = calendar_object.on if calendar_object and not is_lost else None
    letter = Letter(
        subject=f"Changement\u00a0: {on_day(event, on)}",
        to_name=person.name,
        heading=f"L’événement «{NBSP}{event.title}{NBSP}» change",
        paragraphs=(f"Bonjour {person.name},", *changes_in_words(event, before)),
        facts=facts_of(event, person, modality, on)
        + _join(source, event, modality, has_calendar=calendar_object is not None and not is_lost),
        leaf=leaf_of(event, on),
        button=_own_page(source),
        others=(page_of(event),),
        closing=_LEAVE if isinstance(source, Registration) else (),
        signature=signature_of(event),
    )
    if calendar_object is None:
        return letter
    lost = cancel(calendar_object, event, person, at)
    return replace(letter, calendar=lost if is_lost else request(calendar_object, event, person, at, modality))


def changes_in_words(event: Event, before: Mapping[str, str]) -> list[str]:
    """One sentence for each thing that changed."""
    changed = set(before.get("changed", "").split())
    said = []
    if {"start", "end"} & changed:
        said.append(_then_now("La date ou l’horaire change", before.get("before_when", ""), when(event.starts_at, event.ends_at)))
    if "place" in changed:
        said.append(_then_now("Le lieu change", before.get("before_where", ""), where_words(event, event.modality)))
    if "title" in changed:
        said.append(_then_now("Le titre change", before.get("before_title", ""), event.title))
    if "link" in changed:
        said.append("Le lien de connexion change\u00a0: l’ancien ne fonctionne plus." if before.get("before_link", "oui") else _BY_LINK)
    return said or ["Les informations de cet événement ont changé\u00a0: voici celles qui font foi."]


def called_off(
    event: Event, person: Person, source: Registration | Invitation | None, calendar_object: CalendarObject | None, at: datetime
) -> Letter | None:
    """It will not take place, and why."""
    if not event.is_cancelled or event.is_over(at):
        return None
    letter = Letter(
        subject=f"Annulé\u00a0: {on_day(event, calendar_object.on if calendar_object else None)}",
        to_name=person.name,
        heading=f"«{NBSP}{event.title}{NBSP}» est annulé",
        paragraphs=(
            f"Bonjour {person.name},",
            f"Nous devons annuler cet événement, prévu {when(event.starts_at, event.ends_at)} (heure de Paris).",
            f"La raison\u00a0: {event.cancel_reason}",
            "Vous n’avez rien à faire\u00a0: il est retiré de votre agenda si vous l’y aviez mis.",
        ),
        facts=facts_of(event, person, source.modality if isinstance(source, Registration) else None),
        leaf=leaf_of(event),
        others=(page_of(event),),
        signature=signature_of(event),
    )
    return replace(letter, calendar=cancel(calendar_object, event, person, at))


def _then_now(what: str, then: str, now: str) -> str:
    """``Le lieu change : avant, … ; désormais, …``; only the new words when the old ones are unknown or the same."""
    if not then or then == now:
        return f"{what}{NBSP}: désormais, {now}."
    return f"{what}{NBSP}: avant, {then}{NBSP}; désormais, {now}."


def _still_concerned(source: Registration | Invitation) -> bool:
    if isinstance(source, Registration):
        return source.is_live
    return source.withdrawn_at is None and (source.answer is None or source.answer.value == "registered")


def _join(source: Registration | Invitation, event: Event, modality: Modality, *, has_calendar: bool) -> tuple[tuple[str, str], ...]:
    """The words say what the calendar part says: the link, to those who come and to those whose agenda holds it."""
    return join_fact(event, modality) if has_calendar or (isinstance(source, Registration) and source.is_confirmed) else ()


def _own_page(source: Registration | Invitation) -> Button:
    if isinstance(source, Registration):
        return Button(MINE, personal_link(source))
    return Button("Répondre à l’invitation", invitation_link(source))
