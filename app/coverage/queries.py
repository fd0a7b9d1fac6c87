"""What coverage is read from: a few statements, whatever the number of events."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, ScalarSelect, Select, and_, case, cast, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from app.core.db import among, db
from app.coverage.facts import HEADINGS, NOTHING, Facts, Stage
from app.coverage.territories import Body, Territory
from app.directory.models import Department, Organisation, OrganisationDepartment, Person, Posting, Region
from app.indicators.queries import came, is_counted_once, participants
from app.invitations.models import Invitation
from app.registrations.models import Part, Registration, Standing

Key = tuple[int, int]
Rows = Select[*tuple[Any, ...]]

_TYPES = ("cd", "mdph", "mdph_com", "ars")
_DONE = ("invited", "answered", "registered", "came")
_ZERO, _ONE = literal(0, Integer, literal_execute=True), literal(1, Integer, literal_execute=True)


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


def registered_facts(ids: Collection[int], bodies: Collection[int]) -> dict[Key, Facts]:
    """By event and organisation, as the registrations of those days say: who answered, was confirmed, came; participants only."""
    rows = db.session.execute(_registered(ids, bodies))
    return {(event_id, body): Facts(False, True, bool(registered), bool(came)) for event_id, body, _, _, registered, came in rows}


def invited_facts(ids: Collection[int], bodies: Collection[int]) -> dict[Key, Facts]:
    """By event and organisation of that time: whether somebody was asked, and whether somebody answered."""
    found: dict[Key, Facts] = {}
    for event_id, body, invited, answered, *_ in db.session.execute(union_all(*_invited(ids, bodies))):
        found[event_id, body] = Facts(bool(invited), bool(answered)) | found.get((event_id, body), NOTHING)
    return found


def events_by_stage(ids: Collection[int], bodies: Collection[int]) -> dict[tuple[str, str], dict[Stage, int]]:
    """By department and sort of the organisations that cover it, at how many of these events one of them at least did each thing.

    Counted by the database: a year may have as many pairs of an event and an organisation as it has registrations.
    """
    each = union_all(_registered(ids, bodies), *_invited(ids, bodies)).subquery()
    sort = case((Organisation.type == "mdph_com", "mdph"), else_=Organisation.type).label("sort")
    place = (each.c.event_id, OrganisationDepartment.department_code, sort)
    rows = select(*place, *(func.max(each.c[name]).label(name) for name in _DONE)).select_from(each)
    rows = rows.join(OrganisationDepartment, OrganisationDepartment.organisation_id == each.c.organisation_id)
    at = rows.join(Organisation, Organisation.id == each.c.organisation_id).group_by(*place).subquery()
    counted = select(at.c.department_code, at.c.sort, *(func.sum(at.c[name]) for name in _DONE)).group_by(at.c.department_code, at.c.sort)
    return {(code, sort): dict(zip(HEADINGS, map(int, counts), strict=True)) for code, sort, *counts in db.session.execute(counted)}


def by_department(ids: Collection[int]) -> dict[tuple[int, str | None], tuple[int, int]]:
    """By event and department, as the registrations of those days say: how many were confirmed, and how many came."""
    seen = func.sum(case((came(), 1), else_=0))
    rows = select(Registration.event_id, Registration.department_code, func.count(), seen).where(*participants(ids))
    rows = rows.group_by(Registration.event_id, Registration.department_code)
    return {(event_id, code): (registered, int(present)) for event_id, code, registered, present in db.session.execute(rows)}


def _participants(ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return among(Registration.event_id, ids), Registration.part == Part.PARTICIPANT, Registration.organisation_id.is_not(None)


def _registered(ids: Collection[int], bodies: Collection[int]) -> Rows:
    """Event and organisation; then 1 or 0 for invited, which registrations don't say, answered, registered, came."""
    confirmed = (Registration.standing == Standing.CONFIRMED) & is_counted_once(ids)
    done = (_ZERO, _ONE, func.max(case((confirmed, 1), else_=0)), func.max(case((confirmed & came(), 1), else_=0)))
    place = (Registration.event_id, Registration.organisation_id)
    rows = select(*place, *(one.label(name) for one, name in zip(done, _DONE, strict=True)))
    return rows.where(*_participants(ids), Registration.organisation_id.in_(bodies)).group_by(*place)


def _invited(ids: Collection[int], bodies: Collection[int]) -> list[Rows]:
    """The same of those invited: where their registration says that they worked; where it says nothing, their posting of the day they were asked."""
    holds = case((Invitation.withdrawn_at.is_(None), 1), else_=0).label("invited")
    answered = case((Invitation.answer.is_not(None), 1), else_=0).label("answered")
    same = (Registration.event_id == Invitation.event_id, Registration.person_id == Invitation.person_id)
    asked, parts = among(Invitation.event_id, ids), []
    untold = select(Invitation.event_id, _organisation_then().label("organisation_id"), holds, answered)
    untold = untold.join(Person, Person.id == Invitation.person_id).where(asked, _is_near(bodies))
    for said in _last_registration():  # apart, so that both databases find these pairs at once
        parts.append(
            select(Invitation.event_id, Registration.organisation_id, holds, answered).join(Registration, and_(*same)).where(asked, said)
        )
        untold = untold.where(~exists(select(Registration.id).where(*same, said, Registration.organisation_id.is_not(None))))
    return [_by_place(rows, bodies) for rows in (*parts, untold)]


def _by_place(rows: Rows, bodies: Collection[int]) -> Rows:
    each = rows.subquery()
    done = (func.max(each.c.invited), func.max(each.c.answered), _ZERO, _ZERO)
    place = (each.c.event_id, each.c.organisation_id)
    return select(*place, *(one.label(name) for one, name in zip(done, _DONE, strict=True))).where(place[1].in_(bodies)).group_by(*place)


def _last_registration() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Of somebody's registrations at an event, the one that holds; where none does, the last that was withdrawn."""
    other = aliased(Registration)
    same = (other.event_id == Registration.event_id, other.person_id == Registration.person_id)
    after = exists(select(other.id).where(*same, or_(other.standing != Standing.WITHDRAWN, other.id > Registration.id)))
    return Registration.standing != Standing.WITHDRAWN, and_(Registration.standing == Standing.WITHDRAWN, ~after)


def _is_near(bodies: Collection[int]) -> ColumnElement[bool]:
    """Somebody who works, or worked, in one of these organisations: of the others, nobody needs to know where they were that day."""
    was_there = select(Posting.person_id).where(Posting.organisation_id.in_(bodies))
    return or_(Person.organisation_id.in_(bodies), Person.id.in_(was_there))


def _organisation_then() -> ColumnElement[int | None]:
    """Where somebody worked when they were asked, as their postings say; somebody whose path was never written has only what the directory says."""
    asked_on = cast(func.date(Invitation.invited_at), Date) if db.engine.dialect.name == "postgresql" else func.date(Invitation.invited_at)
    theirs = select(Posting.organisation_id).where(Posting.person_id == Invitation.person_id)
    held = theirs.where(Posting.started_on <= asked_on, or_(Posting.ended_on.is_(None), Posting.ended_on > asked_on))
    posted: ScalarSelect[int | None] = held.order_by(Posting.started_on.desc(), Posting.id.desc()).limit(1).scalar_subquery()
    known = exists(select(Posting.id).where(Posting.person_id == Invitation.person_id))
    return case((known, posted), else_=Person.organisation_id)


def _body(row: Any, departments: tuple[str, ...]) -> Body:
    return Body(row.id, row.slug, row.type, row.short_name, departments, row.valid_from, row.valid_to)
