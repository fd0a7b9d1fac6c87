"""Who is known where: the last time an organisation came, its people, who holds a function and who held it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from app.core.db import db
from app.core.text import searchable
from app.directory.models import JobRole, Person, Posting
from app.directory.people_queries import are_current
from app.events.models import Event, event_network
from app.indicators.entries import HELD
from app.indicators.queries import came
from app.indicators.scope import OURS
from app.networks.models import Network
from app.registrations.models import Part, Registration, Standing


class Holders(NamedTuple):
    """How many people of an organisation hold a function, and how many of them no letter reaches."""

    people: int
    unreached: int


def last_seen(networks: Collection[str], before: datetime) -> dict[int, datetime]:
    """When somebody of each organisation last came to an event of these networks, or to any of ours if none is named."""
    statement = select(Registration.organisation_id, func.max(Event.starts_at)).join(Event, Event.id == Registration.event_id)
    participants = (
        Registration.standing == Standing.CONFIRMED,
        Registration.part == Part.PARTICIPANT,
        Registration.organisation_id.is_not(None),
    )
    events = [Event.state.in_(HELD), Event.hosting.in_(OURS), Event.starts_at < before]
    events += [Event.id.in_(_events_of(networks))] if networks else []
    rows = statement.where(*participants, *events, came()).group_by(Registration.organisation_id)
    return {number or 0: at for number, at in db.session.execute(rows)}


def people_known(organisations: Collection[int]) -> dict[int, int]:
    """How many people of today the directory knows in each of these organisations."""
    statement = select(Person.organisation_id, func.count()).where(*are_current(), Person.organisation_id.in_(organisations))
    return {number or 0: count for number, count in db.session.execute(statement.group_by(Person.organisation_id))}


def holders(role: str = "") -> dict[tuple[str, int], Holders]:
    """By function and organisation, who holds it today; one function only if it is named."""
    unreached = func.count(Person.undeliverable_at)
    statement = select(Person.job_role_code, Person.organisation_id, func.count(), unreached)
    known = [Person.job_role_code == role] if role else [Person.job_role_code.is_not(None)]
    rows = statement.where(*are_current(), *known, Person.organisation_id.is_not(None)).group_by(
        Person.job_role_code, Person.organisation_id
    )
    return {(code or "", number or 0): Holders(people, lost) for code, number, people, lost in db.session.execute(rows)}


def reachable(organisations: Collection[int], roles: Collection[str]) -> list[Person]:
    """Those who hold one of these functions there today, and whose address works, by name."""
    held = (Person.organisation_id.in_(organisations), Person.job_role_code.in_(roles), Person.undeliverable_at.is_(None))
    statement = select(Person).where(*are_current(), *held, Person.email.is_not(None)).order_by(Person.search)
    return list(db.session.scalars(statement))


def last_held(role: str) -> dict[int, date | None]:
    """The day on which the last holder of a function left each organisation; ``None`` when the directory does not say it."""
    statement = select(Posting.organisation_id, func.max(Posting.ended_on))
    rows = statement.where(Posting.job_role_code == role, Posting.organisation_id.is_not(None)).group_by(Posting.organisation_id)
    return {number or 0: ended_on for number, ended_on in db.session.execute(rows)}


def functions(codes: Collection[str] = ()) -> list[JobRole]:
    """The functions in use that an authority, a MDPH or an ARS may have, by label; those of a network only if given."""
    statement = select(JobRole).where(JobRole.retired_on.is_(None), JobRole.code != "autre")
    found = db.session.scalars(statement.where(JobRole.code.in_(codes)) if codes else statement)
    return sorted(found, key=lambda role: searchable(role.label))


def _events_of(networks: Collection[str]) -> ColumnElement[int]:
    statement = select(event_network.c.event_id).join(Network, Network.id == event_network.c.network_id)
    return statement.where(Network.code.in_(networks))  # type: ignore[return-value]
