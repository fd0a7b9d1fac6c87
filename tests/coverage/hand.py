"""Small gatherings made by hand, where each number can be counted by eye."""

from datetime import timedelta

from app.attendance.models import Mark, Presence
from app.core.db import transaction
from app.coverage.matrix import matrix
from app.coverage.reading import Reading
from app.coverage.territories import Column
from app.directory.models import Posting
from app.events.words import State
from app.indicators.scope import Scope
from app.invitations.models import Answer, Invitation
from app.networks.models import Membership
from tests import make

TODAY = "2027-06-15 09:00"
YEAR = 2027


def held(day="2027-03-10", *, networks=("rencontres-territoriales",), closed=True, title="Rencontre", **more):
    """An event that took place; everybody was marked, unless it is said not to be closed."""
    starts_at = make.at(f"{day} 09:00")
    times = {"held_at": starts_at, "attendance_closed_at": starts_at if closed else None}
    return make.event(title, kind="webinaire", networks=networks, state=State.HELD, starts_at=starts_at, **times | more)


def coming(day="2027-09-10", *, networks=("rencontres-territoriales",), title="Prochaine rencontre", **more):
    return make.event(title, kind="webinaire", networks=networks, starts_at=make.at(f"{day} 09:00"), **more)


def comes(event, who="mdph-14", department="14", *, mark=Mark.PRESENT, **more):
    """Somebody of that organisation, or this person, is registered, and marked."""
    person = make.person(org=who, department=department) if isinstance(who, str) else who
    registration = make.registration(event, person, **more)
    if mark:
        marked = Presence(registration_id=registration.id, half_day_id=event.half_days[0].id, mark=mark, recorded_at=make.now())
        make.keep(marked)
    return registration


def asked(event, who="mdph-14", department="14", *, answer=None, on=None, **more):
    """Somebody of that organisation, or this person, is invited a month before."""
    person = make.person(org=who, department=department) if isinstance(who, str) else who
    invited_at = make.at(f"{on} 09:00") if on else event.starts_at - timedelta(days=30)
    said = {"answer": answer, "answered_at": event.starts_at - timedelta(days=20) if answer else None}
    return make.keep(Invitation(event_id=event.id, person_id=person.id, invited_at=invited_at, **said | more))


DECLINED, ACCEPTED = Answer.DECLINED, Answer.REGISTERED


def works(person, slug, since, until=None, role=None):
    """A part of the path of somebody."""
    days = {"started_on": make.at(f"{since} 00:00").date(), "ended_on": make.at(f"{until} 00:00").date() if until else None}
    return make.keep(Posting(person_id=person.id, organisation_id=make.organisation(slug).id, job_role_code=role, **days))


def moves(person, slug, department):
    """They work elsewhere from today on."""
    with transaction():
        person.organisation_id, person.department_code = make.organisation(slug).id, department


def member(network, slug, joined="2020-01-01", left=None):
    days = {"joined_on": make.at(f"{joined} 00:00").date(), "left_on": make.at(f"{left} 00:00").date() if left else None}
    make.keep(Membership(network_id=make.network(network).id, organisation_id=make.organisation(slug).id, **days))


def reading(**filters):
    return Reading(Scope.of_year(YEAR, **filters))


def words(column, code, found=None):
    """What the matrix says of one department, event after event."""
    found = found or reading()
    return [cell.words for cell in row_of(found, column, code).cells]


def row_of(found, column, code):
    groups = matrix(found, Column(column), found.entries)
    return next(row for group in groups for row in group.rows if row.territory.code == code)
