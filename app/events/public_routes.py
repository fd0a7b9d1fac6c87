"""What everybody may see: the list of open events, and one permanent page per event."""

from flask import Blueprint

from app.accounts.guard import public

doors = Blueprint("public_events", __name__)


@doors.get("/")
@public
def index():
    return ""
