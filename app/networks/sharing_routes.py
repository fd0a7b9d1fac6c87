"""The letters a network sent and the places it shares: noted, corrected, taken away."""

from functools import partial

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


def _page(template, network, form, known, keep, kept):
    """The form, until what it says can be kept."""
    if form.accepted():
        try:
            keep(form.sheet, current_account(), clock.now())
            say(kept)
            return redirect(url_for("networks.show", code=network.code), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template(template, network=network, form=form, known=known), form.status


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
    keep = partial(sharing.correct_letter, known) if known else partial(sharing.note_letter, network)
    return _page("networks/letter.html", network, form, known, keep, "La lettre est notée : elle compte dans le bilan de son année.")


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
    keep = partial(sharing.correct_space, known) if known else partial(sharing.note_space, network)
    return _page(
        "networks/space.html", network, form, known, keep, "L’espace est noté : il compte dans le bilan des années où il est ouvert."
    )


@doors.post("/reseaux/<code>/espaces/<public_id>/retirer")
@facilitators
def forget_space(code, public_id):
    known = sharing_queries.space_named(_network(code), public_id) or abort(404)
    sharing.forget_space(known, current_account(), clock.now())
    say(f"« {known.name} » ne compte plus.")
    return redirect(url_for("networks.show", code=code), 303)
