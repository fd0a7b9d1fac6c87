"""Who a sending is meant for, and what already ties each of them to the event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, true
from sqlalchemy.orm import aliased

from app.core.db import db
from app.directory.models import TYPES, Department, JobRole, Organisation, Person, Region
from app.directory.people_queries import are_current
from app.events.models import Event, event_department, event_region
from app.invitations.models import Answer, Invitation
from app.invitations.queries import invited_to
from app.networks.audience_queries import having_roles, in_departments, in_networks, in_regions, of_organisations, of_types
from app.networks.audiences import Audience
from app.networks.models import Membership, Network, Objection

_CARER = aliased(Person)


@dataclass(frozen=True)
class Invitee:
    """One person meant by a sending."""

    id: int
    public_id: str
    first_name: str
    last_name: str
    letterbox: str | None
    undeliverable_at: datetime | None
    organisation: str | None
    type: str | None
    department_code: str | None
    department: str | None
    job_role: str | None
    is_reached: bool  # by the mail of a network: they did not object
    is_invited: bool
    answer: Answer | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def type_name(self) -> str:
        return TYPES.get(self.type or "", "Sans structure")

    @property
    def department_name(self) -> str:
        return f"{self.department} ({self.department_code})" if self.department else "Sans département"


def invitees_of(event: Event, audience: Audience, networks: Sequence[Network], on: date) -> list[Invitee]:
    """The people an audience of these networks means, those who objected to network mail included and marked so."""
    if audience.is_empty:
        return []
    reached = in_networks(networks, on) if networks else ~_objecting(event.networks, on)
    meant: list[ColumnElement[bool]] = []
    if audience.networks:
        meant.append(or_(in_networks(networks, on), _objecting(networks, on)))
    if audience.types:
        meant.append(of_types(audience.types))
    if audience.roles:
        meant.append(having_roles(audience.roles))
    if audience.organisations:
        meant.append(of_organisations(audience.organisations))
    if audience.regions or audience.departments:
        meant.append(or_(in_regions(audience.regions), in_departments(audience.departments)))
    return _found(event, meant, reached)


def invitees_among(event: Event, person_ids: Iterable[int], on: date) -> list[Invitee]:
    """These people, those who objected to the mail of the event's networks marked so."""
    return _found(event, [Person.id.in_([*person_ids])], ~_objecting(event.networks, on))


def territory_choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Codes and names of the regions and of the departments, read at once."""
    statement = select(Department.code, Department.name, Region.code, Region.name).outerjoin(Region, Region.code == Department.region_code)
    rows = db.session.execute(statement.order_by(Department.code)).all()
    regions = {code: name for _, _, code, name in rows if code}
    return sorted(regions.items(), key=lambda one: one[1]), [(code, f"{name} ({code})") for code, name, _, _ in rows]


def territories_of(event: Event) -> tuple[list[str], list[str]]:
    """The codes of the regions and of the departments that an event is for, read at once."""
    regions = select(literal("region"), event_region.c.region_code).where(event_region.c.event_id == event.id)
    departments = select(literal("department"), event_department.c.department_code).where(event_department.c.event_id == event.id)
    rows = db.session.execute(regions.union_all(departments)).all()
    return [code for kind, code in rows if kind == "region"], [code for kind, code in rows if kind == "department"]


def _objecting(networks: Sequence[Network], on: date) -> ColumnElement[bool]:
    """The condition under which someone refused the mail of one of these networks."""
    numbers = [network.id for network in networks]
    own = select(Membership.person_id).where(Membership.network_id.in_(numbers), Membership.objected_at.is_not(None))
    own = own.where(Membership.person_id.is_not(None), or_(Membership.left_on.is_(None), Membership.left_on > on))
    through = select(Objection.person_id).where(Objection.network_id.in_(numbers))
    return or_(Person.id.in_(own), Person.id.in_(through))


def _found(event: Event, conditions: Sequence[ColumnElement[bool]], reached: ColumnElement[bool]) -> list[Invitee]:
    asked = invited_to(event)
    statement = (
        select(
            Person.id,
            Person.public_id,
            Person.first_name,
            Person.last_name,
            func.coalesce(Person.email, _CARER.email),
            Person.undeliverable_at,
            Organisation.short_name,
            Organisation.type,
            Department.code,
            Department.name,
            JobRole.label,
            and_(true(), reached),
            and_(Invitation.id.is_not(None), Invitation.withdrawn_at.is_(None)),
            Invitation.answer,
        )
        .select_from(Person)
        .outerjoin(_CARER, _CARER.id == Person.cared_for_by_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Department, Department.code == Person.department_code)
        .outerjoin(JobRole, JobRole.code == Person.job_role_code)
        .outerjoin(asked, asked.c.person_id == Person.id)
        .outerjoin(Invitation, Invitation.id == asked.c.invitation_id)
        .where(*are_current(), *conditions)
        .order_by(Organisation.short_name, Person.search, Person.id)
    )
    return [Invitee(*tuple(row)) for row in db.session.execute(statement)]
