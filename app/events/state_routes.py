"""The steps of an event: each is a button, and each is kept in the journal."""

from flask import Blueprint, redirect, render_template, request, url_for

from app.accounts.guard import administrators, current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.directory.undeliverable import told_and_lost
from app.events import queries
from app.events.copy_forms import CallOffForm
from app.journal import actions as journal
from app.registrations import actions as registration_actions
from app.registrations.queries import counts_of
from app.registrations.telling import concerned
from app.ui.frame import say

doors = Blueprint("event_states", __name__)


@doors.post("/gestion/evenements/<public_id>/publier")
@facilitators
def publish(public_id):
    done = "L’événement est publié : sa page est ouverte. Vous pouvez inviter."
    return _step(public_id, "event_published", lambda event, at: event.publish(at), done)


@doors.post("/gestion/evenements/<public_id>/clore")
@facilitators
def close(public_id):
    done = "Les inscriptions sont closes. La liste d’attente continue de servir les places qui se libèrent."
    return _step(public_id, "event_closed", lambda event, at: event.close(at), done)


@doors.post("/gestion/evenements/<public_id>/rouvrir")
@facilitators
def reopen(public_id):
    return _step(public_id, "event_reopened", lambda event, at: event.reopen(at), "Les inscriptions sont rouvertes.")


@doors.post("/gestion/evenements/<public_id>/tenir")
@facilitators
def hold(public_id):
    return _step(public_id, "event_held", lambda event, at: event.hold(at), "L’événement est marqué comme tenu. Saisissez les présences.")


@doors.route("/gestion/evenements/<public_id>/archiver", methods=["GET", "POST"])
@facilitators
def archive(public_id):
    if request.method == "GET":
        return render_template("events/archive.html", event=queries.event_run_by(current_account(), public_id, clock.now()))
    return _step(public_id, "event_archived", lambda event, at: event.archive(at), "L’événement est archivé : il ne se modifie plus.")


@doors.post("/gestion/evenements/<public_id>/retablir")
@administrators
def unhold(public_id):
    return _step(public_id, "event_not_held", lambda event, at: event.unhold(), "L’événement n’est plus marqué comme tenu.")


@doors.route("/gestion/evenements/<public_id>/annuler", methods=["GET", "POST"])
@facilitators
def call_off(public_id):
    account, at = current_account(), clock.now()
    event, form = queries.event_run_by(account, public_id, at), CallOffForm()
    if form.accepted():
        try:
            registration_actions.call_off(event, form.reason.data, account.actor, at)
            say("L’événement est annulé. Un courriel part aux personnes concernées, et retire l’événement de leur agenda.")
            return redirect(url_for("registrations.follow", public_id=public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    told, lost = told_and_lost([one.person for one in concerned(event)] if event.is_coming else [])
    return render_template("events/call_off.html", event=event, form=form, counts=counts_of(event), told=told, lost=lost), form.status


def _step(public_id, verb, change, done):
    """Take the step, or say why it cannot be taken; either way, back to the event's page."""
    account, at = current_account(), clock.now()
    event = queries.event_run_by(account, public_id, at)
    queries.hold(event)
    before = event.state.value
    try:
        change(event, at)
    except Refusal as refusal:
        say(refusal.message, "error")
    else:
        event.changed_at = at
        journal.write(account.actor, verb, event.thing, at=at, before={"state": before}, after={"state": event.state.value})
        say(done)
    return redirect(url_for("registrations.follow", public_id=public_id), 303)
