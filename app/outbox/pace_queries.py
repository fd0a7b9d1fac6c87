"""What is kept of the pace of each domain, shared by all workers; and taking letters within it."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from flask import current_app
from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core.db import db
from app.outbox import lease_queries as leases
from app.outbox import pace
from app.outbox.lease_queries import Slip
from app.outbox.models import MailDomain


def claim(owner: str, at: datetime, most: int = leases.BATCH) -> list[Slip]:
    """The next letters, without those of a domain that has had enough for now."""
    rates = pace.Rates.from_text(current_app.config["MAIL_DOMAIN_RATE"])
    slips = leases.claim(owner, at, most, [row.domain for row in waiting(rates, at)])
    limited = Counter(slip.domain for slip in slips if rates.of(slip.domain))
    if not limited:
        return slips
    left = {}
    for row in _held(limited):
        rate = rates.of(row.domain)
        left[row.domain] = min(pace.room(rate, row.next_at, at), limited[row.domain])
        row.next_at = pace.after(rate, row.next_at, left[row.domain], at)
    kept: list[Slip] = []
    too_many: list[Slip] = []
    for slip in slips:
        (kept if left.get(slip.domain, 1) > 0 else too_many).append(slip)
        if slip.domain in left:
            left[slip.domain] -= 1
    leases.put_back(owner, too_many)
    return kept


def waiting(rates: pace.Rates, at: datetime) -> list[MailDomain]:
    """The domains for which nothing may leave at this instant: they said so, or their rate does."""
    ahead = select(MailDomain).where(or_(MailDomain.silent_until > at, MailDomain.next_at > at))
    return [row for row in db.session.scalars(ahead) if is_silent(row, at) or _has_no_room(row, rates, at)]


def is_silent(row: MailDomain, at: datetime) -> bool:
    return row.silent_until is not None and row.silent_until > at


def _has_no_room(row: MailDomain, rates: pace.Rates, at: datetime) -> bool:
    rate = rates.of(row.domain)
    return rate > 0 and pace.room(rate, row.next_at, at) == 0


def slow_down(domain: str, words: str, at: datetime, spread: float) -> None:
    """It received too many: silence for a minute, longer each time in a row. What two workers hear at once counts once."""
    for row in _held([domain]):
        if not is_silent(row, at):
            row.refusals, row.words = row.refusals + 1, words
            row.silent_until = at + pace.silence(row.refusals) * spread


def slowed(domains: Collection[str]) -> set[str]:
    """Those of these domains that said so the last time they were written to."""
    return set(db.session.scalars(select(MailDomain.domain).where(MailDomain.domain.in_(domains), MailDomain.refusals > 0)))


def take_up_again(domain: str) -> None:
    """It took a letter again."""
    for row in _held([domain]):
        row.refusals, row.silent_until = 0, None


def _held(domains: Collection[str]) -> list[MailDomain]:
    """Their rows, made if need be, and ours until the end of the transaction."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    made = dialect.insert(MailDomain).on_conflict_do_nothing(index_elements=["domain"])
    names = sorted(domains)
    db.session.execute(made, [{"domain": name} for name in names])
    found = select(MailDomain).where(MailDomain.domain.in_(names)).order_by(MailDomain.domain).with_for_update()
    return list(db.session.scalars(found.execution_options(populate_existing=True)))
