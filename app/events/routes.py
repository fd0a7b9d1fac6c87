"""Describing an event: a new one, a correction, a copy, the end of a draft."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.directory.undeliverable import told_and_lost
from app.events import actions, queries, steps, warnings
from app.events.choices import offer
from app.events.copy_forms import CopyForm
from app.events.forms import EventForm, values_of_kind, values_of_sheet
from app.events.sheet import sheet_of
from app.events.words import Modality
from app.inbox.queries import forget_event
from app.registrations.corrections import correct
from app.registrations.queries import counts_of
from app.registrations.telling import concerned_by
from app.reminders import actions as reminder_actions
from app.ui import french
from app.ui.frame import say
from app.ui.markdown import markdown

doors = Blueprint("events", __name__)

# What a button of the page asks for, other than keeping it; keeping is "save", or "confirm" once people have been counted.
LOOKING = {"preview", "check", "partner"}
CHANGED = {"start": "le début", "end": "la fin", "place": "le lieu", "link": "le lien de connexion", "title": "le titre"}


@doors.app_template_global("steps_of")
def steps_of(event):
    """The buttons of an event for who is signed in (templates/events/_actions.html)."""
    return steps.steps_of(event, current_account(), clock.now())


@doors.app_template_global("warnings_of")
def warnings_of(event):
    """What to know about the date of an event (templates/events/_warnings.html)."""
    return warnings.about_event(event, current_account(), clock.now())


@doors.route("/gestion/evenements/nouveau", methods=["GET", "POST"])
@facilitators
def new():
    kind = queries.kind_of(request.args.get("genre", ""))
    if kind is None:
        return render_template("events/kinds.html", kinds=queries.kinds())
    account, at = current_account(), clock.now()
    form = offer(EventForm(data=values_of_kind(kind)), account, at)
    if _only_looks(form):
        return _page(form, kind, None)
    if form.accepted():
        try:
            event = actions.create(form.sheet(kind), account, at)
            reminder_actions.plan(event, at)
            say("Le brouillon est enregistré : publiez-le quand il est prêt. Personne n’est prévenu avant.")
            return redirect(url_for("registrations.follow", public_id=event.public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(form, kind, None)


@doors.route("/gestion/evenements/<public_id>/modifier", methods=["GET", "POST"])
@facilitators
def edit(public_id):
    account, at = current_account(), clock.now()
    event = queries.event_run_by(account, public_id, at)
    form = offer(EventForm(data=values_of_sheet(sheet_of(event))), account, at, event.networks)
    if not event.may_change:
        say("Cet événement ne se modifie plus.", "error")
        return redirect(url_for("registrations.follow", public_id=public_id), 303)
    if _only_looks(form):
        return _page(form, event.kind, event)
    if form.accepted():
        try:
            sheet = form.sheet(event.kind)
            told, lost = _people_to_tell(event, sheet)
            if told + lost and request.form.get("act") != "confirm":
                return _page(form, event.kind, event, told=told, changes=_changes(event, sheet) | {"lost": lost})
            return _keep(event, sheet, account, at)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(form, event.kind, event)


@doors.route("/gestion/evenements/<public_id>/dupliquer", methods=["GET", "POST"])
@facilitators
def duplicate(public_id):
    account, at = current_account(), clock.now()
    event = queries.event_run_by(account, public_id, at)
    form = CopyForm.of(event)
    if form.accepted():
        try:
            copy = actions.duplicate(event, account, at, form.starts_at(event))
            for warning in warnings.about_event(copy, account, at):
                say(warning.words, "warning")
            say("La copie est un brouillon sans aucune réponse. Relisez-la, puis publiez-la.")
            return redirect(url_for("events.edit", public_id=copy.public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("events/duplicate.html", event=event, form=form), form.status


@doors.route("/gestion/evenements/<public_id>/supprimer", methods=["GET", "POST"])
@facilitators
def delete(public_id):
    event = queries.event_run_by(current_account(), public_id, clock.now())
    if request.method == "POST":
        forget_event(event)
        actions.delete_draft(event, current_account(), clock.now())
        say("Le brouillon est supprimé.")
        return redirect(url_for("calendar_pages.month"), 303)
    if not event.is_draft:
        abort(404)
    return render_template("events/delete.html", event=event)


def _keep(event, sheet, account, at):
    """Correct the event and say what is true now."""
    changed = correct(event, sheet, account, at)
    reminder_actions.plan(event, at)  # online or on site, the letters are not the same
    say(
        "Les modifications sont enregistrées."
        + (" Un courriel part aux personnes concernées, et met leur agenda à jour." if changed and event.is_coming else "")
    )
    return redirect(url_for("registrations.follow", public_id=event.public_id), 303)


def _people_to_tell(event, sheet):
    """How many people would learn of a change, and how many cannot; none while the event is a draft or when nothing that matters changes."""
    changed = actions.material_changes(event, sheet)
    people = [one.person for one in concerned_by(event, changed)] if event.is_coming and changed else []
    return told_and_lost(people)


def _changes(event, sheet):
    words = [CHANGED[name] for name in CHANGED if name in actions.material_changes(event, sheet)]
    return {"words": french.listed(words), "pairs": [(what, then, now) for what, then, now in _pairs(event, sheet) if then != now]}


def _pairs(event, sheet):
    """What is read in the letter, as it is and as it would be."""
    yield "La date", *(french.when(one.starts_at, one.ends_at, one.timezone) for one in (event, sheet))
    yield "Le lieu", *(_where(one) for one in (event, sheet))
    yield "Le titre", event.title, sheet.title


def _where(one):
    place = ", ".join(part for part in (one.place, one.address) if part and one.modality is not Modality.ONLINE)
    afar = "à distance" if one.modality is not Modality.ONSITE else ""
    return " ou ".join(part for part in (place, afar) if part) or "à préciser"


def _only_looks(form):
    """A button that shows something and keeps nothing."""
    act = request.form.get("act")
    if request.method != "POST" or act not in LOOKING:
        return False
    if act == "partner":
        form.partners.append_entry()
    return True


def _checked(form, kind, event):
    """The warnings of the date as typed, or the errors of the fields that prevent from knowing."""
    fields = [form.on, form.start, form.end, form.last_on, form.timezone]
    if not all([field.validate(form) for field in fields]):
        return None
    try:
        if not form.networks.data:
            form.networks.data = []
        return warnings.about(form.sheet(kind), current_account(), clock.now(), event)
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _page(form, kind, event, told=0, changes=None):
    act = request.form.get("act")
    shown = {"preview": markdown(form.description.data or "") if act == "preview" else None}
    shown["warnings"] = _checked(form, kind, event) if act == "check" else None
    live = counts_of(event).live if event and event.is_coming else 0
    status = 200 if act in LOOKING or changes else form.status
    page = render_template("events/edit.html", form=form, kind=kind, event=event, act=act, told=told, changes=changes, live=live, **shown)
    return page, status
