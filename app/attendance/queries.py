"""Who is on the sheet, what was marked, and what came out of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import Account
from app.attendance.models import Mark, Presence, Recording
from app.core.db import db
from app.core.text import searchable
from app.directory.models import Organisation, Person
from app.directory.queries import one_person
from app.events.models import Event, HalfDay
from app.events.policy import may_record_attendance
from app.events.queries import event_read_by
from app.registrations.models import Part, Registration, Standing

PAGE = 50
UNMARKED = "sans-mention"


@dataclass(frozen=True)
class Filter:
    """Which lines of the sheet are looked at: some words of a name or organisation, or those with this mark (or none)."""

    words: str = ""
    mark: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filter()


@dataclass(frozen=True)
class Tally:
    """How many people have each mark at one half-day."""

    present: int
    absent: int
    excused: int
    total: int

    @property
    def unmarked(self) -> int:
        return self.total - self.present - self.absent - self.excused


def event_recorded_by(account: Account, public_id: str, at: datetime) -> Event:
    """The event, for someone who may write its attendance (404 otherwise)."""
    event = event_read_by(account, public_id, at)
    if not may_record_attendance(account, event, at):
        abort(404)
    return event


def registrations_on(event: Event, public_ids: Iterable[str]) -> dict[str, Registration]:
    """The confirmed registrations of this event that bear these public names."""
    return {one.public_id: one for one in db.session.scalars(_expected(event).where(Registration.public_id.in_([*public_ids])))}


def roster(event: Event, half_day: HalfDay | None, sought: Filter, page: int | None = None) -> Sequence[Registration]:
    """The confirmed people by last name, whatever the accents; one page of them if asked."""
    statement = _found(event, half_day, sought).options(contains_eager(Registration.person), contains_eager(Registration.organisation))
    statement = statement.order_by(Person.search, Registration.id)
    if page is not None:
        statement = statement.limit(PAGE).offset(PAGE * (page - 1))
    return db.session.scalars(statement).all()


def count_of(event: Event, half_day: HalfDay | None, sought: Filter) -> int:
    """How many lines there are."""
    found = _found(event, half_day, sought).with_only_columns(func.count(Registration.id)).order_by(None)
    return db.session.scalar(found) or 0


def unmarked_of(event: Event, half_day: HalfDay) -> Sequence[Registration]:
    """Those of whom nothing is said yet at that half-day."""
    return db.session.scalars(_found(event, half_day, Filter(mark=UNMARKED))).all()


def marks_of_one(registration_id: int) -> dict[int, Mark]:
    """What was marked for this person at each half-day."""
    return _marks([registration_id]).get(registration_id, {})


def marks_of(registrations: Iterable[Registration]) -> dict[int, dict[int, Mark]]:
    """What was marked for these people: registration, half-day, mark."""
    return _marks([one.id for one in registrations])


def _marks(ids: Sequence[int]) -> dict[int, dict[int, Mark]]:
    found: dict[int, dict[int, Mark]] = defaultdict(dict)
    columns = select(Presence.registration_id, Presence.half_day_id, Presence.mark)
    for registration_id, half_day_id, mark in db.session.execute(columns.where(Presence.registration_id.in_(ids))):
        found[registration_id][half_day_id] = mark
    return found


def tallies(event: Event) -> dict[int, Tally]:
    """The figures of each half-day."""
    total = count_of(event, None, Filter())
    counts: dict[int, dict[Mark, int]] = defaultdict(dict)
    for half_day_id, mark, count in db.session.execute(
        _marked(event).with_only_columns(Presence.half_day_id, Presence.mark, func.count()).group_by(Presence.half_day_id, Presence.mark)
    ):
        counts[half_day_id][mark] = count
    is_finished = bool(counts) and event.attendance_closed_at is not None
    return {one.id: _tally(counts[one.id], total, is_finished) for one in event.half_days}


def outcomes(event: Event) -> dict[int, Mark]:
    """What each confirmed registration came to: present when one half-day says so; once attendance is closed, no mark is an absence.

    Nothing at all when no attendance was taken.
    """
    found: dict[int, Mark] = {}
    for registration_id, mark in db.session.execute(_marked(event).with_only_columns(Presence.registration_id, Presence.mark)):
        found[registration_id] = _strongest(found.get(registration_id), mark)
    if found and event.attendance_closed_at is not None:
        expected = db.session.scalars(_expected(event).with_only_columns(Registration.id))
        return {number: found.get(number, Mark.ABSENT) for number in expected}
    return found


def present_count(event: Event) -> int:
    """How many participants came: one each, whatever the number of half-days; speakers and staff don't count."""
    statement = _marked(event).where(Presence.mark == Mark.PRESENT, Registration.part == Part.PARTICIPANT)
    return db.session.scalar(statement.with_only_columns(func.count(Registration.id.distinct()))) or 0


def has_marks(event: Event) -> bool:
    """Whether anything was written for this event."""
    return db.session.scalar(_marked(event).with_only_columns(Presence.id).limit(1)) is not None


def presences_of(registration_ids: Iterable[int], half_day: HalfDay) -> dict[int, Presence]:
    """The rows of these registrations at that half-day."""
    statement = select(Presence).where(Presence.half_day_id == half_day.id, Presence.registration_id.in_([*registration_ids]))
    return {row.registration_id: row for row in db.session.scalars(statement.execution_options(populate_existing=True))}


def keep_marks(marks: Mapping[int, Mark], half_day: HalfDay, account: Account, at: datetime, source: str) -> None:
    """Write these marks; two people may be writing the same line, and the last one is right."""
    if not marks:
        return
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    said = {"half_day_id": half_day.id, "source": source, "recorded_by_id": account.id, "recorded_at": at}
    statement = dialect.insert(Presence)
    statement = statement.on_conflict_do_update(
        index_elements=["registration_id", "half_day_id"],
        set_={name: statement.excluded[name] for name in ("mark", "source", "recorded_by_id", "recorded_at")},
    )
    db.session.execute(statement, [{"registration_id": number, "mark": mark, **said} for number, mark in marks.items()])


def last_recording(event: Event, account: Account) -> Recording | None:
    """The last thing this account wrote here and has not taken back."""
    statement = select(Recording).where(Recording.event_id == event.id, Recording.account_id == account.id, Recording.undone_at.is_(None))
    return db.session.scalar(statement.order_by(Recording.id.desc()).limit(1))


def close_once(event: Event, at: datetime) -> bool:
    """Date the end of the recording; false when somebody has just done it."""
    unclosed = update(Event).where(Event.id == event.id, Event.attendance_closed_at.is_(None))
    done = db.session.execute(unclosed.values(attendance_closed_at=at).execution_options(synchronize_session=False))
    db.session.refresh(event)
    return done.rowcount == 1  # type: ignore[attr-defined,no-any-return]


def people_to_admit(event: Event, words: str, most: int = 20) -> Sequence[tuple[Person, Standing | None]]:
    """People of the directory who may have come without being on the sheet, with where their registration stands."""
    sought, row = searchable(words).split()[:6], aliased(Person)
    live = select(one_person(row).label("person_id"), Registration.standing).join(row, row.id == Registration.person_id)
    known = live.where(Registration.event_id == event.id, Registration.standing != Standing.WITHDRAWN).subquery()
    statement = (
        select(Person, known.c.standing)
        .outerjoin(known, known.c.person_id == Person.id)
        .outerjoin(Person.organisation)
        .options(contains_eager(Person.organisation))
        .where(Person.merged_into_id.is_(None), Person.anonymised_at.is_(None))
        .where(or_(known.c.standing.is_(None), known.c.standing != Standing.CONFIRMED))
        .where(*_named(sought) or [false()])
    )
    return [(person, standing) for person, standing in db.session.execute(statement.order_by(Person.search, Person.id).limit(most))]


def _tally(counts: dict[Mark, int], total: int, is_finished: bool) -> Tally:
    present, excused = counts.get(Mark.PRESENT, 0), counts.get(Mark.EXCUSED, 0)
    absent = total - present - excused if is_finished else counts.get(Mark.ABSENT, 0)
    return Tally(present, absent, excused, total)


def _strongest(one: Mark | None, other: Mark) -> Mark:
    order = [Mark.PRESENT, Mark.EXCUSED, Mark.ABSENT]
    return other if one is None else min(one, other, key=order.index)


def _expected(event: Event) -> Select[Registration]:
    return select(Registration).where(Registration.event_id == event.id, Registration.standing == Standing.CONFIRMED)


def _marked(event: Event) -> Select[Presence]:
    return (
        select(Presence)
        .join(Registration, Registration.id == Presence.registration_id)
        .where(Registration.event_id == event.id, Registration.standing == Standing.CONFIRMED)
    )


def _found(event: Event, half_day: HalfDay | None, sought: Filter) -> Select[Registration]:
    statement = _expected(event).join(Registration.person).outerjoin(Registration.organisation)
    statement = statement.where(*_named(searchable(sought.words).split()[:6]))
    if not sought.mark or half_day is None:
        return statement
    statement = statement.outerjoin(Presence, and_(Presence.registration_id == Registration.id, Presence.half_day_id == half_day.id))
    if sought.mark == UNMARKED:
        return statement.where(Presence.id.is_(None))
    if sought.mark == Mark.ABSENT and event.attendance_closed_at is not None:
        return statement.where(or_(Presence.mark == Mark.ABSENT, Presence.id.is_(None)))
    return statement.where(Presence.mark == sought.mark)


def _named(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Every word is in the name, the address or the organisation."""
    return [or_(Person.search.contains(word, autoescape=True), Organisation.search.contains(word, autoescape=True)) for word in words]
