"""Letters that come back: what each says of the address it went to."""

from collections.abc import Mapping
from datetime import datetime

from app.inbox.bounces import Bounce, bounce_in, quoted_ids
from app.inbox.findings import Finding
from app.inbox.mail import Mail
from app.inbox.models import Effect
from app.inbox.subjects import letter_returned
from app.outbox import addresses
from app.outbox import queries as outbox
from app.outbox.models import OutboxLetter, Return

NOT_OURS = "Retour d’un courriel qui n’est pas de nous."
UNREAD = "Retour de courriel à lire."
_DONE: Mapping[Return, tuple[Effect, str]] = {
    Return.HARD: (Effect.APPLIED, "Adresse inconnue\u00a0: plus rien n’y est envoyé tant qu’elle n’est pas corrigée."),
    Return.SOFT: (Effect.NOTED, "Boîte pleine ou indisponible."),
    Return.BLOCKED: (Effect.NOTED, "La messagerie du destinataire refuse nos courriels\u00a0: l’adresse n’est pas en cause."),
    Return.DELAYED: (Effect.NOTED, "Courriel retardé\u00a0: il est encore en route."),
    Return.COMPLAINT: (Effect.APPLIED, "Signalé comme indésirable\u00a0: plus de courriels de réseau, l’inscription est gardée."),
}


def apply(mail: Mail, at: datetime) -> Finding:
    """A return marks the letter, and its address when it is at fault: the address that we wrote to, not the one that the report names."""
    letter = _letter(mail)
    if letter is None:
        return Finding(Effect.IGNORED, NOT_OURS)
    effect, reason = _judged(letter, bounce_in(mail), at)
    return Finding(effect, reason, letter.id, letter.event_id, letter.person_id)


def _letter(mail: Mail) -> OutboxLetter | None:
    """The letter whose own return address it came to, else the one whose Message-ID it quotes; never by an address alone."""
    found = letter_returned(mail.addressees) or outbox.letter_by_message_id(quoted_ids(mail))
    return found if found is not None and found.sends else None


def _judged(letter: OutboxLetter, bounce: Bounce | None, at: datetime) -> tuple[Effect, str]:
    if bounce is None:
        return Effect.HELD, UNREAD
    if bounce.sort is None:
        return Effect.IGNORED, "Accusé de réception ou de lecture\u00a0: rien ne change."
    addresses.note_return(letter, bounce.sort, bounce.words, at)
    if not bounce.is_known:
        return Effect.HELD, "Refusé pour une raison à lire."
    return _DONE[bounce.sort]
