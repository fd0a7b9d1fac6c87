"""Letters that answer an answer of a calendar: no calendar part, a way to change one's mind."""

from dataclasses import replace
from datetime import datetime

from app.directory.models import Person
from app.events.models import Event
from app.events.words import Modality
from app.invitations.facts import access_facts, facts_of, join_fact, leaf_of, on_day, page_of, signature_of
from app.invitations.links import invitation_link
from app.invitations.models import CalendarObject, Invitation
from app.outbox.letter import Button, Letter
from app.registrations.links import personal_link
from app.registrations.mails import CHOOSE, MINE, lives
from app.registrations.models import Registration
from app.ui.french import day, quoted

_SAYS = {
    "accepted": "que vous viendrez",
    "tentative": "que vous viendrez peut-être",
    "declined": "que vous ne viendrez pas",
}


def accepted(registration: Registration, person: Person, at: datetime, *, other_days: bool = False) -> Letter | None:
    """Their calendar accepted, and a place is theirs; of several days, the others may be on their way back into it."""
    if not registration.is_confirmed or not lives(registration.event, at):
        return None
    said = (
        "Vous avez accepté l’invitation dans votre agenda\u00a0: votre inscription est confirmée, vous n’avez rien d’autre à faire.",
        *_way(registration),
        *((CHOOSE,) if registration.event.workshops and not registration.workshops else ()),
        *_days(registration, other_days),
    )
    event, how = registration.event, registration.modality
    letter = _about(
        event, person, "Votre inscription", "Votre inscription est confirmée", said, Button(MINE, personal_link(registration)), how
    )
    return replace(letter, facts=letter.facts + join_fact(event, how) + access_facts(event, how))


def _days(registration: Registration, other_days: bool) -> tuple[str, ...]:
    """How to leave; and that one place is one place for all the days, of which the calendar accepted one."""
    if len(registration.event.days) < 2:
        return ("Un empêchement\u00a0? Refusez l’invitation dans votre agenda, ou passez par votre page.",)
    again = "\u00a0: un courriel vous est envoyé pour chacun des autres jours, afin qu’il revienne dans votre agenda" if other_days else ""
    return (
        f"Votre inscription vaut pour tous les jours de l’événement{again}.",
        "Vous ne venez pas l’un des jours\u00a0? Refusez-le dans votre agenda\u00a0: l’équipe en sera prévenue. "
        "Pour ne plus venir du tout, refusez-les tous, ou passez par votre page.",
    )


def _way(registration: Registration) -> tuple[str, ...]:
    """A calendar does not ask how one comes to an event that can be joined from afar."""
    if registration.event.modality is not Modality.HYBRID:
        return ()
    here, there = ("sur place", "à distance") if registration.modality is Modality.ONSITE else ("à distance", "sur place")
    return (f"Nous vous attendons {here}. Pour participer {there}, dites-le sur votre page.",)


def declined(source: Registration | Invitation, person: Person, at: datetime) -> Letter | None:
    """Their calendar declined: noted, and the way back."""
    if not lives(source.event, at) or _comes(source):
        return None
    said = (
        "Vous avez refusé l’invitation dans votre agenda\u00a0: nous l’avons noté.",
        "Une erreur, ou un changement de programme\u00a0? La page ci-dessous permet de vous inscrire, s’il reste une place.",
    )
    button = Button("Je m’inscris", _link(source))
    return _about(source.event, person, "Votre absence", "Votre absence est notée", said, button)


def refused(source: Registration | Invitation, person: Person, at: datetime, because: str) -> Letter | None:
    """Their calendar shows an answer that could not be followed: they must know, and why."""
    if not lives(source.event, at):
        return None
    said = (
        "Vous avez répondu à l’invitation dans votre agenda, mais votre réponse n’a rien pu changer.",
        because,
        "L’équipe qui organise l’événement en est prévenue. La page ci-dessous dit où vous en êtes.",
    )
    button = Button("Voir où j’en suis", _link(source))
    return _about(source.event, person, "Votre réponse", "Votre réponse n’a pas pu être suivie", said, button)


def to_confirm(
    source: Registration | Invitation, person: Person, one: CalendarObject | None, at: datetime, partstat: str = ""
) -> Letter | None:
    """An answer came in their name by a way that proves nothing: it counts only if they say so themselves."""
    event = source.event
    if not lives(event, at):
        return None
    what = "Une réponse d’agenda nous est parvenue en votre nom"
    if partstat:
        what += f"\u00a0: elle dit {_SAYS[partstat]}" + (f" le {day(one.on)}" if one and len(event.days) > 1 else "")
    said = (
        f"{what}. Rien ne prouve qu’elle vient de vous, et nous n’avons rien changé.",
        "Si elle est de vous, répondez par la page ci-dessous. Sinon, ne faites rien.",
    )
    return _about(
        event, person, "À confirmer", "Cette réponse est-elle de vous\u00a0?", said, Button("Répondre sur ma page", _link(source))
    )


def _comes(source: Registration | Invitation) -> bool:
    return source.is_live if isinstance(source, Registration) else source.has_registered


def _link(source: Registration | Invitation) -> str:
    return personal_link(source) if isinstance(source, Registration) else invitation_link(source)


def _about(
    event: Event, person: Person, subject: str, heading: str, said: tuple[str, ...], button: Button, modality: Modality | None = None
) -> Letter:
    letter = Letter(
        subject=f"{subject}\u00a0: {on_day(event)}",
        to_name=person.name,
        heading=heading,
        paragraphs=(f"Bonjour {person.name},", quoted(event.title), *said),
        facts=facts_of(event, person, modality),
        leaf=leaf_of(event),
        button=button,
        others=(page_of(event),),
        signature=signature_of(event),
    )
    return replace(letter, answers_a_mail=True)
