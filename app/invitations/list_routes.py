"""Inviting from a list that was pasted or uploaded: checked, shown, then confirmed."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.core.security import takes_files
from app.core.sheets_in import ACCEPT, read_pasted, read_rows
from app.events.queries import event_run_by
from app.invitations import sendings
from app.invitations.forms import ListForm, SendForm
from app.invitations.guest_list_queries import held_list, list_named
from app.invitations.guest_lists import read_lines
from app.invitations.guests import bring_in, keep_list, match
from app.invitations.invitees import REASONS, reach
from app.invitations.invitees_queries import invitees_among
from app.invitations.models import Purpose
from app.invitations.routes import letter_to_read
from app.registrations.follow_queries import live_person_ids
from app.reminders.quiet import until

doors = Blueprint("guest_lists", __name__)


@doors.route("/gestion/evenements/<public_id>/inviter/liste", methods=["GET", "POST"])
@facilitators
@takes_files
def new(public_id):
    """Give a list."""
    account, at = current_account(), clock.now()
    event, form = event_run_by(account, public_id, at), ListForm()
    if form.accepted():
        try:
            guests = keep_list(event, _lines_of(form), account, at)
            return redirect(url_for("guest_lists.show", public_id=public_id, list_id=guests.public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("invitations/list.html", event=event, form=form, accept=ACCEPT), form.status


@doors.get("/gestion/evenements/<public_id>/inviter/liste/<list_id>")
@facilitators
def show(public_id, list_id):
    """See what a list comes to."""
    event = event_run_by(current_account(), public_id, clock.now())
    guests = list_named(event, list_id) or abort(404)
    return _preview(event, guests)


@doors.post("/gestion/evenements/<public_id>/inviter/liste/<list_id>")
@facilitators
def confirm(public_id, list_id):
    """Create those who are new, and write to all."""
    account, at = current_account(), clock.now()
    event, answer = event_run_by(account, public_id, at), SendForm()
    guests = held_list(event, list_id) or abort(404)
    if request.form.get("etape") == "lecture" and guests.used_at is None:
        answer.validate()
        return _preview(event, guests, answer)
    found = match(guests, clock.today())
    left_out = set(request.form.getlist("sauf"))
    try:
        _expect_usable(guests, answer)
        sendings.expect_as_seen(_total(event, found), answer.attendu.data)
        found.newcomers = [one for one in found.newcomers if one.line.number not in left_out]
        chosen = reach(invitees_among(event, bring_in(found, event, account, at), clock.today()), live_person_ids(event)).without(left_out)
        sending = sendings.start_sending(
            event, Purpose(answer.objet.data), chosen, account, at, words=answer.mot.data or "", not_before=_departure(event, at)
        )
    except Refusal as refusal:
        answer.refuse(refusal)
        return _preview(event, guests, answer)
    guests.used_at, guests.lines = at, []
    return redirect(url_for("invitations.progress", public_id=public_id, sending_id=sending.public_id), 303)


def _lines_of(form):
    if form.file.data:
        return read_lines(read_rows(form.file.data))
    if not form.pasted.data:
        raise Refusal("Collez une liste, ou joignez un fichier.", "pasted")
    return read_lines(read_pasted(form.pasted.data))


def _expect_usable(guests, answer):
    if guests.used_at is not None:
        raise Refusal("Cette liste a déjà servi.")
    if not answer.validate():
        raise Refusal("Rien n’est encore parti.")


def _departure(event, at):
    """When a sending leaves: at once, unless its box says that it waits for a working hour."""
    return until(at, event.timezone, event.starts_at) if "attendre" in request.form else None


def _total(event, found):
    return reach(invitees_among(event, found.known, clock.today()), live_person_ids(event)).total + len(found.newcomers)


def _preview(event, guests, answer=None):
    found, answer = match(guests, clock.today()), answer or SendForm(formdata=None)
    page = render_template(
        "invitations/list_preview.html",
        event=event,
        guests=guests,
        found=found,
        reach=reach(invitees_among(event, found.known, clock.today()), live_person_ids(event)),
        reasons=REASONS,
        left_out=set(request.form.getlist("sauf")),
        open=sendings.may_be_sent(event, Purpose.INVITATION, clock.now()),
        letter=letter_to_read(event, answer),
        answer=answer,
        quiet_until=until(clock.now(), event.timezone, event.starts_at),
    )
    return page, answer.status
