"""Who receives a planned letter, and how many they are today."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from app.attendance.models import Mark, Presence
from app.core.db import db
from app.directory.models import Department, Person
from app.events.models import Event
from app.events.words import Modality, State
from app.invitations.models import Invitation
from app.outbox.models import LetterState, OutboxLetter
from app.registrations.models import Part, Registration, Standing
from app.reminders.catalogue import REMINDERS

MOST_REMINDERS = 3  # to one person for one event
_KEPT, _CARER = aliased(Person), aliased(Person)
_LIVE = (Standing.PENDING, Standing.CONFIRMED, Standing.WAITING)


@dataclass(frozen=True)
class Recipient:
    """Someone a planned letter is due to."""

    person_id: int
    registration_id: int
    letterbox: str | None


@dataclass(frozen=True)
class Crowd:
    """How many people each sort of letter would reach today."""

    confirmed: int
    online: int
    silent: int
    present: int


def confirmed_before(event: Event, due: datetime, *, online_only: bool = False) -> list[Recipient]:
    """People who had their seat when the letter was due, and whom letters reach."""
    return _recipients(_confirmed(event, due, online_only))


def remindable(event: Event, due: datetime, *, online_only: bool = False) -> list[Recipient]:
    """The same, without those who were reminded often enough of this event."""
    return _recipients(_confirmed(event, due, online_only).where(Registration.person_id.not_in(_reminded_enough(event))))


def _confirmed(event: Event, due: datetime, online_only: bool) -> Select[int, int, str | None]:
    letterbox = func.coalesce(_KEPT.email, Person.email, _CARER.email)
    query = select(Registration.person_id, Registration.id, letterbox).join(Registration.person)
    query = query.outerjoin(_KEPT, Person.merged_into_id == _KEPT.id).outerjoin(_CARER, Person.cared_for_by_id == _CARER.id)
    seated_at = func.coalesce(Registration.confirmed_at, Registration.registered_at)
    query = query.where(Registration.event_id == event.id, Registration.standing == Standing.CONFIRMED, seated_at <= due)
    # Also those whose letters come back: the outbox stops what may not leave, and sends it again when the address is corrected.
    query = query.where(Person.anonymised_at.is_(None)).order_by(Registration.id)
    return query.where(Registration.modality != Modality.ONSITE) if online_only else query


def _recipients(query: Select[int, int, str | None]) -> list[Recipient]:
    return [Recipient(*row) for row in db.session.execute(query)]


def _reminded_enough(event: Event) -> Select[int | None]:
    left = (OutboxLetter.event_id == event.id, OutboxLetter.kind.in_(REMINDERS), OutboxLetter.state != LetterState.CANCELLED)
    told = select(OutboxLetter.person_id).where(*left, OutboxLetter.person_id.is_not(None))
    return told.group_by(OutboxLetter.person_id).having(func.count() >= MOST_REMINDERS)


def silent_since(event: Event, due: datetime) -> list[int]:
    """People invited before that instant who said nothing and whom nobody has nudged yet."""
    query = select(Invitation.person_id).join(Invitation.person)
    query = query.where(*_open(event), Invitation.invited_at <= due, Invitation.nudges == 0, Person.undeliverable_at.is_(None))
    return [*db.session.scalars(query.order_by(Invitation.id))]


def _open(event: Event) -> list[ColumnElement[bool]]:
    same = (Registration.event_id == Invitation.event_id, Registration.person_id == Invitation.person_id)
    registered = exists().where(*same, Registration.standing.in_(_LIVE)).correlate(Invitation)
    return [Invitation.event_id == event.id, Invitation.answer.is_(None), Invitation.withdrawn_at.is_(None), ~registered]


def crowd_of(event: Event) -> Crowd:
    """How many people each sort of letter would reach today."""
    seated = select(func.count(), func.count().filter(Registration.modality != Modality.ONSITE))
    seated = seated.where(Registration.event_id == event.id, Registration.standing == Standing.CONFIRMED)
    confirmed, online = db.session.execute(seated).one()
    came = select(func.count(func.distinct(Presence.registration_id))).join(Presence.registration)
    thanked = (Registration.standing == Standing.CONFIRMED, Registration.part == Part.PARTICIPANT)
    present = db.session.scalar(came.where(Registration.event_id == event.id, Presence.mark == Mark.PRESENT, *thanked)) or 0
    return Crowd(confirmed, online, silent_count(event), present)


def silent_count(event: Event) -> int:
    """How many people were invited and said nothing."""
    return db.session.scalar(select(func.count()).select_from(Invitation).where(*_open(event))) or 0


def departments_unseen(event: Event) -> Sequence[Department]:
    """The departments this event aims at and from which nobody has a seat; none when it aims at no territory."""
    regions, codes = [region.code for region in event.regions], [department.code for department in event.departments]
    if not regions and not codes:
        return []
    seen = select(Registration.department_code).where(
        Registration.event_id == event.id,
        Registration.standing == Standing.CONFIRMED,
        Registration.part == Part.PARTICIPANT,
        Registration.department_code.is_not(None),
    )
    aimed = Department.region_code.in_(regions) | Department.code.in_(codes)
    return db.session.scalars(select(Department).where(aimed, Department.code.not_in(seen)).order_by(Department.code)).all()


def told_of(event: Event) -> dict[str, dict[LetterState, int]]:
    """How many letters of each kind stand where in the outbox."""
    counted = select(OutboxLetter.kind, OutboxLetter.state, func.count()).where(OutboxLetter.event_id == event.id)
    found: dict[str, dict[LetterState, int]] = defaultdict(dict)
    for kind, state, count in db.session.execute(counted.group_by(OutboxLetter.kind, OutboxLetter.state)):
        found[kind][state] = count
    return found


def registration_with_person(registration_id: int) -> Registration | None:
    """What a reminder is made from, in one statement."""
    loaded = select(Registration).options(joinedload(Registration.event).joinedload(Event.facilitator), joinedload(Registration.person))
    return db.session.scalar(loaded.where(Registration.id == registration_id))


def dates_of_series(event: Event) -> Sequence[Event]:
    """The dates of its series that are announced, in order; the event itself when it has no series."""
    if event.series_id is None:
        return [event]
    announced = Event.state.in_((State.PUBLISHED, State.CLOSED))
    return db.session.scalars(select(Event).where(Event.series_id == event.series_id, announced).order_by(Event.starts_at)).all()
