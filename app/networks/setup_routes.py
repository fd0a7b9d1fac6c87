"""Networks made, described otherwise, closed: administrators."""

from flask import Blueprint, abort, redirect, render_template, url_for

from app.accounts.guard import administrators, current_account
from app.core import clock
from app.core.errors import Refusal
from app.directory.queries import job_role_choices
from app.networks import actions, queries
from app.networks.forms import NetworkForm, NewNetworkForm
from app.ui.frame import say

doors = Blueprint("networks_setup", __name__)


@doors.route("/reseaux/nouveau", methods=["GET", "POST"])
@administrators
def new():
    form = _offered(NewNetworkForm())
    if form.accepted():
        try:
            made = actions.create(current_account(), unit=form.unit.data, on=clock.today(), **_described(form), at=clock.now())
            say(f"Le réseau « {made.name} » est créé. Donnez-lui ses animateurs dans les comptes, puis ses membres ici.")
            return redirect(url_for("networks.show", code=made.code), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("networks/edit.html", form=form, network=None), form.status


@doors.route("/reseaux/<code>/modifier", methods=["GET", "POST"])
@administrators
def edit(code):
    network = _network(code)
    parent = network.parent.code if network.parent else ""
    form = _offered(NetworkForm(data={"name": network.name, "parent": parent, "types": network.types, "roles": network.roles}))
    if form.accepted():
        try:
            actions.describe(network, current_account(), **_described(form), at=clock.now())
            say("Le réseau est à jour.")
            return redirect(url_for("networks.show", code=code), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("networks/edit.html", form=form, network=network), form.status


def _offered(form):
    form.parent.choices = [("", "Aucun : au premier rang"), *queries.network_choices()]
    form.roles.choices = job_role_choices()
    return form


def _described(form):
    return {"name": form.name.data, "parent": form.parent.data, "types": form.types.data or [], "roles": form.roles.data or []}


@doors.post("/reseaux/<code>/fermer")
@administrators
def close(code):
    network = _network(code)
    actions.close(network, current_account(), on=clock.today(), at=clock.now())
    say(f"« {network.name} » est fermé : il n’est plus proposé, ses membres et ses événements passés sont gardés.")
    return redirect(url_for("networks.show", code=code), 303)


@doors.post("/reseaux/<code>/rouvrir")
@administrators
def reopen(code):
    network = _network(code)
    actions.reopen(network, current_account(), at=clock.now())
    say(f"« {network.name} » est rouvert.")
    return redirect(url_for("networks.show", code=code), 303)


def _network(code):
    return queries.network_by_code(code) or abort(404)
