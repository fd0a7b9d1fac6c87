"""Inviting, nudging and following what was sent to many: the facilitator's pages."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.dashboards.solicitation import LEVELS, Limits, recent_of
from app.directory.queries import job_role_choices
from app.events.policy import may_run
from app.events.queries import event_read_by, event_run_by
from app.invitations import sendings
from app.invitations.examples import example_of
from app.invitations.forms import AudienceForm, SendForm
from app.invitations.invitees import REASONS, reach
from app.invitations.invitees_queries import invitees_of, territories_of, territory_choices
from app.invitations.models import PURPOSES, Purpose
from app.invitations.sendings_queries import answers_of, read_who_signs, sending_named, sendings_of, silent_numbers
from app.networks.queries import networks_run_by
from app.registrations.follow import may_be_nudged
from app.registrations.follow_queries import PAGE, Selection, count_of, guests_of, live_person_ids, person_ids_of
from app.reminders.letters import worded
from app.reminders.quiet import until
from app.ui.forms import page_asked
from app.ui.frame import say
from app.ui.french import plural

doors = Blueprint("invitations", __name__)


@doors.get("/gestion/evenements/<public_id>/inviter")
@facilitators
def invite(public_id):
    event = event_run_by(current_account(), public_id, clock.now())
    form = _audience_form(event, request.args)
    form.validate()
    return _preview(event, form), 422 if form.errors else 200


@doors.post("/gestion/evenements/<public_id>/inviter")
@facilitators
def send_invitations(public_id):
    account, at = current_account(), clock.now()
    event = event_run_by(account, public_id, at)
    form, answer = _audience_form(event, request.form), SendForm()
    if not (form.validate() and answer.accepted()):
        return _preview(event, form, answer), 422
    if request.form.get("etape") == "lecture":
        return _preview(event, form, answer)
    people = _reach_of(event, form)
    try:
        sendings.expect_as_seen(people.total, answer.attendu.data)
        chosen = people.without(set(request.form.getlist("sauf")))
        sending = sendings.start_sending(
            event, Purpose(answer.objet.data), chosen, account, at, words=answer.mot.data or "", not_before=_departure(event, at)
        )
    except Refusal as refusal:
        answer.refuse(refusal)
        return _preview(event, form, answer), 422
    return redirect(url_for("invitations.progress", public_id=event.public_id, sending_id=sending.public_id), 303)


@doors.get("/gestion/evenements/<public_id>/invitations")
def index(public_id):
    account, at = current_account(), clock.now()
    event = event_read_by(account, public_id, at)
    page = page_asked()
    silent = Selection(situation="sans-reponse")
    invited, accepted, declined, unanswered = answers_of(event)
    return render_template(
        "invitations/index.html",
        event=event,
        sendings=[(one, sendings.has_ended(one, at)) for one in sendings_of(event)],
        invited=invited,
        accepted=accepted,
        declined=declined,
        unanswered=unanswered,
        guests=guests_of(event, silent, page=page),
        page=page,
        page_url=lambda number: url_for("invitations.index", public_id=public_id, page=number),
        last=max(1, -(-count_of(event, silent) // PAGE)),
        to_nudge=len(silent_numbers(event, sendings.MOST_NUDGES)),
        may_be_nudged=lambda guest: may_be_nudged(guest, sendings.MOST_NUDGES),
        most=sendings.MOST_NUDGES,
        open=sendings.may_be_sent(event, Purpose.NUDGE, at),
        may_run=may_run(account, event, at),
        quiet_until=until(at, event.timezone, event.starts_at),
        purposes=PURPOSES,
    )


@doors.post("/gestion/evenements/<public_id>/relancer")
@facilitators
def nudge(public_id):
    """Nudge the people ticked, or all those who did not answer when the button says so."""
    account, at = current_account(), clock.now()
    event = event_run_by(account, public_id, at)
    numbers = silent_numbers(event, sendings.MOST_NUDGES)
    if "tous" not in request.form:
        ticked = frozenset(request.form.getlist("personne"))
        chosen = set(person_ids_of(event, Selection(people=ticked))) if ticked else set()
        numbers = [number for number in numbers if number in chosen]
    try:
        sending = sendings.start_sending(event, Purpose.NUDGE, numbers, account, at, not_before=_departure(event, at))
    except Refusal as refusal:
        say(_why_nobody(refusal, numbers), "error")
        return redirect(url_for("invitations.index", public_id=event.public_id), 303)
    return redirect(url_for("invitations.progress", public_id=event.public_id, sending_id=sending.public_id), 303)


@doors.get("/gestion/evenements/<public_id>/envois/<sending_id>")
def progress(public_id, sending_id):
    event = event_read_by(current_account(), public_id, clock.now())
    sending = sending_named(event, sending_id) or abort(404)
    return render_template(
        "invitations/progress.html",
        event=event,
        sending=sending,
        purpose=PURPOSES[sending.purpose],
        now=clock.now(),
        has_ended=sendings.has_ended(sending, clock.now()),
        may_run=may_run(current_account(), event, clock.now()),
    )


@doors.post("/gestion/evenements/<public_id>/envois/<sending_id>/arreter")
@facilitators
def stop(public_id, sending_id):
    account, at = current_account(), clock.now()
    event = event_run_by(account, public_id, at)
    sending = sending_named(event, sending_id) or abort(404)
    try:
        sendings.stop(sending, account, at)
        say(f"L’envoi est arrêté : {plural(sending.total - sending.done, 'personne ne recevra', 'personnes ne recevront')} rien.")
    except Refusal as refusal:
        say(refusal.message, "info")
    return redirect(url_for("invitations.progress", public_id=event.public_id, sending_id=sending.public_id), 303)


def _departure(event, at):
    """When a sending leaves: at once, unless its box says that it waits for a working hour."""
    return until(at, event.timezone, event.starts_at) if "attendre" in request.form else None


def _audience_form(event, given):
    account, at = current_account(), clock.now()
    read_who_signs(event)
    form = AudienceForm(given or _usual_audience(event), meta={"csrf": False})
    form.networks = {network.code: network for network in [*event.networks, *networks_run_by(account, at)]}
    regions, departments = territory_choices()
    form.offer([(code, network.name) for code, network in form.networks.items()], job_role_choices(), regions, departments)
    return form


def _usual_audience(event):
    """The networks of the event, where it takes place when it says so."""
    regions, departments = territories_of(event)
    pairs = [("reseaux", network.code) for network in event.networks]
    return MultiDict(pairs + [("regions", code) for code in regions] + [("departements", code) for code in departments])


def _reach_of(event, form):
    audience = form.audience()
    networks = [form.networks[code] for code in audience.networks if code in form.networks]
    return reach(invitees_of(event, audience, networks, clock.today()), live_person_ids(event))


def _preview(event, form, answer=None):
    found, at = _reach_of(event, form), clock.now()
    return render_template(
        "invitations/invite.html",
        event=event,
        form=form,
        reach=found,
        solicited=recent_of((one.job_role for one in found.to_write), at, Limits.of(current_app.config)) if found.total else [],
        levels=LEVELS,
        reasons=REASONS,
        left_out=set(request.form.getlist("sauf")),
        open=sendings.may_be_sent(event, Purpose.INVITATION, clock.now()),
        letter=letter_to_read(event, answer),
        answer=answer or SendForm(formdata=None),
        quiet_until=until(clock.now(), event.timezone, event.starts_at),
    )


def letter_to_read(event, answer=None):
    """The letter that the form would send: its word, else those that the plan has for this letter."""
    announces = answer is not None and answer.objet.data == Purpose.SAVE_THE_DATE.value
    purpose = Purpose.SAVE_THE_DATE if announces else Purpose.INVITATION
    words = (answer.mot.data or "") if answer and not answer.mot.errors else ""
    letter = example_of(event, clock.now(), purpose, words)
    return letter if words else worded(letter, event.id, purpose.value)


def _why_nobody(refusal, numbers):
    return refusal.message if numbers else "Aucune personne cochée n’est à relancer : on relance, deux fois au plus, qui n’a pas répondu."
