"""What an administrator does with accounts: open, correct, disable, grant and take back rights."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.actions import close_doors
from app.accounts.models import Account, Grant, Role, Scope
from app.accounts.queries import account_by_email, grants_over, other_administrators, use_up_all
from app.core.db import add
from app.core.errors import Refusal
from app.journal import actions as journal

TAKEN = "Un compte existe déjà à cette adresse."
LAST_ONE = "C’est le dernier compte administrateur : donnez d’abord ce rôle à quelqu’un d’autre."
NOT_YOURSELF = "Vous ne pouvez pas retirer vos propres droits : demandez-le à un autre administrateur."


@dataclass(frozen=True)
class Card:
    """What is written of someone who may sign in."""

    email: str
    name: str
    phone: str | None
    is_admin: bool


def open_account(card: Card, *, by: str, at: datetime) -> Account:
    """Someone may sign in from now on; ``by`` is how the journal names who said so."""
    if account_by_email(card.email) is not None:
        raise Refusal(TAKEN, "email")
    account = add(Account(email=card.email, name=card.name, phone=card.phone or None, is_admin=card.is_admin, created_at=at))
    journal.write(by, "account_opened", account.thing, at=at, after={"is_admin": card.is_admin})
    return account


def correct(account: Account, card: Card, *, by: Account, at: datetime) -> None:
    """The account says what the card says; who changes address or role signs in again."""
    other = account_by_email(card.email)
    if other is not None and other.id != account.id:
        raise Refusal(TAKEN, "email")
    if account.is_admin and not card.is_admin:
        _may_lose_administration(account, by)
    moved, before = account.email != card.email, account.is_admin
    account.email, account.name, account.phone, account.is_admin = card.email, card.name, card.phone or None, card.is_admin
    journal.write(by.actor, "account_described", account.thing, at=at, before={"is_admin": before}, after={"is_admin": card.is_admin})
    if account.id != by.id and (moved or before != card.is_admin):
        _shut(account, by=by, at=at)


def disable(account: Account, *, by: Account, at: datetime) -> None:
    """Nobody signs in with this account any more, and who was in is out."""
    if account.is_disabled:
        return
    _may_lose_administration(account, by)
    account.disabled_at = at
    journal.write(by.actor, "account_closed", account.thing, at=at)
    _shut(account, by=by, at=at)


def enable(account: Account, *, by: Account, at: datetime) -> None:
    """The account serves again, with the rights it had."""
    if account.is_disabled:
        account.disabled_at = None
        journal.write(by.actor, "account_reopened", account.thing, at=at)


@dataclass(frozen=True)
class Right:
    """A right to give: over what, from when, until when."""

    role: Role
    scope_kind: Scope
    scope_id: int
    granted_from: datetime
    granted_to: datetime | None = None
    records_attendance: bool = False


def grant(account: Account, right: Right, *, by: Account, at: datetime) -> Grant:
    """The account holds this right, from its first to its last day."""
    if right.granted_to is not None and right.granted_to <= right.granted_from:
        raise Refusal("La fin doit venir après le début.", "until")
    if any(_overlap(held, right) for held in grants_over(account, right.scope_kind, right.scope_id)):
        raise Refusal("Ce compte a déjà ce droit à ces dates.")
    row = Grant(
        role=right.role,
        scope_kind=right.scope_kind,
        scope_id=right.scope_id,
        granted_from=right.granted_from,
        granted_to=right.granted_to,
        records_attendance=right.records_attendance,
    )
    account.grants.append(row)
    add(row)
    journal.write(by.actor, "right_granted", account.thing, at=at, after={"role": right.role.value, "grant": row.id})
    return row


def take_back(account: Account, kind: Scope, scope_id: int, *, by: Account, at: datetime) -> None:
    """The account has no right left over this network or event; what it held until now stays written."""
    for held in grants_over(account, kind, scope_id):
        if held.granted_to is not None and held.granted_to <= at:
            continue
        if held.granted_from >= at:
            account.grants.remove(held)
        else:
            held.granted_to = at
        journal.write(by.actor, "right_ended", account.thing, at=at, before={"role": held.role.value, "grant": held.id})


def _overlap(held: Grant, right: Right) -> bool:
    ends_before = held.granted_to is not None and held.granted_to <= right.granted_from
    begins_after = right.granted_to is not None and right.granted_to <= held.granted_from
    return held.role == right.role and not ends_before and not begins_after


def _may_lose_administration(account: Account, by: Account) -> None:
    if account.id == by.id:
        raise Refusal(NOT_YOURSELF)
    if account.is_admin and not other_administrators(account):
        raise Refusal(LAST_ONE)


def _shut(account: Account, *, by: Account, at: datetime) -> None:
    use_up_all(account, at)
    close_doors(account, by=by, at=at)
