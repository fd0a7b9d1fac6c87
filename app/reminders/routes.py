"""The letters planned for an event: their timeline, one of them, how it looks, and a trial sent to oneself."""

from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.core.limits import spend_or_stop
from app.events.queries import event_run_by
from app.outbox.frames import framed, may_frame
from app.outbox.making import letter_of
from app.outbox.queries import waiting_for_their_hour
from app.reminders import actions, timeline
from app.reminders.catalogue import KINDS
from app.reminders.due import Fate, fate_of
from app.reminders.forms import LetterForm, present
from app.reminders.people_queries import crowd_of, told_of
from app.reminders.previews import seen, sheet
from app.reminders.queries import planned_for
from app.reminders.readers_queries import reader_named, readers_of
from app.reminders.trials import send_trial
from app.ui import french
from app.ui.frame import say
from app.ui.french import plural

doors = Blueprint("reminders", __name__)
PLAN = "/gestion/evenements/<public_id>/lettres-prevues"


@doors.get(PLAN)
@facilitators
def plan(public_id):
    event, at = event_run_by(current_account(), public_id, clock.now()), clock.now()
    steps = timeline.steps_of(event, planned_for(event), crowd_of(event), told_of(event), at)
    coming = timeline.next_departure(steps)
    later = waiting_for_their_hour(event.id, at)
    next_on = timeline.next_day(event, coming, later.values())
    return render_template("reminders/plan.html", event=event, steps=steps, coming=coming, later=later, next_on=next_on)


@doors.route(f"{PLAN}/<slug>", methods=["GET", "POST"])
@facilitators
def edit(public_id, slug):
    account, at = current_account(), clock.now()
    event, planned = _found(public_id, slug)
    there = french.local(event.starts_at if planned.anchor != "end" else event.ends_at, event.timezone)
    form = LetterForm(data=present(planned, there)).fit(planned)
    if form.accepted():
        try:
            actions.change(planned, event, form.change(planned), account, at)
            say(f"« {KINDS[planned.letter].label} » est à jour.")
            return redirect(url_for("reminders.plan", public_id=public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    form.tell_usual_subject(_sample(planned, event), planned)
    has_left = fate_of(planned, event, at) is Fate.LEFT
    shown = {"event": event, "planned": planned, "kind": KINDS[planned.letter], "slug": slug, "has_left": has_left}
    return render_template("reminders/edit.html", form=form, **shown), form.status


@doors.get(f"{PLAN}/<slug>/apercu")
@facilitators
def preview(public_id, slug):
    """The letter as an invented person would see it, or someone of the event."""
    event, planned = _found(public_id, slug)
    reader = _reader(event)
    letter = _sample(planned, event, reader)
    shown = {"event": event, "kind": KINDS[planned.letter], "slug": slug, "letter": letter, "reader": reader, "readers": readers_of(event)}
    shown["seen"] = seen(letter, reader.person.letterbox if reader else None, event.days) if letter else None
    return may_frame(render_template("reminders/preview.html", **shown))


@doors.get(f"{PLAN}/<slug>/apercu.html")
@facilitators
def preview_sheet(public_id, slug):
    event, planned = _found(public_id, slug)
    letter = _sample(planned, event, _reader(event))
    if letter is None:
        abort(404)
    return framed(sheet(letter))


@doors.post(f"{PLAN}/<slug>/essai")
@facilitators
def try_out(public_id, slug):
    account, at = current_account(), clock.now()
    spend_or_stop("essai", account.public_id, most=30, within=timedelta(hours=1), at=at)
    event, planned = _found(public_id, slug)
    reader = _reader(event)
    if _sample(planned, event, reader) is None:
        say("Ce courriel n’a encore rien à dire : ajoutez-y un texte ou un lien.", "error")
    else:
        send_trial(planned, event, account, at, reader.person.public_id if reader else "")
        say(f"Un essai part à {account.email}. Personne d’autre ne le reçoit.")
    pour = reader.person.public_id if reader else None
    return redirect(url_for("reminders.preview", public_id=public_id, slug=slug, pour=pour), 303)


@doors.post(f"{PLAN}/<slug>/sans-attendre")
@facilitators
def leave_now(public_id, slug):
    account, at = current_account(), clock.now()
    event, planned = _found(public_id, slug)
    try:
        count = actions.leave_now(planned, event, account, at)
        say(f"{plural(count, 'courriel part', 'courriels partent')} dans les minutes qui viennent.")
    except Refusal as refusal:
        say(refusal.message, "info")
    return redirect(url_for("reminders.plan", public_id=public_id), 303)


def _found(public_id, slug):
    event = event_run_by(current_account(), public_id, clock.now())
    planned = actions.letter_named(event, slug)
    if planned is None:
        abort(404)
    return event, planned


def _reader(event):
    """Whom the letter is looked at for; nobody when the address names none, somebody of this event or nothing."""
    asked = request.args.get("pour", "")
    return (reader_named(event, asked) or abort(404)) if asked else None


def _sample(planned, event, reader=None):
    """The letter made by the mailroom, as it would be for someone."""
    ids = {"letter": planned.letter, **({"reader": reader.person.public_id} if reader else {})}
    return letter_of("sample", ids, clock.now(), event_id=event.id)
