"""The attendance of an event: on screen, on paper, and when it is finished."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for

from app.accounts.guard import administrators, current_account
from app.attendance import actions, policy, queries, walk_in_actions
from app.attendance.forms import WalkInForm, marks_in
from app.attendance.models import MARKS
from app.attendance.queries import UNMARKED, Filter
from app.attendance.sheet import everyone, half_day_at, sheet_of, told, undoing
from app.core import clock
from app.core.errors import Refusal
from app.core.text import clean_line
from app.directory import postings
from app.directory.queries import (
    department_choices,
    job_role_choices,
    organisation_by_slug,
    organisation_choices,
    person_by_public_id,
)
from app.events.queries import event_read_by
from app.satisfaction.actions import close_attendance
from app.ui.forms import page_asked
from app.ui.frame import say
from app.ui.french import plural

doors = Blueprint("attendance", __name__)
EVENT = "/gestion/evenements/<public_id>"
BLANK_LINES = 10
STATES = {UNMARKED: "Sans mention"} | {mark.value: label for mark, label in MARKS.items()}


@doors.get(f"{EVENT}/presences")
def sheet(public_id):
    account, at = current_account(), clock.now()
    event = queries.event_recorded_by(account, public_id, at)
    half_day = half_day_at(event, request.args.get("temps", type=int), at)
    if half_day is None or not event.has_begun(at):
        return render_template("attendance/not_begun.html", event=event, expected=queries.count_of(event, None, Filter()))
    etat = request.args.get("etat", "")
    sought = Filter(clean_line(request.args.get("q", ""))[:80], etat if etat in STATES else "")
    shown = sheet_of(event, half_day, sought, page_asked())
    last = queries.last_recording(event, account) if policy.is_open(event, at) else None
    return render_template(
        "attendance/sheet.html",
        event=event,
        sheet=shown,
        is_open=policy.is_open(event, at),
        is_over=event.is_over(at),
        may_reopen=policy.may_reopen(account, event),
        undo=undoing(event, last) if last else "",
        has_marks=queries.has_marks(event),
        marks=MARKS,
        states=STATES,
        page_url=lambda number: url_for(
            "attendance.sheet", public_id=public_id, temps=half_day.position, q=sought.words, etat=sought.mark, page=number
        ),
    )


@doors.post(f"{EVENT}/presences/saisie")
def record(public_id):
    event, half_day, account, at = _written(public_id)
    only = request.form.get("ligne", "")
    marks = marks_in(request.form, only)
    people = queries.registrations_on(event, marks)
    recording = actions.record(event, half_day, {people[name]: mark for name, mark in marks.items() if name in people}, account, at)
    if request.accept_mimetypes.best == "application/json":
        tally = queries.tallies(event)[half_day.id]
        last = queries.last_recording(event, account)
        words = {"told": told(tally), "everyone": everyone(tally), "undo": undoing(event, last) if last else ""}
        return jsonify(**words, present=tally.present, total=tally.total)
    say(f"{plural(recording.size, 'mention enregistrée', 'mentions enregistrées')}." if recording else "Rien n’a changé.")
    return _back(public_id, only)


@doors.post(f"{EVENT}/presences/tous")
def mark_everyone(public_id):
    event, half_day, account, at = _written(public_id)
    recording = actions.record_all_present(event, half_day, account, at)
    if recording:
        say(f"{plural(recording.size, 'personne notée présente', 'personnes notées présentes')}. Corrigez maintenant les absences.")
    else:
        say("Tout le monde avait déjà une mention.", "info")
    return _back(public_id)


@doors.post(f"{EVENT}/presences/annuler")
def undo(public_id):
    event, _, account, at = _written(public_id)
    recording = actions.undo(event, account, at)
    say(f"La dernière saisie est annulée ({plural(recording.size, 'personne')}).")
    return _back(public_id)


@doors.route(f"{EVENT}/presences/sur-place", methods=["GET", "POST"])
def walk_in(public_id):
    account, at = current_account(), clock.now()
    event = queries.event_recorded_by(account, public_id, at)
    half_day = half_day_at(event, request.values.get("temps", type=int), at)
    form, words = WalkInForm(), clean_line(request.args.get("q", ""))[:80]
    form.offer(organisation_choices(clock.today()), department_choices(), job_role_choices())
    if form.accepted():
        try:
            person = walk_in_actions.newcomer(_newcomer(form), at)
            return _admitted(event, person, half_day, account, at)
        except Refusal as refusal:
            form.refuse(refusal)
    found = queries.people_to_admit(event, words) if len(words) > 1 else []
    page = render_template(
        "attendance/walk_in.html",
        event=event,
        is_open=policy.is_open(event, at),
        half_day=half_day,
        form=form,
        words=words,
        found=found,
        label_of=policy.label_of,
    )
    return page, form.status


@doors.post(f"{EVENT}/presences/sur-place/<person_id>")
def admit(public_id, person_id):
    event, half_day, account, at = _written(public_id)
    person = person_by_public_id(person_id)
    if person is None:
        raise Refusal("Cette personne n’est plus dans l’annuaire.")
    return _admitted(event, person, half_day, account, at)


@doors.post(f"{EVENT}/presences/terminer")
def close(public_id):
    event, _, account, at = _written(public_id)
    count = close_attendance(event, account, at)
    say(f"La saisie est terminée : {plural(count, 'personne présente va recevoir', 'personnes présentes vont recevoir')} un remerciement.")
    return _back(public_id)


@doors.post(f"{EVENT}/presences/sans-emargement")
def declare_none(public_id):
    event, _, account, at = _written(public_id)
    actions.declare_none(event, account, at)
    say("C’est noté : il n’y a pas eu d’émargement. Personne n’est compté absent.")
    return _back(public_id)


@doors.post(f"{EVENT}/presences/rouvrir")
@administrators
def reopen(public_id):
    event, _, account, at = _written(public_id)
    actions.reopen(event, account, at)
    say("La saisie est rouverte. Les courriels déjà partis ne sont pas rappelés.")
    return _back(public_id)


@doors.get(f"{EVENT}/feuille")
def print_sheet(public_id):
    event = event_read_by(current_account(), public_id, clock.now())
    return render_template(
        "attendance/print_sheet.html",
        event=event,
        people=queries.roster(event, None, Filter()),
        columns=policy.labels_of(event, event.half_days),
        blanks=BLANK_LINES,
    )


def _written(public_id):
    """What every writing door begins with: the event, the half-day of the form, who writes and when."""
    account, at = current_account(), clock.now()
    event = queries.event_recorded_by(account, public_id, at)
    policy.expect_half_days(event)
    half_day = half_day_at(event, request.form.get("temps", type=int), at) or event.half_days[0]
    return event, half_day, account, at


def _admitted(event, person, half_day, account, at):
    policy.expect_half_days(event)
    registration = walk_in_actions.walk_in(event, person, half_day or event.half_days[0], account, at)
    say(f"{registration.person.name} est sur la feuille, avec la mention « Présent ».")
    return redirect(url_for("attendance.sheet", public_id=event.public_id, temps=half_day.position if half_day else None), 303)


def _newcomer(form):
    organisation = organisation_by_slug(form.organisation.data) if form.organisation.data else None
    where = postings.Place(organisation.id if organisation else None, form.department.data or None, form.job_role.data or None)
    return walk_in_actions.Newcomer(form.first_name.data, form.last_name.data, form.email.data, where)


def _back(public_id, line=""):
    """The same page of the same sheet, at the line just written."""
    kept = {name: request.form[name] for name in ("temps", "q", "etat", "page") if request.form.get(name)}
    return redirect(url_for("attendance.sheet", public_id=public_id, **kept, _anchor=f"l-{line}" if line else None), 303)
