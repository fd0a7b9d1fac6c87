"""In development, beside each caught letter: answer it as a calendar, a program or another server would."""

from pathlib import Path

from flask import Blueprint, abort, current_app, redirect, request, url_for

from app.accounts.guard import public
from app.core import clock
from app.inbox import rehearsal
from app.outbox import catcher
from app.ui.frame import say

doors = Blueprint("inbox_rehearsal", __name__)
FOLDER = "dir:"


@doors.before_request
def only_in_development():
    if current_app.config["ENV"] == "production" or not current_app.config["MAILBOX_URL"].startswith(FOLDER):
        abort(404)


@doors.post("/courriels-de-test/<name>/repondre")
@public
def answer(name):
    letter = catcher.caught(current_app.config["INSTANCE_DIR"], name) or abort(404)
    raw = rehearsal.played(letter, request.form.get("reponse", ""), current_app.config["MAIL_AUTHSERV"], clock.now()) or abort(404)
    rehearsal.drop(Path(current_app.config["MAILBOX_URL"].removeprefix(FOLDER)), raw)
    say("La réponse est en route : elle est lue dans les vingt secondes.")
    return redirect(url_for("outbox_catcher.show", name=name), 303)
