"""Who holds an account, who asked for a link, and who is signed in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Executable, delete, func, or_, select, update

from app.accounts.models import Account, Grant, LinkRequest, Scope, SignIn
from app.core.db import db
from app.core.text import clean_line


def sign_in_of(fingerprint: str) -> SignIn | None:
    """The sign-in of the browser that holds this secret, with its account and grants."""
    return db.session.scalar(select(SignIn).where(SignIn.fingerprint == fingerprint))


def account_by_email(email: str) -> Account | None:
    """The account with this canonical address."""
    return db.session.scalar(select(Account).where(Account.email == email))


def account_named(public_id: str) -> Account | None:
    """The account with this public name."""
    return db.session.scalar(select(Account).where(Account.public_id == public_id))


def accounts_like(words: str, *, page: int, size: int) -> tuple[Sequence[Account], int]:
    """A page of the accounts whose name or address holds these words, by name; and how many there are in all."""
    wanted = _holds(words)
    total = db.session.scalar(select(func.count()).select_from(Account).where(wanted)) or 0
    rows = select(Account).where(wanted).order_by(Account.disabled_at.is_not(None), func.lower(Account.name), Account.id)
    return db.session.scalars(rows.limit(size).offset((page - 1) * size)).all(), total


def _holds(words: str) -> ColumnElement[bool]:
    text = clean_line(words).lower()
    return or_(func.lower(Account.name).contains(text, autoescape=True), Account.email.contains(text, autoescape=True))


def other_administrators(account: Account) -> int:
    """How many administrators would be left without this account."""
    others = select(func.count()).where(Account.is_admin, Account.disabled_at.is_(None), Account.id != account.id)
    return db.session.scalar(others) or 0


def last_sign_ins(account_ids: Sequence[int]) -> dict[int, datetime]:
    """When each of these accounts last signed in, as far as it is still kept."""
    last = select(SignIn.account_id, func.max(SignIn.started_at)).where(SignIn.account_id.in_(account_ids)).group_by(SignIn.account_id)
    return {account_id: at for account_id, at in db.session.execute(last) if at}


def open_sign_ins(account: Account, since: datetime) -> Sequence[SignIn]:
    """The browsers in which this account is still signed in, the latest first; ``since`` is how far a sign-in reaches."""
    mine = select(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None), SignIn.started_at > since)
    return db.session.scalars(mine.order_by(SignIn.started_at.desc(), SignIn.id.desc())).all()


def link_request_named(public_id: str) -> LinkRequest | None:
    """The sign-in link asked for under this public name."""
    return db.session.scalar(select(LinkRequest).where(LinkRequest.public_id == public_id))


def use_up(request: LinkRequest, at: datetime) -> bool:
    """Take the one use of a link: true for exactly one of those who try at the same instant."""
    order = update(LinkRequest).where(LinkRequest.id == request.id, LinkRequest.used_at.is_(None)).values(used_at=at)
    return _done(order) == 1


def use_up_all(account: Account, at: datetime) -> int:
    """No link asked for by this account opens anything from now on."""
    return _done(update(LinkRequest).where(LinkRequest.account_id == account.id, LinkRequest.used_at.is_(None)).values(used_at=at))


def end_sign_ins(account: Account, at: datetime, *, but: int | None = None) -> int:
    """Close every open sign-in of this account, except the one of number ``but``; says how many."""
    mine = [SignIn.account_id == account.id, SignIn.ended_at.is_(None)]
    if but is not None:
        mine.append(SignIn.id != but)
    return _done(update(SignIn).where(*mine).values(ended_at=at))


def grants_over(account: Account, kind: Scope, scope_id: int) -> list[Grant]:
    """What this account holds, held or will hold over one network or event."""
    return [grant for grant in account.grants if grant.scope_kind == kind and grant.scope_id == scope_id]


def delete_grants_over(kind: Scope, scope_id: int) -> int:
    """Nobody holds anything over what is gone: its number may be given again. Says how many did."""
    return _done(delete(Grant).where(Grant.scope_kind == kind, Grant.scope_id == scope_id))


def forget_before(sign_ins_until: datetime, links_until: datetime) -> int:
    """Delete the sign-ins and links that have had their time; says how many."""
    old = delete(SignIn).where(SignIn.started_at < sign_ins_until)
    return _done(old) + _done(delete(LinkRequest).where(LinkRequest.requested_at < links_until))


def how_far(at: datetime, hours: int) -> datetime:
    """The oldest start of a sign-in that may still be open."""
    return at - timedelta(hours=hours)


def _done(order: Executable) -> int:
    result: CursorResult[Any] = db.session.execute(order, execution_options={"synchronize_session": "fetch"})  # type: ignore[assignment]
    return result.rowcount
