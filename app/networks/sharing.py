"""Noting the letters a network sent and the places it shares, so that a year can count them."""

from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.models import Account
from app.core.db import add, db
from app.core.errors import Refusal
from app.journal import actions as journal
from app.networks.models import CollaborativeSpace, Network, Newsletter


@dataclass(frozen=True)
class LetterSheet:
    """What is said of a letter."""

    title: str
    sent_on: date
    recipients: int


@dataclass(frozen=True)
class SpaceSheet:
    """What is said of a shared place."""

    name: str
    url: str
    opened_on: date
    closed_on: date | None


def note_letter(network: Network, sheet: LetterSheet, account: Account, at: datetime) -> Newsletter:
    """The letter counts in the year of its day."""
    letter = add(_described(Newsletter(network_id=network.id), sheet, at))
    journal.write(account.actor, "newsletter_noted", network.thing, at=at, after={"newsletter": letter.public_id})
    return letter


def correct_letter(letter: Newsletter, sheet: LetterSheet, account: Account, at: datetime) -> None:
    """The letter is what the sheet says."""
    _described(letter, sheet, at)
    journal.write(account.actor, "newsletter_corrected", letter.network.thing, at=at, after={"newsletter": letter.public_id})


def forget_letter(letter: Newsletter, account: Account, at: datetime) -> None:
    """It was noted by mistake, and counts no more."""
    journal.write(account.actor, "newsletter_removed", letter.network.thing, at=at, before={"newsletter": letter.public_id})
    db.session.delete(letter)


def note_space(network: Network, sheet: SpaceSheet, account: Account, at: datetime) -> CollaborativeSpace:
    """The place counts from the day it opened to the day it closed."""
    space = add(_opened(CollaborativeSpace(network_id=network.id), sheet))
    journal.write(account.actor, "space_noted", network.thing, at=at, after={"space": space.public_id})
    return space


def correct_space(space: CollaborativeSpace, sheet: SpaceSheet, account: Account, at: datetime) -> None:
    """The place is what the sheet says."""
    _opened(space, sheet)
    journal.write(account.actor, "space_corrected", space.network.thing, at=at, after={"space": space.public_id})


def forget_space(space: CollaborativeSpace, account: Account, at: datetime) -> None:
    """It was noted by mistake, and counts no more."""
    journal.write(account.actor, "space_removed", space.network.thing, at=at, before={"space": space.public_id})
    db.session.delete(space)


def _described(letter: Newsletter, sheet: LetterSheet, at: datetime) -> Newsletter:
    if sheet.sent_on > at.date():
        raise Refusal("Cette date est à venir : une lettre se note une fois envoyée.", "sent_on")
    letter.title, letter.sent_on, letter.recipients = sheet.title, sheet.sent_on, sheet.recipients
    return letter


def _opened(space: CollaborativeSpace, sheet: SpaceSheet) -> CollaborativeSpace:
    if sheet.closed_on is not None and sheet.closed_on < sheet.opened_on:
        raise Refusal("La fermeture doit venir après l’ouverture.", "closed_on")
    if sheet.url and not sheet.url.startswith(("https://", "http://")):
        raise Refusal("Une adresse qui commence par https:// est attendue.", "url")
    space.name, space.url, space.opened_on, space.closed_on = sheet.name, sheet.url, sheet.opened_on, sheet.closed_on
    return space
