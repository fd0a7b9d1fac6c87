"""Taking a mail in: it is kept, sorted, and does what it does. For the worker only: what reads calendars is heavy."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from app.core.text import searchable
from app.inbox import answers, queries, returns
from app.inbox.authenticity import is_authentic
from app.inbox.findings import Finding
from app.inbox.mail import Mail, read
from app.inbox.models import Effect, ReceivedMail, Sort
from app.inbox.parsing import LARGEST
from app.inbox.sorting import sort_of
from app.inbox.subjects import subject_of
from app.outbox import addresses

KEPT = timedelta(days=30)
LONGEST_REASON = 250
WINMAIL = "Ce courriel vient d’Outlook dans une forme que lui seul sait lire (winmail.dat)."
_GONE = (
    *("plus en fonction", "plus en poste", "quitte mes fonctions", "quitte ses fonctions", "ne fait plus partie", "ne travaille plus"),
    *("a quitte la collectivite", "a quitte la structure", "no longer with", "no longer works", "has left the"),
)


def take_in(raw: bytes, at: datetime) -> ReceivedMail | None:
    """The mail is kept and has done what it does, in one transaction; None when it was known: it is handled once, however often it is seen."""
    mail = read(raw)
    sort = sort_of(mail)
    row = queries.write_once(_values(mail, raw, sort, at))
    if row is None:
        return None
    _note_life(mail, sort, at)
    finding = _FIND[sort](mail, at)
    row.effect, row.reason = finding.effect, finding.reason[:LONGEST_REASON]
    row.letter_id, row.event_id, row.person_id = finding.letter_id, finding.event_id, finding.person_id
    row.object_id = finding.object_id
    return row


def keep_for_somebody(raw: bytes, at: datetime) -> ReceivedMail | None:
    """The mail that no program could handle is kept, for a person to read."""
    return _kept(read(raw), raw, at)


def keep_untouched(raw: bytes, at: datetime) -> ReceivedMail | None:
    """The mail that could not even be kept so: nothing of it is used but its bytes."""
    return _kept(Mail(hashlib.sha256(raw).hexdigest()), raw, at)


def forget_before(moment: datetime) -> int:
    """The mails of before this instant are gone, but for those that nobody has read."""
    return queries.delete_read_before(moment)


def _kept(mail: Mail, raw: bytes, at: datetime) -> ReceivedMail | None:
    row = queries.write_once(_values(mail, raw, Sort.UNREADABLE, at))
    if row is not None:
        row.effect, row.reason = Effect.HELD, "Ce courriel n’a pas pu être traité automatiquement."
    return row


def _values(mail: Mail, raw: bytes, sort: Sort, at: datetime) -> dict[str, Any]:
    return {
        "message_id": mail.message_id,
        "digest": mail.digest,
        "received_at": at,
        "sender": mail.sender,
        "sender_name": mail.sender_name,
        "subject": mail.subject,
        "sort": sort,
        "effect": Effect.NOTED,
        "raw": raw[:LARGEST],
    }


def _note_life(mail: Mail, sort: Sort, at: datetime) -> None:
    """Whoever writes from an address, and is proven to, reads it too."""
    if sort in (Sort.ANSWER, Sort.PERSON) and is_authentic(mail, current_app.config["MAIL_AUTHSERV"]):
        addresses.note_life(mail.sender, at, is_proof=True)


def _absence(mail: Mail, at: datetime) -> Finding:
    """An absence changes nothing; a departure is somebody's to act upon."""
    words = searchable(f"{mail.subject} {mail.words}")
    if any(said in words for said in _GONE):
        return subject_of(mail).found(Effect.HELD, "La personne semble avoir quitté son poste.")
    return subject_of(mail).found(Effect.NOTED, "Réponse automatique\u00a0: rien ne change.")


def _person(mail: Mail, at: datetime) -> Finding:
    return subject_of(mail).found(Effect.HELD, "Quelqu’un vous écrit.")


def _unreadable(mail: Mail, at: datetime) -> Finding:
    return subject_of(mail).found(Effect.HELD, mail.fault or WINMAIL)


_FIND: Mapping[Sort, Callable[[Mail, datetime], Finding]] = {
    Sort.ANSWER: answers.apply,
    Sort.RETURN: returns.apply,
    Sort.ABSENCE: _absence,
    Sort.PERSON: _person,
    Sort.UNREADABLE: _unreadable,
}
