"""What one event writes in its life, carried by the real outbox to a real SMTP server; made once, then only read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from app.attendance import actions as attendance
from app.attendance.models import Mark
from app.core.db import db, transaction
from app.directory.models import Department
from app.events.models import Event
from app.events.words import Modality
from app.invitations import sendings
from app.invitations.models import Purpose
from app.invitations.queries import invitation_of
from app.outbox import actions as outbox
from app.outbox.models import OutboxLetter
from app.registrations import actions
from app.registrations.models import Origin, Registration
from app.reminders.jobs import put_due
from app.satisfaction import actions as satisfaction
from tests import make
from tests.letters import deliver, mailbox

TITLE = 'Atelier n°1 : l’été, la « rentrée » ; "suite" \\n et fin'
ROOM = "https://visio.example.org/salle?a=1,2;b=3"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Post:
    """One letter as the server received it."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes
    message: EmailMessage

    @property
    def calendar(self) -> bytes:
        """The bytes of the calendar part."""
        return next(part for part in self.message.walk() if part.get_content_type() == "text/calendar").get_payload(decode=True)


class Correspondence:
    """The letters of a life, by the name of what caused them."""

    def __init__(self) -> None:
        self.posts: dict[str, list[Post]] = {}

    def carry(self, name: str, at: datetime) -> None:
        before = len(mailbox.received)
        deliver(at)
        came = zip(mailbox.envelopes[before:], mailbox.received[before:], strict=True)
        self.posts[name] = [Post(envelope[0], tuple(envelope[1]), envelope[2], message) for envelope, message in came]

    def __getitem__(self, name: str) -> Post:
        return self.posts[name][0]

    @property
    def all(self) -> list[Post]:
        return [post for posts in self.posts.values() for post in posts]

    @property
    def scheduling(self) -> list[Post]:
        """Those that carry a calendar part."""
        return [post for post in self.all if post.message.get_content_type() == "multipart/mixed"]


def correspond() -> Correspondence:
    """A webinar from its announcement to its thanks, a hybrid day moved and called off, two days on site."""
    written = Correspondence()
    _webinar(written)
    _hybrid(written)
    _two_days(written)
    return written


def _webinar(written: Correspondence) -> None:
    camille = make.account(networks=["mdph-directeurs"], phone="01 02 03 04 05")
    starts_at, at = make.at("2027-03-18 08:30"), make.at("2027-02-01 09:00")
    event = make.event(TITLE, by=camille, starts_at=starts_at, join_url=ROOM, created_at=at, changed_at=at, published_at=at)
    elodie = make.person("Élodie", 'D’Été "Lola" <x>', member_of=["mdph-directeurs"])
    away = make.person("Jean^Paul", "Hoarau; 974", department=_department_of("Indian/Reunion"), member_of=["mdph-directeurs"])
    people = [elodie.id, away.id]
    for name, purpose in (("save_the_date", Purpose.SAVE_THE_DATE), ("invitation", Purpose.INVITATION), ("nudge", Purpose.NUDGE)):
        at += HOUR
        with transaction():
            sendings.carry_out(sendings.start_sending(event, purpose, people, camille, at), at)
        written.carry(name, at)
    at += HOUR
    registration = _come(event, elodie, at)
    _come(event, away, at)
    written.carry("confirmation", at)
    at += HOUR
    _again(elodie, at)
    written.carry("resent", at)
    at += HOUR
    _move(
        event,
        at,
        {"link", "start", "end"},
        starts_at=starts_at + HOUR,
        ends_at=event.ends_at + HOUR,
        join_url="https://visio.example.org/autre",
    )
    written.carry("change", at)
    at += HOUR
    _leave(registration, at)
    written.carry("withdrawal", at)
    at += HOUR
    _come(event, elodie, at)
    written.carry("come_back", at)
    for name, when in (
        ("reminder_7_days", "2027-03-11 09:00"),
        ("reminder_1_day", "2027-03-17 09:00"),
        ("reminder_1_hour", "2027-03-18 08:31"),
    ):
        put_due(make.at(when))
        written.carry(name, make.at(when))
    _thank(event, camille, written)


def _thank(event: Event, camille, written: Correspondence) -> None:
    at = make.at("2027-03-19 13:00")
    present = dict.fromkeys(db.session.query(Registration).filter_by(event_id=event.id, withdrawn_at=None).all(), Mark.PRESENT)
    with transaction():
        attendance.record(event, event.half_days[0], present, camille, at)
        satisfaction.close_attendance(event, camille, at)
    written.carry("thanks", at + timedelta(days=4))
    with transaction():
        satisfaction.nudge_all(at + timedelta(days=11))
    written.carry("survey_nudge", at + timedelta(days=12))


def _hybrid(written: Correspondence) -> None:
    """Someone on site, someone online; the first leaves their seat to who waits; then it is called off."""
    at = make.at("2027-02-03 09:00")
    event = make.event("Instance nationale", kind="instance", modality=Modality.HYBRID, starts_at=make.at("2027-04-06 07:00"), capacity=2)
    onsite, _online = _come(event, make.person(), at, Modality.ONSITE), _come(event, make.person(), at, Modality.ONLINE)
    written.carry("hybrid", at)
    _come(event, make.person(), at, Modality.ONSITE)
    written.carry("waiting", at)
    _leave(onsite, at + HOUR)
    written.carry("seat_freed", at + HOUR)
    with transaction():
        actions.call_off(event, "La salle n’est plus disponible.", "compte:x", at + 2 * HOUR)
    written.carry("called_off", at + 2 * HOUR)


def _two_days(written: Correspondence) -> None:
    at = make.at("2027-02-04 09:00")
    _come(make.two_days("Séminaire des référents"), make.person(), make.now())
    written.carry("two_days", make.now())
    event = make.event("Journée à valider", kind="journee_nationale", starts_at=make.at("2027-05-11 07:30"), needs_approval=True)
    asked = _come(event, make.person(), at)
    written.carry("pending", at)
    with transaction():
        actions.refuse(asked, by="compte:x", at=at + HOUR, word="Une personne par structure, cette fois.")
    written.carry("refused", at + HOUR)


def _department_of(zone: str) -> str:
    return db.session.query(Department).filter_by(timezone=zone).first().code


def _come(event: Event, person, at: datetime, modality: Modality | None = None) -> Registration:
    with transaction():
        coming = {"origin": Origin.INVITATION, "modality": modality or event.modality, "at": at, "by": person.actor}
        return actions.register(event, person, **coming, invitation=invitation_of(event.id, person.id))


def _leave(registration: Registration, at: datetime) -> None:
    with transaction():
        actions.withdraw(registration, by=registration.person.actor, at=at)


def _again(person, at: datetime) -> None:
    """A facilitator sends the confirmation once more."""
    with transaction():
        row = db.session.query(OutboxLetter).filter_by(kind="confirmation", person_id=person.id).one()
        outbox.resend(row, "compte:x", at)


def _move(event: Event, at: datetime, changed: set[str], **new: object) -> None:
    """The event changes as its page would do it, and everybody is told."""
    with transaction():
        before = actions.as_told(event)
        for name, value in new.items():
            setattr(event, name, value)
        event.days[0].starts_at, event.days[0].ends_at = event.starts_at, event.ends_at
        event.sequence += 1
        event.changed_at = at
        actions.tell_change(event, changed, at, before)
