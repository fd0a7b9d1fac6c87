"""What an administrator sees and does of the letters: where each is, why, its story; hold, release, send again."""

import re
from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from app.accounts.guard import administrators, current_account
from app.core import clock, limits
from app.core.errors import Refusal
from app.core.text import clean_line
from app.invitations.queries import event_numbered, person_numbered
from app.journal import queries as journal
from app.outbox import actions, addresses, many_queries, paper, queries
from app.outbox.frames import framed, may_frame
from app.outbox.kinds import KINDS, kind_of
from app.outbox.making import letter_of
from app.outbox.models import LETTER_STATES, RETURNS, SETTLED, LetterState, Return
from app.reminders.previews import seen
from app.ui.forms import page_asked
from app.ui.french import plural

doors = Blueprint("outbox", __name__)
_SECRET = re.compile(r"https?://[^\s\"'<>]*/[a-z2-7]{26}[A-Za-z0-9_-]{43,}")
NO_LIMIT = 10**9


class Gesture(NamedTuple):
    """What may be done to many letters: its words, the states it takes, how many at most, and the action."""

    label: str
    explained: str
    states: tuple[LetterState, ...]
    done: tuple[str, str]
    act: Callable[..., int]
    most: int = NO_LIMIT


MANY = {
    "retenir": Gesture(
        "Retenir",
        "Ils ne partiront pas avant d’être libérés.",
        (LetterState.PENDING,),
        ("courriel retenu", "courriels retenus"),
        actions.hold_all,
    ),
    "liberer": Gesture(
        "Libérer",
        "Ils partent aussitôt, chacun à jour.",
        (LetterState.HELD,),
        ("courriel libéré", "courriels libérés"),
        actions.release_all,
    ),
    "renvoyer": Gesture(
        "Renvoyer",
        "De nouveaux courriels sont écrits avec les informations d’aujourd’hui, 500 à la fois ; les anciens restent tels quels.",
        SETTLED,
        ("courriel remis en file", "courriels remis en file"),
        actions.resend_all,
        many_queries.MOST_AT_ONCE,
    ),
}
ACTS = {"letter_held": "Retenu", "letter_released": "Libéré", "letter_sent_again": "Renvoyé"}


def _filter(said):
    """What is asked of the list, and only what exists."""
    state, kind, to = said.get("etat", ""), said.get("sorte", ""), clean_line(said.get("a", ""))[:100]
    state = state if state in {*LetterState, *Return} else ""
    return {"etat": state, "sorte": kind if kind in KINDS else "", "a": to}


def _conditions(asked):
    return queries.asked_for(state=asked["etat"], kind=asked["sorte"], to=asked["a"])


@doors.get("/courriers")
@administrators
def index():
    asked, counts = _filter(request.args), queries.counts()
    shelf = queries.letters(_conditions(asked), min(page_asked(), 10_000))
    return render_template(
        "outbox/index.html",
        shelf=shelf,
        asked=asked,
        counts=counts,
        drawn=[(words, counts[state]) for state, words in LETTER_STATES.items() if counts.get(state)],
        why=many_queries.why_waiting(shelf.letters, clock.now()),
        states=LETTER_STATES,
        returns=RETURNS,
        kinds=KINDS,
        kind_of=kind_of,
        verbs=MANY,
        url=lambda number: url_for("outbox.index", page=number, **{name: said for name, said in asked.items() if said}),
    )


@doors.route("/courriers/en-nombre/<verb>", methods=["GET", "POST"])
@administrators
def many(verb):
    """One gesture on all the letters of a filter, once it was said how many they are."""
    if verb not in MANY:
        abort(404)
    gesture, asked = MANY[verb], _filter(request.values)
    count = min(many_queries.count_in(_conditions(asked), gesture.states), gesture.most)
    if request.method == "POST":
        done = gesture.act(_conditions(asked), current_account().actor, clock.now())
        flash(f"{plural(done, *gesture.done)}.", "success")
        return redirect(url_for("outbox.index"), 303)
    words = {
        "etat": LETTER_STATES.get(asked["etat"]) or RETURNS.get(asked["etat"]),
        "sorte": asked["sorte"] and kind_of(asked["sorte"]).label,
    }
    return render_template("outbox/many.html", verb=verb, gesture=gesture, asked=asked, words=words, count=count)


@doors.get("/courriers/<public_id>")
@administrators
def show(public_id):
    letter = queries.letter_named(public_id)
    acts, why = journal.acts_about(letter.thing), many_queries.why_waiting([letter], clock.now()).get(letter.id, "")
    made = _made_today(letter)
    page = render_template(
        "outbox/show.html",
        why=why,
        letter=letter,
        event=event_numbered(letter.event_id) if letter.event_id else None,
        person=person_numbered(letter.person_id) if letter.person_id else None,
        seen=seen(made, letter.recipient) if made else None,
        kind=kind_of(letter.kind),
        states=LETTER_STATES,
        acts=acts,
        verbs=ACTS,
    )
    return may_frame(page)


@doors.get("/courriers/<public_id>/page")
@administrators
def sheet(public_id):
    """The letter as it would be made now, with its secret links taken out."""
    made = _made_today(queries.letter_named(public_id))
    drawn = paper.html(made) if made else render_template("outbox/no_sheet.html")
    return framed(_SECRET.sub("#", drawn))


def _made_today(letter):
    try:
        return letter_of(letter.kind, letter.facts, clock.now())
    except Exception:  # what cannot be made cannot be shown either: the page says so
        return None


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
    return _act(public_id, _resend, "Le courriel est remis en file : il part dans quelques secondes, à jour.")


def _resend(letter, actor, at):
    addresses.refuse_dead(letter.recipient, letter.kind)
    actions.resend(letter, actor, at)
