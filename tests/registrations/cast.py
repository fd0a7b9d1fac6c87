"""People who come, leave and are asked, in one line for a test; and what is true afterwards."""

from app.core.db import db, transaction
from app.invitations.actions import invite
from app.invitations.models import Invitation
from app.outbox.models import OutboxLetter
from app.registrations import actions
from app.registrations.models import Origin
from app.registrations.seats_queries import seats_really_taken
from tests import make


def come(event, person, at=None, origin=Origin.PUBLIC, **more):
    modality = more.pop("modality", event.modality)
    with transaction():
        return actions.register(event, person, origin=origin, modality=modality, at=at or make.now(), by=person.actor, **more)


def leave(registration, at=None, **more):
    with transaction():
        actions.withdraw(registration, by=registration.person.actor, at=at or make.now(), **more)


def ask(event, *people):
    with transaction():
        return [invite(event, person, make.now()) for person in people]


def merge(gone, kept):
    """Two rows turn out to be one person."""
    with transaction():
        db.session.get(type(gone), gone.id).merged_into_id = kept.id


def letters(person=None):
    found = db.session.query(OutboxLetter).order_by(OutboxLetter.id)
    return [row.kind for row in found if person is None or row.person_id == person.id]


def seats_of(event):
    """What the counter says, which is what the registrations say."""
    db.session.refresh(event)
    assert event.seats_taken == seats_really_taken(event.id)
    return event.seats_taken


def invitation(event, person, *, answer=None, nudges=0, **more):
    """Someone who was invited, and perhaps answered."""
    answered_at = make.now() if answer else None
    row = Invitation(
        event_id=event.id, person_id=person.id, invited_at=make.now(), answer=answer, answered_at=answered_at, nudges=nudges, **more
    )
    return make.keep(row)


def address(event, path=""):
    return f"/gestion/evenements/{event.public_id}{path}"


def fresh(kind, **facts):
    """The row as it is now in the database."""
    db.session.expire_all()
    return db.session.query(kind).filter_by(**facts).order_by(kind.id.desc()).first()
