"""The lists that administrators keep: functions and school holidays."""

from flask import Blueprint, abort, redirect, render_template, url_for

from app.accounts.guard import administrators, current_account
from app.core import clock
from app.core.errors import Refusal
from app.directory import queries, reference_actions, reference_queries
from app.directory.forms import HolidayForm, JobRoleForm
from app.ui.frame import say

doors = Blueprint("directory_lists", __name__)


@doors.route("/annuaire/fonctions", methods=["GET", "POST"])
@administrators
def job_roles():
    form = JobRoleForm()
    if form.accepted():
        try:
            added = reference_actions.add_job_role(current_account(), label=form.label.data, types=form.types.data, at=clock.now())
            say(f"La fonction « {added.label} » est proposée partout.")
            return redirect(url_for("directory_lists.job_roles"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    known, people = queries.job_roles(retired=True), reference_queries.people_by_job_role()
    return render_template("directory/job_roles.html", form=form, job_roles=known, people=people), form.status


@doors.route("/annuaire/fonctions/<code>", methods=["GET", "POST"])
@administrators
def job_role(code):
    role = _role(code)
    form = JobRoleForm(data={"label": role.label, "types": role.types})
    if form.accepted():
        try:
            reference_actions.rename_job_role(role, current_account(), label=form.label.data, types=form.types.data, at=clock.now())
            say("La fonction est à jour, pour toutes les personnes qui l’ont.")
            return redirect(url_for("directory_lists.job_roles"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("directory/job_role.html", form=form, role=role), form.status


@doors.post("/annuaire/fonctions/<code>/retirer")
@administrators
def retire(code):
    role = _role(code)
    reference_actions.retire_job_role(role, current_account(), on=clock.today(), at=clock.now())
    say(f"« {role.label} » n’est plus proposée ; les personnes qui l’ont la gardent.")
    return redirect(url_for("directory_lists.job_roles"), 303)


@doors.post("/annuaire/fonctions/<code>/remettre")
@administrators
def restore(code):
    role = _role(code)
    reference_actions.restore_job_role(role, current_account(), at=clock.now())
    say(f"« {role.label} » est de nouveau proposée.")
    return redirect(url_for("directory_lists.job_roles"), 303)


def _role(code):
    return queries.job_role_by_code(code) or abort(404)


@doors.route("/annuaire/vacances-scolaires", methods=["GET", "POST"])
@administrators
def holidays():
    form, zones = HolidayForm(), reference_queries.zones_by_hand()
    form.zone.choices = [(zone, zone) for zone in zones]
    if form.accepted():
        try:
            values = {"zone": form.zone.data, "label": form.label.data, "first_on": form.first_on.data, "last_on": form.last_on.data}
            reference_actions.add_holiday(current_account(), **values, at=clock.now())
            say("Ces vacances sont au calendrier.")
            return redirect(url_for("directory_lists.holidays"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("directory/holidays.html", form=form, zones=zones, holidays=reference_queries.school_holidays()), form.status


@doors.post("/annuaire/vacances-scolaires/<public_id>/retirer")
@administrators
def remove_holiday(public_id):
    holiday = reference_queries.holiday_named(public_id) or abort(404)
    reference_actions.remove_holiday(holiday, current_account(), at=clock.now())
    say("Ces vacances ne sont plus au calendrier.")
    return redirect(url_for("directory_lists.holidays"), 303)
