"""People who were invited by a real letter and answer from their calendar, and what came of it."""

from datetime import timedelta

from sqlalchemy import select

from app.core.db import db, transaction
from app.inbox import intake
from app.invitations.actions import invite
from app.invitations.calendars import calendar_objects
from app.invitations.models import CalendarObject, Invitation
from app.outbox.models import OutboxLetter
from app.registrations.models import Registration
from tests import make
from tests.inbox.calendars import calendar, mail
from tests.letters import deliver

SOON = timedelta(minutes=5)


class Guest:
    """Somebody who was invited by a real letter, and answers from their calendar."""

    def __init__(self, event=None, **more):
        self.event, self.person = event or make.event(capacity=10), make.person(**more)
        with transaction():
            self.invitation = invite(self.event, self.person, make.now())
        deliver()
        self.object = db.session.scalars(select(CalendarObject).where(CalendarObject.person_id == self.person.id)).first()
        self.count = 0

    def writes(self, said="ACCEPTED", *, minutes=1, sender=None, after=0, **more):
        """The bytes of an answer written so many minutes from now."""
        self.count += 1
        about = {"uid": self.object.uid, "email": self.person.email, "said": said, "at": make.now() + timedelta(minutes=minutes)}
        ways = {name: more.pop(name) for name in ("authentic", "heads", "kind", "cte") if name in more}
        ics = calendar(**(about | more))
        method = more.get("method", "REPLY")
        return mail(sender or self.person.email, ics, method=method, message_id=f"<{self.object.uid}-{self.count}>", **ways)

    def answers(self, *said, **more):
        return take(self.writes(*said, **more))

    @property
    def standing(self):
        found = db.session.scalars(select(Registration).where(Registration.person_id == self.person.id).order_by(Registration.id)).all()
        return found[-1].standing if found else None

    @property
    def invitation_now(self):
        return db.session.get(Invitation, self.invitation.id, populate_existing=True)

    @property
    def answer(self):
        return self.invitation_now.answer

    @property
    def partstat(self):
        return db.session.get(CalendarObject, self.object.id, populate_existing=True).partstat


def take(raw, at=None):
    with transaction():
        return intake.take_in(raw, at or make.now())


def kinds_sent():
    return [*db.session.scalars(select(OutboxLetter.kind).where(OutboxLetter.kind != "invitation").order_by(OutboxLetter.id))]


def days_of(event, person):
    with transaction():
        return calendar_objects(db.session.merge(event), db.session.merge(person), make.now())


def say(person, one, said, *, minutes=5, **more):
    """An answer about one day of several."""
    written = make.now() + timedelta(minutes=minutes)
    return take(
        mail(
            person.email, calendar(one.uid, person.email, said, at=written, **more), message_id=f"<{said}-{one.id}-{minutes}@x.example.org>"
        )
    )
