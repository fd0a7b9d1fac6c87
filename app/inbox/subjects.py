"""What of ours a mail is about: the letter it answers, its event, the person who writes."""

from typing import NamedTuple

from flask import current_app

from app.directory.models import Person
from app.directory.queries import person_by_email, same_person
from app.inbox.findings import Finding
from app.inbox.mail import Mail
from app.inbox.models import Effect
from app.outbox import queries as outbox
from app.outbox.models import OutboxLetter


class Subject(NamedTuple):
    """Any of them may be unknown."""

    letter: OutboxLetter | None
    person: Person | None

    def found(self, effect: Effect, reason: str) -> Finding:
        """What a mail about this did."""
        letter, person = self.letter, self.person
        return Finding(effect, reason, letter.id if letter else None, letter.event_id if letter else None, person.id if person else None)


def subject_of(mail: Mail) -> Subject:
    """By the address it was returned to, else by the Message-ID it answers; the person by their own address, never by a name."""
    letter = letter_returned(mail.addressees) or outbox.letter_by_message_id(mail.answers_to)
    person = person_by_email(mail.sender) if mail.sender else None
    return Subject(letter, same_person(person) if person else None)


def letter_returned(addresses: tuple[str, ...]) -> OutboxLetter | None:
    """The letter whose own return address is among these (``retours+<token>@…``)."""
    local, _, domain = current_app.config["MAIL_BOUNCES"].rpartition("@")
    for address in addresses:
        name, _, host = address.rpartition("@")
        if host == domain and name.startswith(f"{local}+") and (letter := outbox.letter_by_token(name[len(local) + 1 :])):
            return letter
    return None
