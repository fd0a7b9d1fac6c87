"""What coverage is read from: a few statements, whatever the number of events."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Date, ScalarSelect, and_, case, cast, exists, func, or_, select

from app.attendance.models import Mark, Presence
from app.core.db import db
from app.coverage.facts import Facts
from app.coverage.territories import Body, Territory
from app.directory.models import Department, Organisation, OrganisationDepartment, Person, Posting, Region
from app.invitations.models import Invitation
from app.registrations.models import Part, Registration, Standing

_TYPES = ("cd", "mdph", "mdph_com", "ars")


def territories() -> list[Territory]:
    """The departments by region, then by code; the overseas collectivities last."""
    columns = (Department.code, Department.name, Department.region_code, Region.name, Department.in_101)
    rows = db.session.execute(select(*columns).outerjoin(Region, Region.code == Department.region_code))
    found = [Territory(*row) for row in rows]
    return sorted(found, key=lambda one: (not one.in_101, one.region_code or "", one.code))


def bodies(others: Collection[int] = ()) -> list[Body]:
    """Every authority, MDPH and ARS there is or was, and these ``others``, with the departments that each covers."""
    columns = (Organisation.id, Organisation.slug, Organisation.type, Organisation.short_name)
    dates = (Organisation.valid_from, Organisation.valid_to)
    rows = select(*columns, *dates, OrganisationDepartment.department_code).outerjoin(
        OrganisationDepartment, OrganisationDepartment.organisation_id == Organisation.id
    )
    rows = rows.where(or_(and_(Organisation.type.in_(_TYPES), Organisation.to_review_since.is_(None)), Organisation.id.in_(others)))
    said: dict[int, Any] = {}
    covered: dict[int, list[str]] = defaultdict(list)
    for row in db.session.execute(rows.order_by(Organisation.type, Organisation.slug, OrganisationDepartment.department_code)):
        said[row.id] = row
        covered[row.id] += [row.department_code] if row.department_code else []
    return [_body(row, tuple(covered[number])) for number, row in said.items()]


def registered_facts(ids: Collection[int]) -> dict[tuple[int, int], Facts]:
    """By event and organisation, as the registrations of those days say: who answered, was confirmed, came; participants only."""
    confirmed = Registration.standing == Standing.CONFIRMED
    counts = (func.max(case((confirmed, 1), else_=0)), func.max(case((confirmed & _came(), 1), else_=0)))
    statement = select(Registration.event_id, Registration.organisation_id, *counts)
    statement = statement.where(
        Registration.event_id.in_(ids), Registration.part == Part.PARTICIPANT, Registration.organisation_id.is_not(None)
    )
    rows = db.session.execute(statement.group_by(Registration.event_id, Registration.organisation_id))
    return {(event_id, body or 0): Facts(False, True, bool(registered), bool(came)) for event_id, body, registered, came in rows}


def invited_facts(ids: Collection[int]) -> dict[tuple[int, int], Facts]:
    """By event and organisation of that time: whether somebody was asked, and whether somebody answered."""
    holds = case((Invitation.withdrawn_at.is_(None), 1), else_=0).label("invited")
    answered = case((Invitation.answer.is_not(None), 1), else_=0).label("answered")
    asked = select(Invitation.event_id, _organisation_then().label("organisation_id"), holds, answered)
    each = asked.join(Person, Person.id == Invitation.person_id).where(Invitation.event_id.in_(ids)).subquery()
    counts = (func.max(each.c.invited), func.max(each.c.answered))
    statement = select(each.c.event_id, each.c.organisation_id, *counts).where(each.c.organisation_id.is_not(None))
    rows = db.session.execute(statement.group_by(each.c.event_id, each.c.organisation_id))
    return {(event_id, body): Facts(bool(invited), bool(answered)) for event_id, body, invited, answered in rows}


def by_department(ids: Collection[int]) -> dict[tuple[int, str | None], tuple[int, int]]:
    """By event and department, as the registrations of those days say: how many were confirmed, and how many came."""
    present = func.sum(case((_came(), 1), else_=0))
    statement = select(Registration.event_id, Registration.department_code, func.count(), present)
    counted = (Registration.standing == Standing.CONFIRMED, Registration.part == Part.PARTICIPANT)
    rows = statement.where(Registration.event_id.in_(ids), *counted).group_by(Registration.event_id, Registration.department_code)
    return {(event_id, code): (registered, int(came)) for event_id, code, registered, came in db.session.execute(rows)}


def _organisation_then() -> ColumnElement[int | None]:
    """Where an invited person worked: what their registration says, else their posting when they were asked.

    Somebody whose path was never written has only what the directory says of them.
    """
    asked_on = cast(func.date(Invitation.invited_at), Date) if db.engine.dialect.name == "postgresql" else func.date(Invitation.invited_at)
    same = (Registration.event_id == Invitation.event_id, Registration.person_id == Invitation.person_id)
    registered: ScalarSelect[int | None] = (
        select(Registration.organisation_id).where(*same).order_by(Registration.id.desc()).limit(1).scalar_subquery()
    )
    theirs = select(Posting.organisation_id).where(Posting.person_id == Invitation.person_id)
    held = theirs.where(Posting.started_on <= asked_on, or_(Posting.ended_on.is_(None), Posting.ended_on > asked_on))
    posted: ScalarSelect[int | None] = held.order_by(Posting.started_on.desc(), Posting.id.desc()).limit(1).scalar_subquery()
    known = exists(select(Posting.id).where(Posting.person_id == Invitation.person_id))
    return func.coalesce(registered, case((known, posted), else_=Person.organisation_id))


def _came() -> ColumnElement[bool]:
    return exists(select(Presence.id).where(Presence.registration_id == Registration.id, Presence.mark == Mark.PRESENT))


def _body(row: Any, departments: tuple[str, ...]) -> Body:
    return Body(row.id, row.slug, row.type, row.short_name, departments, row.valid_from, row.valid_to)
