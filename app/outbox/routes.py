"""What an administrator sees and does of the letters: where each is, why, its story; hold, release, send again."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.accounts.guard import administrators, current_account
from app.core import clock, limits
from app.core.errors import Refusal
from app.core.text import clean_line
from app.journal import queries as journal
from app.outbox import actions, paper, queries
from app.outbox.frames import framed, may_frame
from app.outbox.kinds import KINDS, kind_of
from app.outbox.making import letter_of
from app.outbox.models import LETTER_STATES, RETURNS, LetterState, Return
from app.ui.forms import page_asked

doors = Blueprint("outbox", __name__)
_SECRET = re.compile(r"https?://[^\s\"'<>]*/[a-z2-7]{26}[A-Za-z0-9_-]{43}")
ACTS = {"letter_held": "Retenu", "letter_released": "Libéré", "letter_sent_again": "Renvoyé"}


@doors.get("/courriers")
@administrators
def index():
    state, kind = request.args.get("etat", ""), request.args.get("sorte", "")
    to, page = clean_line(request.args.get("a", ""))[:100], page_asked()
    state = state if state in {*LetterState, *Return} else ""
    kind = kind if kind in KINDS else ""
    shelf = queries.letters(state=state, kind=kind, to=to, page=min(page, 10_000))
    asked = {"etat": state, "sorte": kind, "a": to}
    return render_template(
        "outbox/index.html",
        shelf=shelf,
        asked=asked,
        counts=queries.counts(),
        states=LETTER_STATES,
        returns=RETURNS,
        kinds=KINDS,
        kind_of=kind_of,
        url=lambda number: url_for("outbox.index", page=number, **{name: said for name, said in asked.items() if said}),
    )


@doors.get("/courriers/<public_id>")
@administrators
def show(public_id):
    letter = queries.letter_named(public_id)
    acts = journal.acts_about(letter.thing)
    page = render_template("outbox/show.html", letter=letter, kind=kind_of(letter.kind), states=LETTER_STATES, acts=acts, verbs=ACTS)
    return may_frame(page)


@doors.get("/courriers/<public_id>/page")
@administrators
def sheet(public_id):
    """The letter as it would be made now, with its secret links taken out."""
    letter = queries.letter_named(public_id)
    try:
        made = letter_of(letter.kind, letter.facts, clock.now())
    except Exception:  # what cannot be made cannot be shown either: the page says so
        made = None
    drawn = paper.html(made) if made else render_template("outbox/no_sheet.html")
    return framed(_SECRET.sub("#", drawn))


def _act(public_id, verb, said):
    letter = queries.letter_named(public_id)
    try:
        verb(letter, current_account().actor, clock.now())
        flash(said, "success")
    except Refusal as refusal:
        flash(refusal.message, "error")
    return redirect(url_for("outbox.show", public_id=public_id), 303)


@doors.post("/courriers/<public_id>/retenir")
@administrators
def hold(public_id):
    return _act(public_id, actions.hold, "Le courriel est retenu : il ne partira pas avant d’être libéré.")


@doors.post("/courriers/<public_id>/liberer")
@administrators
def release(public_id):
    return _act(public_id, actions.release, "Le courriel est libéré : il part dans quelques secondes.")


@doors.post("/courriers/<public_id>/renvoyer")
@administrators
def resend(public_id):
    limits.spend_letter(queries.letter_named(public_id).recipient, clock.now())
    return _act(public_id, actions.resend, "Le courriel est remis en file : il part dans quelques secondes, à jour.")
