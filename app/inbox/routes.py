"""What came back by mail: what each was taken for and did, and what waits for somebody to read it."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.events.queries import event_run_by
from app.inbox import actions, queries
from app.inbox.authenticity import is_authentic
from app.inbox.calendar_words import word_of
from app.inbox.mail import read
from app.inbox.models import EFFECTS, SORTS, Sort
from app.invitations.models import PARTSTATS
from app.ui.forms import page_asked
from app.ui.frame import say

doors = Blueprint("inbox", __name__)
doors.context_processor(lambda: {"sorts": SORTS, "effects": EFFECTS})
# What the pages of an event tell of it, asked for by those that do.
doors.app_context_processor(lambda: {"mails_to_read": _mails_to_read, "partstats": PARTSTATS})


def _mails_to_read(event):
    return queries.waiting_count(current_account(), clock.now(), event)


@doors.get("/gestion/courriels-recus")
@facilitators
def index():
    account, at = current_account(), clock.now()
    sort, everything = Sort(request.args["sorte"]) if request.args.get("sorte") in set(Sort) else None, request.args.get("tous") == "1"
    event = event_run_by(account, request.args["evenement"], at) if request.args.get("evenement") else None
    pile = queries.mails(account, at, waiting=not everything, sort=sort, event=event, page=page_asked())
    asked = {"sorte": sort.value if sort else "", "tous": "1" if everything else "", "evenement": event.public_id if event else ""}
    chosen = {name: value for name, value in asked.items() if value}
    return render_template(
        "inbox/index.html",
        pile=pile,
        sort=sort,
        everything=everything,
        event=event,
        waiting=queries.waiting_count(account, at, event),
        url=lambda number: url_for("inbox.index", page=number, **chosen),
    )


@doors.get("/gestion/courriels-recus/<public_id>")
@facilitators
def show(public_id):
    row = queries.mail_named(current_account(), public_id, clock.now())
    mail = read(row.raw)
    files = [(piece.filename, len(piece.data)) for piece in mail.pieces if piece.filename and not piece.within]
    authserv = current_app.config["MAIL_AUTHSERV"]
    is_doubtful = bool(authserv and row.is_of_person) and not is_authentic(mail, authserv)
    words = mail.words or word_of(mail)
    return render_template("inbox/show.html", row=row, words=words, sent_at=mail.sent_at, files=files, is_doubtful=is_doubtful)


@doors.get("/gestion/courriels-recus/<public_id>/original")
@facilitators
def original(public_id):
    """The mail as it came, to be kept or opened in a mail program."""
    row = queries.mail_named(current_account(), public_id, clock.now())
    headers = {"Content-Type": "application/octet-stream", "Content-Disposition": 'attachment; filename="courriel.eml"'}
    return Response(row.raw, headers=headers)


@doors.post("/gestion/courriels-recus/<public_id>/traiter")
@facilitators
def deal_with(public_id):
    return _act(public_id, actions.deal_with, "C’est noté : ce courriel n’attend plus personne.", url_for("inbox.index"))


@doors.post("/gestion/courriels-recus/<public_id>/remettre")
@facilitators
def put_back(public_id):
    return _act(public_id, actions.put_back, "Ce courriel est de nouveau à lire.", url_for("inbox.show", public_id=public_id))


def _act(public_id, verb, said, then):
    account = current_account()
    try:
        verb(queries.mail_named(account, public_id, clock.now()), account.actor, clock.now())
        say(said)
    except Refusal as refusal:
        say(refusal.message, "error")
    return redirect(then, 303)
