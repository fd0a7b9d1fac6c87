"""Writing to a selection of an event's people: written, read again, tried on oneself, then sent."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.attendance.queries import outcomes
from app.core import clock
from app.core.errors import Refusal
from app.core.limits import spend_or_stop
from app.events.queries import event_run_by
from app.invitations import sendings
from app.invitations.examples import example_message
from app.invitations.forms import MessageForm
from app.invitations.models import Purpose
from app.registrations.follow_queries import count_of, person_ids_of
from app.registrations.selections import fields_of, needs_marks, selection_from, words_of
from app.reminders.quiet import until
from app.ui.frame import say

doors = Blueprint("messages", __name__)


@doors.get("/gestion/evenements/<public_id>/message")
@facilitators
def new(public_id):
    """Write to those who are meant by the address of the page."""
    event = event_run_by(current_account(), public_id, clock.now())
    return _page(event, MessageForm(formdata=None))


@doors.post("/gestion/evenements/<public_id>/message")
@facilitators
def send(public_id):
    """Show the message again, send it to oneself, or to all: the button says which."""
    account, at = current_account(), clock.now()
    event, form = event_run_by(account, public_id, at), MessageForm()
    step = request.form.get("etape", "")
    if not form.accepted():
        return _page(event, form), 422
    if step == "essai":
        spend_or_stop("essai", account.public_id, most=30, within=timedelta(hours=1), at=at)
        sendings.send_test(event, account, form.subject.data, form.text(), at)
        say("Le courriel d’essai part à votre adresse.")
        return _page(event, form, is_read=True)
    if step != "envoi":
        return _page(event, form, is_read=True)
    try:
        numbers = person_ids_of(event, _selection(event))
        sendings.expect_as_seen(len(numbers), form.attendu.data)
        sending = sendings.start_sending(
            event, Purpose.MESSAGE, numbers, account, at, subject=form.subject.data, words=form.text(), not_before=_departure(event, at)
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(event, form, is_read=True), 422
    return redirect(url_for("invitations.progress", public_id=public_id, sending_id=sending.public_id), 303)


def _departure(event, at):
    """When a sending leaves: at once, unless its box says that it waits for a working hour."""
    return until(at, event.timezone, event.starts_at) if "attendre" in request.form else None


def _selection(event):
    return selection_from(request.values, outcomes(event) if needs_marks(request.values) else {})


def _page(event, form, *, is_read=False):
    selection = _selection(event)
    return render_template(
        "registrations/follow_message.html",
        event=event,
        form=form,
        count=count_of(event, selection),
        hidden=fields_of(request.values),
        selected=words_of(request.values, selection),
        is_read=is_read,
        quiet_until=until(clock.now(), event.timezone, event.starts_at),
        letter=example_message(event, form.subject.data, form.text(), clock.now()) if is_read else None,
    )
