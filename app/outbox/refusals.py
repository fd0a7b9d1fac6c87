"""What another server's refusal says, at the door or in a report sent later: the address, the box, our reputation, or only the time (RFC 3463). Pure."""

import re
from typing import NamedTuple

from app.core.text import searchable
from app.outbox.models import Return

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
HARD = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"}
FULL = {"5.2.2", "4.2.2"}
LONGEST = 4_000  # what a server says of one address is short; the rest is not read
# What servers say in words, without accents: the words win over a general code (Orange says 5.5.0 for a box that is full).
_FULL = (
    "mailbox full",
    "mailbox is full",
    "mailbox quota",
    "inbox is full",
    "over quota",
    "overquota",
    "quota exceeded",
    "exceeded storage",
    "out of storage",
    "boite pleine",
    "boite aux lettres pleine",
    "boite aux lettres est pleine",
    "destinataire pleine",
    "ofr 417",
)
_BLOCKED = (
    "spam",
    "spamhaus",
    "reputation",
    "blacklist",
    "blacklisted",
    "blocklist",
    "blocked",
    "policy",
    "mail rejete",
    "message rejete",
    "ofr 506",
    "not authorized",
    "dmarc",
    "dkim",
    "spf",
)
# Of these, what says that any letter of ours would meet the same answer: where it comes from, not what it says nor to whom.
_OUR_STATUS = re.compile(r"5\.1\.[78]|5\.7\.(8|2\d|[5-7]\d\d)")
_US = (
    "client host",
    "sender address",
    "sender domain",
    "sender rejected",
    "sender denied",
    "sender blocked",
    "sender not allowed",
    "sender verify failed",
    "expediteur refuse",
    "expediteur invalide",
    "sender ip",
    "blocked sender",
    "sending ip",
    "sending domain",
    "your ip",
    "ip you",
    "ip address",
    "unauthenticated",
    "spamhaus",
    "reputation",
    "blacklist",
    "blacklisted",
    "blocklist",
    "dnsbl",
    "rbl",
    "banned",
    "reverse dns",
    "ptr",
    "helo",
    "policy",
    "dmarc",
    "dkim",
    "spf",
)
# What servers say of the address we write from, under the status of an address that nobody has.
_SENDER = ("sender address rejected", "sender rejected", "sender verify failed")
_NO_DOMAIN = (
    "host not found",
    "domain not found",
    "domain name not found",
    "unknown domain",
    "nxdomain",
    "unrouteable address",
    "couldn t find any host named",
)
_UNKNOWN = (
    "user unknown",
    "unknown user",
    "unknown recipient",
    "recipient unknown",
    "no such user",
    "no such recipient",
    "does not exist",
    "doesn t exist",
    "n existe pas",
    "destinataire invalide",
    "adresse invalide",
    "introuvable",
    "recipientnotfound",
    "recipient not found",
    "recipient address rejected",
    "invalid recipient",
    "no mailbox here",
    "mailbox not found",
    "not a known user",
    "unknown address",
    "user doesn t have a",
    "wasn t found at",
    "ofr 416",
    "ofr 518",
)


class Refusal(NamedTuple):
    """What a refusal says, and whether its words were known: what is not must be read by somebody."""

    sort: Return
    is_known: bool


def read_refusal(status: str, words: str) -> Refusal:
    """``status`` may be empty: the words then hold one, or say it themselves, or nothing is known but that it failed."""
    words = words[:LONGEST]
    status = status if STATUS.fullmatch(status) and not status.endswith(".0.0") else status_in(words) or status
    said = f" {searchable(words)} "
    if status in FULL or _says(said, _FULL):
        return Refusal(Return.SOFT, is_known=True)
    is_unknown = status in HARD or (status == "4.0.0" and _says(said, _NO_DOMAIN))  # Google says the latter of a domain that does not exist
    if is_unknown and not _says(said, _SENDER):
        return Refusal(Return.HARD, is_known=True)
    names_us = _names_us(status, said)
    if status.startswith("4.") and not names_us:
        return Refusal(Return.SOFT, is_known=True)
    # Free says 5.2.1 of a box "blocked due to inactivity": that is not our reputation.
    if names_us or status.startswith("5.7.") or (status != "5.2.1" and _says(said, _BLOCKED)):
        return Refusal(Return.BLOCKED, is_known=True)
    if _says(said, _UNKNOWN) or _says(said, _NO_DOMAIN):
        return Refusal(Return.HARD, is_known=True)
    return Refusal(Return.SOFT, is_known=False)


def blames_us(words: str) -> bool:
    """Whether a refusal speaks of where our letters come from: neither this one nor its recipient can do anything about it."""
    words = words[:LONGEST]
    return read_refusal("", words).sort is Return.BLOCKED and _names_us(status_in(words), f" {searchable(words)} ")


def status_in(words: str) -> str:
    """The first status that stands in the words of a server: ``5.1.1`` of ``550 5.1.1 User unknown``."""
    found = STATUS.search(words)
    return ".".join(found.groups()) if found else ""


def in_french(sort: Return, words: str) -> str:
    """What the other server says, for somebody who does not read its language; of what is not known, the sort alone."""
    said, status = f" {searchable(words[:LONGEST])} ", status_in(words[:LONGEST])
    if sort is Return.HARD:
        is_domain = status in ("5.1.2", "5.4.4") or _says(said, _NO_DOMAIN)
        return "Ce qui suit l’@ n’existe pas." if is_domain else "Cette adresse n’existe pas."
    if sort is Return.SOFT:
        return "La boîte est pleine." if status in FULL or _says(said, _FULL) else "La boîte est momentanément indisponible."
    return _IN_FRENCH[sort]


_IN_FRENCH = {
    Return.BLOCKED: "La messagerie du destinataire refuse nos courriels.",
    Return.DELAYED: "Le serveur du destinataire ne répond pas encore : il sera réessayé.".replace(" :", "\u00a0:"),
    Return.COMPLAINT: "La personne a signalé un de nos courriels comme indésirable.",
}


def _names_us(status: str, said: str) -> bool:
    return bool(_OUR_STATUS.fullmatch(status)) or _says(said, _US)


def _says(said: str, phrases: tuple[str, ...]) -> bool:
    """Whole words only: ``antispam.example.org`` is a name, not a reproach."""
    return any(f" {phrase} " in said for phrase in phrases)
