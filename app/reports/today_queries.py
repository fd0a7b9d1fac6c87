"""What the home page counts: what waits for this account, the two weeks to come, the present cycle."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, or_, select, union
from sqlalchemy.orm import contains_eager

from app.accounts.models import Account
from app.attendance.models import Mark, Presence
from app.core.db import db
from app.directory.models import Department, Organisation, Person
from app.directory.queries import one_person
from app.events.models import Cycle, Event, event_department, event_region
from app.events.queries import read_by, run_by
from app.events.words import Hosting, State
from app.invitations.models import Answer, Invitation
from app.outbox.models import LetterState, OutboxLetter
from app.registrations.models import Origin, Part, Registration, Standing
from app.registrations.trouble_queries import out_of_reach
from app.reminders.due import FORGOTTEN
from app.reminders.models import PlannedLetter
from app.satisfaction.models import Level, SurveyAnswer

MOST = 20  # lines of one sort: beyond, a list is no longer a reminder
REMEMBERED = timedelta(days=30)
_LIVE = (Standing.PENDING, Standing.CONFIRMED, Standing.WAITING)
_CONTENT = ("agenda", "minutes", "documents", "replay", "series_invitation")


@dataclass(frozen=True)
class Count:
    """Something counted at one event."""

    event: Event
    count: int


@dataclass(frozen=True)
class Arrivals:
    """What people answered to one event since some instant."""

    event: Event
    registered: int
    declined: int
    withdrawn: int

    @property
    def total(self) -> int:
        return self.registered + self.declined + self.withdrawn


@dataclass
class Filling:
    """How far an event is from being full or answered."""

    confirmed: int = 0
    waiting: int = 0
    pending: int = 0
    invited: int = 0
    silent: int = 0
    accepted: int = 0  # invited people who registered


@dataclass(frozen=True)
class Round:
    """The figures of a cycle so far."""

    cycle: Cycle
    held: int
    planned: int
    participations: int
    departments: int
    satisfied: int
    answers: int  # that gave an opinion

    @property
    def satisfaction(self) -> Fraction:
        return Fraction(self.satisfied, self.answers)


def attendance_to_enter(account: Account, at: datetime) -> list[Count]:
    """Events that are over and whose attendance is not closed, with how many people have no mark yet."""
    marked = select(Presence.id).where(Presence.registration_id == Registration.id).exists()
    missing = func.sum(case((marked, 0), else_=1))
    query = select(Event, missing).join(Registration, Registration.event_id == Event.id)
    query = query.where(run_by(account, at) | _records(account, at), Registration.standing == Standing.CONFIRMED)
    query = query.where(Event.state.in_((State.PUBLISHED, State.CLOSED, State.HELD)), Event.ends_at <= at)
    query = query.where(Event.attendance_closed_at.is_(None), Event.hosting != Hosting.EXTERNAL, Event.ends_at > at - FORGOTTEN * 3)
    return _counted(query.group_by(Event.id).order_by(Event.ends_at).limit(MOST))


def _records(account: Account, at: datetime) -> ColumnElement[bool]:
    given = {grant.scope_id for grant in account.grants if grant.records_attendance} & account.event_ids(at)
    return Event.id.in_(given)


def awaiting_decision(account: Account, at: datetime) -> list[Count]:
    """Registrations that wait for a facilitator's yes or no."""
    query = select(Event, func.count(Registration.id)).join(Registration, Registration.event_id == Event.id)
    query = query.where(run_by(account, at), Registration.standing == Standing.PENDING, Event.ends_at > at, Event.state != State.CANCELLED)
    return _counted(query.group_by(Event.id).order_by(Event.starts_at).limit(MOST))


def arrivals(account: Account, at: datetime, since: datetime) -> list[Arrivals]:
    """What people answered since then to the events that this account reads; what the team typed itself is no news."""
    came = and_(Registration.registered_at >= since, Registration.standing.in_(_LIVE), Registration.origin != Origin.FACILITATOR)
    left = and_(Registration.withdrawn_at >= since, ~Registration.withdrawn_by.startswith("compte:"))
    query = select(Event, func.sum(case((came, 1), else_=0)), func.sum(case((left, 1), else_=0)))
    query = query.join(Registration, Registration.event_id == Event.id).where(read_by(account, at), Event.ends_at > at, or_(came, left))
    found = {event.id: Arrivals(event, int(came), 0, int(left)) for event, came, left in db.session.execute(query.group_by(Event.id))}
    for event, count in _declined(account, at, since):
        known = found.get(event.id, Arrivals(event, 0, 0, 0))
        found[event.id] = Arrivals(event, known.registered, count, known.withdrawn)
    return sorted(found.values(), key=lambda one: (-one.total, one.event.starts_at))


def _declined(account: Account, at: datetime, since: datetime) -> Iterable[tuple[Event, int]]:
    query = select(Event, func.count(Invitation.id)).join(Invitation, Invitation.event_id == Event.id)
    query = query.where(read_by(account, at), Event.ends_at > at, Invitation.answer == Answer.DECLINED, Invitation.answered_at >= since)
    return [(event, count) for event, count in db.session.execute(query.group_by(Event.id))]


def failed_letters(account: Account, at: datetime) -> list[Count]:
    """Letters that were given up, at events that still matter."""
    query = select(Event, func.count(OutboxLetter.id)).join(OutboxLetter, OutboxLetter.event_id == Event.id)
    query = query.where(run_by(account, at), OutboxLetter.state == LetterState.DEAD, OutboxLetter.created_at > at - REMEMBERED)
    query = query.where(Event.ends_at > at - timedelta(days=7))
    return _counted(query.group_by(Event.id).order_by(Event.starts_at).limit(MOST))


def unreachable(account: Account, at: datetime) -> list[tuple[Event, Person]]:
    """People invited or registered whose letters come back, with the event to come."""
    return out_of_reach(run_by(account, at), Event.ends_at > at, Event.state != State.CANCELLED)


def drafts_near(account: Account, at: datetime, within: timedelta) -> Sequence[Event]:
    """Drafts whose date is near: people are not told yet."""
    query = select(Event).where(run_by(account, at), Event.state == State.DRAFT, Event.starts_at > at, Event.starts_at < at + within)
    return db.session.scalars(query.order_by(Event.starts_at).limit(MOST)).all()


def letters_without_words(account: Account, at: datetime) -> list[PlannedLetter]:
    """Planned letters that say nothing until somebody writes them, over the events of these weeks."""
    query = (
        select(PlannedLetter)
        .join(PlannedLetter.event)
        .options(contains_eager(PlannedLetter.event))
        .where(run_by(account, at), PlannedLetter.letter.in_(_CONTENT))
    )
    query = query.where(PlannedLetter.is_on, PlannedLetter.put_at.is_(None), PlannedLetter.words == "", PlannedLetter.link == "")
    alive = Event.state.in_((State.PUBLISHED, State.CLOSED, State.HELD))
    query = query.where(alive, Event.hosting != Hosting.EXTERNAL, Event.starts_at < at + REMEMBERED, Event.ends_at > at - REMEMBERED)
    return [*db.session.scalars(query.order_by(Event.starts_at, PlannedLetter.id))]


def organisations_to_review() -> int:
    """Organisations that professionals typed themselves."""
    return db.session.scalar(select(func.count(Organisation.id)).where(Organisation.to_review_since.is_not(None))) or 0


def events_between(account: Account, at: datetime, start: datetime, end: datetime) -> Sequence[Event]:
    """The events of these days, those that were called off left out."""
    query = select(Event).where(read_by(account, at), Event.starts_at < end, Event.ends_at >= start, Event.state != State.CANCELLED)
    return db.session.scalars(query.order_by(Event.starts_at, Event.id)).all()


def fillings_of(events: Sequence[Event]) -> dict[int, Filling]:
    """Who was invited, who answered, who comes as a participant, for each of these events."""
    ids = [event.id for event in events]
    found: dict[int, Filling] = defaultdict(Filling)
    registered = select(Registration.event_id, Registration.standing, func.count())
    registered = registered.where(Registration.event_id.in_(ids), Registration.part == Part.PARTICIPANT)
    for event_id, standing, count in db.session.execute(registered.group_by(Registration.event_id, Registration.standing)):
        if standing in _LIVE:
            setattr(found[event_id], standing.value, count)
    invited = select(Invitation.event_id, Invitation.answer, func.count()).where(Invitation.event_id.in_(ids))
    invited = invited.where(Invitation.withdrawn_at.is_(None)).group_by(Invitation.event_id, Invitation.answer)
    for event_id, answer, count in db.session.execute(invited):
        found[event_id].invited += count
        found[event_id].silent += count if answer is None else 0
        found[event_id].accepted += count if answer is Answer.REGISTERED else 0
    return found


def zones_aimed_at(events: Sequence[Event]) -> dict[int, list[str]]:
    """The time zones of the territories each event aims at, other than that of Paris."""
    ids = [event.id for event in events]
    direct = select(event_department.c.event_id, Department.timezone)
    direct = direct.join(Department, Department.code == event_department.c.department_code).where(event_department.c.event_id.in_(ids))
    whole = select(event_region.c.event_id, Department.timezone)
    whole = whole.join(Department, Department.region_code == event_region.c.region_code).where(event_region.c.event_id.in_(ids))
    found: dict[int, list[str]] = defaultdict(list)
    for event_id, zone in db.session.execute(union(direct, whole)):
        found[event_id].append(zone)
    return found


def present_round(account: Account, at: datetime) -> Round | None:
    """The cycle in which this account's events now are, with its figures so far."""
    mine = (read_by(account, at), Event.cycle_id.is_not(None), Event.state != State.CANCELLED)
    coming = select(Event.cycle_id).where(*mine, Event.ends_at > at).order_by(Event.starts_at).limit(1)
    past = select(Event.cycle_id).where(*mine).order_by(Event.starts_at.desc()).limit(1)
    number = db.session.scalar(coming) or db.session.scalar(past)
    cycle = db.session.get(Cycle, number) if number else None
    if cycle is None:
        return None
    ours = (read_by(account, at), Event.cycle_id == cycle.id, Event.hosting != Hosting.EXTERNAL)
    took_place = and_(Event.state.in_((State.PUBLISHED, State.CLOSED, State.HELD, State.ARCHIVED)), Event.ends_at <= at)
    counted = select(func.count(Event.id), func.sum(case((took_place, 1), else_=0))).where(*ours, Event.state != State.CANCELLED)
    planned, held = db.session.execute(counted).one()
    return Round(cycle, int(held or 0), planned, *_attendance((*ours, took_place)), *_satisfaction(ours))


def _attendance(ours: tuple[ColumnElement[bool], ...]) -> tuple[int, int]:
    """How many came, each once at each event under whatever row, and from how many departments."""
    came = select(func.max(Department.code).label("code")).select_from(Registration).join(Event, Event.id == Registration.event_id)
    came = came.join(Presence, Presence.registration_id == Registration.id).join(Person, Person.id == Registration.person_id)
    came = came.outerjoin(Department, and_(Department.code == Registration.department_code, Department.in_101))
    came = came.where(*ours, Presence.mark == Mark.PRESENT)
    came = came.where(Registration.part == Part.PARTICIPANT, Registration.standing == Standing.CONFIRMED)
    each = came.group_by(Registration.event_id, one_person()).subquery()
    participations, departments = db.session.execute(select(func.count(), func.count(distinct(each.c.code))).select_from(each)).one()
    return participations, departments


def _satisfaction(ours: tuple[ColumnElement[bool], ...]) -> tuple[int, int]:
    """How many were satisfied, of how many who gave an opinion, over all the events together."""
    pleased = SurveyAnswer.level.in_((Level.VERY_SATISFIED, Level.SATISFIED))
    query = select(func.sum(case((pleased, 1), else_=0)), func.count()).select_from(SurveyAnswer)
    query = query.join(Event, Event.id == SurveyAnswer.event_id).where(*ours, SurveyAnswer.level != Level.NO_OPINION)
    satisfied, answers = db.session.execute(query).one()
    return int(satisfied or 0), answers


def _counted(query: Select[Event, Any]) -> list[Count]:
    return [Count(event, int(count)) for event, count in db.session.execute(query)]
