"""What is counted, counted by the database: a few statements for a whole year."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Integer, Select, and_, case, distinct, exists, func, literal, select, union, union_all
from sqlalchemy.orm import aliased

from app.attendance.models import Mark, Presence
from app.core.db import among, db
from app.directory.models import Person
from app.directory.queries import one_person
from app.events.models import Event
from app.indicators.entries import Counts, Entry
from app.invitations.models import Invitation
from app.registrations.models import Part, Registration, Standing
from app.satisfaction.models import Level, SurveyAnswer, SurveyInvitation

_ABSORBED = aliased(Person)
_TOGETHER = 400  # SQLite joins at most five hundred questions in one


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
    people = _people(ids)
    answers, asked = _answers(ids)
    return {number: Counts(*people.get(number, (0, 0, 0, 0)), answers.get(number, {}), number in asked) for number in ids}


def _people(ids: Collection[int]) -> dict[int, tuple[int, int, int, int]]:
    """By event: registered, present, half-days at which a participant was present, marks of any sort.

    Four counts in one question: each alone is read by both databases in one go, where one that asks of every registration
    whether it came would look for it a million times.
    """
    none = literal(0, Integer, literal_execute=True)
    event_id, each = Registration.event_id, func.count()
    registered = select(event_id, each, none, none, none).where(*participants(ids)).group_by(event_id)
    present = select(event_id, none, each, none, none).where(*participants(ids), came()).group_by(event_id)
    seen = case((and_(Presence.mark == Mark.PRESENT, Registration.part == Part.PARTICIPANT), 1), else_=0)
    marked = select(event_id).join(Presence, Presence.registration_id == Registration.id)
    marked = marked.where(among(event_id, ids), Registration.standing == Standing.CONFIRMED)
    marks = marked.add_columns(none, none, func.sum(seen), each).group_by(event_id)
    twice = _twice(marked.add_columns(seen.label("seen"))).subquery()
    too_many = select(twice.c.event_id, none, none, twice.c.seen, twice.c.rows)
    found: dict[int, tuple[int, int, int, int]] = {}
    for number, *counts in db.session.execute(union_all(registered, present, marks, too_many)):
        known = found.get(number, (0, 0, 0, 0))
        found[number] = (known[0] + counts[0], known[1] + counts[1], known[2] + int(counts[2]), known[3] + int(counts[3]))
    return found


def _twice(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """By how much these marks are too many: two rows of one person marked at the same half-day were there once."""
    of_merged = rows.add_columns(one_person().label("person"), Presence.half_day_id)
    of_merged = of_merged.join(Person, Person.id == Registration.person_id).where(Registration.person_id.in_(_merged()))
    each = of_merged.subquery()
    same = (each.c.event_id, each.c.person, each.c.half_day_id)
    extra = select(each.c.event_id, (1 - func.count()).label("rows"), (func.max(each.c.seen) - func.sum(each.c.seen)).label("seen"))
    twice = extra.group_by(*same).having(func.count() > 1).subquery()
    return select(twice.c.event_id, func.sum(twice.c.rows).label("rows"), func.sum(twice.c.seen).label("seen")).group_by(twice.c.event_id)


def _merged() -> CompoundSelect[Any]:
    """Those known under several rows: few are, and only they are looked for, where looking at everybody would cost more than all the rest."""
    is_merged = _ABSORBED.merged_into_id.is_not(None)
    return union(select(_ABSORBED.id).where(is_merged), select(_ABSORBED.merged_into_id).where(is_merged))


def _answers(ids: Collection[int]) -> tuple[dict[int, dict[Level, int]], set[int]]:
    """The answers of each event by level, and the events whose participants were asked."""
    found: dict[int, dict[Level, int]] = defaultdict(dict)
    sent = select(SurveyInvitation.id).join(Registration, Registration.id == SurveyInvitation.registration_id)
    was_asked = exists(sent.where(Registration.event_id == Event.id))
    given = select(SurveyAnswer.event_id, SurveyAnswer.level, func.count()).where(among(SurveyAnswer.event_id, ids))
    rows = union_all(
        given.group_by(SurveyAnswer.event_id, SurveyAnswer.level),
        select(Event.id, literal(None, SurveyAnswer.level.type), literal(0)).where(among(Event.id, ids), was_asked),
    )
    asked = set()
    for event_id, level, count in db.session.execute(rows):
        asked.add(event_id)
        if level is not None:
            found[event_id][level] = count
    return found, asked


def told_of(ids: Collection[int]) -> dict[int, tuple[bool, bool]]:
    """Whether a participant registered to each of these events, and whether something was marked: found ten times faster than counted."""
    confirmed = select(Registration.id).where(Registration.event_id == Event.id, Registration.standing == Standing.CONFIRMED)
    marked = confirmed.join(Presence, Presence.registration_id == Registration.id)
    first = [one.limit(1).correlate(Event).scalar_subquery() for one in (confirmed.where(Registration.part == Part.PARTICIPANT), marked)]
    rows = db.session.execute(select(Event.id, *first).where(among(Event.id, ids)))
    return {number: (registered is not None, mark is not None) for number, registered, mark in rows}


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


def people_of_each(sets: Sequence[Collection[int]]) -> list[tuple[int, int]]:
    """For each of these sets of events, how many different people registered, and how many came to one of them: in one question."""
    seen = func.max(case((came(), 1), else_=0)).label("seen")
    people = select(one_person(), seen).select_from(Registration).join(Person, Person.id == Registration.person_id)
    each = [people.where(*_confirmed(ids)).group_by(one_person()).subquery() for ids in sets]
    counts = [
        select(literal(at), func.count(), func.coalesce(func.sum(one.c.seen), 0)).select_from(one)
        for at, one in enumerate(each)
        if sets[at]
    ]
    found = {at: (registered, int(present)) for at, registered, present in _all(counts)}
    return [found.get(at, (0, 0)) for at in range(len(sets))]


def places_of_each(sets: Sequence[Collection[int]]) -> list[list[Place]]:
    """For each of these sets of events, where its participants came from, as they said it that day: in one question."""
    found: list[list[Place]] = [[] for _ in sets]
    for at, *place in _placed(sets, (Registration.department_code, Registration.organisation_id)):
        found[at].append(Place(*place))
    return found


def places_by_event(ids: Collection[int]) -> dict[int, list[Place]]:
    """The same, event by event."""
    found: dict[int, list[Place]] = defaultdict(list)
    for _at, event_id, *place in _placed([ids], (Registration.event_id, Registration.department_code, Registration.organisation_id)):
        found[event_id].append(Place(*place))
    return found


def _placed(sets: Sequence[Collection[int]], where: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
    """The rank of each set, these columns, how many registered there, and how many came."""
    none = literal(0, Integer, literal_execute=True)
    questions: list[Select[*tuple[Any, ...]]] = []
    for at, ids in enumerate(sets):
        if ids:
            rows = select(literal(at, Integer, literal_execute=True), *where).where(*participants(ids)).group_by(*where)
            questions += [rows.add_columns(func.count(), none), rows.add_columns(none, func.count()).where(came())]
    found: dict[tuple[Any, ...], tuple[int, int]] = {}
    for *place, count, seen in _all(questions):
        known = found.get(tuple(place), (0, 0))
        found[tuple(place)] = (known[0] + count, known[1] + seen)
    return [(*place, *counts) for place, counts in found.items()]


def _all(questions: Sequence[Select[*tuple[Any, ...]]]) -> Iterable[Any]:
    """What these questions find, asked together; nothing is asked when there is none."""
    for start in range(0, len(questions), _TOGETHER):
        yield from db.session.execute(union_all(*questions[start : start + _TOGETHER]))


def participants(ids: Collection[int]) -> list[ColumnElement[bool]]:
    """The condition under which a registration counts: confirmed, of a participant, and only one for each person of an event."""
    return [*_confirmed(ids), is_counted_once(ids)]


def is_counted_once(ids: Collection[int]) -> ColumnElement[bool]:
    """Where both rows of somebody merged since had registered, the one they came with counts, else the first."""
    turn = func.row_number().over(
        partition_by=(Registration.event_id, one_person()), order_by=(case((came(), 0), else_=1), Registration.id)
    )
    rows = select(Registration.id, turn.label("turn")).join(Person, Person.id == Registration.person_id)
    each = rows.where(*_confirmed(ids), Registration.person_id.in_(_merged())).subquery()
    return Registration.id.not_in(select(each.c.id).where(each.c.turn > 1))


def _confirmed(ids: Collection[int]) -> list[ColumnElement[bool]]:
    return [among(Registration.event_id, ids), Registration.standing == Standing.CONFIRMED, Registration.part == Part.PARTICIPANT]


def invited(ids: Collection[int]) -> list[ColumnElement[bool]]:
    """The condition under which an invitation counts: not taken back, and only one for each person of an event, that which they answered."""
    held = among(Invitation.event_id, ids), Invitation.withdrawn_at.is_(None)
    turn = func.row_number().over(
        partition_by=(Invitation.event_id, one_person()), order_by=(case((Invitation.answer.is_(None), 1), else_=0), Invitation.id)
    )
    rows = select(Invitation.id, turn.label("turn")).join(Person, Person.id == Invitation.person_id)
    each = rows.where(*held, Invitation.person_id.in_(_merged())).subquery()
    return [*held, Invitation.id.not_in(select(each.c.id).where(each.c.turn > 1))]


def came() -> ColumnElement[bool]:
    """The condition under which somebody registered was present, at one half-day at least."""
    return exists(select(Presence.id).where(Presence.registration_id == Registration.id, Presence.mark == Mark.PRESENT))
