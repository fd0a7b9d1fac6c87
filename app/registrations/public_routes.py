"""What professionals see: the permanent page of an event, registering from it, and their own page."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for

from app.accounts.guard import public, unsigned
from app.core import clock, limits
from app.core.errors import Refusal
from app.core.links import split_token
from app.core.security import keep_private
from app.directory.queries import department_choices, job_role_choices, organisation_choices, same_person
from app.events.queries import public_event
from app.events.words import PARTNER_ROLES, Door
from app.ics import build
from app.invitations.calendars import public_entries
from app.outbox.addresses import note_life
from app.registrations import actions, calendar_answers, demands, policy, queries
from app.registrations.forms import AddressForm, ApplicantForm, ComingForm, TicketForm, WordForm
from app.registrations.links import opens_demand, personal_token, registration_opened_by
from app.registrations.models import STANDINGS
from app.registrations.policy import Opening, opening_of
from app.registrations.strangers import expect_a_person, spend, take_demand
from app.ui.frame import say

doors = Blueprint("registration_pages", __name__)
doors.context_processor(lambda: {"partner_roles": PARTNER_ROLES, "standings": STANDINGS, "at": clock.now()})

OPEN = (Opening.OPEN, Opening.WAITING_LIST)


@doors.get("/evenements/<slug>")
@public
def show(slug):
    event = public_event(slug)
    if slug != event.slug:
        return redirect(url_for(".show", slug=event.slug))
    opening = opening_of(event, clock.now())
    return render_template("registrations/show.html", event=event, opening=opening.value, may_register=opening in OPEN)


@doors.get("/evenements/<slug>/agenda.ics")
@public
@unsigned
def agenda(slug):
    return _calendar_file(public_event(slug))


@doors.route("/evenements/<slug>/inscription", methods=["GET", "POST"])
@public
def new(slug):
    event = public_event(slug)
    if opening_of(event, clock.now()) not in OPEN:
        return redirect(url_for(".show", slug=event.slug), 303)
    return _applicant(event) if event.door is Door.ANYONE else _own_link(event)


def _applicant(event):
    """The form of an event open to everybody; its answer is the same whoever the address belongs to."""
    now, form = clock.now(), ApplicantForm()
    form.offer(event)
    form.offer_lists(job_role_choices(), department_choices())
    if form.accepted():
        try:
            take_demand(form, event, limits.caller(), now)
            return redirect(url_for(".sent", slug=event.slug), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    form.stamp(now)
    page = render_template("registrations/new.html", event=event, form=form, organisations=organisation_choices(clock.today()))
    return page, form.status


def _own_link(event):
    """The page of an event for its networks or its guests: those it knows receive their own link."""
    now, form = clock.now(), AddressForm()
    if form.accepted():
        try:
            expect_a_person(form, now)
            spend(limits.caller(), form.email.data, now)
            demands.ask_own_link(event, form.email.data, form_key=form.key, at=now)
            return redirect(url_for(".sent", slug=event.slug), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    form.stamp(now)
    return render_template("registrations/own_link.html", event=event, form=form), form.status


@doors.get("/evenements/<slug>/inscription/envoyee")
@public
def sent(slug):
    return render_template("registrations/sent.html", event=public_event(slug))


@doors.route("/d/<token>", methods=["GET", "POST"])
@public
def confirm(token):
    now, demand = clock.now(), _demand_of(token)
    form = TicketForm()
    if form.accepted():
        try:
            registration = demands.confirm(demand, now)
            return keep_private(redirect(url_for(".mine", token=personal_token(registration)), 303))
        except Refusal as refusal:
            form.refuse(refusal)
    known = demands.registration_made_by(demand)
    own = url_for(".mine", token=personal_token(known)) if known else ""
    page = Response(render_template("registrations/confirm.html", demand=demand, event=demand.event, form=form, own=own), form.status)
    return keep_private(page)


@doors.route("/mes-inscriptions", methods=["GET", "POST"])
@public
def ask_links():
    now, form = clock.now(), AddressForm()
    if form.accepted():
        try:
            expect_a_person(form, now)
            spend(limits.caller(), form.email.data, now)
            demands.send_links(form.email.data, form_key=form.key, at=now)
            return redirect(url_for(".links_sent"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    form.stamp(now)
    return render_template("registrations/ask_links.html", form=form), form.status


@doors.get("/mes-inscriptions/envoyees")
@public
def links_sent():
    return render_template("registrations/links_sent.html")


@doors.route("/p/<token>", methods=["GET", "POST"])
@public
def mine(token):
    """One's own page: what is true now, and what may be changed."""
    now, registration = clock.now(), _registration_of(token)
    event = registration.event
    if now_live := _came_back(registration):
        return keep_private(redirect(url_for(".mine", token=personal_token(now_live))))
    form = ComingForm(modality=registration.modality.value, comment=registration.comment, workshop=_picked(registration))
    form.offer(event, registration.workshops, is_seated=not registration.is_waiting)
    if form.accepted():
        try:
            _note_life(registration, now)
            wishes = {"modality": form.how(event), "workshops": form.chosen(event), "comment": form.comment.data}
            actions.change(registration, **wishes, by=registration.person.actor, at=now)
            say("Vos choix sont enregistrés.")
            return keep_private(redirect(url_for(".mine", token=token), 303))
        except Refusal as refusal:
            form.refuse(refusal)
    return _personal("registrations/mine.html", registration, form, token=token, **_others(registration, now))


@doors.route("/p/<token>/desinscription", methods=["GET", "POST"])
@public
def leave(token):
    """The second step of giving up one's place: a page, a word if one likes, a button."""
    registration, form = _registration_of(token), WordForm()
    if not policy.may_leave(registration, clock.now()):
        return keep_private(redirect(url_for(".mine", token=token), 303))
    if form.accepted():
        _note_life(registration, clock.now())
        actions.withdraw(registration, by=registration.person.actor, at=clock.now(), word=form.word.data)
        return keep_private(redirect(url_for(".mine", token=token), 303))
    return _personal("registrations/leave.html", registration, form, token=token)


@doors.post("/p/<token>/reinscription")
@public
def come_back(token):
    """Changing one's mind: a seat if one is left, else the waiting list."""
    registration = _registration_of(token)
    _note_life(registration, clock.now())
    again = actions.come_back(registration, clock.now())
    return keep_private(redirect(url_for(".mine", token=personal_token(again)), 303))


@doors.get("/p/<token>/agenda.ics")
@public
def my_agenda(token):
    return keep_private(_calendar_file(_registration_of(token).event))


def _personal(template, registration, form, **more):
    now = clock.now()
    words = {
        "registration": registration,
        "person": same_person(registration.person),
        "event": registration.event,
        "form": form,
        "rank": queries.rank_of(registration) if registration.is_waiting else 0,
        "may_leave": policy.may_leave(registration, now),
        "may_come_back": policy.may_come_back(registration, now),
        "is_over": registration.event.is_over(now),
        "has_begun": registration.event.has_begun(now),
        "said": calendar_answers.said_by(registration.person, registration.event),
    }
    return keep_private(make_response(render_template(template, **words, **more), form.status))


def _registration_of(token):
    """The registration that this link opens; unknown, revoked and expired links show the same page."""
    registration = registration_opened_by(token, clock.now())
    if registration is None:
        abort(keep_private(make_response(render_template("registrations/link_gone.html"), 404)))
    return registration


def _note_life(registration, at):
    """Whoever acts on this page read the letter that led to it."""
    note_life(same_person(registration.person).letterbox, at)


def _demand_of(token):
    public_id, given = split_token(token)
    demand = queries.demand_named(public_id)
    if demand is None or not opens_demand(demand, given) or not demands.is_open(demand, clock.now()):
        abort(keep_private(make_response(render_template("registrations/link_gone.html"), 404)))
    return demand


def _came_back(registration):
    """The registration that replaced one that was withdrawn: an old letter leads to what is true now."""
    return queries.registration_of(registration.event_id, registration.person_id) if registration.is_withdrawn else None


def _others(registration, at):
    """The person's other registrations, each with the end of its address: to come, the next first; past, the latest first."""
    found = queries.registrations_by(same_person(registration.person))
    others = [(one, personal_token(one)) for one in found if one.event_id != registration.event_id]
    coming = [pair for pair in others if not pair[0].event.is_over(at)]
    return {"coming": coming[::-1], "past": [pair for pair in others if pair not in coming]}


def _picked(registration):
    return registration.workshops[0].public_id if registration.workshops else ""


def _calendar_file(event):
    """The event to download; some calendars subscribe to this address all the same, and ask again."""
    headers = {"Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": 'attachment; filename="agenda.ics"'}
    response = Response(build.public(public_entries(event), event.title), headers=headers | {"Cache-Control": "private, no-cache"})
    response.add_etag()
    response.last_modified = event.changed_at
    return response.make_conditional(request)
