"""An address that did not work is corrected, or trusted again: what never arrived and is still of use leaves again, one letter per fact."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.accounts.models import Account
from app.core.errors import Refusal
from app.core.text import canonical_email
from app.directory import actions as directory
from app.directory import undeliverable
from app.directory.models import Person
from app.directory.people_queries import cared_for
from app.invitations.queries import event_numbered
from app.journal import actions as journal
from app.outbox import actions as outbox
from app.outbox import addresses
from app.outbox.address_queries import trouble_of
from app.outbox.kinds import kind_of
from app.outbox.making import letter_of
from app.outbox.models import CAME_BACK, LetterState, OutboxLetter
from app.registrations.letters_queries import letters_to_come
from app.ui.french import listed

SAME = "C’est l’adresse d’où les courriels reviennent\u00a0: indiquez celle qui la remplace."
_STANDING = {"confirmation", "waiting", "seat_freed", "pending", "refused", "withdrawal", "declined", "called_off"}
_REMINDERS = {"reminder_7_days", "reminder_1_day", "reminder_1_hour"}
_FAMILIES = dict.fromkeys(_STANDING, "standing") | dict.fromkeys(_REMINDERS, "reminder")
# What the letter on the left says too: a confirmation tells the day and the place as they are now.
_SAID_BY = {"standing": {"invitation", "series_invitation", "nudge", "save_the_date", "change"}, "invitation": {"nudge", "save_the_date"}}
_STOPPED = {addresses.SUSPENDED, addresses.FLAGGED}


def correct(person: Person, email: str, account: Account, at: datetime) -> list[OutboxLetter]:
    """Letters go to the right address, theirs or that of whoever receives them; gives those that leave again."""
    reader = reader_of(person)
    if canonical_email(email) == reader.email:
        raise Refusal(SAME, "email")
    directory.correct_email(reader, email, account, at=at)
    return send_again(reader, account, at)


def lift(person: Person, account: Account, at: datetime) -> list[OutboxLetter]:
    """The team knows that the address works; who complained is written to again, but not what they missed."""
    address = person.letterbox
    trouble = trouble_of(address) if address else None
    has_complained = trouble is not None and addresses.is_complaint(trouble)
    if not address or not addresses.lift(address, account.actor, person.actor, at):
        raise Refusal("Rien n’empêche plus d’écrire à cette adresse.")
    undeliverable.follow(at)
    reader = reader_of(person)
    return [] if has_complained else send_again(reader, account, at)


def reader_of(person: Person) -> Person:
    """Whoever reads the letters of this person: themself, or whoever looks after them."""
    return person if person.email or person.cared_for_by is None else person.cared_for_by


def send_again(person: Person, account: Account, at: datetime) -> list[OutboxLetter]:
    """What did not arrive, of this person and of those whose letters they receive: the last letter about each fact, if it is still true."""
    again = []
    for one in (person, *(other for other in cared_for(person) if not other.email)):
        again += [letter for letter in _missed(letters_to_come(one.id, at), at) if _put(letter, one, at)]
    for letter in again:
        journal.write(account.actor, "letter_sent_again", letter.thing, at=at)
    return again


def told(again: Iterable[OutboxLetter]) -> str:
    """What is said to whoever corrected the address: ``Repartent : confirmation d’inscription (Webinaire), …``."""
    events = {letter.event_id: event_numbered(letter.event_id) for letter in again if letter.event_id}
    named = [(kind_of(letter.kind).label.lower(), events.get(letter.event_id or 0)) for letter in again]
    said = [f"{label} ({event.title})" if event else label for label, event in named]
    if not said:
        return "Aucun courriel d’un événement à venir n’était à renvoyer."
    return f"{'Repart' if len(said) == 1 else 'Repartent'}\u00a0: {listed(said)}."


def _missed(letters: Iterable[OutboxLetter], at: datetime) -> list[OutboxLetter]:
    """Of letters in their order: the last of each fact, where it did not arrive, and where no other of them says it too."""
    last: dict[tuple[object, ...], OutboxLetter] = {}
    for letter in letters:
        if letter.state is not LetterState.CANCELLED or letter.last_error in _STOPPED:
            last[_fact(letter)] = letter
    by_event: dict[int | None, list[OutboxLetter]] = defaultdict(list)
    for letter in last.values():
        if is_lost(letter) and _is_true(letter, at):
            by_event[letter.event_id].append(letter)
    return [letter for group in by_event.values() for letter in _without_repeats(group)]


def _fact(letter: OutboxLetter) -> tuple[object, ...]:
    return letter.event_id, _family(letter), letter.ids.get("object_id"), letter.ids.get("sending_id") if letter.kind == "message" else None


def _family(letter: OutboxLetter) -> str:
    return _FAMILIES.get(letter.kind, letter.kind)


def is_lost(letter: OutboxLetter) -> bool:
    """It came back, or was stopped because of the address."""
    return letter.returned_as in CAME_BACK or (letter.state is LetterState.CANCELLED and letter.last_error in _STOPPED)


def _is_true(letter: OutboxLetter, at: datetime) -> bool:
    if letter.expires_at and letter.expires_at <= at:
        return False
    return letter_of(letter.kind, letter.facts, at) is not None


def _without_repeats(group: list[OutboxLetter]) -> list[OutboxLetter]:
    said = {kind for letter in group for kind in _SAID_BY.get(_family(letter), ())}
    return [letter for letter in group if letter.kind not in said]


def _put(letter: OutboxLetter, person: Person, at: datetime) -> bool:
    if person.letterbox is None:
        return False
    key = f"{letter.public_id}-adresse-{person.version}-{at:%Y%m%d%H%M}"
    ids: dict[str, Any] = {"event_id": letter.event_id, "person_id": letter.person_id, **letter.ids}
    outbox.put(letter.kind, to=person.letterbox, key=key, at=at, until=letter.expires_at, **ids)
    return True
