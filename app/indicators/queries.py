"""What is counted, counted by the database: a few statements for a whole year."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from app.attendance.models import Mark, Presence
from app.core.db import db
from app.directory.models import Person
from app.directory.queries import one_person
from app.events.models import Event
from app.indicators.entries import Counts, Entry
from app.invitations.models import Invitation
from app.registrations.models import Part, Registration, Standing
from app.satisfaction.models import Level, SurveyAnswer, SurveyInvitation

_ABSORBED = aliased(Person)


@dataclass(frozen=True)
class Place:
    """A department and an organisation, as registrations of that day say them, and how many of them there were."""

    department: str | None
    organisation: int | None
    registered: int
    present: int


def counts_of(entries: Iterable[Entry]) -> dict[int, Counts]:
    """What was counted at each of these events; an event that nobody registered to has its line too."""
    ids = [entry.id for entry in entries]
    registered, marked = _registered(ids), _marked(ids)
    answers, asked = _answers(ids)
    return {
        number: Counts(*registered.get(number, (0, 0)), *marked.get(number, (0, 0)), answers.get(number, {}), number in asked)
        for number in ids
    }


def _registered(ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Registered and present, by event."""
    seen = func.sum(case((came(), 1), else_=0))
    rows = select(Registration.event_id, func.count(), seen).where(*participants(ids)).group_by(Registration.event_id)
    return {event_id: (count, int(present)) for event_id, count, present in db.session.execute(rows)}


def _marked(ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Half-days at which a participant was present, and marks of any sort, by event."""
    seen = case((and_(Presence.mark == Mark.PRESENT, Registration.part == Part.PARTICIPANT), 1), else_=0)
    rows = select(Registration.event_id).join(Presence, Presence.registration_id == Registration.id)
    rows = rows.where(Registration.event_id.in_(ids), Registration.standing == Standing.CONFIRMED)
    plain = rows.add_columns(func.count(), func.sum(seen)).group_by(Registration.event_id)
    found: dict[int, tuple[int, int]] = {}
    for event_id, marks, halves in db.session.execute(union_all(plain, _twice(rows.add_columns(seen.label("seen"))))):
        known = found.get(event_id, (0, 0))
        found[event_id] = (known[0] + int(halves), known[1] + int(marks))
    return found


def _twice(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """By how much these marks are too many: two rows of one person marked at the same half-day were there once."""
    of_merged = rows.add_columns(one_person().label("person"), Presence.half_day_id)
    of_merged = of_merged.join(Person, Person.id == Registration.person_id).where(_is_merged())
    each = of_merged.subquery()
    same = (each.c.event_id, each.c.person, each.c.half_day_id)
    extra = select(each.c.event_id, (1 - func.count()).label("rows"), (func.max(each.c.seen) - func.sum(each.c.seen)).label("seen"))
    twice = extra.group_by(*same).having(func.count() > 1).subquery()
    return select(twice.c.event_id, func.sum(twice.c.rows), func.sum(twice.c.seen)).group_by(twice.c.event_id)


def _is_merged() -> ColumnElement[bool]:
    """Somebody known under several rows: few are, and only they are looked at, where looking at everybody would cost more than all the rest."""
    absorbing = select(_ABSORBED.merged_into_id).where(_ABSORBED.merged_into_id.is_not(None))
    return or_(Person.merged_into_id.is_not(None), Person.id.in_(absorbing))


def _answers(ids: Collection[int]) -> tuple[dict[int, dict[Level, int]], set[int]]:
    """The answers of each event by level, and the events whose participants were asked."""
    found: dict[int, dict[Level, int]] = defaultdict(dict)
    sent = select(SurveyInvitation.id).join(Registration, Registration.id == SurveyInvitation.registration_id)
    was_asked = exists(sent.where(Registration.event_id == Event.id))
    given = select(SurveyAnswer.event_id, SurveyAnswer.level, func.count()).where(SurveyAnswer.event_id.in_(ids))
    rows = union_all(
        given.group_by(SurveyAnswer.event_id, SurveyAnswer.level),
        select(Event.id, literal(None, SurveyAnswer.level.type), literal(0)).where(Event.id.in_(ids), was_asked),
    )
    asked = set()
    for event_id, level, count in db.session.execute(rows):
        asked.add(event_id)
        if level is not None:
            found[event_id][level] = count
    return found, asked


def invitations_of(ids: Collection[int]) -> dict[int, int]:
    """How many people were invited to each of these events, and not told otherwise; those of before, invited elsewhere, have no line."""
    if not ids:
        return {}
    rows = select(Invitation.event_id, func.count()).where(*invited(ids)).group_by(Invitation.event_id)
    return {event_id: count for event_id, count in db.session.execute(rows)}


def people_invited_to(ids: Collection[int]) -> int:
    """How many different people were invited to one of these events."""
    if not ids:
        return 0
    people = select(func.count(distinct(one_person()))).select_from(Invitation).join(Person, Person.id == Invitation.person_id)
    return db.session.scalar(people.where(*invited(ids))) or 0


def people_of(ids: Collection[int]) -> tuple[int, int]:
    """How many different people registered to these events, and how many came to one of them."""
    if not ids:
        return 0, 0
    seen = func.max(case((came(), 1), else_=0)).label("seen")
    people = select(one_person(), seen).select_from(Registration).join(Person, Person.id == Registration.person_id)
    each = people.where(*_confirmed(ids)).group_by(one_person()).subquery()
    registered, present = db.session.execute(select(func.count(), func.coalesce(func.sum(each.c.seen), 0)).select_from(each)).one()
    return registered, int(present)


def places_of(ids: Collection[int]) -> list[Place]:
    """Where the participants of these events came from, as they said it that day."""
    if not ids:
        return []
    where = (Registration.department_code, Registration.organisation_id)
    rows = select(*where, func.count(), func.sum(case((came(), 1), else_=0))).where(*participants(ids)).group_by(*where)
    return [Place(department, organisation, count, int(seen)) for department, organisation, count, seen in db.session.execute(rows)]


def places_by_event(ids: Collection[int]) -> dict[int, list[Place]]:
    """The same, event by event."""
    where = (Registration.event_id, Registration.department_code, Registration.organisation_id)
    rows = select(*where, func.count(), func.sum(case((came(), 1), else_=0))).where(*participants(ids)).group_by(*where)
    found: dict[int, list[Place]] = defaultdict(list)
    for event_id, department, organisation, count, seen in db.session.execute(rows):
        found[event_id].append(Place(department, organisation, count, int(seen)))
    return found


def participants(ids: Collection[int]) -> list[ColumnElement[bool]]:
    """The condition under which a registration counts: confirmed, of a participant, and only one for each person of an event."""
    return [*_confirmed(ids), is_counted_once(ids)]


def is_counted_once(ids: Collection[int]) -> ColumnElement[bool]:
    """Where both rows of somebody merged since had registered, the one they came with counts, else the first."""
    turn = func.row_number().over(
        partition_by=(Registration.event_id, one_person()), order_by=(case((came(), 0), else_=1), Registration.id)
    )
    rows = select(Registration.id, turn.label("turn")).join(Person, Person.id == Registration.person_id)
    each = rows.where(*_confirmed(ids), _is_merged()).subquery()
    return Registration.id.not_in(select(each.c.id).where(each.c.turn > 1))


def _confirmed(ids: Collection[int]) -> list[ColumnElement[bool]]:
    return [Registration.event_id.in_(ids), Registration.standing == Standing.CONFIRMED, Registration.part == Part.PARTICIPANT]


def invited(ids: Collection[int]) -> list[ColumnElement[bool]]:
    """The condition under which an invitation counts: not taken back, and only one for each person of an event, that which they answered."""
    held = Invitation.event_id.in_(ids), Invitation.withdrawn_at.is_(None)
    turn = func.row_number().over(
        partition_by=(Invitation.event_id, one_person()), order_by=(case((Invitation.answer.is_(None), 1), else_=0), Invitation.id)
    )
    rows = select(Invitation.id, turn.label("turn")).join(Person, Person.id == Invitation.person_id)
    each = rows.where(*held, _is_merged()).subquery()
    return [*held, Invitation.id.not_in(select(each.c.id).where(each.c.turn > 1))]


def came() -> ColumnElement[bool]:
    """The condition under which somebody registered was present, at one half-day at least."""
    return exists(select(Presence.id).where(Presence.registration_id == Registration.id, Presence.mark == Mark.PRESENT))
