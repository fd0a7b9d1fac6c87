"""All the SQL of the demonstration's year: what is already there, the new rows by the thousand, and what is counted afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, case, func, insert, or_, select, text

from app.accounts.models import Account, Grant, Role, Scope
from app.attendance.models import Mark, Presence
from app.core.db import Base, db
from app.demo.year.reference import Cell, NetworkKnown, Reference
from app.directory.models import Department, JobRole, Organisation, OrganisationDepartment, Person, Region
from app.events.models import Event, EventKind
from app.events.words import Hosting, State
from app.networks.models import Membership, Network
from app.registrations.models import Part, Registration, Standing
from app.satisfaction.models import Level, SurveyAnswer

Row = Mapping[str, Any]
AT_ONCE = 5_000
AGENT = "agent-"  # how the addresses of the people of a year begin
LIVING, SOURCE = "demo", "demo_year"  # where a membership comes from


def reference_on(on: date) -> Reference:
    """What the reference says on that day; structures that did not exist then come last."""
    # Sorted here: databases do not agree on the order of words.
    listed = select(Department.code, Department.region_code).where(Department.in_101)
    departments = sorted((code, region or "") for code, region in db.session.execute(listed))
    covered = select(Organisation.type, Organisation.slug, Organisation.valid_from, OrganisationDepartment.department_code)
    covered = covered.join(OrganisationDepartment, OrganisationDepartment.organisation_id == Organisation.id)
    covering: dict[tuple[str, str], list[str]] = {}
    for kind, slug, _since, code in sorted(db.session.execute(covered), key=lambda row: (bool(row[2] and row[2] > on), row[1])):
        covering.setdefault((kind, code), []).append(slug)
    of_the_day = (Organisation.to_review_since.is_(None), or_(Organisation.valid_to.is_(None), Organisation.valid_to > on))
    columns = select(Organisation.slug, Organisation.id, Organisation.type, Organisation.short_name)
    organisations = sorted(db.session.execute(columns.where(*of_the_day)), key=lambda row: row[0])
    return Reference(
        regions={code: name for code, name in db.session.execute(select(Region.code, Region.name))},
        departments=dict(departments),
        names={code: name for code, name in db.session.execute(select(Department.code, Department.name))},
        organisations={slug: (number, kind) for slug, number, kind, _name in organisations},
        short_names={slug: name for slug, _number, _kind, name in organisations},
        covering=covering,
        roles={role.code: role.types for role in db.session.scalars(select(JobRole))},
        kinds={kind.code: kind.capacity for kind in db.session.scalars(select(EventKind))},
        networks={
            one.code: NetworkKnown(one.id, one.membership_unit.value, one.types, one.roles, one.nature)
            for one in db.session.scalars(select(Network).order_by(Network.sort_order))
        },
    )


def known_events(public_ids: Sequence[str]) -> set[str]:
    """Which of these events are already there."""
    return set(db.session.scalars(select(Event.public_id).where(Event.public_id.in_(public_ids))))


def others_held(public_ids: Sequence[str], year: int) -> int:
    """How many of our events of that year, other than these, took place: the figures count them too."""
    begins, ends = (datetime(one, 1, 1, tzinfo=UTC) for one in (year, year + 1))
    held = (
        Event.state.in_((State.HELD, State.ARCHIVED)),
        Event.hosting != Hosting.EXTERNAL,
        Event.starts_at >= begins,
        Event.starts_at < ends,
    )
    return db.session.scalar(select(func.count(Event.id)).where(*held, Event.public_id.not_in(public_ids))) or 0


def ids_of(model: Any, key: Any, codes: Iterable[str]) -> dict[str, int]:
    """The numbers of the rows that bear these codes."""
    return {code: number for code, number in db.session.execute(select(key, model.id).where(key.in_([*codes])))}


def ids_of_names(model: Any) -> dict[int, str]:
    """The names of these rows, by number."""
    return {number: name for number, name in db.session.execute(select(model.id, model.name))}


def known_agents() -> dict[Cell, list[tuple[int, str]]]:
    """The people of years loaded before, cell by cell: they come back."""
    columns = select(Person.id, Person.public_id, Organisation.slug, Person.department_code, Person.job_role_code)
    found: dict[Cell, list[tuple[int, str]]] = {}
    people = columns.join(Organisation, Organisation.id == Person.organisation_id).where(Person.email.startswith(AGENT))
    for number, name, slug, department, role in db.session.execute(people.where(Person.merged_into_id.is_(None)).order_by(Person.id)):
        found.setdefault(Cell(slug, department, role or ""), []).append((number, name))
    return found


def last_agent() -> int:
    """The number in the last address of these people."""
    addresses = db.session.scalars(select(Person.email).where(Person.email.startswith(AGENT)))
    return max((int(address.partition("@")[0].removeprefix(AGENT)) for address in addresses if address), default=0)


def members_of(network_id: int, on: date) -> tuple[set[int], set[int], dict[tuple[int | None, int | None], date]]:
    """The people and the organisations of a network on that day, and when those who are in it later come in."""
    rows = db.session.execute(
        select(Membership.person_id, Membership.organisation_id, Membership.joined_on).where(
            Membership.network_id == network_id, or_(Membership.left_on.is_(None), Membership.left_on > on)
        )
    ).all()
    here = [(person, organisation) for person, organisation, since in rows if since <= on]
    later = {
        (person, organisation): since for person, organisation, since in sorted(rows, key=lambda row: row[2], reverse=True) if since > on
    }
    return {person for person, _ in here if person}, {organisation for _, organisation in here if organisation}, later


def make_way(network_id: int, on: date, how_many: int) -> None:
    """So many members of the demonstration are outside on that day: those of another year leave, the living one's come in later."""
    holds = (Membership.network_id == network_id, Membership.joined_on <= on, or_(Membership.left_on.is_(None), Membership.left_on > on))
    of_ours = select(Membership).where(*holds, Membership.source.in_((LIVING, SOURCE))).order_by(Membership.source, Membership.id.desc())
    for row in db.session.scalars(of_ours.limit(how_many)):
        if row.source == LIVING:
            row.joined_on = on + timedelta(days=1)
        else:
            row.left_on = on
    db.session.flush()


def account_of(email: str) -> Account | None:
    """The account at this address."""
    return db.session.scalar(select(Account).where(Account.email == email))


def networks_given(account: Account) -> set[int]:
    """The networks that an account facilitates or facilitated."""
    given = select(Grant.scope_id).where(Grant.account_id == account.id, Grant.role == Role.FACILITATOR, Grant.scope_kind == Scope.NETWORK)
    return set(db.session.scalars(given))


def reserve(model: type[Base], how_many: int) -> int:
    """The first of so many numbers that nobody else will take."""
    if db.engine.dialect.name == "postgresql":
        sequence = db.session.scalar(select(func.pg_get_serial_sequence(f'"{model.__tablename__}"', "id")))
        first = int(db.session.scalar(text("SELECT nextval(CAST(:name AS regclass))"), {"name": sequence}) or 1)
        last = first + max(how_many, 1) - 1
        db.session.execute(text("SELECT setval(CAST(:name AS regclass), :last)"), {"name": sequence, "last": last})
        return first
    return int(db.session.scalar(select(func.coalesce(func.max(model.__table__.c.id), 0))) or 0) + 1


def write(into: type[Base] | Table, rows: Sequence[Row]) -> None:
    """These rows are there, by the thousand."""
    table = into if isinstance(into, Table) else cast(Table, into.__table__)
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(table), [*rows[start : start + AT_ONCE]])


def write_numbered(model: type[Base], rows: Sequence[Row]) -> int:
    """These rows are there, with numbers that follow one another; gives the first."""
    first = reserve(model, len(rows))
    write(model, [{**row, "id": first + rank} for rank, row in enumerate(rows)])
    return first


def take_note() -> None:
    """The database knows how many rows came in: else PostgreSQL reads them as if there were none, and takes minutes."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE person, membership, event, registration, invitation, presence, survey_invitation, survey_answer"))


Counted = dict[int, dict[str, int]]


def counted(event_ids: Sequence[int]) -> Counted:
    """What is counted at each of these events, from the rows alone."""
    came = select(Presence.registration_id).where(Presence.mark == Mark.PRESENT).distinct().subquery()
    kind = select(Organisation.id).where(Organisation.type == "mdph").subquery()
    columns = {
        "registered": func.count(Registration.id),
        "attended": func.count(came.c.registration_id),
        "departments_registered": func.count(Registration.department_code.distinct()),
        "departments_represented": func.count(_if_came(came, Registration.department_code).distinct()),
        "mdph_registered": func.count(kind.c.id.distinct()),
        "mdph_represented": func.count(_if_came(came, kind.c.id).distinct()),
    }
    query = select(Registration.event_id, *columns.values()).outerjoin(came, came.c.registration_id == Registration.id)
    query = query.outerjoin(kind, kind.c.id == Registration.organisation_id).where(Registration.event_id.in_(event_ids), *_PARTICIPANTS)
    found = {row[0]: dict(zip(columns, row[1:], strict=True)) for row in db.session.execute(query.group_by(Registration.event_id))}
    answers = {"respondents": [*Level], "very_satisfied": [Level.VERY_SATISFIED], "satisfied": [Level.SATISFIED]}
    for name, levels in answers.items():
        said = select(SurveyAnswer.event_id, func.count()).where(SurveyAnswer.event_id.in_(event_ids), SurveyAnswer.level.in_(levels))
        for number, answers_given in db.session.execute(said.group_by(SurveyAnswer.event_id)):
            found.setdefault(number, {})[name] = answers_given
    return found


_PARTICIPANTS = (Registration.standing == Standing.CONFIRMED, Registration.part == Part.PARTICIPANT)


def _if_came(came: Any, column: Any) -> Any:
    return case((came.c.registration_id.is_not(None), column))


def seats_of(event_ids: Sequence[int]) -> Sequence[tuple[int, int, bool, str, str]]:
    """Every participant of these events: event, person, whether they came, department, type of structure."""
    came = select(Presence.registration_id).where(Presence.mark == Mark.PRESENT).distinct().subquery()
    query = select(
        Registration.event_id,
        Registration.person_id,
        came.c.registration_id.is_not(None),
        func.coalesce(Registration.department_code, ""),
        func.coalesce(Organisation.type, ""),
    )
    query = query.outerjoin(came, came.c.registration_id == Registration.id).outerjoin(Registration.organisation)
    return [tuple(row) for row in db.session.execute(query.where(Registration.event_id.in_(event_ids), *_PARTICIPANTS))]  # type: ignore[misc]


def count_members(network_id: int, on: date) -> int:
    """How many members a network has on that day."""
    holds = (Membership.joined_on <= on) & or_(Membership.left_on.is_(None), Membership.left_on > on)
    return db.session.scalar(select(func.count(Membership.id)).where(Membership.network_id == network_id, holds)) or 0


def count_of(model: Any, public_ids: Sequence[str]) -> int:
    """How many of these rows are there."""
    return db.session.scalar(select(func.count(model.id)).where(model.public_id.in_(public_ids))) or 0
