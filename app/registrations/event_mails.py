"""Letters to everybody concerned by an event: it changes, or will not take place."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from app.directory.models import Person
from app.events.models import Event
from app.events.words import Modality
from app.invitations.facts import OR_FROM_AFAR, facts_of, join_fact, leaf_of, on_day, page_of, signature_of, where_words
from app.invitations.links import invitation_link
from app.invitations.models import CalendarObject, Invitation
from app.outbox.letter import Button, Letter
from app.registrations.links import personal_link
from app.registrations.mails import MINE, cancel, lives, request
from app.registrations.models import Registration, Standing
from app.ui.french import NBSP, day, local, quoted, when

_BY_LINK = "On peut désormais y participer à distance, par un lien de connexion."
_LEAVE = "Si la nouvelle organisation ne vous convient pas, votre page permet de vous désinscrire."
_STANDS = {
    Standing.CONFIRMED: "Votre place reste réservée\u00a0: si vous venez toujours, vous n’avez rien à faire.",
    Standing.WAITING: "Vous restez sur la liste d’attente.",
    Standing.PENDING: "L’équipe doit encore valider votre inscription.",
}


# Someone registered, invited, or who was only told the date.
Source = Registration | Invitation | None


def change(
    event: Event,
    person: Person,
    source: Source,
    calendar_object: CalendarObject | None,
    at: datetime,
    before: Mapping[str, str],
) -> Letter | None:
    """What changed, in words, before and after; the calendar part moves the event where it already is, or takes a lost day out."""
    lost = calendar_object if "lost" in before else None
    before = before if lost else _as_they_come(event, source, before)
    what, gone = _taken_out(event, lost) if lost else (what_changes(event, before), [])
    modality = source.modality if isinstance(source, Registration) else event.modality
    said = changes_in_words(event, before, modality) + gone
    if not lives(event, at) or not _still_concerned(source) or not said:
        return None
    on = calendar_object.on if calendar_object and not lost else None
    letter = Letter(
        subject=f"{what}\u00a0: {on_day(event, lost.on if lost else on)}",
        to_name=person.name,
        heading=what,
        paragraphs=(f"Bonjour {person.name},", quoted(event.title), *said),
        facts=facts_of(event, person, modality, on) + _join(source, event, modality, has_calendar=calendar_object is not None and not lost),
        leaf=leaf_of(event, on),
        button=_own_page(source, event),
        others=(page_of(event),) if source else (),
        closing=_where_they_stand(event, source, lost),
        signature=signature_of(event),
    )
    if calendar_object is None:
        return letter
    return replace(
        letter,
        calendar=cancel(lost, event, person, at) if lost else request(calendar_object, event, person, at, modality),
    )


def changes_in_words(event: Event, before: Mapping[str, str], modality: Modality) -> list[str]:
    """One sentence for each thing that changed; nothing for what was changed back before anybody was told."""
    changed = set(before.get("changed", "").split())
    said = []
    if {"start", "end"} & changed:
        what = "La date change" if _is_another_day(event, before) else "L’horaire change"
        said.append(_then_now(what, before.get("before_when", ""), when(event.starts_at, event.ends_at)))
    if "place" in changed:
        said.append(_then_now("Le lieu change", before.get("before_where", ""), where_words(event, modality)))
    if "title" in changed:
        said.append(_then_now("Le titre change", before.get("before_title", ""), event.title))
    if "link" in changed:
        said.append("Le lien de connexion change\u00a0: l’ancien ne fonctionne plus." if before.get("before_link", "oui") else _BY_LINK)
    return [words for words in said if words]


def what_changes(event: Event, before: Mapping[str, str]) -> str:
    """``Nouvelle date, nouveau lieu``: how the subject and the heading of the letter call it."""
    changed = set(before.get("changed", "").split())
    link = "Nouveau lien de connexion" if before.get("before_link", "oui") else "À distance aussi"
    names = (
        ({"start", "end"}, "Nouvelle date" if _is_another_day(event, before) else "Nouvel horaire"),
        ({"place"}, "Nouveau lieu"),
        ({"link"}, link),
        ({"title"}, "Nouveau titre"),
    )
    first, *others = [name for about, name in names if about & changed] or ["Changement"]
    return ", ".join([first, *(f"{name[:1].lower()}{name[1:]}" for name in others)])


def _as_they_come(event: Event, source: Source, before: Mapping[str, str]) -> Mapping[str, str]:
    """Of a hybrid event, a new link is nothing to who comes on site, nor a room to who joins from afar: it is not said to them."""
    if not isinstance(source, Registration) or event.modality is not Modality.HYBRID or source.modality is Modality.HYBRID:
        return before
    changed, where = set(before.get("changed", "").split()), before.get("before_where", "")
    if source.modality is Modality.ONLINE:
        return {**before, "changed": " ".join(changed - {"place"})}
    where = where.removesuffix(OR_FROM_AFAR)
    idle = {"link"} if before.get("before_link", "oui") else set()
    idle |= {"place"} if where == where_words(event, source.modality) else set()
    return {**before, "changed": " ".join(changed - idle), "before_where": where}


def called_off(event: Event, person: Person, source: Source, calendar_object: CalendarObject | None, at: datetime) -> Letter | None:
    """It will not take place, and why."""
    if not event.is_cancelled or event.is_over(at):
        return None
    letter = Letter(
        subject=f"Annulé\u00a0: {on_day(event, calendar_object.on if calendar_object else None)}",
        to_name=person.name,
        heading=f"L’événement {quoted(event.title)} est annulé",
        paragraphs=(
            f"Bonjour {person.name},",
            f"Nous devons annuler cet événement, prévu {when(event.starts_at, event.ends_at)} (heure de Paris).",
            f"La raison\u00a0: {event.cancel_reason}",
            "Vous n’avez rien à faire\u00a0: il est retiré de votre agenda si vous aviez accepté l’invitation."
            if calendar_object
            else "Si vous l’aviez noté dans votre agenda, retirez-le.",
        ),
        facts=facts_of(event, person, source.modality if isinstance(source, Registration) else None),
        leaf=leaf_of(event),
        others=(page_of(event),),
        signature=signature_of(event),
    )
    return replace(letter, calendar=cancel(calendar_object, event, person, at))


def _then_now(what: str, then: str, now: str) -> str:
    """``Le lieu change : avant, … ; désormais, …``; only the new words when the old ones are unknown, none when they are the same."""
    if then == now:
        return ""
    return f"{what}{NBSP}: désormais, {now}." if not then else f"{what}{NBSP}: avant, {then}{NBSP}; désormais, {now}."


def _where_they_stand(event: Event, source: Source, lost: CalendarObject | None) -> tuple[str, ...]:
    """Whoever registered learns that this holds, and how to leave; an entry that was there twice changes nothing to come back on."""
    if not isinstance(source, Registration) or (lost and lost.on in [one.on for one in event.days]):
        return ()
    return (_STANDS[source.standing], _LEAVE)


def _taken_out(event: Event, lost: CalendarObject) -> tuple[str, list[str]]:
    """What leaves the calendar: a day that no longer takes place, or the second entry of somebody who was known twice."""
    if lost.on not in [one.on for one in event.days]:
        return "Journée annulée", [f"La journée du {day(lost.on)} est annulée\u00a0: elle est retirée de votre agenda."]
    twice = "Vous aviez reçu cet événement deux fois, car nous vous connaissions sous deux fiches\u00a0: cette entrée est retirée de votre agenda."
    return "Entrée en double", [twice, "L’événement, lui, a bien lieu\u00a0: l’autre entrée reste."]


def _is_another_day(event: Event, before: Mapping[str, str]) -> bool:
    return day(local(event.starts_at)) not in before.get("before_when", "")


def _still_concerned(source: Source) -> bool:
    if source is None:
        return True
    if isinstance(source, Registration):
        return source.is_live
    return source.withdrawn_at is None and (source.answer is None or source.answer.value == "registered")


def _join(source: Source, event: Event, modality: Modality, *, has_calendar: bool) -> tuple[tuple[str, str], ...]:
    """The words say what the calendar part says: the link, to those who come and to those whose agenda holds it."""
    return join_fact(event, modality) if has_calendar or (isinstance(source, Registration) and source.is_confirmed) else ()


def _own_page(source: Source, event: Event) -> Button:
    if source is None:
        return page_of(event)
    if isinstance(source, Registration):
        return Button(MINE, personal_link(source))
    return Button("Répondre à l’invitation", invitation_link(source))
