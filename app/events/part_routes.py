"""The times of an event: plenary, workshops with their own seats."""

from flask import Blueprint, abort, redirect, render_template, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.events import plans, queries
from app.events.plan_forms import PartForm, values_of_part
from app.ui.frame import say

doors = Blueprint("event_parts", __name__)


@doors.route("/gestion/evenements/<public_id>/temps", methods=["GET", "POST"])
@facilitators
def index(public_id):
    account, at = current_account(), clock.now()
    event = queries.event_run_by(account, public_id, at)
    return _describe(event, None, lambda sheet: plans.add_part(event, sheet, account, at), "Le temps est ajouté.")


@doors.route("/gestion/evenements/<public_id>/temps/<part_id>", methods=["GET", "POST"])
@facilitators
def edit(public_id, part_id):
    account, at = current_account(), clock.now()
    event = queries.event_run_by(account, public_id, at)
    part = _part_of(event, part_id)
    return _describe(event, part, lambda sheet: plans.correct_part(event, part, sheet, account, at), "Le temps est corrigé.")


@doors.post("/gestion/evenements/<public_id>/temps/<part_id>/retirer")
@facilitators
def remove(public_id, part_id):
    account, at = current_account(), clock.now()
    event = queries.event_run_by(account, public_id, at)
    try:
        plans.remove_part(event, _part_of(event, part_id), account, at)
        say("Le temps est retiré.")
    except Refusal as refusal:
        say(refusal.message, "error")
    return redirect(url_for("event_parts.index", public_id=public_id), 303)


def _describe(event, part, keep, done):
    form = PartForm(data=values_of_part(event, part))
    if form.accepted():
        try:
            keep(form.sheet(event))
            say(done)
            return redirect(url_for("event_parts.index", public_id=event.public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("events/parts.html", event=event, part=part, form=form), form.status


def _part_of(event, part_id):
    return next((part for part in event.parts if part.public_id == part_id), None) or abort(404)
