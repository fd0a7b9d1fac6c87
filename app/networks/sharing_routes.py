"""The letters a network sent and the places it shares: noted, corrected, taken away."""

from flask import Blueprint, abort, redirect, render_template, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.networks import queries, sharing, sharing_queries
from app.networks.forms import LetterForm, SpaceForm
from app.ui.frame import say

doors = Blueprint("networks_sharing", __name__)


def _network(code):
    return queries.network_run_by(current_account(), code, clock.now())


@doors.route("/reseaux/<code>/lettres/nouvelle", methods=["GET", "POST"])
@facilitators
def new_letter(code):
    return _letter(_network(code), LetterForm(data={"sent_on": clock.today()}))


@doors.route("/reseaux/<code>/lettres/<public_id>", methods=["GET", "POST"])
@facilitators
def letter(code, public_id):
    network = _network(code)
    known = sharing_queries.letter_named(network, public_id) or abort(404)
    return _letter(network, LetterForm(obj=known), known)


def _letter(network, form, known=None):
    if form.accepted():
        sheet = sharing.LetterSheet(form.title.data, form.sent_on.data, form.recipients.data)
        try:
            if known:
                sharing.correct_letter(known, sheet, current_account(), clock.now())
            else:
                sharing.note_letter(network, sheet, current_account(), clock.now())
            say("La lettre est notée : elle compte dans le bilan de son année.")
            return redirect(url_for("networks.show", code=network.code), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("networks/letter.html", network=network, form=form, known=known), form.status


@doors.post("/reseaux/<code>/lettres/<public_id>/retirer")
@facilitators
def forget_letter(code, public_id):
    known = sharing_queries.letter_named(_network(code), public_id) or abort(404)
    sharing.forget_letter(known, current_account(), clock.now())
    say(f"« {known.title} » ne compte plus.")
    return redirect(url_for("networks.show", code=code), 303)


@doors.route("/reseaux/<code>/espaces/nouveau", methods=["GET", "POST"])
@facilitators
def new_space(code):
    return _space(_network(code), SpaceForm(data={"opened_on": clock.today()}))


@doors.route("/reseaux/<code>/espaces/<public_id>", methods=["GET", "POST"])
@facilitators
def space(code, public_id):
    network = _network(code)
    known = sharing_queries.space_named(network, public_id) or abort(404)
    return _space(network, SpaceForm(obj=known), known)


def _space(network, form, known=None):
    if form.accepted():
        sheet = sharing.SpaceSheet(form.name.data, form.url.data, form.opened_on.data, form.closed_on.data)
        try:
            if known:
                sharing.correct_space(known, sheet, current_account(), clock.now())
            else:
                sharing.note_space(network, sheet, current_account(), clock.now())
            say("L’espace est noté : il compte dans le bilan des années où il est ouvert.")
            return redirect(url_for("networks.show", code=network.code), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("networks/space.html", network=network, form=form, known=known), form.status


@doors.post("/reseaux/<code>/espaces/<public_id>/retirer")
@facilitators
def forget_space(code, public_id):
    known = sharing_queries.space_named(_network(code), public_id) or abort(404)
    sharing.forget_space(known, current_account(), clock.now())
    say(f"« {known.name} » ne compte plus.")
    return redirect(url_for("networks.show", code=code), 303)
