"""What another server's refusal says, at the door or in a report sent later: the address, the box, our reputation, or only the time (RFC 3463). Pure."""

import re

from app.core.text import searchable
from app.outbox.models import Return

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
HARD = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"}
FULL = {"5.2.2", "4.2.2"}
# What servers say in words, without accents: the words win over a general code (Orange says 5.5.0 for a box that is full).
_FULL = (
    "mailbox full",
    "mailbox is full",
    "over quota",
    "quota exceeded",
    "boite pleine",
    "boite aux lettres pleine",
    "ofr 417",
    "ofr 416",
)
_BLOCKED = (
    "spam",
    "reputation",
    "blacklist",
    "blocklist",
    "policy",
    "mail rejete",
    "message rejete",
    "ofr 506",
    "not authorized",
    "dmarc",
    "dkim",
    "spf",
)
_UNKNOWN = (
    "user unknown",
    "unknown user",
    "no such user",
    "does not exist",
    "doesn t exist",
    "n existe pas",
    "invalide",
    "introuvable",
    "recipientnotfound",
    "recipient not found",
    "address rejected",
    "adresse d au moins un destinataire",
    "unrouteable address",
    "host not found",
    "domain not found",
    "no mailbox here",
    "ofr 518",
)


def sort_of_refusal(status: str, words: str) -> Return:
    """What a refusal says; ``status`` may be empty, the words then name it, or it is a passing trouble."""
    status = status if STATUS.fullmatch(status) else status_in(words)
    said = searchable(words)
    if status in FULL or _says(said, _FULL):
        return Return.SOFT
    if status in HARD:
        return Return.HARD
    if status.startswith("4."):
        return Return.SOFT
    if status.startswith("5.7.") or _says(said, _BLOCKED):
        return Return.BLOCKED
    return Return.HARD if _says(said, _UNKNOWN) else Return.SOFT


def status_in(words: str) -> str:
    """The first status that stands in the words of a server: ``5.1.1`` of ``550 5.1.1 User unknown``."""
    found = STATUS.search(words)
    return ".".join(found.groups()) if found else ""


def _says(said: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in said for phrase in phrases)
