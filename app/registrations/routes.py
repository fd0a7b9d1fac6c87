"""The page of one event, and its letters: what a facilitator follows, and an organiser reads."""

from datetime import timedelta

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.attendance.queries import outcomes
from app.core import clock, limits
from app.core.errors import Refusal
from app.events.policy import may_record_attendance, may_run
from app.events.queries import event_read_by, event_run_by
from app.events.words import DOORS, STATES, State
from app.invitations.models import PURPOSES, Purpose
from app.invitations.sendings import MOST_NUDGES, has_ended, may_be_sent
from app.invitations.sendings_queries import sendings_of
from app.outbox.kinds import kind_of
from app.outbox.making import UnknownKind, letter_of
from app.outbox.many_queries import why_waiting
from app.outbox.models import LETTER_STATES
from app.registrations.follow import overview
from app.registrations.follow_actions import send_settled_again
from app.registrations.follow_queries import Selection, guests_of
from app.registrations.follow_troubles import to_correct
from app.registrations.letters_queries import PAGE, kinds_at, letter_named, letters_of
from app.reminders.previews import seen
from app.ui.forms import page_asked
from app.ui.frame import say

doors = Blueprint("registrations", __name__)

# The pages of one event, in the order of its life. A tab opens the first of its pages that this account may see.
PAGES = (
    ("Vue d’ensemble", "registrations.follow"),
    ("Personnes", "event_people.index"),
    ("Invitations", "invitations.index"),
    ("Courriels", "reminders.plan"),
    ("Courriels", "registrations.letters"),
    ("Présences", "attendance.sheet"),
    ("Présences", "attendance.print_sheet"),  # for whoever may read without saying who came
    ("Satisfaction", "satisfaction.results"),
    ("Exports", "reports.exports"),
)
# Pages that stand behind one of these.
BEHIND = {
    "registrations.follow": ("events.", "event_states.", "event_parts.", "event_filing."),
    "event_people.index": ("event_people.", "newcomers.", "messages."),
    "invitations.index": ("invitations.", "guest_lists."),
    "registrations.letters": ("registrations.letter", "registrations.send_letter_again"),
    "reminders.plan": ("reminders.", "registrations.letter", "registrations.send_letter_again"),
    "attendance.sheet": ("attendance.",),
    "attendance.print_sheet": ("attendance.",),
}
FRESH = timedelta(days=2)  # nobody is pressed to nudge people who have hardly had the time to answer
STEPS = (State.DRAFT, State.PUBLISHED, State.CLOSED, State.HELD, State.ARCHIVED)


@doors.get("/gestion/evenements/<public_id>")
def follow(public_id):
    account, at = current_account(), clock.now()
    event = event_read_by(account, public_id, at)
    marks = {number: mark.value for number, mark in outcomes(event).items()}
    sendings = sendings_of(event)
    return render_template(
        "registrations/follow.html",
        event=event,
        now=at,
        told=overview(guests_of(event, Selection()), marks, MOST_NUDGES),
        has_marks=bool(marks),
        letters=kinds_at(event),
        troubles=to_correct(event),
        sendings=[one for one in sendings if not has_ended(one, at)],
        is_fresh=any(at - one.asked_at < FRESH for one in sendings),
        purposes=PURPOSES,
        may_run=may_run(account, event, at),
        may_invite=may_be_sent(event, Purpose.INVITATION, at),
        steps=[STATES[step] for step in STEPS],
        state=STATES[event.state],
        kind_of=kind_of,
        doors=DOORS,
    )


@doors.get("/gestion/evenements/<public_id>/courriers")
def letters(public_id):
    account, at = current_account(), clock.now()
    event = event_read_by(account, public_id, at)
    page = page_asked()
    chosen = {name: request.args.get(name, "")[:60] for name in ("etat", "courriel", "q")}
    found, total = letters_of(event, state=chosen["etat"], kind=chosen["courriel"], search=chosen["q"], page=page)
    return render_template(
        "registrations/follow_letters.html",
        event=event,
        found=found,
        total=total,
        chosen=chosen,
        kinds=kinds_at(event),
        kind_of=kind_of,
        states=LETTER_STATES,
        page=page,
        page_url=lambda number: url_for(
            "registrations.letters", public_id=public_id, page=number, **{k: v for k, v in chosen.items() if v}
        ),
        last=max(1, -(-total // PAGE)),
        may_run=may_run(account, event, at),
    )


@doors.get("/gestion/evenements/<public_id>/courriers/<letter_id>")
def letter(public_id, letter_id):
    """One letter's story, and the letter as it would read today."""
    account, at = current_account(), clock.now()
    event = event_read_by(account, public_id, at)
    sent = letter_named(event, letter_id) or abort(404)
    made = _made_again(sent.letter, at)
    return render_template(
        "registrations/follow_letter.html",
        event=event,
        sent=sent,
        kind=kind_of(sent.letter.kind),
        state=LETTER_STATES[sent.letter.state],
        why=why_waiting([sent.letter], at).get(sent.letter.id, ""),
        letter=made,
        seen=seen(made, sent.letter.recipient) if made else None,
        may_run=may_run(account, event, at),
    )


@doors.post("/gestion/evenements/<public_id>/courriers/<letter_id>/renvoyer")
@facilitators
def send_letter_again(public_id, letter_id):
    account, at = current_account(), clock.now()
    event = event_run_by(account, public_id, at)
    sent = letter_named(event, letter_id) or abort(404)
    limits.spend_letter(sent.letter.recipient, at)
    try:
        send_settled_again(sent.letter, sent.person.letterbox if sent.person else sent.letter.recipient, account, at)
        say("Le courriel repart : il est dans la file d’envoi.".replace(" :", "\u00a0:"))
    except Refusal as refusal:
        say(refusal.message, "error")
    return redirect(url_for("registrations.letters", public_id=public_id), 303)


@doors.app_context_processor
def _pages():
    return {"event_tabs": _tabs}


def _tabs(event):
    """Label, address, whether we are there: of the pages of this event that this account may open."""
    account, at = current_account(), clock.now()
    closed = set() if may_record_attendance(account, event, at) else {"attendance.sheet"}
    runs = may_run(account, event, at)
    found = []
    for label, endpoint in PAGES:
        for_facilitators = getattr(current_app.view_functions[endpoint], "opens_to", "") == "facilitators"
        if endpoint in closed or (for_facilitators and not runs) or any(one[0] == label for one in found):
            continue
        (name,) = next(current_app.url_map.iter_rules(endpoint)).arguments
        found.append((label, url_for(endpoint, **{name: event.public_id}), _is_here(endpoint)))
    return found


def _is_here(endpoint):
    here = request.endpoint or ""
    return endpoint == here or here.startswith(BEHIND.get(endpoint, ("-",)))


def _made_again(row, at):
    """The letter of that fact today; nothing when the fact is no longer true, or nobody makes this kind any more."""
    try:
        return letter_of(row.kind, row.ids, at, event_id=row.event_id, person_id=row.person_id)
    except (UnknownKind, KeyError):
        current_app.logger.warning("no letter of kind %s", row.kind)
        return None
