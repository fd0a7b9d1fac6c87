"""Letters to those who are asked: invitation, announcement, nudge, message, and the answer to a refusal."""

from dataclasses import replace
from datetime import datetime

from flask import current_app

from app.directory.models import Person
from app.events.models import Event
from app.events.words import Modality
from app.invitations.calendars import entry_for
from app.invitations.facts import facts_of, join_fact, leaf_of, on_day, page_of, signature_of
from app.invitations.links import invitation_link
from app.invitations.models import CalendarObject, Invitation, Sending
from app.outbox.letter import Button, Calendar, Letter
from app.ui.french import moment, of_the, quoted, sentence, the

_ANSWER = "Dites-nous en deux clics si vous venez, ou si vous ne pouvez pas venir."


def invitation(
    given: Invitation,
    person: Person,
    calendar_object: CalendarObject | None,
    at: datetime,
    *,
    sending: Sending | None = None,
    unsubscribe: str | None = None,
    asked: bool = False,
) -> Letter | None:
    """The person is asked; their own link answers in two clicks."""
    event = given.event
    if not _still_asked(given, at, asked) or (calendar_object and calendar_object.closed_at):
        return None
    letter = Letter(
        subject=f"Invitation\u00a0: {on_day(event)}",
        to_name=person.name,
        heading=event.title,
        paragraphs=(f"Bonjour {person.name},", f"{sentence(the_organiser(event))} vous invite. {_ANSWER}"),
        facts=facts_of(event, person) + (join_fact(event, event.modality) if calendar_object else ()) + _deadline(event),
        leaf=leaf_of(event),
        button=Button("Répondre à l’invitation", invitation_link(given)),
        others=(page_of(event),),
        closing=(*(_by_agenda(event) if calendar_object else ()), origin_words(event, of_network=unsubscribe is not None)),
        signature=signature_of(event),
        calendar=Calendar("REQUEST", entry_for(calendar_object, event, person, at)) if calendar_object else None,
        unsubscribe=unsubscribe,
        stream="invitation",
    )
    return letter.with_words(sending.subject, sending.words) if sending else letter


def nudge(
    given: Invitation, person: Person, at: datetime, *, sending: Sending | None = None, unsubscribe: str | None = None
) -> Letter | None:
    """One word more to someone who did not answer."""
    if given.answer is not None:
        return None
    letter = invitation(given, person, None, at, unsubscribe=unsubscribe)
    if letter is None:
        return None
    said = (
        f"Bonjour {person.name},",
        "Nous n’avons pas encore votre réponse. Venez-vous\u00a0? Si vous ne pouvez pas, dites-le aussi\u00a0: cela nous aide à préparer la suite.",
    )
    letter = replace(letter, subject=f"Serez-vous des nôtres\u00a0? {on_day(given.event)}", paragraphs=said, stream="relance")
    return letter.with_words(sending.subject, sending.words) if sending else letter


def save_the_date(
    event: Event, person: Person, at: datetime, *, sending: Sending | None = None, unsubscribe: str | None = None
) -> Letter | None:
    """The date to keep; one registers later."""
    if not event.is_coming or event.has_begun(at):
        return None
    letter = Letter(
        subject=f"Réservez la date\u00a0: {on_day(event)}",
        to_name=person.name,
        heading="Une date à réserver",
        paragraphs=(
            f"Bonjour {person.name},",
            f"{sentence(the_organiser(event))} prépare {quoted(event.title)}. Notez la date dès maintenant\u00a0: l’invitation suivra.",
        ),
        facts=facts_of(event, person),
        leaf=leaf_of(event),
        button=page_of(event),
        closing=(origin_words(event, of_network=unsubscribe is not None),),
        signature=signature_of(event),
        unsubscribe=unsubscribe,
        stream="annonce",
    )
    return letter.with_words(sending.subject, sending.words) if sending else letter


def message(sending: Sending, name: str, person: Person | None, at: datetime) -> Letter | None:
    """What a facilitator writes to a selection, in their own words."""
    event = sending.event
    if event.is_draft:
        return None
    return Letter(
        subject=sending.subject or on_day(event),
        to_name=name,
        heading=event.title,
        words=sending.words,
        facts=() if event.is_over(at) or event.is_cancelled else facts_of(event, person),
        leaf=leaf_of(event),
        others=(page_of(event),),
        signature=signature_of(event),
        stream="message",
    )


def declined(given: Invitation, person: Person, calendar_object: CalendarObject | None, at: datetime) -> Letter | None:
    """Their answer is kept, and their calendar forgets the event."""
    event = given.event
    if event.is_over(at) or event.is_cancelled:
        return None
    if given.withdrawn_at:
        subject, button = "Invitation retirée", None
        said: tuple[str, ...] = ("L’équipe qui organise l’événement a repris cette invitation\u00a0: vous n’avez plus à y répondre.",)
    elif given.answer is not None and given.answer.value == "declined":
        said = (
            "C’est noté, vous ne pourrez pas venir. Merci de nous l’avoir dit.",
            "Vous changez d’avis\u00a0? Le même lien permet de vous inscrire.",
        )
        subject, button = "Votre réponse", Button("Revenir sur ma réponse", invitation_link(given))
    else:
        return None
    return Letter(
        subject=f"{subject}\u00a0: {on_day(event)}",
        to_name=person.name,
        heading=event.title,
        paragraphs=(f"Bonjour {person.name},", *said),
        facts=facts_of(event, person),
        leaf=leaf_of(event),
        others=(page_of(event),),
        button=button,
        signature=signature_of(event),
        calendar=Calendar("CANCEL", entry_for(calendar_object, event, person, at, cancelled=True)) if calendar_object else None,
    )


def origin_words(event: Event, *, of_network: bool = False) -> str:
    """Where the address comes from and how to object (GDPR, article 14); members ``of_network`` have a link for that at the end of the letter."""
    config = current_app.config
    names = f" ({', '.join(quoted(network.name) for network in event.networks)})" if of_network else ""
    origin = f"votre adresse professionnelle figure dans l’annuaire des réseaux {of_the(config['ORGANISATION_SHORT'])}{names}"
    stop = (
        "Pour ne plus recevoir ces invitations, suivez le lien au bas de ce courriel. Pour" if of_network else "Pour ne plus en recevoir ou"
    )
    return f"Vous recevez ce courriel parce que {origin}. {stop} faire corriger vos données, écrivez à {config['DPO_EMAIL']}."


def _still_asked(given: Invitation, at: datetime, asked: bool) -> bool:
    """Who ``asked`` for their link again gets it even after having said no."""
    event = given.event
    silent = given.is_open or (asked and given.withdrawn_at is None)
    return silent and event.is_coming and not event.has_begun(at)


def _deadline(event: Event) -> tuple[tuple[str, str], ...]:
    if event.closes_at is None or event.closes_at >= event.starts_at:
        return ()
    return (("Répondre avant le", moment(event.closes_at)),)


def _by_agenda(event: Event) -> tuple[str, ...]:
    """What answering in a calendar does; calendars more and more wait for a yes, or for a known sender, before they show an event."""
    ours = current_app.config["MAIL_FROM"]
    said = (
        "Vous pouvez aussi répondre dans votre agenda\u00a0: accepter l’invitation jointe vaut demande d’inscription, "
        "la refuser nous dit que vous ne viendrez pas, et un courriel vous dit ce qu’il en est."
    )
    choose = "L’agenda ne demande pas si vous venez sur place ou à distance\u00a0: pour le choisir, passez par le bouton ci-dessus."
    stay = f"Ajoutez {ours} à vos contacts pour ne rien manquer de la suite."
    return (said, *((choose,) if event.modality is Modality.HYBRID else ()), stay)


def the_organiser(event: Event) -> str:
    """``la CNSA``, ``le CD de la Manche``."""
    return the(event.organiser.short_name if event.organiser else current_app.config["ORGANISATION_SHORT"])
