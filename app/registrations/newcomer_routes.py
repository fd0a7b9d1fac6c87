"""Bringing someone in by hand: known to the directory, or new."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.directory.actions import create
from app.directory.people_queries import Filter
from app.directory.people_queries import people as people_named
from app.directory.queries import (
    department_choices,
    job_role_choices,
    organisation_by_slug,
    organisation_choices,
    person_by_email,
    person_by_public_id,
)
from app.events.queries import event_run_by
from app.events.words import Modality
from app.registrations.follow_actions import add_by_hand
from app.registrations.follow_forms import NewcomerForm, PartForm
from app.registrations.models import Part, Standing
from app.ui.frame import say

doors = Blueprint("newcomers", __name__)
MOST_FOUND = 20


@doors.get("/gestion/evenements/<public_id>/ajouter")
@facilitators
def new(public_id):
    """Look for someone in the directory, or describe them."""
    event = event_run_by(current_account(), public_id, clock.now())
    return _page(event, _offered(NewcomerForm(formdata=None, modality=_usual(event))))


@doors.post("/gestion/evenements/<public_id>/ajouter/<person_id>")
@facilitators
def add_known(public_id, person_id):
    """Register someone whom the directory knows."""
    account, at = current_account(), clock.now()
    event, form = event_run_by(account, public_id, at), PartForm()
    person = person_by_public_id(person_id) or abort(404)
    if not form.accepted():
        say("Dites comment cette personne vient.", "error")
        return redirect(url_for("newcomers.new", public_id=public_id), 303)
    return _register(event, person, form) or redirect(url_for("newcomers.new", public_id=public_id, q=person.name), 303)


@doors.post("/gestion/evenements/<public_id>/ajouter")
@facilitators
def add_new(public_id):
    """Put someone new in the directory, and register them."""
    account, at = current_account(), clock.now()
    event, form = event_run_by(account, public_id, at), _offered(NewcomerForm())
    if not form.accepted():
        return _page(event, form), 422
    try:
        person = _create(form)
        registration = add_by_hand(event, person, account, at, part=Part(form.part.data), modality=Modality(form.modality.data))
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(event, form), 422
    return _done(event, person, registration.standing)


def _create(form):
    carer = person_by_email(form.carer.data) if form.carer.data else None
    if form.carer.data and carer is None:
        raise Refusal("Cette adresse est inconnue de l’annuaire : ajoutez d’abord cette personne.".replace(" :", "\u00a0:"), "carer")
    organisation = organisation_by_slug(form.organisation.data) if form.organisation.data else None
    return create(
        current_account(),
        email=form.email.data or None,
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        cared_for_by=carer,
        organisation_id=organisation.id if organisation else None,
        department_code=form.department.data or None,
        job_role_code=form.job_role.data or None,
        at=clock.now(),
    )


def _register(event, person, form):
    try:
        registration = add_by_hand(
            event, person, current_account(), clock.now(), part=Part(form.part.data), modality=Modality(form.modality.data)
        )
    except Refusal as refusal:
        say(refusal.message, "error")
        return None
    return _done(event, person, registration.standing)


def _done(event, person, standing):
    words = "est sur la liste d’attente" if standing is Standing.WAITING else "fait partie de la liste"
    say(f"{person.name} {words} : un courriel le lui dit.".replace(" :", "\u00a0:"))
    return redirect(url_for("event_people.show", public_id=event.public_id, person_id=person.public_id), 303)


def _offered(form):
    form.offer(organisation_choices(clock.today()), department_choices(), job_role_choices())
    return form


def _usual(event):
    return Modality.ONLINE.value if event.is_online else Modality.ONSITE.value


def _page(event, form):
    words = request.args.get("q", "")[:80]
    found = people_named(Filter(words=words), 1)[:MOST_FOUND] if words.strip() else []
    known = PartForm(formdata=None, modality=_usual(event))
    return render_template("registrations/follow_add.html", event=event, form=form, words=words, found=found, known=known)
