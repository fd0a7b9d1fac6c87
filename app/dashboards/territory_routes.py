"""The year of a department and of an organisation."""

from flask import Blueprint, abort, redirect, render_template, url_for

from app.accounts.guard import facilitators
from app.core import clock
from app.coverage.facts import STAGES
from app.coverage.territories import COLUMNS
from app.dashboards.place_people import SHOWN, People, papers
from app.dashboards.places import DepartmentYear, OrganisationYear
from app.dashboards.routes import expect_year, mine_of, page_of, refused_year, runs_of, year_asked
from app.directory.queries import department_by_code, organisation_at
from app.networks import queries as networks

doors = Blueprint("dashboard_places", __name__)


@doors.get("/departements/<code>/annee")
@facilitators
def present_department_year(code):
    if department_by_code(code) is None:
        abort(404)
    return redirect(url_for("dashboard_places.department_year", code=code, year=year_asked(), **refused_year()), 303)


@doors.get("/departements/<code>/annee/<int:year>")
@facilitators
def department_year(code, year):
    expect_year(year)
    told = DepartmentYear(code, year, clock.today())
    if told.territory is None:
        abort(404)
    everything = networks.networks(closed=True)
    runs = runs_of(everything)
    people = People(told, [*filter(runs, told.announced)])
    return _shown(
        "dashboards/department.html",
        everything,
        told=told,
        columns=COLUMNS,
        stages=STAGES,
        people=people,
        shown=SHOWN,
        papers=papers(entry for entry, _ in told.lines if runs(entry)),
        **page_of(told.lines[::-1]),
    )


@doors.get("/annuaire/structures/<slug>/annee")
@facilitators
def present_organisation_year(slug):
    return redirect(
        url_for("dashboard_places.organisation_year", slug=organisation_at(slug).slug, year=year_asked(), **refused_year()), 303
    )


@doors.get("/annuaire/structures/<slug>/annee/<int:year>")
@facilitators
def organisation_year(slug, year):
    expect_year(year)
    structure = organisation_at(slug)
    told = OrganisationYear(structure.id, year, clock.today())
    held = networks.memberships_of_organisation(structure)
    inside = [one for one in held if one.joined_on.year <= year and (one.left_on is None or one.left_on.year >= year)]
    everything = networks.networks(closed=True)
    return _shown("dashboards/organisation.html", everything, told=told, structure=structure, memberships=inside, **page_of(told.lines))


def _shown(template, everything, **more):
    """The page; ``runs`` says whether this account opens the page of an event."""
    names = {one.code: one.name for one in everything}
    return render_template(template, names=names, mine=mine_of(everything), runs=runs_of(everything), **more)
