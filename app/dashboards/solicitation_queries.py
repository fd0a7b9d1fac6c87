"""Who was asked how often: invitations as they were written, and the nudges and announcements that followed or came before them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, ScalarSelect, Select, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.directory.models import JobRole, Person, Posting
from app.directory.queries import one_person
from app.events.models import event_network
from app.invitations.models import Invitation, Purpose, Sending
from app.networks.models import Network

ASKING = (Purpose.NUDGE, Purpose.SAVE_THE_DATE)  # an invitation has a row of its own; a message tells, it does not ask

AT_ONCE = 20_000  # numbers in one statement


@dataclass(frozen=True)
class Posted:
    """A letter to many that asked its readers to come."""

    people: Sequence[int]
    networks: frozenset[str]
    asked_at: datetime


def by_role(bounds: Sequence[datetime], networks: Collection[str] = ()) -> dict[tuple[str | None, int], int]:
    """The invitations of each job role of that day in each of these stretches of time, numbered from 0."""
    asked = (
        select(_role_then().label("role"), _stretch(bounds).label("stretch"))
        .select_from(Invitation)
        .join(Person, Person.id == Invitation.person_id)
    )
    each = asked.where(*_within(bounds, networks)).subquery()
    rows = db.session.execute(select(each.c.role, each.c.stretch, func.count()).group_by(each.c.role, each.c.stretch))
    return {(role, stretch): count for role, stretch, count in rows}


def by_network(bounds: Sequence[datetime], networks: Collection[str] = (), role: str = "") -> dict[tuple[str, int], int]:
    """The invitations to the events of each network, of one job role if it is named; an event of two networks is in both."""
    stretch = _stretch(bounds)
    statement = select(Network.code, stretch, func.count()).join(event_network, event_network.c.network_id == Network.id)
    statement = statement.join(Invitation, Invitation.event_id == event_network.c.event_id).where(*_within(bounds, networks))
    if role:
        statement = statement.join(Person, Person.id == Invitation.person_id).where(_role_then() == role)
    rows = db.session.execute(statement.where(Network.code.in_(networks) if networks else literal(True)).group_by(Network.code, stretch))
    return {(code, number): count for code, number, count in rows}


def by_person(first: datetime, last: datetime, networks: Collection[str] = ()) -> dict[tuple[str | None, int], int]:
    """How many invitations each person received in each job role; people united are one."""
    asked = select(_role_then().label("role"), one_person().label("person")).select_from(Invitation)
    each = asked.join(Person, Person.id == Invitation.person_id).where(*_within((first, last), networks)).subquery()
    rows = db.session.execute(select(each.c.role, each.c.person, func.count()).group_by(each.c.role, each.c.person))
    return {(role, person): count for role, person, count in rows}


def postings(first: datetime, last: datetime) -> list[Posted]:
    """The nudges and the announcements asked for in this time, with the people whom they reached so far."""
    told = select(event_network.c.event_id, Network.code).join(Network, Network.id == event_network.c.network_id)
    ours = (Sending.purpose.in_(ASKING), Sending.asked_at >= first, Sending.asked_at < last)
    codes: dict[int, set[str]] = {}
    found = db.session.execute(select(Sending.event_id, Sending.people, Sending.done, Sending.asked_at).where(*ours)).all()
    if found:
        for event_id, code in db.session.execute(told.where(event_network.c.event_id.in_({row.event_id for row in found}))):
            codes.setdefault(event_id, set()).add(code)
    return [Posted(row.people[: row.done], frozenset(codes.get(row.event_id, ())), row.asked_at) for row in found]


def received_by_role(first: datetime, last: datetime) -> list[tuple[str | None, int]]:
    """For each person asked in this time, the name of their job role of today and how often: in one statement, as pages of others ask it."""
    invited = select(Invitation.person_id.label("person_id")).where(*_within((first, last), ()))
    asked = invited.union_all(_written_to(first, last)).subquery()
    kept, row = aliased(Person), aliased(Person)
    statement = select(JobRole.label, func.count()).select_from(asked).join(row, row.id == asked.c.person_id)
    statement = statement.join(kept, kept.id == one_person(row)).outerjoin(JobRole, JobRole.code == kept.job_role_code)
    return [(role, count) for role, count in db.session.execute(statement.group_by(kept.id, JobRole.label))]


def _written_to(first: datetime, last: datetime) -> Select[int]:
    """The people of the nudges and announcements, as far as these went; each database opens a list in its own words."""
    if db.engine.dialect.name == "postgresql":
        each = func.json_array_elements_text(Sending.people).table_valued("value", with_ordinality="position").render_derived()
        is_done = each.c.position <= Sending.done
    else:
        each = func.json_each(Sending.people).table_valued("key", "value")
        is_done = each.c.key < Sending.done
    ours = (Sending.purpose.in_(ASKING), Sending.asked_at >= first, Sending.asked_at < last)
    return select(cast(each.c.value, Integer)).select_from(Sending).join(each, literal(True)).where(*ours, is_done)


def people_and_roles(ids: Collection[int]) -> dict[int, tuple[int, str | None]]:
    """Of each of these rows of the directory, the person that it turned out to be, and their job role of today."""
    kept, row = aliased(Person), aliased(Person)
    statement = select(row.id, kept.id, kept.job_role_code).select_from(row).join(kept, kept.id == one_person(row))
    numbers, found = sorted(ids), {}
    for start in range(0, len(numbers), AT_ONCE):
        for number, person, role in db.session.execute(statement.where(row.id.in_(numbers[start : start + AT_ONCE]))):
            found[number] = (person, role)
    return found


def role_labels() -> dict[str, str]:
    """The name of each job role, by its code."""
    return {code: label for code, label in db.session.execute(select(JobRole.code, JobRole.label))}


def _within(bounds: Sequence[datetime], networks: Collection[str]) -> list[ColumnElement[bool]]:
    kept = [Invitation.invited_at >= bounds[0], Invitation.invited_at < bounds[-1]]
    if networks:
        of = select(event_network.c.event_id).join(Network, Network.id == event_network.c.network_id).where(Network.code.in_(networks))
        kept.append(Invitation.event_id.in_(of))
    return kept


def _stretch(bounds: Sequence[datetime]) -> ColumnElement[int]:
    """The number of the stretch in which an invitation was written: both databases compare instants, none needs a calendar."""
    ends: list[Any] = [
        (Invitation.invited_at < end, literal(number, Integer, literal_execute=True)) for number, end in enumerate(bounds[1:-1])
    ]
    return case(*ends, else_=literal(len(ends), Integer, literal_execute=True)) if ends else literal(0, Integer, literal_execute=True)


def _role_then() -> ColumnElement[str | None]:
    """What an invited person was when they were asked; somebody whose path was never written has the role of today."""
    asked_on = cast(func.date(Invitation.invited_at), Date) if db.engine.dialect.name == "postgresql" else func.date(Invitation.invited_at)
    theirs = select(Posting.job_role_code).where(Posting.person_id == Invitation.person_id)
    held = theirs.where(Posting.started_on <= asked_on, or_(Posting.ended_on.is_(None), Posting.ended_on > asked_on))
    posted: ScalarSelect[str | None] = held.order_by(Posting.started_on.desc(), Posting.id.desc()).limit(1).scalar_subquery()
    known = exists(select(Posting.id).where(Posting.person_id == Invitation.person_id))
    return case((known, posted), else_=Person.job_role_code)
