"""What an administrator sees of the outbox; in development, the letters that the local catcher received."""

from flask import Blueprint

from app.accounts.guard import administrators, public

doors = Blueprint("outbox", __name__)


@doors.get("/courriers")
@administrators
def index():
    return ""


@doors.get("/courriels-de-test")
@public
def caught():
    return ""
