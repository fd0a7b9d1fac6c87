"""Letters about a registration: pure functions of the fact, ``None`` when it is no longer true."""

from dataclasses import replace
from datetime import date, datetime

from app.core.links import absolute
from app.directory.models import Person
from app.events.models import Event
from app.events.words import Modality
from app.invitations.calendars import entry_for
from app.invitations.facts import (
    access_facts,
    facts_of,
    join_fact,
    leaf_of,
    on_day,
    page_of,
    several_days,
    signature_of,
)
from app.invitations.mails import origin_words
from app.invitations.models import CalendarObject
from app.outbox.letter import Button, Calendar, Letter
from app.registrations.links import demand_link, personal_link
from app.registrations.models import Demand, Origin, Registration
from app.ui.french import quoted

MINE = "Voir ou modifier mon inscription"
CHOOSE = "Des ateliers vous sont proposés\u00a0: choisissez le vôtre sur votre page, avant qu’il ne soit complet."
_ADD = "Acceptez l’invitation jointe pour qu’elle entre dans votre agenda\u00a0; elle y suivra les changements."
_SHOWN = "Vous avez accepté l’invitation dans votre agenda, qui garde cette date\u00a0: aucune place ne vous est encore réservée."


def confirmation(registration: Registration, person: Person, calendar_object: CalendarObject | None, at: datetime) -> Letter | None:
    """The person is expected: everything needed on the day, and the calendar part of that day."""
    return _expected(registration, person, calendar_object, at, "Votre inscription", "Votre inscription est confirmée", ())


def seat_freed(registration: Registration, person: Person, calendar_object: CalendarObject | None, at: datetime) -> Letter | None:
    """The person waited and now has a seat."""
    said = (
        "Une place s’est libérée et elle est pour vous\u00a0: vous n’avez rien à faire pour la garder.",
        "Si vous ne pouvez plus venir, dites-le sur votre page\u00a0: la place ira à la personne suivante.",
    )
    return _expected(registration, person, calendar_object, at, "Une place pour vous", "Une place s’est libérée pour vous", said)


def waiting(registration: Registration, person: Person, at: datetime, *, by_calendar: bool = False) -> Letter | None:
    """The event is full: the person is in line; also when their calendar shows that they accepted."""
    if not registration.is_waiting or not lives(registration.event, at):
        return None
    said = (
        *((_SHOWN,) if by_calendar else ()),
        "Toutes les places sont prises\u00a0: vous êtes sur la liste d’attente, dans l’ordre d’arrivée.",
        "Si une place se libère, elle vous est attribuée et un courriel vous prévient aussitôt. Vous n’avez rien à faire.",
    )
    letter = _about(registration, person, "Liste d’attente", "Vous êtes sur la liste d’attente", said)
    return replace(letter, answers_a_mail=by_calendar)


def pending(registration: Registration, person: Person, at: datetime) -> Letter | None:
    """The facilitator decides; meanwhile a seat is kept."""
    if not registration.is_pending or not lives(registration.event, at):
        return None
    said = (
        "Votre demande est transmise à l’équipe qui organise l’événement. Une place vous est gardée en attendant sa réponse.",
        "Un courriel vous dira si votre inscription est confirmée.",
    )
    return _about(registration, person, "Demande reçue", "Votre demande d’inscription est bien reçue", said)


def refused(
    registration: Registration, person: Person, calendar_object: CalendarObject | None, at: datetime, word: str = ""
) -> Letter | None:
    """The facilitator could not keep the demand."""
    if not registration.is_refused or registration.event.is_over(at):
        return None
    said = ("Votre demande n’a pas pu être retenue pour cet événement.", *((word,) if word else ()))
    letter = _about(registration, person, "Votre demande", "Votre demande n’a pas pu être retenue", said, button=False)
    return replace(letter, calendar=cancel(calendar_object, registration.event, person, at))


def withdrawal(registration: Registration, person: Person, calendar_object: CalendarObject | None, at: datetime) -> Letter | None:
    """The person no longer comes; the event itself takes place."""
    event = registration.event
    if not registration.is_withdrawn or event.is_over(at) or event.is_cancelled:
        return None
    left = _left if registration.withdrawn_by == registration.person.actor else _removed
    return replace(left(registration, person), calendar=cancel(calendar_object, event, person, at))


def _left(registration: Registration, person: Person) -> Letter:
    """They said so themselves."""
    said = (
        "Vous ne participez plus à cet événement, à votre demande.",
        "L’événement, lui, a bien lieu. Vous changez d’avis\u00a0? Votre page permet de vous inscrire de nouveau, s’il reste une place.",
    )
    letter = _about(registration, person, "Votre désinscription", "Votre désinscription est prise en compte", said)
    return replace(letter, button=Button("Je m’inscris de nouveau", personal_link(registration)))


def _removed(registration: Registration, person: Person) -> Letter:
    """The team did it, and may have said why."""
    said = (
        "L’équipe qui organise l’événement a retiré votre inscription. L’événement, lui, a bien lieu.",
        *((registration.withdraw_word,) if registration.withdraw_word else ()),
        "Si c’est une erreur, écrivez à la personne qui signe ce courriel.",
    )
    return _about(registration, person, "Inscription retirée", "Votre inscription est retirée", said, button=False)


def own_change(registration: Registration, person: Person, calendar_object: CalendarObject | None, at: datetime) -> Letter | None:
    """The person comes another way: the place or the link of that way."""
    if not registration.is_confirmed or not lives(registration.event, at):
        return None
    how = "à distance" if registration.modality is Modality.ONLINE else "sur place"
    return _expected(
        registration, person, calendar_object, at, "Votre inscription", "Votre choix est enregistré", (f"Vous participerez {how}.",)
    )


def confirm_address(demand: Demand, at: datetime) -> Letter | None:
    """To an address nobody has proved yet: nothing of theirs in it but their name."""
    event = demand.event
    if demand.confirmed_at or not event.takes_registrations(at):
        return None
    name = f"{demand.first_name} {demand.last_name}"
    return Letter(
        subject=f"Confirmez votre inscription\u00a0: {on_day(event)}",
        to_name=name,
        heading="Plus qu’un clic pour vous inscrire",
        paragraphs=(
            f"Bonjour {name},",
            f"Une inscription à {quoted(event.title)} vient d’être demandée avec votre adresse. Elle compte dès que vous la confirmez.",
        ),
        facts=facts_of(event, None),
        leaf=leaf_of(event),
        button=Button("Je confirme mon inscription", demand_link(demand)),
        closing=(
            "Vous n’avez rien demandé\u00a0? Ne faites rien\u00a0: sans confirmation, cette demande n’inscrit personne, et elle est effacée sous cinq jours.",
        ),
        signature=signature_of(event),
    )


def already_registered(registration: Registration, person: Person, at: datetime) -> Letter | None:
    """Somebody asked again with an address that is registered: said by mail only, to that address."""
    if registration.is_withdrawn or registration.event.is_over(at):
        return None
    said = (
        "Une inscription vient d’être demandée avec votre adresse. Vous en avez déjà une\u00a0: rien n’a changé.",
        "La page ci-dessous dit où elle en est et permet de la modifier.",
    )
    return _about(registration, person, "Vous avez déjà une inscription", "Vous avez déjà une inscription", said)


def my_registrations(person: Person, coming: list[Registration], at: datetime) -> Letter | None:
    """The links of everything the person is registered to, because they asked for them."""
    coming = [one for one in coming if one.is_live and not one.event.is_over(at)]
    if not coming:
        return None
    return Letter(
        subject="Vos inscriptions",
        to_name=person.name,
        heading="Vos inscriptions",
        paragraphs=(f"Bonjour {person.name},", "Voici le lien de chacune de vos inscriptions à venir. Ces liens vous sont personnels."),
        others=tuple(Button(on_day(one.event), personal_link(one)) for one in coming),
        closing=("Vous n’avez rien demandé\u00a0? Vous pouvez ignorer ce courriel.",),
    )


def _expected(
    registration: Registration,
    person: Person,
    calendar_object: CalendarObject | None,
    at: datetime,
    subject: str,
    heading: str,
    said: tuple[str, ...],
) -> Letter | None:
    event = registration.event
    if not registration.is_confirmed or not lives(event, at) or (calendar_object and calendar_object.closed_at):
        return None
    on = calendar_object.on if calendar_object and len(event.days) > 1 else None
    choose = CHOOSE if event.workshops and not registration.workshops else ""
    also = tuple(words for words in (several_days(event, on), choose, _ADD if calendar_object else "") if words) + _by_someone_else(
        registration
    )
    letter = _about(registration, person, subject, heading, said, on=on)
    how = registration.modality
    facts = letter.facts + join_fact(event, how) + access_facts(event, how) + _workshops(registration)
    calendar = request(calendar_object, event, person, at, how) if calendar_object else None
    return replace(letter, facts=facts, closing=also + letter.closing, calendar=calendar)


def _about(
    registration: Registration,
    person: Person,
    subject: str,
    heading: str,
    said: tuple[str, ...],
    *,
    on: date | None = None,
    button: bool = True,
) -> Letter:
    event = registration.event
    return Letter(
        subject=f"{subject}\u00a0: {on_day(event, on)}",
        to_name=person.name,
        heading=heading,
        paragraphs=(f"Bonjour {person.name},", quoted(event.title), *said),
        facts=facts_of(event, person, registration.modality, on),
        leaf=leaf_of(event, on),
        button=Button(MINE, personal_link(registration)) if button else None,
        others=(page_of(event), Button("Toutes mes inscriptions", absolute("registration_pages.ask_links"))),
        signature=signature_of(event),
    )


def _by_someone_else(registration: Registration) -> tuple[str, ...]:
    """Whoever was registered by another learns it, and where their address comes from (GDPR, article 14)."""
    if registration.origin is not Origin.FACILITATOR:
        return ()
    return ("C’est l’équipe qui organise l’événement qui vous a fait cette inscription.", origin_words(registration.event))


def _workshops(registration: Registration) -> tuple[tuple[str, str], ...]:
    titles = "\u00a0; ".join(part.title for part in registration.workshops)
    return (("Atelier", titles),) if titles else ()


def lives(event: Event, at: datetime) -> bool:
    return event.is_coming and not event.is_over(at)


def request(calendar_object: CalendarObject, event: Event, person: Person, at: datetime, modality: Modality) -> Calendar:
    return Calendar("REQUEST", entry_for(calendar_object, event, person, at, modality=modality))


def cancel(calendar_object: CalendarObject | None, event: Event, person: Person, at: datetime) -> Calendar | None:
    if calendar_object is None:
        return None
    return Calendar("CANCEL", entry_for(calendar_object, event, person, at, cancelled=True))
