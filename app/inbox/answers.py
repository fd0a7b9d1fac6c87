"""Answers of calendars: the first line that fits decides what each does (docs/decisions/0011-what-comes-back-by-mail.md)."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from flask import current_app

from app.core.errors import Refusal
from app.core.text import canonical_email
from app.inbox.authenticity import is_authentic
from app.inbox.findings import UNPROVEN, Finding
from app.inbox.mail import Mail
from app.inbox.models import Effect
from app.inbox.replies import DELEGATED, Reply, Said, reply_in
from app.inbox.sorting import TELLS, answer_in
from app.inbox.subjects import subject_of
from app.invitations.models import CalendarObject, PartStat
from app.invitations.queries import object_of
from app.outbox.queries import last_sequence_told
from app.registrations import calendar_answers
from app.registrations.calendar_answers import Outcome
from app.ui.french import NBSP, day, hour, local

_SAID = {"ACCEPTED": PartStat.ACCEPTED, "TENTATIVE": PartStat.TENTATIVE, "DECLINED": PartStat.DECLINED}
_DONE = {
    Outcome.REGISTERED: "A accepté dans son agenda\u00a0: inscription confirmée.",
    Outcome.WAITING: "A accepté dans son agenda\u00a0: en liste d’attente, toutes les places sont prises.",
    Outcome.PENDING: "A accepté dans son agenda\u00a0: demande à valider.",
    Outcome.UNCHANGED: "A répondu dans son agenda\u00a0: rien ne change.",
    Outcome.TENTATIVE: "A répondu «\u00a0peut-être\u00a0» dans son agenda.",
    Outcome.WITHDRAWN: "A refusé dans son agenda\u00a0: désinscription.",
    Outcome.DECLINED: "A refusé dans son agenda\u00a0: ne viendra pas.",
}
_ONE_DAY = {
    Outcome.ONE_DAY_LESS: "Ne viendra pas le {day}, mais vient les autres jours.",
    Outcome.ONE_DAY_NO: "Ne viendra pas le {day}\u00a0; rien n’est dit des autres jours.",
}


class Found(NamedTuple):
    """What an answer did, why, and what in their calendar it waits for: one day of several declined, or an answer that they may confirm."""

    effect: Effect
    reason: str
    object_id: int | None = None


def apply(mail: Mail, at: datetime) -> Finding:
    """The registration follows the answer, or somebody must read it, or nothing changes; always with the reason."""
    piece, subject = answer_in(mail), subject_of(mail)
    reply = reply_in(piece) if piece else None
    if reply is None:
        return subject.found(Effect.HELD, "La réponse d’agenda ne se laisse pas lire.")
    # The calendar did not say when, or its clock is years ahead: the mail does, so that the same answer is not a new one each time it is seen.
    if reply.stamped_at is None or reply.stamped_at >= at + calendar_answers.FAST_CLOCK:
        reply = replace(reply, stamped_at=mail.sent_at)
    one = object_of(reply.uid)
    if reply.method in TELLS:
        found = _told(one)
    elif reply.method != "REPLY":
        found = Found(Effect.HELD, _asked(reply, one))
    elif one is None:
        found = Found(Effect.IGNORED, "Réponse à une invitation qui n’est pas de nous.")
    else:
        calendar_answers.hold(one)
        found = _not_theirs(mail, reply, one, at) or _too_late(reply, one, at) or _applied(reply, one, at)
    if one is None:
        return subject.found(found.effect, found.reason)
    letter_id = subject.letter.id if subject.letter else None
    return Finding(found.effect, found.reason, letter_id, one.event_id, calendar_answers.parties(one)[1].id, found.object_id)


def _told(one: CalendarObject | None) -> Found:
    """What an organiser says to those who are invited: we are not invited; unless somebody sends our own letter back."""
    if one is not None:
        return Found(Effect.HELD, "Quelqu’un vous renvoie l’une de nos invitations.")
    return Found(Effect.IGNORED, "Message d’agenda qui ne répond à rien de nous.")


def _asked(reply: Reply, one: CalendarObject | None) -> str:
    if reply.method == "REFRESH":
        return "Demande qu’on lui renvoie l’invitation."
    if reply.starts_at is None:
        return "Propose un autre moment. Rien n’a changé."
    zone = calendar_answers.parties(one)[0].timezone if one else "Europe/Paris"
    on = local(reply.starts_at, zone).date()
    return f"Propose un autre moment{NBSP}: {day(on)} à {hour(reply.starts_at, zone)}. Rien n’a changé."


def _not_theirs(mail: Mail, reply: Reply, one: CalendarObject, at: datetime) -> Found | None:
    """Whose answer it is: the person invited, or nobody who can be believed."""
    if reply.organiser is not None and reply.organiser != canonical_email(current_app.config["MAIL_FROM"]):
        return Found(Effect.IGNORED, "Réponse adressée à un autre organisateur.")
    said = _said(reply, one)
    if said is None:
        return Found(Effect.HELD, "Répond à une invitation faite à quelqu’un d’autre\u00a0: à inscrire à part, si l’événement le permet.")
    if mail.sender != said.email or said.is_through_another or not is_authentic(mail, current_app.config["MAIL_AUTHSERV"]):
        return _unproven(one, _SAID.get(said.partstat), at)
    if said.partstat == DELEGATED:
        return Found(Effect.HELD, "Voudrait envoyer quelqu’un d’autre à sa place\u00a0: à voir avec la personne.")
    return None if said.partstat in _SAID else Found(Effect.HELD, "Réponse d’agenda d’une sorte inconnue.")


def _unproven(one: CalendarObject, said: PartStat | None, at: datetime) -> Found:
    """Nobody needs to confirm what is known already, as when whoever just registered accepts what our letter told them to accept."""
    if calendar_answers.is_known(one, said):
        return Found(Effect.NOTED, "Répète une réponse déjà connue\u00a0: rien ne change.")
    calendar_answers.ask_to_confirm(one, said, at)
    return Found(Effect.HELD, UNPROVEN, one.id)


def _said(reply: Reply, one: CalendarObject) -> Said | None:
    """What the person invited answered, under an address that is theirs; what a list of other names answers is nobody's (R8)."""
    return next((said for address in calendar_answers.addresses(one) if (said := reply.by(address))), None)


def _too_late(reply: Reply, one: CalendarObject, at: datetime) -> Found | None:
    """An answer to an old version, one that came after a later one, or after the day."""
    event, _person = calendar_answers.parties(one)
    if reply.sequence is not None and reply.sequence < last_sequence_told(event.id, one.person_id, one.id):
        return Found(Effect.IGNORED, "Répond à une version de l’invitation qui a changé depuis.")
    later = [moment for moment in (one.replied_at, calendar_answers.said_on_site_at(one)) if moment]
    if reply.stamped_at and any(reply.stamped_at <= moment for moment in later):
        return Found(Effect.IGNORED, "Une réponse plus récente est déjà connue.")
    if one.closed_at is not None or not event.is_coming or event.is_over(at):
        return Found(Effect.NOTED, "Répond à une invitation qui n’a plus cours.")
    return None


def _applied(reply: Reply, one: CalendarObject, at: datetime) -> Found:
    said = _said(reply, one)
    assert said is not None  # noqa: S101 - checked by _not_theirs
    try:
        outcome = calendar_answers.answer(one, _SAID[said.partstat], at=at, stamped_at=reply.stamped_at, word=reply.word)
    except Refusal as refusal:
        return Found(Effect.HELD, f"A répondu dans son agenda, sans effet{NBSP}: {refusal.message}")
    if outcome in _ONE_DAY:
        return Found(Effect.HELD, _ONE_DAY[outcome].format(day=day(one.on)), one.id)
    return Found(Effect.APPLIED, _DONE[outcome])
