"""Who holds an account, and who is signed in."""

from sqlalchemy import select

from app.accounts.models import SignIn
from app.core.db import db


def sign_in_of(fingerprint: str) -> SignIn | None:
    """The sign-in of the browser that holds this secret, with its account and grants."""
    return db.session.scalar(select(SignIn).where(SignIn.fingerprint == fingerprint))
