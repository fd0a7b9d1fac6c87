"""The year of a department and of an organisation."""

from flask import Blueprint, abort, redirect, render_template, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.coverage.facts import STAGES
from app.coverage.territories import COLUMNS
from app.dashboards.places import DepartmentYear, OrganisationYear
from app.dashboards.routes import expect_year, year_asked
from app.directory.queries import department_by_code, organisation_at
from app.networks import queries as networks

doors = Blueprint("dashboard_places", __name__)


@doors.get("/departements/<code>/annee")
@facilitators
def present_department_year(code):
    if department_by_code(code) is None:
        abort(404)
    return redirect(url_for("dashboard_places.department_year", code=code, year=year_asked()), 303)


@doors.get("/departements/<code>/annee/<int:year>")
@facilitators
def department_year(code, year):
    expect_year(year)
    told = DepartmentYear(code, year, clock.today())
    if told.territory is None:
        abort(404)
    return _shown("dashboards/department.html", networks.networks(closed=True), told=told, columns=COLUMNS, stages=STAGES)


@doors.get("/annuaire/structures/<slug>/annee")
@facilitators
def present_organisation_year(slug):
    return redirect(url_for("dashboard_places.organisation_year", slug=organisation_at(slug).slug, year=year_asked()), 303)


@doors.get("/annuaire/structures/<slug>/annee/<int:year>")
@facilitators
def organisation_year(slug, year):
    expect_year(year)
    structure = organisation_at(slug)
    told = OrganisationYear(structure.id, year, clock.today())
    inside = networks.memberships_of_organisation(structure)
    everything = networks.networks(closed=True)
    return _shown("dashboards/organisation.html", everything, told=told, structure=structure, memberships=inside)


def _shown(template, everything, **more):
    """The page; ``runs`` says whether this account opens the page of an event."""
    account = current_account()
    run = account.network_ids(clock.now())
    mine = {one.code for one in everything if account.is_admin or one.id in run}
    names = {one.code: one.name for one in everything}
    return render_template(template, names=names, mine=mine, runs=lambda entry: account.is_admin or bool(entry.own_networks & mine), **more)
