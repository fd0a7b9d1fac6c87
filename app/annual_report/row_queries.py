"""The rows behind a year's figures: who registered and came, what was answered, who were members."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import aliased

from app.attendance.models import Mark, Presence
from app.core.db import among, db, in_parts
from app.directory.models import Organisation, Person
from app.events.models import Event
from app.indicators.queries import participants as participants_of
from app.indicators.stock_queries import is_member
from app.journal.models import Act
from app.networks.models import Membership, Network
from app.registrations.models import Registration

AT_ONCE = 1000
SLICE = 400  # keys in one question


class Participant(NamedTuple):
    """One registration of a participant; the person under whom merged rows are known."""

    event_id: int
    registration: str
    person: str
    organisation: str | None
    type: str | None
    department: str | None
    half_days: int


def participants(ids: Collection[int]) -> Iterator[Participant]:
    """The confirmed participants of these events, event by event, always in the same order."""
    kept = aliased(Person)
    present = select(Presence.registration_id, func.sum(case((Presence.mark == Mark.PRESENT, 1), else_=0)).label("half_days"))
    came = present.join(Registration, Registration.id == Presence.registration_id).where(among(Registration.event_id, ids))
    marks = came.group_by(Presence.registration_id).subquery()
    organisation = case((Organisation.to_review_since.is_(None), Organisation.type))
    columns = (Registration.event_id, Registration.public_id, func.coalesce(kept.public_id, Person.public_id))
    rows = select(*columns, Organisation.slug, organisation, Registration.department_code, func.coalesce(marks.c.half_days, 0))
    rows = rows.join(Person, Person.id == Registration.person_id).outerjoin(kept, kept.id == Person.merged_into_id)
    rows = rows.outerjoin(Organisation, Organisation.id == Registration.organisation_id)
    rows = rows.outerjoin(marks, marks.c.registration_id == Registration.id)
    rows = rows.where(*participants_of(ids)).order_by(Registration.event_id, Registration.public_id)
    for row in chain.from_iterable(in_parts(rows, AT_ONCE)):
        event_id, registration, person, slug, type, department_code, half_days = row
        yield Participant(event_id, registration, person, slug, type, department_code, int(half_days))


def members(on: date) -> list[Any]:
    """The memberships that hold on that day: network, key, person or organisation."""
    kept = aliased(Person)
    rows = select(
        Network.code,
        Membership.public_id,
        func.coalesce(kept.public_id, Person.public_id),
        Organisation.slug,
        Membership.joined_on,
    )
    rows = rows.join(Network, Network.id == Membership.network_id).outerjoin(Person, Person.id == Membership.person_id)
    rows = rows.outerjoin(kept, kept.id == Person.merged_into_id).outerjoin(Organisation, Organisation.id == Membership.organisation_id)
    return [*db.session.execute(rows.where(is_member(on)).order_by(Network.code, Membership.public_id))]


def corrections(events: Collection[str], report: str) -> Iterator[Any]:
    """What was done to this report, then to these events, and to their registrations, after they had ended.

    Event, when, who, what, to what, before, after.
    """
    said = (Act.at, Act.actor, Act.verb, Act.thing, Act.before, Act.after)
    yield from db.session.execute(select(literal(""), *said).where(Act.thing == report).order_by(Act.id))
    keys = sorted(events)
    for at in range(0, len(keys), SLICE):
        some = keys[at : at + SLICE]
        of_event = select(Event.public_id, *said).join(Event, Act.thing == "événement:" + Event.public_id)
        of_registration = (
            select(Event.public_id, *said)
            .join(Registration, Act.thing == "inscription:" + Registration.public_id)
            .join(Event, Event.id == Registration.event_id)
        )
        for rows in (of_event, of_registration):
            wanted = rows.where(Event.public_id.in_(some), Act.at > Event.ends_at).order_by(Act.id)
            yield from db.session.execute(wanted.execution_options(yield_per=AT_ONCE))


def done_beside(events: Collection[str], year: int, since: datetime) -> Iterator[Any]:
    """What was done since then to the events of the year that the report did not count: filing one makes a figure count it."""
    of_event = select(Event.public_id, Act.at, Act.actor, Act.verb, Act.thing, Act.before, Act.after)
    rows = of_event.join(Event, Act.thing == "événement:" + Event.public_id).where(Act.at > since, Act.at > Event.ends_at)
    about = rows.where(Event.starts_at > datetime(year - 1, 12, 31, tzinfo=UTC), Event.starts_at < datetime(year + 1, 1, 2, tzinfo=UTC))
    counted = {*events}
    yield from (row for row in db.session.execute(about.order_by(Act.id)) if row[0] not in counted)


def absorbed() -> dict[str, str]:
    """Those who turned out to be somebody else, and who they are."""
    kept = aliased(Person)
    rows = select(Person.public_id, kept.public_id).join(kept, kept.id == Person.merged_into_id)
    return {name: other for name, other in db.session.execute(rows)}
