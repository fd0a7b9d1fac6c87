"""The guard at every door: closed unless the view says to whom it opens."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from itsdangerous import BadSignature, TimestampSigner

from app.accounts.models import Account, SignIn
from app.accounts.queries import sign_in_of
from app.core import clock

View = TypeVar("View", bound=Callable[..., Any])
RENEWED_AFTER = timedelta(minutes=5)


def public(view: View) -> View:
    """Open to everybody; tests/house/test_doors.py lists these routes one by one."""
    view.opens_to = "everybody"  # type: ignore[attr-defined]
    return view


def administrators(view: View) -> View:
    """Open to administrators only; a stranger to the role gets a 404, as for everything that is not theirs."""
    view.opens_to = "administrators"  # type: ignore[attr-defined]
    return view


def facilitators(view: View) -> View:
    """Open to those who facilitate at least one network, and to administrators."""
    view.opens_to = "facilitators"  # type: ignore[attr-defined]
    return view


def unsigned(view: View) -> View:
    """Answers programs, the same whoever is signed in beside: no sign-in is read, none is renewed."""
    view.is_unsigned = True  # type: ignore[attr-defined]
    return view


def current_account() -> Account:
    """Who is signed in; on a page open to everybody, a stranger is asked to sign in (401)."""
    if g.get("account") is None:
        abort(401)
    account: Account = g.account
    return account


def cookie_name() -> str:
    return "__Host-connexion" if current_app.config["BASE_URL"].startswith("https://") else "connexion"


def fingerprint(secret: str) -> str:
    """What the database keeps of a random secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_cookie() -> str:
    """256 random bits for one browser."""
    return secrets.token_urlsafe(32)


def give_cookie(response: Response, secret: str) -> Response:
    """Sign the moment beside the secret: idle time is counted in the cookie, because a page that is read writes nothing."""
    response.set_cookie(cookie_name(), sign(secret), httponly=True, samesite="Lax", secure=cookie_name().startswith("__"), path="/")
    return response


def sign(secret: str) -> str:
    """The secret of a sign-in with this moment beside it, signed: what the cookie holds."""
    return _signer().sign(secret).decode()


def forget(response: Response) -> Response:
    """Leave nothing of the sign-in in this browser."""
    g.renew = None
    response.delete_cookie(cookie_name(), httponly=True, samesite="Lax", secure=cookie_name().startswith("__"), path="/")
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return response


def _signer() -> TimestampSigner:
    """Signs with the present key, and still reads what a replaced key signed (the last of the list signs)."""
    keys = [*reversed(current_app.config["SECRET_KEY_FALLBACKS"]), current_app.config["SECRET_KEY"]]
    return TimestampSigner(keys, salt="connexion")


def _recognise() -> None:
    """Find who holds the cookie, if it is ours, fresh, not ended and not too old."""
    g.account, g.sign_in, g.renew = None, None, None
    given = request.cookies.get(cookie_name())
    if not given or getattr(current_app.view_functions.get(request.endpoint or ""), "is_unsigned", False):
        return
    idle = timedelta(minutes=current_app.config["IDLE_MINUTES"])
    try:
        secret, stamped_at = _signer().unsign(given, max_age=int(idle.total_seconds()), return_timestamp=True)
    except BadSignature:
        return
    sign_in = sign_in_of(fingerprint(secret.decode()))
    if sign_in is None or not _still_open(sign_in):
        return
    g.account, g.sign_in = sign_in.account, sign_in
    if clock.now() - stamped_at > RENEWED_AFTER:
        g.renew = secret.decode()


def _still_open(sign_in: SignIn) -> bool:
    longest = timedelta(hours=current_app.config["SIGN_IN_HOURS"])
    return sign_in.ended_at is None and not sign_in.account.is_disabled and clock.now() < sign_in.started_at + longest


def _stand_at_the_door() -> Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None
    opens_to = getattr(view, "opens_to", "signed_in")
    if opens_to == "everybody":
        return None
    if g.account is None:
        return _to_sign_in()
    if opens_to == "administrators" and not g.account.is_admin:
        abort(404)
    if opens_to == "facilitators" and not g.account.is_facilitator(clock.now()):
        abort(404)
    return None


def _to_sign_in() -> Response:
    """Send a visitor to the sign-in page, which brings them back to the page they asked for."""
    asked = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
    return redirect(url_for("accounts.sign_in", suite=asked), 303)  # type: ignore[return-value]


def _renew(response: Response) -> Response:
    if g.get("renew"):
        give_cookie(response, g.renew)
    return response


def install(app: Flask) -> None:
    """Recognise who comes, then check the door."""
    app.before_request(_recognise)
    app.before_request(_stand_at_the_door)
    app.after_request(_renew)
