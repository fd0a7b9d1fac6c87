"""Thanking those who came, and asking them what they think of it."""

from datetime import datetime

from app.core.links import secret_address
from app.directory.models import Person
from app.events.models import Event
from app.outbox.letter import Button, Letter, Signature
from app.registrations.models import Registration
from app.satisfaction.models import LIFE, SurveyInvitation
from app.ui import french

ANONYMOUS = "Votre réponse est anonyme : elle est gardée sans votre nom ni votre structure, et personne ne peut la retrouver."


def thanks(registration: Registration, person: Person, invitation: SurveyInvitation | None, at: datetime) -> Letter | None:
    """To someone who came: thank you, and the questionnaire unless it was already answered."""
    event = registration.event
    if registration.is_withdrawn or event.is_cancelled:
        return None
    asked = invitation if invitation and not invitation.is_used and not invitation.is_over(at) else None
    paragraphs: tuple[str, ...] = (f"Bonjour {person.name},", f"Merci d’avoir participé {_what(event)}.")
    if asked:
        paragraphs += ("Qu’en avez-vous pensé ? Une question, une minute : votre avis nous aide à préparer les prochaines rencontres.",)
    return Letter(
        subject=f"Merci de votre participation : {event.title}",
        to_name=person.name,
        heading="Merci de votre participation",
        leaf=french.local(event.starts_at, event.timezone).date(),
        paragraphs=paragraphs,
        button=Button("Donner mon avis", address_of(asked)) if asked else None,
        closing=(ANONYMOUS, _deadline(asked)) if asked else (),
        signature=_signature(event),
    )


def survey_nudge(invitation: SurveyInvitation, person: Person, at: datetime) -> Letter | None:
    """Once more, to someone who came and has not answered."""
    registration, event = invitation.registration, invitation.registration.event
    if invitation.is_used or invitation.is_over(at) or registration.is_withdrawn or event.is_cancelled:
        return None
    return Letter(
        subject=f"Votre avis nous manque : {event.title}",
        to_name=person.name,
        heading="Qu’en avez-vous pensé ?",
        leaf=french.local(event.starts_at, event.timezone).date(),
        paragraphs=(
            f"Bonjour {person.name},",
            f"Vous avez participé {_what(event)}. Il nous manque votre avis : une question, une minute.",
        ),
        button=Button("Donner mon avis", address_of(invitation)),
        closing=(ANONYMOUS, _deadline(invitation), "C’est notre seul rappel."),
        signature=_signature(event),
    )


def address_of(invitation: SurveyInvitation) -> str:
    """The link of one person to the questionnaire."""
    return secret_address("satisfaction.answer", "enquete", invitation.public_id, invitation.nonce)


def _what(event: Event) -> str:
    on = french.day(french.local(event.starts_at, event.timezone).date())
    return f"à {french.quoted(event.title)}, {on}"


def _deadline(invitation: SurveyInvitation) -> str:
    return f"Vous pouvez répondre jusqu’au {french.short_day(french.local(invitation.sent_at + LIFE).date())}."


def _signature(event: Event) -> Signature:
    who = event.facilitator
    return Signature(who.name, who.email, who.phone or "")
