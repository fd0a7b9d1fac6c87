"""Signing in and out, and one's own sign-ins."""

from flask import Blueprint

from app.accounts.guard import public

doors = Blueprint("accounts", __name__)


@doors.get("/connexion")
@public
def sign_in():
    return ""


@doors.get("/mon-compte")
def me():
    return ""
