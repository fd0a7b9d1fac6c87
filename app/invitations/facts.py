"""What every letter about an event says in the same words: when, where, who organises, who signs."""

from datetime import date, datetime

from flask import current_app

from app.core.clock import PARIS
from app.core.links import absolute
from app.directory.models import Person
from app.events.models import Day, Event
from app.events.words import PARTNER_ROLES, Modality
from app.outbox.letter import Button, Signature
from app.ui.french import NBSP, day, listed, local, their_hour, when

Facts = tuple[tuple[str, str], ...]


def facts_of(event: Event, person: Person | None, modality: Modality | None = None, on: date | None = None) -> Facts:
    """Quand, Où, Organisé par; the hours of one day only when ``on`` names it; no link to join, which is for those who come."""
    starts_at, ends_at = _hours(event, on)
    pairs = [("Quand", when_words(starts_at, ends_at, event.timezone, person.timezone if person else event.timezone))]
    pairs.append(("Où", where_words(event, modality or event.modality)))
    return (*pairs, *who_facts(event))


def when_words(starts_at: datetime, ends_at: datetime, zone: str, theirs: str) -> str:
    """The Paris hour, named, then the event's and the person's own when their clocks differ."""
    words = f"{when(starts_at, ends_at)} (heure de Paris)"
    for other in dict.fromkeys((zone, theirs)):
        if own := their_hour(starts_at, "Europe/Paris", other):
            words += f", {own}"
    return words


OR_FROM_AFAR = ", ou à distance"


def where_words(event: Event, modality: Modality) -> str:
    """The place in one line, or that one comes by a link."""
    if modality is Modality.ONLINE:
        return "À distance, par un lien de visioconférence"
    if modality is Modality.HYBRID:
        return f"{event.location}{OR_FROM_AFAR}"
    return event.location


def who_facts(event: Event) -> Facts:
    """The organiser, then its partners under what each does, as the event's page says it."""
    first = event.organiser.short_name if event.organiser else current_app.config["ORGANISATION_SHORT"]
    roles: dict[str, list[str]] = {}
    for partner in event.partners:
        roles.setdefault(PARTNER_ROLES.get(partner.role, "Avec"), []).append(partner.name)
    return (("Organisé par", first), *((role, listed(names)) for role, names in roles.items()))


def leaf_of(event: Event, on: date | None = None) -> date:
    """The day printed on the letter's leaf, on the event's clocks."""
    return on or local(event.starts_at, event.timezone).date()


def on_day(event: Event, on: date | None = None) -> str:
    """``Les journées de l’autonomie, jeudi 12 mars 2026``: how a subject names the event, with its last day when it has several."""
    if on is None and event.lasts_days and len(event.days) > 1:
        return f"{event.title}, du {day(event.days[0].on, year=False)} au {day(event.days[-1].on)}"
    return f"{event.title}, {day(on or event.starts_at.astimezone(PARIS).date())}"


def signature_of(event: Event) -> Signature:
    """The facilitator, by name."""
    who = event.facilitator
    return Signature(who.name, who.email, who.phone or "")


def page_of(event: Event) -> Button:
    """The permanent page of the event."""
    return Button("La page de l’événement", absolute("registration_pages.show", slug=event.slug))


def join_fact(event: Event, modality: Modality) -> Facts:
    """The link of the séance, for those who come by it."""
    if modality is Modality.ONSITE or not event.join_url:
        return ()
    return (("Lien de connexion", event.join_url),)


def access_facts(event: Event, modality: Modality) -> Facts:
    """How to come, for those who come."""
    return () if modality is Modality.ONLINE or not event.access else (("Accès", event.access),)


def several_days(event: Event, on: date | None) -> str:
    """For an event of several days, which of them this letter puts into the calendar."""
    if on is None or len(event.days) < 2:
        return ""
    days = [d.on for d in event.days]
    number = days.index(on) + 1 if on in days else 1
    return f"Jour {number} sur {len(days)}{NBSP}: chaque journée a son propre courriel, par lequel elle entre dans votre agenda."


def _hours(event: Event, on: date | None) -> tuple[datetime, datetime]:
    found: Day | None = next((d for d in event.days if d.on == on), None)
    return (found.starts_at, found.ends_at) if found else (event.starts_at, event.ends_at)
