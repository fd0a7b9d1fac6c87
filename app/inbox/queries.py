"""Finding received mails: one that is known already, those that wait for somebody, and what they are about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import and_, delete, func, not_, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Account
from app.core.clock import PARIS
from app.core.db import db
from app.directory.models import Person
from app.events.models import Event
from app.events.queries import run_by
from app.inbox.findings import UNPROVEN
from app.inbox.models import Effect, MailboxVisit, ReceivedMail, Sort
from app.invitations.models import CalendarObject, Invitation, PartStat
from app.networks.models import Membership, Network
from app.networks.queries import holds_on
from app.outbox.models import OutboxLetter
from app.registrations.models import Registration

PER_PAGE = 30
ONLY = 1


def write_once(values: dict[str, Any]) -> ReceivedMail | None:
    """The row of a mail that was not known; None when it was, also when another worker wrote it at this instant."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    written = dialect.insert(ReceivedMail).values(**values).on_conflict_do_nothing(index_elements=["message_id", "digest"])
    number = db.session.execute(written.returning(ReceivedMail.id)).scalar()
    return db.session.get(ReceivedMail, number) if number is not None else None


def is_known(message_id: str, digest: str) -> bool:
    found = select(ReceivedMail.id).where(ReceivedMail.message_id == message_id, ReceivedMail.digest == digest)
    return db.session.scalar(found) is not None


def last_visit() -> MailboxVisit | None:
    """What the mailbox was last found to be; nothing before the first visit."""
    return db.session.get(MailboxVisit, ONLY)


def visit_to_note() -> MailboxVisit:
    """The one row of visits, written by whoever comes first."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(dialect.insert(MailboxVisit).values(id=ONLY, words="").on_conflict_do_nothing(index_elements=["id"]))
    return db.session.scalars(select(MailboxVisit).where(MailboxVisit.id == ONLY).execution_options(populate_existing=True)).one()


@dataclass(frozen=True)
class Pile:
    """One page of received mails, and how many there are in all."""

    mails: list[ReceivedMail]
    total: int
    page: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def seen_by(account: Account, at: datetime) -> Any:
    """What an account may read: what is about an event it runs, or comes from a member of its networks; everything for administrators."""
    if account.is_admin:
        return true()
    held = and_(Membership.network_id.in_(account.network_ids(at)), holds_on(at.astimezone(PARIS).date()))
    members = select(Person.id).join(Membership, _reaches_person).where(held)
    its_events = ReceivedMail.event_id.in_(select(Event.id).where(run_by(account, at)))
    return or_(its_events, and_(ReceivedMail.event_id.is_(None), ReceivedMail.person_id.in_(members)))


def mails(account: Account, at: datetime, *, waiting: bool, page: int, sort: Sort | None = None, event: Event | None = None) -> Pile:
    """The mails that an account may read, the newest first; only those that wait for somebody, if asked."""
    found = select(ReceivedMail).where(seen_by(account, at))
    if waiting:
        found = found.where(*_WAITS)
    if event is not None:
        found = found.where(ReceivedMail.event_id == event.id)
    if sort is not None:
        found = found.where(ReceivedMail.sort == sort)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    found = found.options(joinedload(ReceivedMail.event), joinedload(ReceivedMail.person)).order_by(ReceivedMail.id.desc())
    return Pile([*db.session.scalars(found.limit(PER_PAGE).offset((page - 1) * PER_PAGE))], total, page)


def waiting_count(account: Account, at: datetime, event: Event | None = None) -> int:
    """How many mails somebody must read, about one event if said."""
    found = select(func.count()).select_from(ReceivedMail).where(seen_by(account, at), *_WAITS)
    return db.session.scalar(found.where(ReceivedMail.event_id == event.id) if event else found) or 0


def waiting_since(moment: datetime) -> list[ReceivedMail]:
    """What came after this instant and somebody must read: the latest about each event from each person, so that no flood hides another's."""
    latest = select(func.max(ReceivedMail.id)).where(*_WAITS, ReceivedMail.received_at > moment)
    found = select(ReceivedMail).where(ReceivedMail.id.in_(latest.group_by(ReceivedMail.event_id, ReceivedMail.person_id)))
    return [*db.session.scalars(found.options(joinedload(ReceivedMail.event)).order_by(ReceivedMail.id.desc()))]


def days_settled() -> list[ReceivedMail]:
    """Those that wait because of one day of several, when it is no longer that day alone that their author declines."""
    day, other = CalendarObject, aliased(CalendarObject)
    comes = and_(other.event_id == day.event_id, other.person_id == day.person_id, other.partstat.is_distinct_from(PartStat.DECLINED))
    alone = select(day.id).join(other, and_(comes, other.id != day.id, other.closed_at.is_(None)))
    alone = alone.where(day.id == ReceivedMail.object_id, day.closed_at.is_(None), day.partstat == PartStat.DECLINED)
    waits = (*_WAITS, ReceivedMail.object_id.is_not(None), ReceivedMail.reason != UNPROVEN)
    return [*db.session.scalars(select(ReceivedMail).where(*waits, ~alone.exists()).order_by(ReceivedMail.id))]


def confirmed_since() -> list[ReceivedMail]:
    """Those that wait because nothing proved whose answer they are, when the person has said on the site since whether they come."""
    asked, made, after = Invitation, Registration, ReceivedMail.received_at
    answered = select(asked.id).where(_about(asked), asked.answered_at > after)
    registered = select(made.id).where(_about(made), or_(made.registered_at > after, made.withdrawn_at > after))
    waits = (*_WAITS, ReceivedMail.object_id.is_not(None), ReceivedMail.reason == UNPROVEN)
    found = select(ReceivedMail).where(*waits, or_(answered.exists(), registered.exists()))
    return [*db.session.scalars(found.order_by(ReceivedMail.id))]


def _about(of: type[Invitation | Registration]) -> Any:
    return and_(of.event_id == ReceivedMail.event_id, of.person_id == ReceivedMail.person_id)


def last_told(kind: str, since: datetime) -> dict[str, datetime]:
    """When a letter of this kind was last put for each address."""
    told = select(OutboxLetter.recipient, OutboxLetter.created_at).where(OutboxLetter.kind == kind, OutboxLetter.created_at > since)
    return {recipient: at for recipient, at in db.session.execute(told.order_by(OutboxLetter.created_at))}


def administrators() -> list[Account]:
    return [*db.session.scalars(select(Account).where(Account.is_admin, Account.disabled_at.is_(None)).order_by(Account.id))]


def networks_of(person_id: int, at: datetime) -> list[Network]:
    """The networks that this person is in now, themself or through their organisation."""
    held = select(Membership.network_id).join(Person, _reaches_person).where(Person.id == person_id, holds_on(at.astimezone(PARIS).date()))
    return [*db.session.scalars(select(Network).where(Network.id.in_(held)).order_by(Network.id))]


def mail_named(account: Account, public_id: str, at: datetime) -> ReceivedMail:
    """One mail that this account may read, or the page that does not exist."""
    found = select(ReceivedMail).where(ReceivedMail.public_id == public_id, seen_by(account, at))
    return db.session.scalar(found) or abort(404)


def delete_read_before(moment: datetime) -> int:
    """Forget the mails of before this instant; those that wait for somebody stay."""
    old = delete(ReceivedMail).where(ReceivedMail.received_at < moment, not_(and_(*_WAITS)))
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]


def forget_event(event: Event) -> None:
    """What came back about a draft that is being deleted, such as a trial letter, stays as a mail about no event."""
    db.session.execute(update(ReceivedMail).where(ReceivedMail.event_id == event.id).values(event_id=None))


# Whoever was merged into another writes under that one's memberships.
_reaches_person = or_(Membership.person_id.in_([Person.id, Person.merged_into_id]), Membership.organisation_id == Person.organisation_id)
_WAITS = (ReceivedMail.effect == Effect.HELD, ReceivedMail.dealt_with_at.is_(None))
