"""The people of one event, and what is done by hand with each of them."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.attendance.queries import outcomes
from app.core import clock, limits
from app.core.errors import Refusal
from app.directory.models import TYPES
from app.directory.queries import department_choices, job_role_choices, organisation_by_slug, organisation_choices
from app.directory.undeliverable import trouble_of
from app.events.policy import may_run
from app.events.queries import event_read_by, event_run_by
from app.invitations import actions as invitations
from app.invitations.queries import invitation_of
from app.outbox.kinds import kind_of
from app.outbox.models import LETTER_STATES
from app.registrations import actions, follow_actions, readdressing
from app.registrations.follow import said_by_day
from app.registrations.follow_forms import AddressForm, MoveForm, PlaceForm, ReasonForm, WordForm
from app.registrations.follow_queries import PAGE, Selection, count_of, counts_by_situation, departments_at, guests_of, organisations_at
from app.registrations.guest_queries import acts_on, events_to_move_to, last_registration, person_at, registrations_at
from app.registrations.letters_queries import letters_to
from app.registrations.models import ORIGINS, PARTS
from app.registrations.selections import CHOICES, fields_of, needs_marks, selection_from
from app.ui.forms import page_asked
from app.ui.frame import say
from app.ui.french import moment, of, plural, quoted

doors = Blueprint("event_people", __name__)


@doors.get("/gestion/evenements/<public_id>/personnes")
def index(public_id):
    """The list, narrowed and paged."""
    account, at = current_account(), clock.now()
    event = event_read_by(account, public_id, at)
    marks = outcomes(event) if event.has_begun(at) or needs_marks(request.args) else {}
    selection, page = selection_from(request.args, marks), page_asked()
    total, chosen = count_of(event, selection), dict(fields_of(request.args))
    return render_template(
        "registrations/follow_people.html",
        event=event,
        guests=guests_of(event, selection, page=page),
        marks=marks,
        total=total,
        page=page,
        page_url=lambda number: url_for("event_people.index", public_id=public_id, page=number, **chosen),
        last=max(1, -(-total // PAGE)),
        chosen=chosen,
        counts=counts_by_situation(event),
        choices=CHOICES,
        types=TYPES,
        organisations=organisations_at(event),
        departments=departments_at(event),
        parts=PARTS,
        may_run=may_run(account, event, at),
    )


@doors.get("/gestion/evenements/<public_id>/personnes/<person_id>")
def show(public_id, person_id):
    """One person: where they stand, what was written to them, what may be done."""
    account, at = current_account(), clock.now()
    event = event_read_by(account, public_id, at)
    return _person_page(event, _person(event, person_id))


@doors.get("/gestion/evenements/<public_id>/personnes/<person_id>/<verb>")
@facilitators
def ask(public_id, person_id, verb):
    """What has to be said before moving someone, or correcting where they worked."""
    event = event_run_by(current_account(), public_id, clock.now())
    person = _person(event, person_id)
    if verb not in PAGES:
        abort(404)
    form = _form_of(verb, _registration(event, person))
    _offer(form, event)
    return _form_page(event, person, verb, form)


@doors.post("/gestion/evenements/<public_id>/personnes/<person_id>/<verb>")
@facilitators
def act(public_id, person_id, verb):
    """Do one thing with one person's registration or invitation."""
    event = event_run_by(current_account(), public_id, clock.now())
    person = _person(event, person_id)
    deed = DEEDS.get(verb) or abort(404)
    form = _form_of(verb, None, request.form)
    _offer(form, event)
    if form.accepted():
        try:
            say(deed(event, person, form))
            return redirect(url_for("event_people.show", public_id=public_id, person_id=person_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    page = _form_page(event, person, verb, form) if verb in PAGES else _person_page(event, person, verb, form)
    return page, 422


@doors.post("/gestion/evenements/<public_id>/personnes")
@facilitators
def act_on_many(public_id):
    """Approve the people ticked, or withdraw them once their names were shown; their number is told."""
    account, at = current_account(), clock.now()
    event, form = event_run_by(account, public_id, at), WordForm()
    ticked, verb = request.form.getlist("personne"), request.form.get("action", "")
    registrations = registrations_at(event, ticked)
    if not registrations or verb not in ("desinscrire", "valider"):
        say("Cochez d’abord des personnes inscrites ou en attente.", "error")
    elif not form.accepted() or (verb == "desinscrire" and not request.form.get("confirme")):
        # Shown by name before their seats are given to others.
        page = render_template("registrations/follow_withdraw.html", event=event, form=form, registrations=registrations)
        return page, 422 if form.problems else 200
    elif verb == "valider":
        done = follow_actions.approve_all(registrations, account, at)
        say(f"{plural(done, 'inscription validée', 'inscriptions validées')}.")
    else:
        done = follow_actions.withdraw_all(registrations, account, at, form.word.data or "")
        say(f"{plural(done, 'personne désinscrite et prévenue', 'personnes désinscrites et prévenues')}.")
    return redirect(url_for("event_people.index", public_id=public_id), 303)


def _approve(event, person, form):
    actions.approve(_registration(event, person), by=current_account().actor, at=clock.now())
    return f"L’inscription {of(person.name)} est validée : un courriel le lui dit.".replace(" :", "\u00a0:")


def _refuse(event, person, form):
    actions.refuse(_registration(event, person), by=current_account().actor, at=clock.now(), word=form.word.data or "")
    return f"La demande {of(person.name)} n’est pas retenue : un courriel le lui dit.".replace(" :", "\u00a0:")


def _withdraw(event, person, form):
    follow_actions.withdraw_all([_registration(event, person)], current_account(), clock.now(), form.word.data or "")
    return f"{person.name} n’est plus sur la liste : un courriel le lui dit.".replace(" :", "\u00a0:")


def _move_up(event, person, form):
    follow_actions.move_up(_registration(event, person), form.reason.data, current_account(), clock.now())
    return f"{person.name} passe en tête de la liste d’attente."


def _move(event, person, form):
    account, at = current_account(), clock.now()
    target = event_run_by(account, form.target.data, at)
    actions.move(_registration(event, person), target, by=account.actor, at=at)
    return f"L’inscription {of(person.name)} est déplacée vers {quoted(target.title)}, le {moment(target.starts_at)}."


def _change_place(event, person, form):
    follow_actions.change_place(
        _registration(event, person),
        current_account(),
        clock.now(),
        organisation=organisation_by_slug(form.organisation.data) if form.organisation.data else None,
        department_code=form.department.data or None,
        job_role_code=form.job_role.data or None,
    )
    return "La structure, le département et la fonction de ce jour-là sont enregistrés."


def _send_again(event, person, form):
    account, at = current_account(), clock.now()
    limits.spend_letter(person.letterbox or person.public_id, at)
    registration, invitation = last_registration(event, person), invitation_of(event.id, person.id)
    if registration is not None and registration.is_live:
        follow_actions.send_confirmation_again(registration, account, at)
        return "Sa confirmation repart."
    follow_actions.send_invitation_again(invitation or abort(404), account, at)
    return "Son invitation repart."


def _correct_address(event, person, form):
    again = readdressing.correct(person, form.email.data, current_account(), clock.now())
    return f"L’adresse est corrigée. {readdressing.told(again)}"


def _trust_address(event, person, form):
    again = readdressing.lift(person, current_account(), clock.now())
    return f"Cette adresse est de nouveau utilisée. {readdressing.told(again)}"


def _take_back(event, person, form):
    invitations.take_back(invitation_of(event.id, person.id) or abort(404), current_account().actor, clock.now())
    return f"L’invitation {of(person.name)} est reprise : son lien ne fonctionne plus.".replace(" :", "\u00a0:")


DEEDS = {
    "valider": _approve,
    "refuser": _refuse,
    "desinscrire": _withdraw,
    "avancer": _move_up,
    "deplacer": _move,
    "structure": _change_place,
    "renvoyer": _send_again,
    "reprendre": _take_back,
    "adresse": _correct_address,
    "adresse-valable": _trust_address,
}
# Those that have a page of their own: what it is called, what it says, and its button.
PAGES = {
    "structure": (
        "Corriger sa structure de ce jour-là",
        "L’annuaire n’est pas modifié. Seules comptent ici la structure et la fonction le jour de l’événement.",
        "Enregistrer",
    ),
    "deplacer": (
        "Déplacer vers un autre événement",
        "La personne reçoit la confirmation du nouvel événement, et l’ancien quitte son agenda.",
        "Déplacer",
    ),
}
FORMS = {"adresse": AddressForm, "avancer": ReasonForm, "deplacer": MoveForm, "structure": PlaceForm}


# What the journal calls each act, as it is told on the screen.
VERBS = {
    "registered": "Inscription",
    "address_confirmed": "Adresse confirmée",
    "walk_in": "Arrivée sur place",
    "withdrawn": "Désinscription",
    "promoted": "Place libérée",
    "approved": "Inscription validée",
    "refused": "Demande non retenue",
    "registration_changed": "Inscription modifiée",
    "moved_up": "Passage en tête de la liste d’attente",
    "place_corrected": "Structure corrigée",
}


def _person(event, person_id):
    return person_at(event, person_id) or abort(404)


def _registration(event, person):
    return last_registration(event, person) or abort(404)


def _offer(form, event):
    """Give the lists of the form that has some."""
    if isinstance(form, MoveForm):
        found = events_to_move_to(event, current_account(), clock.now())
        form.offer([(key, f"{one.title}, {moment(one.starts_at)}") for key, one in found])
    if isinstance(form, PlaceForm):
        form.offer(organisation_choices(clock.today()), department_choices(), job_role_choices())


def _form_of(verb, registration, given=None):
    """The form that says more about a verb: filled with what is known, or with what was sent."""
    if verb == "structure" and given is None:
        return PlaceForm(formdata=None, **_place_of(registration))
    return FORMS.get(verb, WordForm)(formdata=given)


def _form_page(event, person, verb, form):
    asked = dict(zip(("label", "words", "button"), PAGES[verb], strict=True))
    return render_template("registrations/follow_deed.html", event=event, person=person, verb=verb, form=form, **asked)


def _person_page(event, person, verb="", refused=None):
    account, at = current_account(), clock.now()
    registration = last_registration(event, person)
    forms = {name: WordForm(formdata=None) for name in ("desinscrire", "refuser")}
    forms |= {"avancer": ReasonForm(formdata=None), "adresse": AddressForm(formdata=None)}
    return render_template(
        "registrations/follow_person.html",
        event=event,
        person=person,
        trouble=trouble_of(person),
        registration=registration,
        invitation=invitation_of(event.id, person.id),
        said_by_day=said_by_day,
        guest=next(iter(guests_of(event, Selection(people=frozenset({person.public_id})))), None),
        letters=letters_to(event.id, person.id),
        letter_states=LETTER_STATES,
        kind_of=kind_of,
        verbs=VERBS,
        acts=acts_on(registration.thing) if registration else [],
        forms={name: form.named(name) for name, form in (forms | ({verb: refused} if refused else {})).items()},
        refused=refused,
        origins=ORIGINS,
        parts=PARTS,
        may_run=may_run(account, event, at),
    )


def _place_of(registration):
    organisation = registration.organisation
    return {
        "organisation": organisation.slug if organisation else "",
        "department": registration.department_code or "",
        "job_role": registration.job_role_code or "",
    }
