"""The letters of a plan: a fact in, a letter out. Whether the fact still holds is asked in ``letters.py``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.links import absolute
from app.directory.models import Department, Person
from app.events.models import Event
from app.events.words import Modality
from app.invitations.facts import access_facts, facts_of, join_fact, leaf_of, on_day, page_of, signature_of
from app.invitations.mails import origin_words, the_organiser
from app.outbox.letter import Button, Letter
from app.registrations.links import personal_link
from app.registrations.models import Registration
from app.ui.french import NBSP, day, hour, listed, local, number, plural, quoted, sentence, short_day, their_hour, zone_name

MINE = "Voir ou modifier mon inscription"


@dataclass(frozen=True)
class Situation:
    """The figures of an event three days before it."""

    confirmed: int
    waiting: int
    pending: int
    silent: int
    unseen: Sequence[Department] = ()


def reminder_7_days(registration: Registration, person: Person) -> Letter:
    """What is useful to come: when, where, how; and how to give back one's seat."""
    return _coming(
        registration,
        person,
        subject=f"Informations pratiques{NBSP}: {on_day(registration.event)}",
        heading="Ce qu’il faut savoir avant de venir" if _comes(registration) else "Ce qu’il faut savoir avant de nous rejoindre",
        said=(f"Votre place est réservée pour {_title(registration.event)}. Voici de quoi préparer votre participation.",),
        closing=("Un empêchement ? Libérez votre place depuis votre page : quelqu’un d’autre pourra en profiter.",),
    )


def reminder_1_day(registration: Registration, person: Person, at: datetime) -> Letter:
    """The hour, and the place or the link, and whom to call."""
    event = registration.event
    near = _near_day(leaf_of(event), local(at, event.timezone).date())
    start = _start(event, person)
    return _coming(
        registration,
        person,
        subject=f"{near.capitalize()} à {start}{NBSP}: {event.title}",
        heading=f"Nous vous attendons {near} à {start}",
        said=(f"{_title(event)} commence {near} à {start}.",),
        closing=_in_case_of_need(event),
    )


def reminder_1_hour(registration: Registration, person: Person) -> Letter:
    """The joining link, and nothing that hides it."""
    event = registration.event
    start = _start(event, person)
    join = Button("Rejoindre la réunion", event.join_url) if event.join_url else None
    return _coming(
        registration,
        person,
        subject=f"À {start}, votre lien de connexion{NBSP}: {event.title}",
        heading=f"Nous commençons à {start}",
        said=(
            _title(event),
            "Connectez-vous quelques minutes avant, le temps de vérifier le son.",
        ),
        closing=_in_case_of_need(event),
        first=join,
    )


def agenda(registration: Registration, person: Person, link: str) -> Letter:
    """What will be spoken of, in the facilitator's words or behind their link."""
    return _coming(
        registration,
        person,
        subject=f"Ordre du jour{NBSP}: {on_day(registration.event)}",
        heading="L’ordre du jour",
        said=(f"Voici l’ordre du jour de {_title(registration.event)}.",),
        first=Button("Lire l’ordre du jour", link) if link else None,
    )


def minutes(registration: Registration, person: Person, link: str) -> Letter:
    """What was said and decided."""
    return _afterwards(registration, person, link, "Compte rendu", "Le compte rendu est prêt", "Lire le compte rendu")


def documents(registration: Registration, person: Person, link: str) -> Letter:
    """The presentations and papers of the day."""
    return _afterwards(registration, person, link, "Documents", "Les documents sont à votre disposition", "Ouvrir les documents")


def replay(registration: Registration, person: Person, link: str) -> Letter:
    """The recording, the slides, the questions and their answers."""
    return _afterwards(registration, person, link, "Rediffusion", "La séance est à revoir", "Revoir la séance")


def series_invitation(coming: Sequence[Event], person: Person, unsubscribe: str | None) -> Letter:
    """Every date of a series in one letter, without a calendar part: each date has its own once one is registered."""
    first = coming[0]
    name = first.series.name if first.series else first.title
    return Letter(
        subject=f"Réservez ces dates{NBSP}: {name}",
        to_name=person.name,
        heading=name,
        paragraphs=(
            f"Bonjour {person.name},",
            f"{sentence(the_organiser(first))} vous propose ces dates. Inscrivez-vous à chacune de celles qui vous conviennent.",
        ),
        facts=tuple((day(leaf_of(event)), _hours_and_place(event, person)) for event in coming),
        leaf=leaf_of(first),
        button=Button(f"Je m’inscris pour le {short_day(leaf_of(first))}", page_of(first).url),
        others=tuple(Button(f"Je m’inscris pour le {short_day(leaf_of(event))}", page_of(event).url) for event in coming[1:]),
        closing=(origin_words(first, of_network=unsubscribe is not None),),
        signature=signature_of(first),
        unsubscribe=unsubscribe,
        stream="invitation",
    )


def organiser_alert(event: Event, situation: Situation) -> Letter:
    """The figures of the moment, to the one who can still act on them."""
    return Letter(
        subject=f"{plural(situation.confirmed, 'inscrit')}{NBSP}: {on_day(event)}",
        to_name=event.facilitator.name,
        heading=f"Où en est {_title(event)} ?",
        paragraphs=(
            f"Bonjour {event.facilitator.first_name},",
            f"Votre événement a lieu {day(leaf_of(event), year=False)}.",
            *_advice(situation),
        ),
        facts=_figures(event, situation),
        leaf=leaf_of(event),
        button=Button("Suivre l’événement", absolute("registrations.follow", public_id=event.public_id)),
    )


def _advice(situation: Situation) -> tuple[str, ...]:
    said = []
    if situation.pending:
        said.append(f"{plural(situation.pending, 'demande attend', 'demandes attendent')} encore votre avis.")
    if situation.waiting:
        said.append("La liste d’attente est servie dès qu’une place se libère, jusqu’au début de l’événement.")
    return tuple(said)


def _figures(event: Event, situation: Situation) -> tuple[tuple[str, str], ...]:
    seats = f"{plural(event.seats_taken, 'prise')} sur {number(event.capacity)}" if event.capacity else ""
    rows = [
        ("Inscrits", number(situation.confirmed)),
        ("Places", seats),
        ("Liste d’attente", number(situation.waiting) if situation.waiting else ""),
        ("Invités sans réponse", number(situation.silent) if situation.silent else ""),
        ("Départements sans inscrit", listed(department.label for department in situation.unseen)),
    ]
    return tuple((label, words) for label, words in rows if words)


def _coming(
    registration: Registration,
    person: Person,
    *,
    subject: str,
    heading: str,
    said: tuple[str, ...],
    closing: tuple[str, ...] = (),
    first: Button | None = None,
) -> Letter:
    """The frame of all that announces an event: leaf, facts, one button, the personal page. The agenda holds it already."""
    event, how = registration.event, registration.modality
    mine = Button(MINE, personal_link(registration))
    return Letter(
        subject=subject,
        to_name=person.name,
        heading=heading,
        paragraphs=(f"Bonjour {person.name},", *said),
        facts=facts_of(event, person, how) + join_fact(event, how) + access_facts(event, how),
        leaf=leaf_of(event),
        button=first or mine,
        others=(mine, page_of(event)) if first else (page_of(event),),
        closing=closing,
        signature=signature_of(event),
    )


def _afterwards(registration: Registration, person: Person, link: str, what: str, heading: str, verb: str) -> Letter:
    event = registration.event
    return Letter(
        subject=f"{what}{NBSP}: {on_day(event)}",
        to_name=person.name,
        heading=heading,
        paragraphs=(f"Bonjour {person.name},", f"Vous aviez une place à {_title(event)}, {day(leaf_of(event))}."),
        leaf=leaf_of(event),
        button=Button(verb, link) if link else None,
        others=(page_of(event),),
        signature=signature_of(event),
    )


def _title(event: Event) -> str:
    return quoted(event.title)


def _comes(registration: Registration) -> bool:
    return registration.modality is not Modality.ONLINE


def _in_case_of_need(event: Event) -> tuple[str, ...]:
    who = event.facilitator
    return (f"Un souci au dernier moment ? {who.name}, {who.phone}.",) if who.phone else ()


def _near_day(on: date, today: date) -> str:
    if on == today:
        return "aujourd’hui"
    return "demain" if on == today + timedelta(days=1) else day(on, year=False)


def _start(event: Event, person: Person) -> str:
    """The hour on the event's clocks, named for those who live by others."""
    start = hour(event.starts_at, event.timezone)
    return start if person.timezone == event.timezone else f"{start} ({zone_name(event.timezone)})"


def _hours_and_place(event: Event, person: Person) -> str:
    """The hours on the event's clocks, named, and on the person's own when they differ; then the place."""
    hours = f"de {hour(event.starts_at, event.timezone)} à {hour(event.ends_at, event.timezone)} ({zone_name(event.timezone)})"
    said = (hours, their_hour(event.starts_at, event.timezone, person.timezone), "à distance" if event.is_online else event.location)
    return ", ".join(words for words in said if words)
