"""The page that the link of an invitation opens: coming, not coming, or letting a colleague come."""

from flask import Blueprint, abort, make_response, redirect, render_template, url_for

from app.accounts.guard import public
from app.core import clock, limits
from app.core.errors import Refusal
from app.core.links import split_token
from app.core.security import keep_private
from app.directory.queries import department_choices, job_role_choices, organisation_choices, same_person
from app.events.words import PARTNER_ROLES, Door
from app.invitations import queries
from app.invitations.actions import decline
from app.invitations.links import opens
from app.outbox.addresses import note_life
from app.registrations import actions
from app.registrations.actions import Wishes
from app.registrations.calendar_answers import said_by
from app.registrations.forms import ApplicantForm, ComingForm, WordForm
from app.registrations.links import personal_token
from app.registrations.models import Origin
from app.registrations.policy import Opening, opening_of
from app.registrations.queries import registration_of
from app.registrations.strangers import take_demand

doors = Blueprint("invitation_pages", __name__)
doors.context_processor(lambda: {"partner_roles": PARTNER_ROLES, "at": clock.now()})
OPEN = (Opening.OPEN, Opening.WAITING_LIST)


@doors.route("/i/<token>", methods=["GET", "POST"])
@public
def show(token):
    """What one is asked to, and two answers; HEAD and GET change nothing, however often a scanner comes."""
    now, invitation = clock.now(), _invitation_of(token)
    event, person = invitation.event, same_person(invitation.person)
    form, opening = ComingForm(), opening_of(event, now)
    form.offer(event, is_seated=opening is not Opening.WAITING_LIST)
    if form.accepted():
        try:
            wishes = Wishes(workshops=form.chosen(event), form_key=form.key)
            note_life(person.letterbox, now)
            coming = {"origin": Origin.INVITATION, "modality": form.how(event), "comment": form.comment.data, "wishes": wishes}
            registration = actions.register(event, person, **coming, invitation=invitation, at=now, by=person.actor)
            return keep_private(redirect(url_for("registration_pages.mine", token=personal_token(registration)), 303))
        except Refusal as refusal:
            form.refuse(refusal)
    form.stamp(now)
    known = registration_of(event.id, person.id)
    own = url_for("registration_pages.mine", token=personal_token(known)) if known else ""
    words = {"token": token, "invitation": invitation, "event": event, "person": person, "form": form, "known": known, "own": own}
    words |= {"opening": opening.value, "may_register": opening in OPEN, "word": WordForm(formdata=None)}
    words["hesitates"] = said_by(person, event).hesitates
    return _private("invitations/show.html", form.status, **words)


@doors.post("/i/<token>/refus")
@public
def refuse(token):
    """Saying no, with a word if one likes; the same page lets one come back on it."""
    invitation, form = _invitation_of(token), WordForm()
    note_life(same_person(invitation.person).letterbox, clock.now())
    if not registration_of(invitation.event_id, invitation.person_id):
        decline(invitation, form.word.data if form.accepted() else "", clock.now())
    return keep_private(redirect(url_for(".show", token=token), 303))


@doors.route("/i/<token>/collegue", methods=["GET", "POST"])
@public
def colleague(token):
    """A forwarded link lets someone else register in their own name, where the event's door allows it."""
    now, invitation = clock.now(), _invitation_of(token)
    event = invitation.event
    if event.door is Door.INVITED or opening_of(event, now) not in OPEN:
        return _private("invitations/not_for_colleagues.html", 200, token=token, event=event, opening=opening_of(event, now).value)
    form = ApplicantForm()
    form.offer(event)
    form.offer_lists(job_role_choices(), department_choices())
    if form.accepted():
        try:
            take_demand(form, event, limits.caller(), now, through=invitation)
            return keep_private(redirect(url_for("registration_pages.sent", slug=event.slug), 303))
        except Refusal as refusal:
            form.refuse(refusal)
    form.stamp(now)
    lists = {"organisations": organisation_choices(clock.today())}
    return _private("invitations/colleague.html", form.status, event=event, form=form, **lists)


def _invitation_of(token):
    """The invitation that this link opens; unknown and revoked links show the same page, and once all is over the event's own tells it."""
    public_id, given = split_token(token)
    invitation = queries.invitation_named(public_id)
    if invitation is None or not opens(invitation, given) or invitation.withdrawn_at:
        abort(keep_private(make_response(render_template("registrations/link_gone.html"), 404)))
    if invitation.event.is_over(clock.now()):
        abort(keep_private(redirect(url_for("registration_pages.show", slug=invitation.event.slug), 303)))
    return invitation


def _private(template, status, **words):
    return keep_private(make_response(render_template(template, **words), status))
