"""Letters as they will read, to an invented person, before anybody is written to."""

from datetime import datetime

from app.core.links import new_public_id
from app.directory.models import Person
from app.events.models import Event
from app.invitations import mails
from app.invitations.models import Invitation, Purpose, Sending
from app.networks.links import example_link
from app.outbox.letter import Letter


def example_of(event: Event, at: datetime, purpose: Purpose = Purpose.INVITATION, words: str = "") -> Letter | None:
    """The invitation, or the announcement of the date, as it will read, with the ``words`` added to it."""
    person, stop = _someone(), example_link(event.networks[0]) if event.networks else None
    sending = Sending(purpose=purpose, subject="", words=words)
    if purpose is Purpose.SAVE_THE_DATE:
        return mails.save_the_date(event, person, at, sending=sending, unsubscribe=stop)
    # Never added to the database: its link opens nothing.
    given = Invitation(public_id=new_public_id(), version=1, event=event, person=person, invited_at=at)
    return mails.invitation(given, person, None, at, sending=sending, unsubscribe=stop)


def example_message(event: Event, subject: str, words: str, at: datetime) -> Letter | None:
    """A message, as it will read."""
    sending = Sending(event=event, purpose=Purpose.MESSAGE, subject=subject, words=words)
    return mails.message(sending, _someone().name, _someone(), at)


def _someone() -> Person:
    return Person(first_name="Prénom", last_name="Nom", email="prenom.nom@structure.example.org", public_id=new_public_id())
