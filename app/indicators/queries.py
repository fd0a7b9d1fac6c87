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
    """Registered and present, by event: somebody known twice, and merged since, is one."""
    seen = case((came(), 1), else_=0)
    plain = select(Registration.event_id, func.count(), func.sum(seen)).where(*participants(ids)).group_by(Registration.event_id)
    rows = select(Registration.event_id, seen.label("seen")).select_from(Registration).where(*participants(ids))
    return _counted(plain, _of_merged(rows, Registration.event_id, one_person()))


def _marked(ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Half-days at which a participant was present, and marks of any sort, by event."""
    seen = case((and_(Presence.mark == Mark.PRESENT, Registration.part == Part.PARTICIPANT), 1), else_=0)
    held = Registration.event_id.in_(ids), Registration.standing == Standing.CONFIRMED
    marks = select(Registration.event_id, func.count(), func.sum(seen)).join(Registration, Registration.id == Presence.registration_id)
    rows = select(Registration.event_id, seen.label("seen")).join(Registration, Registration.id == Presence.registration_id).where(*held)
    found = _counted(
        marks.where(*held).group_by(Registration.event_id), _of_merged(rows, Registration.event_id, one_person(), Presence.half_day_id)
    )
    return {event_id: (halves, marks) for event_id, (marks, halves) in found.items()}


def _of_merged(rows: Select[*tuple[Any, ...]], *once: Any) -> Select[*tuple[Any, ...]]:
    """How much a plain count is too high, by event: of the rows of merged people that are ``once`` the same, one counts.

    Few people are merged: putting every registration in the order of people, to find them, would cost more than all the rest.
    """
    absorbing = select(_ABSORBED.merged_into_id).where(_ABSORBED.merged_into_id.is_not(None))
    merged = rows.join(Person, Person.id == Registration.person_id).where(or_(Person.merged_into_id.is_not(None), Person.id.in_(absorbing)))
    kept = merged.add_columns(*(column.label(f"once_{at}") for at, column in enumerate(once))).subquery()
    same = [kept.c[f"once_{at}"] for at in range(len(once))]
    each = select(kept.c.event_id, func.count().label("rows"), func.sum(kept.c.seen).label("all"), func.max(kept.c.seen).label("one"))
    twice = each.group_by(kept.c.event_id, *same).having(func.count() > 1).subquery()
    return select(twice.c.event_id, func.sum(1 - twice.c.rows), func.sum(twice.c.one - twice.c.all)).group_by(twice.c.event_id)


def _counted(*counts: Select[*tuple[Any, ...]]) -> dict[int, tuple[int, int]]:
    """The sums of two counts by event, in one question."""
    found: dict[int, tuple[int, int]] = {}
    for event_id, count, seen in db.session.execute(union_all(*counts)):
        known = found.get(event_id, (0, 0))
        found[event_id] = (known[0] + int(count), known[1] + int(seen))
    return found


def _answers(ids: Collection[int]) -> tuple[dict[int, dict[Level, int]], set[int]]:
    """The answers of each event by level, and the events whose participants were asked."""
    found: dict[int, dict[Level, int]] = defaultdict(dict)
    invited = select(SurveyInvitation.id).join(Registration, Registration.id == SurveyInvitation.registration_id)
    was_asked = exists(invited.where(Registration.event_id == Event.id))
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
    people = select(Invitation.event_id, func.count(distinct(one_person()))).join(Person, Person.id == Invitation.person_id)
    rows = people.where(Invitation.event_id.in_(ids), Invitation.withdrawn_at.is_(None)).group_by(Invitation.event_id)
    return {event_id: count for event_id, count in db.session.execute(rows)}


def people_invited_to(ids: Collection[int]) -> int:
    """How many different people were invited to one of these events."""
    if not ids:
        return 0
    people = select(func.count(distinct(one_person()))).select_from(Invitation).join(Person, Person.id == Invitation.person_id)
    return db.session.scalar(people.where(Invitation.event_id.in_(ids), Invitation.withdrawn_at.is_(None))) or 0


def people_of(ids: Collection[int]) -> tuple[int, int]:
    """How many different people registered to these events, and how many came to one of them."""
    if not ids:
        return 0, 0
    each = _each(one_person()).where(*participants(ids)).group_by(one_person()).subquery()
    registered, present = db.session.execute(select(func.count(), func.coalesce(func.sum(each.c.seen), 0)).select_from(each)).one()
    return registered, int(present)


def people_by_event(ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """The same, event by event."""
    return _registered(ids)


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


def _each(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Registrations with their people; ``seen`` is 1 when one of those put together came."""
    seen = func.max(case((came(), 1), else_=0)).label("seen")
    return select(*columns, seen).select_from(Registration).join(Person, Person.id == Registration.person_id)


def participants(ids: Collection[int]) -> list[ColumnElement[bool]]:
    """The condition under which a registration counts: confirmed, of a participant."""
    return [Registration.event_id.in_(ids), Registration.standing == Standing.CONFIRMED, Registration.part == Part.PARTICIPANT]


def came() -> ColumnElement[bool]:
    """The condition under which somebody registered was present, at one half-day at least."""
    return exists(select(Presence.id).where(Presence.registration_id == Registration.id, Presence.mark == Mark.PRESENT))
