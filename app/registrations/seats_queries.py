"""The statements that give and free seats; the same on both databases."""

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm.attributes import set_committed_value

from app.core.db import db
from app.events.models import Event
from app.events.models import Part as EventPart
from app.registrations.models import Registration, Standing, registration_part


def take_one(event: Event) -> bool:
    """One seat more is taken, if one is left."""
    free = or_(Event.capacity.is_(None), Event.seats_taken < Event.capacity)
    statement = update(Event).where(Event.id == event.id, free).values(seats_taken=Event.seats_taken + 1)
    return _counted(statement.returning(Event.seats_taken), event)


def free_one(event: Event) -> bool:
    """One seat less is taken."""
    statement = update(Event).where(Event.id == event.id, Event.seats_taken > 0).values(seats_taken=Event.seats_taken - 1)
    return _counted(statement.returning(Event.seats_taken), event)


def take_one_in(part: EventPart) -> bool:
    """One seat more of a workshop is taken, if one is left."""
    free = or_(EventPart.capacity.is_(None), EventPart.seats_taken < EventPart.capacity)
    statement = update(EventPart).where(EventPart.id == part.id, free).values(seats_taken=EventPart.seats_taken + 1)
    return _counted(statement.returning(EventPart.seats_taken), part)


def free_one_in(part: EventPart) -> bool:
    """One seat less of a workshop is taken."""
    statement = update(EventPart).where(EventPart.id == part.id, EventPart.seats_taken > 0)
    return _counted(statement.values(seats_taken=EventPart.seats_taken - 1).returning(EventPart.seats_taken), part)


def seats_asked_by(event_id: int, organisation_id: int) -> int:
    """How many seats of the event an organisation's people hold or wait for."""
    asked = or_(Registration.holds_seat, Registration.standing == Standing.WAITING)
    statement = select(func.count()).where(Registration.event_id == event_id, Registration.organisation_id == organisation_id, asked)
    return db.session.scalar(statement) or 0


def seats_really_taken(event_id: int) -> int:
    """The seats counted one by one: what the event's counter must say."""
    return db.session.scalar(select(func.count()).where(Registration.event_id == event_id, Registration.holds_seat)) or 0


def miscounted_events() -> list[tuple[str, int, int]]:
    """Public name, counter and true number of the seats of each event where the two differ."""
    counted = func.count(Registration.id)
    held = (Registration.event_id == Event.id) & Registration.holds_seat
    statement = select(Event.public_id, Event.seats_taken, counted).outerjoin(Registration, held).group_by(Event.id)
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement.having(counted != Event.seats_taken))]


def miscounted_workshops() -> list[tuple[str, int, int]]:
    """The same of the workshops."""
    chosen = func.count(registration_part.c.registration_id)
    statement = select(EventPart.public_id, EventPart.seats_taken, chosen).outerjoin(registration_part).group_by(EventPart.id)
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement.having(chosen != EventPart.seats_taken))]


def _counted(statement: object, row: Event | EventPart) -> bool:
    # Every returned row is fetched: an unfinished statement would block SQLite's COMMIT.
    counts = db.session.scalars(statement.execution_options(synchronize_session=False)).all()  # type: ignore[attr-defined]
    for count in counts:
        set_committed_value(row, "seats_taken", count)
    if not counts:
        db.session.refresh(row, ["seats_taken"])
    return bool(counts)
