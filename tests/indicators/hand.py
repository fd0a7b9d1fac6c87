"""Small years made by hand, whose figures are counted by eye."""

from datetime import date, timedelta

from sqlalchemy import func, select

from app.attendance.models import Mark, Presence
from app.core.db import db, transaction
from app.events.models import Cycle, Series
from app.events.words import State
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.indicators.scope import Scope
from app.invitations.models import Invitation
from app.networks.models import CollaborativeSpace, Membership, Newsletter
from app.satisfaction.models import Level, SurveyAnswer, SurveyInvitation
from tests import make

YEAR = 2024
PRESENT, ABSENT, EXCUSED = Mark.PRESENT, Mark.ABSENT, Mark.EXCUSED


def held(day="2024-03-12", title="Webinaire", *, closed=True, kind="webinaire", networks=("mdph-directeurs",), hour="09:00", **more):
    """An event that took place; ``closed=False``: nobody has finished the attendance."""
    starts_at = make.at(f"{day} {hour}")
    times = {"held_at": starts_at, "attendance_closed_at": starts_at + timedelta(days=1) if closed else None}
    return make.event(title, kind=kind, networks=networks, **{"state": State.HELD, "starts_at": starts_at} | times | more)


def comes(event, who="mdph-14", department="14", *, marks=(PRESENT,), **more):
    """Somebody of this organisation, or this person, registered, and marked at each half-day in turn."""
    person = make.person(org=who, department=department) if who is None or isinstance(who, str) else who
    registration = make.registration(event, person, **more)
    for half_day, mark in zip(event.half_days, marks, strict=False):
        make.keep(Presence(registration_id=registration.id, half_day_id=half_day.id, mark=mark, recorded_at=event.ends_at))
    return registration


def crowd(event, present, absent=0):
    """So many people, and so many who did not come."""
    for _ in range(present):
        comes(event)
    for _ in range(absent):
        comes(event, marks=(ABSENT,))
    return event


def answers(event, **levels):
    """``very_satisfied=3``: what was answered, after everybody was asked."""
    for level, count in levels.items():
        for _ in range(count):
            make.keep(SurveyAnswer(event_id=event.id, level=Level(level), answered_on=event.starts_at.date()))


def asked(event):
    """A questionnaire left to one of those who came."""
    registration = comes(event)
    make.keep(SurveyInvitation(registration_id=registration.id, sent_at=event.ends_at))


def invited(event, person=None, **more):
    person = person or make.person()
    return make.keep(Invitation(event_id=event.id, person_id=person.id, invited_at=event.starts_at - timedelta(days=30), **more))


def member(code, *, person=None, org=None, joined="2020-01-01", left=None):
    place = {"person_id": person.id} if person else {"organisation_id": make.organisation(org).id}
    days = {"joined_on": date.fromisoformat(joined), "left_on": date.fromisoformat(left) if left else None}
    return make.keep(Membership(network_id=make.network(code).id, **place, **days))


def letter(code, on):
    return make.keep(Newsletter(network_id=make.network(code).id, title="Lettre", sent_on=date.fromisoformat(on), recipients=10))


def space(code, opened, closed=None):
    days = {"opened_on": date.fromisoformat(opened), "closed_on": date.fromisoformat(closed) if closed else None}
    return make.keep(CollaborativeSpace(network_id=make.network(code).id, name="Espace", **days))


def cycle(code):
    return make.keep(Cycle(code=code, name="Cycle", year=YEAR))


def series(code, name="Série"):
    return make.keep(Series(code=code, name=name))


def merged(lost, kept):
    """Two rows turn out to be one person; what is past is not rewritten."""
    with transaction():
        lost.merged_into_id = kept.id


def of(code, year=YEAR, ledger=None, **filters):
    """The figure of a year."""
    return figure(ledger or Ledger(), code, Scope.of_year(year, **filters))


def value(code, year=YEAR, **filters):
    return of(code, year, **filters).value


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))
