"""Signing in and out: asking for a link, opening the door with it, closing doors."""

from datetime import datetime

from app.accounts.guard import fingerprint, new_cookie
from app.accounts.models import LINK_LIFE, Account, LinkRequest, SignIn
from app.accounts.queries import account_by_email, end_sign_ins, use_up
from app.core.db import add
from app.core.errors import Refusal
from app.core.links import secret_address
from app.journal import actions as journal
from app.outbox import actions as outbox
from app.outbox import addresses

PURPOSE = "connexion"
TOO_LATE = "Ce lien a expiré ou a déjà servi."
OTHER_ADDRESS = "Cette adresse n’est pas celle à laquelle le lien a été envoyé."


def ask_link(email: str, *, browser: str, at: datetime) -> LinkRequest | None:
    """Send a one-time link to this address if someone has an account there; the page says the same in both cases."""
    account = account_by_email(email)
    if account is None or account.is_disabled:
        return None
    request = add(LinkRequest(account_id=account.id, browser=fingerprint(browser), requested_at=at))
    outbox.put(
        "sign_in",
        to=account.email,
        key=f"sign-in-{request.public_id}",
        at=at,
        priority=outbox.URGENT,
        until=at + LINK_LIFE,
        request_id=request.id,
    )
    return request


def issue_link(account: Account, at: datetime) -> str:
    """A one-time link for whoever runs the service, bound to no browser: its absolute address."""
    request = add(LinkRequest(account_id=account.id, browser=None, requested_at=at))
    request.account = account
    journal.write("système", "sign_in_link_given", account.thing, at=at)
    return address_of(request)


def address_of(request: LinkRequest) -> str:
    """Derived each time it is written: neither the database nor the outbox holds it."""
    return secret_address("accounts.open_link", PURPOSE, request.public_id, request.nonce)


def open_door(request: LinkRequest, *, known_browser: bool, email: str | None, description: str, at: datetime) -> str:
    """Sign the browser in and give the secret of its cookie; the link has then served."""
    account = request.account
    if not request.is_open(at) or account.is_disabled:
        raise Refusal(TOO_LATE)
    if not known_browser and email != account.email:
        raise Refusal(OTHER_ADDRESS, "email")
    if not use_up(request, at):  # someone pressed the same button at the same instant
        raise Refusal(TOO_LATE)
    secret = new_cookie()
    addresses.note_life(account.email, at, is_proof=True)  # the link was sent there, also while nothing else was
    row = add(SignIn(account_id=account.id, fingerprint=fingerprint(secret), browser=description[:80], started_at=at))
    journal.write(account.actor, "signed_in", f"connexion:{row.public_id}", at=at)
    return secret


def close_door(sign_in: SignIn, *, by: Account, at: datetime) -> None:
    """That browser is signed out, wherever it is."""
    if sign_in.ended_at is None:
        sign_in.ended_at = at
        journal.write(by.actor, "signed_out", f"connexion:{sign_in.public_id}", at=at)


def close_doors(account: Account, *, by: Account, at: datetime, but: SignIn | None = None) -> int:
    """Every browser of this account is signed out, except ``but``; says how many."""
    closed = end_sign_ins(account, at, but=but.id if but else None)
    if closed:
        journal.write(by.actor, "all_signed_out", account.thing, at=at, after={"sign_ins": closed})
    return closed
