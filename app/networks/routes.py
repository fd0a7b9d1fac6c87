"""Networks, their members and the link that stops their mail."""

from flask import Blueprint

from app.accounts.guard import public

doors = Blueprint("networks", __name__)


@doors.get("/n/<token>")
@public
def unsubscribe(token):
    return token
