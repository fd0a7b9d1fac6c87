"""Who comes into a network, and who goes."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.core.text import clean_line
from app.directory import organisation_queries, people_queries
from app.directory import queries as directory
from app.directory.people_queries import Filter
from app.networks import actions, audience_queries, queries
from app.networks.forms import JoinForm, LeaveForm
from app.ui.frame import say
from app.ui.french import plural

doors = Blueprint("networks_members", __name__)
PROPOSED = 200


@doors.route("/reseaux/<code>/ajouter", methods=["GET", "POST"])
@facilitators
def add(code):
    network = _network(code)
    words = clean_line(request.values.get("q", ""))[:120]
    return _proposed(network, _found(network, words) if words else [], "networks/add.html", words=words)


@doors.route("/reseaux/<code>/proposer", methods=["GET", "POST"])
@facilitators
def propose(code):
    network = _network(code)
    if not network.roles:
        abort(404)
    found = audience_queries.candidates(network, clock.today(), PROPOSED) if network.counts_people else []
    return _proposed(network, found, "networks/propose.html", most=PROPOSED, job_roles=queries.job_role_labels(network))


def _network(code):
    return queries.network_run_by(current_account(), code, clock.now())


def _found(network, words):
    """Those who may be meant and are not inside."""
    on = clock.today()
    if network.counts_people:
        return people_queries.people(Filter(words=words), 1, audience_queries.outside(network, on))
    inside = {membership.organisation_id for membership in queries.members_on(network, on)}
    found = organisation_queries.organisations_found(words, "", on)
    return [organisation for organisation, _people in found if organisation.id not in inside][:50]


def _proposed(network, found, template, **more):
    """A list to tick, and the day from which those ticked are members."""
    form = JoinForm(data={"on": clock.today()})
    if form.accepted():
        try:
            joined = _join_ticked(network, form)
            say(f"{plural(joined, 'membre ajouté', 'membres ajoutés')} à « {network.name} ».")
            return redirect(url_for("networks.show", code=network.code), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template(template, network=network, found=found, form=form, ticked=request.form.getlist("members"), **more), form.status


def _join_ticked(network, form):
    ticked = request.form.getlist("members")[:PROPOSED]
    if not ticked:
        raise Refusal("Cochez au moins un membre à ajouter.")
    for name in ticked:
        member = directory.person_named(name) if network.counts_people else directory.organisation_at(name)
        actions.join(network, member, current_account(), on=form.on.data, at=clock.now())
    return len(ticked)


@doors.route("/reseaux/<code>/membres/<public_id>/sortie", methods=["GET", "POST"])
@facilitators
def leave(code, public_id):
    network = _network(code)
    membership = queries.membership_named(network, public_id) or abort(404)
    form = LeaveForm(data={"on": membership.left_on or clock.today()})
    if form.accepted():
        try:
            actions.leave(membership, current_account(), on=form.on.data, at=clock.now())
            say("La sortie est notée. Sa participation passée est gardée.")
            return redirect(url_for("networks.show", code=code), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("networks/leave.html", network=network, membership=membership, form=form), form.status
