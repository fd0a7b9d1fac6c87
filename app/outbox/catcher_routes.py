"""In development, the letters that the local catcher received; anywhere else, pages that do not exist."""

from email.message import EmailMessage

from flask import Blueprint, Response, abort, current_app, render_template

from app.accounts.guard import public
from app.inbox import rehearsal
from app.outbox import catcher
from app.outbox.frames import framed, may_frame

doors = Blueprint("outbox_catcher", __name__)
SHOWN = 200


@doors.before_request
def only_in_development():
    if current_app.config["ENV"] == "production":
        abort(404)


def _letter(name) -> EmailMessage:
    return catcher.caught(current_app.config["INSTANCE_DIR"], name) or abort(404)


def _part(message, *kinds):
    found = message.get_body(kinds)
    return found.get_content() if found else ""


@doors.get("/courriels-de-test")
@public
def index():
    instance = current_app.config["INSTANCE_DIR"]
    caught = [(name, catcher.caught(instance, name)) for name in catcher.names(instance)[:SHOWN]]
    return render_template("outbox/caught.html", caught=[pair for pair in caught if pair[1] is not None])


@doors.get("/courriels-de-test/<name>")
@public
def show(name):
    message = _letter(name)
    calendars = [part.get_payload(decode=True).decode() for part in message.walk() if part.get_content_type() == "text/calendar"]
    files = [(number, part.get_filename(), part.get_content_type()) for number, part in enumerate(message.iter_attachments())]
    page = render_template(
        "outbox/caught_letter.html",
        name=name,
        message=message,
        text=_part(message, "plain"),
        calendars=calendars,
        files=files,
        answers=rehearsal.ANSWERS if rehearsal.asks(message) else {},
        others=rehearsal.OTHERS,
    )
    return may_frame(page)


@doors.get("/courriels-de-test/<name>/page")
@public
def page(name):
    """The HTML part alone, under a policy that lets it do nothing but be read and followed."""
    drawn = _part(_letter(name), "html").replace("<head>", '<head><base target="_top">', 1)
    return framed(drawn, "allow-top-navigation-by-user-activation")


@doors.get("/courriels-de-test/<name>/fichiers/<int:number>")
@public
def file(name, number):
    parts = list(_letter(name).iter_attachments())
    if number >= len(parts):
        abort(404)
    answer = Response(parts[number].get_payload(decode=True), mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = "attachment; filename=invite.ics"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
